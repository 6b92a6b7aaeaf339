// kith_tck: runs the scenarios of the openCypher Technology Compatibility Kit, as published, against Kith.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "tests/harness/forked_run.hpp"
#include "tests/harness/scratch_database.hpp"
#include "tests/tck/expected_failures.hpp"
#include "tests/tck/gherkin.hpp"
#include "tests/tck/scenario_run.hpp"

namespace {

namespace fs = std::filesystem;
using kith::harness::Outcome;
using kith::tck::Scenario;

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr int kExitSkipped = 77;  // What CTest's SKIP_RETURN_CODE is told.

struct Options {
  std::vector<fs::path> folders;
  std::string filter;
  std::string expected_failures;
  bool list_failures = false;
  unsigned jobs = 0;
  unsigned time_limit = 10;
  std::string configuration = "default";
};

/// KITH_TCK_DIR, else the kit beside this repository.
fs::path default_folder() {
  const char* const given = std::getenv("KITH_TCK_DIR");  // NOLINT(concurrency-mt-unsafe)
  return given != nullptr ? fs::path(given) : fs::path(KITH_REPOSITORY) / ".." / "shared" / "tck" / "features";
}

bool is_required() {
  const char* const required = std::getenv("KITH_REQUIRE_TCK");  // NOLINT(concurrency-mt-unsafe)
  return required != nullptr && std::string_view(required) == "1";
}

int fail_usage(const kith::Error& error) {
  fmt::print(stderr, "kith_tck: {}\n", error.message);
  return kExitUsage;
}

kith::Result<std::vector<Scenario>> read_scenarios(const std::vector<fs::path>& folders, const std::string& filter) {
  std::vector<fs::path> files;
  for (const fs::path& folder : folders) {
    std::error_code error;
    if (fs::is_regular_file(folder, error)) {
      files.push_back(folder);
      continue;
    }
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->path().extension() == ".feature") files.push_back(entry->path());
    }
    if (error) return kith::Error{kith::ErrorKind::kUsage, fmt::format("{}: {}", folder.string(), error.message())};
  }
  std::sort(files.begin(), files.end());
  std::vector<Scenario> scenarios;
  for (const fs::path& file : files) {
    KITH_TRY(std::vector<Scenario> found, kith::tck::read_feature(file));
    for (Scenario& scenario : found) {
      if (kith::tck::listed_name(scenario.feature, scenario.name).find(filter) == std::string::npos) continue;
      scenarios.push_back(std::move(scenario));
    }
  }
  return scenarios;
}

struct Counts {
  std::size_t passed = 0, failed = 0, skipped = 0;
  void add(Outcome::State state) {
    ++(state == Outcome::State::kPassed ? passed : state == Outcome::State::kFailed ? failed : skipped);
  }
  std::string text() const { return fmt::format("{} passed, {} failed, {} skipped", passed, failed, skipped); }
};

/// Expected failures become skipped with their reason; one that passed becomes a failure.
void apply(const kith::tck::ExpectedFailures& expected, const std::string& name, Outcome& outcome) {
  const auto listed = expected.find(name);
  if (listed == expected.end()) return;
  outcome = outcome.state == Outcome::State::kPassed
                ? Outcome::failed("unexpected pass: take it off the list of expected failures")
                : Outcome::skipped(listed->second);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

int run(const Options& options) {
  const auto configuration = kith::harness::find_configuration(options.configuration);
  if (!configuration.ok()) return fail_usage(configuration.error());
  const auto scenarios = read_scenarios(options.folders, options.filter);
  if (!scenarios.ok()) return fail_usage(scenarios.error());
  kith::tck::ExpectedFailures expected;
  if (!options.expected_failures.empty()) {
    auto read = kith::tck::read_expected_failures(options.expected_failures);
    if (!read.ok()) return fail_usage(read.error());
    expected = *std::move(read);
  }

  const fs::path scratch = kith::harness::scratch_folder();
  const std::vector<std::size_t> cases_per_job(scenarios->size(), 1);
  auto outcomes = kith::harness::run_forked(
      cases_per_job,
      [&](unsigned process) -> kith::harness::JobRunner {
        auto database =
            std::make_shared<kith::harness::ScratchDatabase>(scratch / std::to_string(process), *configuration);
        return [&scenarios, database](std::size_t job, kith::harness::CaseReporter& reporter) {
          reporter.start(0);
          const Outcome outcome = kith::tck::run_scenario((*scenarios)[job], *database);
          if (outcome.state != Outcome::State::kPassed) database->spoil();
          reporter.finish(0, outcome);
        };
      },
      {.num_workers = options.jobs, .seconds_per_case = options.time_limit});
  std::error_code ignored;
  fs::remove_all(scratch, ignored);

  Counts total;
  std::map<std::string, Counts> by_feature;
  for (std::size_t i = 0; i < scenarios->size(); ++i) {
    const Scenario& scenario = (*scenarios)[i];
    const std::string name = kith::tck::listed_name(scenario.feature, scenario.name);
    Outcome& outcome = outcomes[i].front();
    apply(expected, name, outcome);
    total.add(outcome.state);
    by_feature[scenario.feature].add(outcome.state);
    if (options.list_failures) {
      if (outcome.state == Outcome::State::kFailed) fmt::print("{} | {}\n", name, first_line(outcome.reason));
    } else if (outcome.state == Outcome::State::kFailed) {
      fmt::print("FAILED  {}\n    {}:{}\n    {}\n", name, scenario.file.filename().string(),
                 scenario.steps.empty() ? 0 : scenario.steps.front().line, outcome.reason);
    } else if (outcome.state == Outcome::State::kSkipped) {
      fmt::print("skipped {}: {}\n", name, outcome.reason);
    }
  }
  if (!options.list_failures) {
    for (const auto& [feature, counts] : by_feature) fmt::print("{:<70} {}\n", feature, counts.text());
  }
  fmt::print("{}\n", total.text());
  return total.failed == 0 ? 0 : kExitFailed;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Runs the openCypher TCK's scenarios. Prints what failed and why, counts per feature and, last, `N passed, N "
      "failed, N "
      "skipped`, where scenarios on the list of expected failures that fail count as skipped and those that pass as "
      "failed."};
  app.add_option("DIR", options.folders,
                 "Folders of .feature files, or files; default: KITH_TCK_DIR, else ../shared/tck/features");
  app.add_option("--filter", options.filter, "Only scenarios whose `Feature | Scenario` contains this text");
  app.add_option("--expected-failures", options.expected_failures, "A file of lines `Feature | Scenario | reason`");
  app.add_flag("--list-failures", options.list_failures,
               "Print failures as lines of such a file, and nothing but the counts besides");
  app.add_option("--jobs", options.jobs, "Processes; default: one per processor");
  app.add_option("--time-limit", options.time_limit, "Seconds for one scenario")->check(CLI::PositiveNumber);
  app.add_option("--configuration", options.configuration, "default, vector-1, vector-3, unoptimized, reopened, ...");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;
  }
  if (options.folders.empty()) {
    const fs::path folder = default_folder();
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
      fmt::print(
          "kith_tck: {}: there is no folder {}. Fetch the openCypher TCK and set KITH_TCK_DIR to its features.\n",
          is_required() ? "failed" : "skipped", folder.lexically_normal().string());
      fmt::print("{}\n", is_required() ? "0 passed, 1 failed, 0 skipped" : "0 passed, 0 failed, 0 skipped");
      return is_required() ? kExitFailed : kExitSkipped;
    }
    options.folders.push_back(folder);
  }
  return run(options);
}
