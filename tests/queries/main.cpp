// kith_query_tests: runs .test files, and the examples in Markdown, under one configuration or all of them.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "tests/harness/forked_run.hpp"
#include "tests/harness/scratch_database.hpp"
#include "tests/harness/test_file.hpp"
#include "tests/queries/query_file.hpp"

namespace {

namespace fs = std::filesystem;
using kith::Error;
using kith::ErrorKind;
using kith::Result;
using kith::Status;
using kith::harness::Configuration;
using kith::harness::Outcome;
using kith::harness::ScratchDatabase;
using kith::harness::SideEffects;
using kith::queries::Case;
using kith::queries::ExpectedError;
using kith::queries::Section;

Error failure(std::string message) { return {ErrorKind::kUsage, std::move(message)}; }

Status compare_error(const Result<kith::QueryResult>& result, const ExpectedError& expected) {
  if (result.ok()) return failure(fmt::format("no error was raised; the query returned {} rows", result->num_rows()));
  const Error& error = result.error();
  const std::string_view phase = error.phase == kith::Phase::kCompileTime ? "compile" : "runtime";
  const std::string_view detail = error.detail.empty() ? std::string_view("-") : std::string_view(error.detail);
  const bool matches = to_string(error.kind) == expected.kind && (expected.phase == "any" || expected.phase == phase) &&
                       (expected.detail == "*" || expected.detail == detail) &&
                       (expected.line == 0 || (expected.line == error.line && expected.column == error.column));
  if (matches) return {};
  return failure(fmt::format("expected {} {} {} {}:{}; raised {} {} {} {}:{}\n    {}", expected.kind, expected.phase,
                             expected.detail, expected.line, expected.column, to_string(error.kind), phase, detail,
                             error.line, error.column, to_display_string(error)));
}

std::int64_t num_labels(const kith::harness::GraphState& graph) {
  std::int64_t count = 0;
  for (const auto& [id, content] : graph.nodes) count += static_cast<std::int64_t>(content->labels.size());
  return count;
}

/// What was counted while running must agree with what the graph shows: nodes, relationships and labels as added less
/// removed, since one statement may do both; properties as no fewer than have changed, since some are set to what they
/// were. Labels and properties of what was deleted are not counted while running.
Status compare_counters(const kith::QueryCounters& counters, const kith::harness::GraphState& before,
                        const kith::harness::GraphState& after, const SideEffects& effects) {
  const auto gain = [](std::uint64_t added, std::uint64_t removed) {
    return static_cast<std::int64_t>(added - removed);
  };
  const auto& counts = effects.counts;
  const bool deletes = counters.nodes_deleted + counters.relationships_deleted > 0;
  if (gain(counters.nodes_created, counters.nodes_deleted) == gain(counts[0], counts[1]) &&
      gain(counters.relationships_created, counters.relationships_deleted) == gain(counts[2], counts[3]) &&
      (deletes || gain(counters.labels_added, counters.labels_removed) == num_labels(after) - num_labels(before)) &&
      counters.properties_set >= counts[6] && (deletes || counters.properties_set >= counts[7])) {
    return {};
  }
  return failure(
      fmt::format("the result's counters say nodes +{} -{}, relationships +{} -{}, labels +{} -{}, {} "
                  "properties set; the graph says {}, and {} labels on nodes after {}",
                  counters.nodes_created, counters.nodes_deleted, counters.relationships_created,
                  counters.relationships_deleted, counters.labels_added, counters.labels_removed,
                  counters.properties_set, effects.to_text(), num_labels(after), num_labels(before)));
}

Status run_case(const Case& test, ScratchDatabase& database) {
  if (kith::harness::changes_schema(test.text)) database.spoil();
  const bool is_measured = test.effects.has_value() || test.error.has_value();
  kith::harness::GraphState before;
  if (is_measured) {
    KITH_TRY(before, database.state());
  }
  const Result<kith::QueryResult> result = database.query(test.text, test.parameters);
  if (test.error) {
    KITH_CHECK_OK(compare_error(result, *test.error));
  } else if (!result.ok()) {
    return failure(to_display_string(result.error()));
  } else if (!test.table.empty()) {
    KITH_TRY(const auto found, kith::harness::difference(*result, test.table, test.rows, test.lists));
    if (found) return failure(*found);
  }
  if (!is_measured) return {};
  KITH_TRY(const kith::harness::GraphState after, database.state());
  const SideEffects effects = side_effects(before, after);
  const SideEffects expected = test.effects.value_or(SideEffects());
  if (!(effects == expected)) {
    return failure(fmt::format("side effects are {}; expected {}", effects.to_text(), expected.to_text()));
  }
  return result.ok() ? compare_counters(result->counters(), before, after, effects) : Status();
}

Status set_up(const Section& section, ScratchDatabase& database) {
  KITH_CHECK_OK(database.make_empty());
  for (const std::string& statement : section.graph) {
    if (kith::harness::changes_schema(statement)) database.spoil();
    const auto result = database.query(statement);
    if (!result.ok()) return failure(fmt::format("the graph cannot be made: {}", to_display_string(result.error())));
  }
  return database.reload();
}

void run_section(const Section& section, const Configuration& configuration, ScratchDatabase& database,
                 kith::harness::CaseReporter& reporter) {
  bool is_set_up = false;
  for (std::size_t i = 0; i < section.cases.size(); ++i) {
    const Case& test = section.cases[i];
    reporter.start(i);
    Status status;
    if (!is_set_up) status = set_up(section, database);
    is_set_up = is_set_up || status.ok();
    const auto skipped = test.skipped.find(configuration.name);
    if (status.ok() && skipped != test.skipped.end()) {
      reporter.finish(i, Outcome::skipped(skipped->second));
      continue;
    }
    if (status.ok()) status = run_case(test, database);
    if (!status.ok()) database.spoil();
    reporter.finish(i, status.ok() ? Outcome::passed() : Outcome::failed(status.error().message));
  }
}

struct Options {
  std::vector<fs::path> paths;
  std::vector<std::string> configurations = {"default"};
  std::string filter;
  fs::path import_directory;
  unsigned jobs = 0;
  unsigned time_limit = 10;
};

struct Counts {
  std::size_t passed = 0, failed = 0, skipped = 0;
};

void run_configuration(const Configuration& configuration, const std::vector<Section>& sections, const Options& options,
                       Counts& total) {
  const fs::path scratch = kith::harness::scratch_folder();
  std::vector<std::size_t> cases_per_job;
  cases_per_job.reserve(sections.size());
  for (const Section& section : sections) cases_per_job.push_back(section.cases.size());
  const auto outcomes = kith::harness::run_forked(
      cases_per_job,
      [&](unsigned process) -> kith::harness::JobRunner {
        auto database = std::make_shared<ScratchDatabase>(scratch / std::to_string(process), configuration);
        database->set_import_directory(options.import_directory);
        return [&, database](std::size_t job, kith::harness::CaseReporter& reporter) {
          run_section(sections[job], configuration, *database, reporter);
        };
      },
      {.num_workers = options.jobs, .seconds_per_case = options.time_limit});
  std::error_code ignored;
  fs::remove_all(scratch, ignored);

  Counts counts;
  for (std::size_t job = 0; job < sections.size(); ++job) {
    for (std::size_t i = 0; i < sections[job].cases.size(); ++i) {
      const Outcome& outcome = outcomes[job][i];
      const Case& test = sections[job].cases[i];
      if (outcome.state == Outcome::State::kPassed) {
        ++counts.passed;
      } else if (outcome.state == Outcome::State::kSkipped) {
        ++counts.skipped;
        fmt::print("skipped {} [{}]: {}\n", test.name, configuration.name, outcome.reason);
      } else {
        ++counts.failed;
        fmt::print("FAILED  {} [{}]\n    {}\n    {}\n", test.name, configuration.name,
                   test.text.substr(0, test.text.find('\n')), outcome.reason);
      }
    }
  }
  fmt::print("{:<14} {} passed, {} failed, {} skipped\n", configuration.name, counts.passed, counts.failed,
             counts.skipped);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

Status run(const Options& options, Counts& total) {
  KITH_TRY(const auto files, kith::harness::find_test_files(options.paths, {".test", ".md"}));
  std::vector<Section> sections;
  for (const fs::path& file : files) {
    if (file.string().find(options.filter) == std::string::npos) continue;
    KITH_TRY(std::vector<Section> found, kith::queries::read_query_file(file));
    for (Section& section : found) sections.push_back(std::move(section));
  }
  std::vector<Configuration> chosen;
  for (const std::string& name : options.configurations) {
    if (name == "all") {
      chosen.assign(kith::harness::configurations().begin(), kith::harness::configurations().end());
      continue;
    }
    KITH_TRY(const Configuration configuration, kith::harness::find_configuration(name));
    chosen.push_back(configuration);
  }
  for (const Configuration& configuration : chosen) run_configuration(configuration, sections, options, total);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Runs .test files and the ```cypher examples of .md files. The last line is `N passed, N failed, N skipped`."};
  app.add_option("PATH", options.paths, "Folders of .test and .md files, or files")->required();
  app.add_option("--configuration", options.configurations,
                 "default, vector-1, vector-3, unoptimized, reopened, bulk-loaded, "
                 "one-thread, many-threads or all");
  app.add_option("--import-directory", options.import_directory,
                 "Where LOAD CSV may read; default: load_csv/data in one of the paths");
  app.add_option("--filter", options.filter, "Only files whose path contains this text");
  app.add_option("--jobs", options.jobs, "Processes; default: one per processor");
  app.add_option("--time-limit", options.time_limit, "Seconds for one case")->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  for (const fs::path& path : options.paths) {
    if (options.import_directory.empty() && fs::is_directory(path / "load_csv" / "data"))
      options.import_directory = path / "load_csv" / "data";
  }
  Counts total;
  if (Status status = run(options, total); !status.ok()) {
    fmt::print(stderr, "kith_query_tests: {}\n", status.error().message);
    return 2;
  }
  fmt::print("{} passed, {} failed, {} skipped\n", total.passed, total.failed, total.skipped);
  return total.failed == 0 ? 0 : 1;
}
