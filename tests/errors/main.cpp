// kith_error_tests: runs the wrong queries of .error files and compares what the user is told, word by word.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "tests/harness/forked_run.hpp"
#include "tests/harness/scratch_database.hpp"
#include "tests/harness/statements.hpp"
#include "tests/harness/test_file.hpp"

namespace {

namespace fs = std::filesystem;
using kith::Error;
using kith::ErrorKind;
using kith::Result;
using kith::Status;
using kith::harness::CaseReporter;
using kith::harness::Outcome;
using kith::harness::ScratchDatabase;
using kith::harness::TestBlock;

/// Sent before the text of an error that was raised, so that it is not taken for a crash or a missing error.
constexpr std::string_view kRaised = "raised\n";

struct ErrorFile {
  fs::path path;
  std::string text;
  std::vector<TestBlock> blocks;
  std::vector<std::size_t> cases;  // Numbers of blocks.
};

Result<ErrorFile> read_error_file(const fs::path& path) {
  ErrorFile file{.path = path};
  KITH_TRY(file.text, kith::harness::read_text_file(path));
  KITH_TRY(file.blocks, kith::harness::parse_test_blocks(file.text));
  for (std::size_t i = 0; i < file.blocks.size(); ++i) {
    const TestBlock& block = file.blocks[i];
    const std::string& kind = block.words.front();
    if (kind == "wrong") {
      file.cases.push_back(i);
    } else if (kind != "graph" && kind != "parameters") {
      return Error{ErrorKind::kUsage, fmt::format("{}:{}: `{}` is not a block; there are graph, parameters and wrong",
                                                  path.string(), block.line, kind)};
    }
  }
  return file;
}

std::string expected_text(const TestBlock& block) {
  std::string text;
  for (const std::string& line : block.expected) {
    if (!text.empty()) text += '\n';
    text += line.starts_with("  ") ? line.substr(2) : line;
  }
  return text;
}

Status make_graph(const TestBlock& block, ScratchDatabase& database) {
  KITH_CHECK_OK(database.make_empty());
  for (const std::string& statement : kith::harness::split_statements(block.body)) {
    if (kith::harness::changes_schema(statement)) database.spoil();
    KITH_TRY(const kith::QueryResult result, database.query(statement));
    static_cast<void>(result);
  }
  return {};
}

void run_file(const ErrorFile& file, ScratchDatabase& database, CaseReporter& reporter) {
  std::size_t number = 0;
  database.spoil();  // a new one: messages name nodes, whose numbers begin at 0
  Status status = database.make_empty();
  kith::Parameters parameters;
  for (const TestBlock& block : file.blocks) {
    const std::string& kind = block.words.front();
    if (kind == "graph") {
      status = make_graph(block, database);
    } else if (kind == "parameters") {
      auto parsed = kith::harness::parse_parameters(block.body);
      if (parsed.ok()) {
        parameters = *std::move(parsed);
      } else {
        status = std::move(parsed).error();
      }
    } else {
      reporter.start(number);
      if (kith::harness::changes_schema(block.body)) database.spoil();
      Outcome outcome = Outcome::failed("no error was raised");
      if (!status.ok()) {
        outcome.reason = "set-up failed: " + to_display_string(status.error());
      } else if (const auto result = database.query(block.body, parameters); !result.ok()) {
        const std::string text = to_display_string(result.error());
        outcome = {text == expected_text(block) ? Outcome::State::kPassed : Outcome::State::kFailed,
                   std::string(kRaised) + text};
      }
      parameters.clear();
      reporter.finish(number++, outcome);
    }
  }
}

/// The file with what was raised in the place of what was expected.
std::string accepted(const ErrorFile& file, const std::vector<Outcome>& outcomes) {
  const std::vector<std::string> lines = kith::harness::split_lines(file.text);
  std::string text;
  std::size_t line = 0;
  const auto copy_up_to = [&](std::size_t end) {
    for (; line < end; ++line) text += lines[line] + "\n";
  };
  for (std::size_t i = 0; i < file.cases.size(); ++i) {
    const TestBlock& block = file.blocks[file.cases[i]];
    const std::string& reason = outcomes[i].reason;
    if (!reason.starts_with(kRaised)) continue;
    copy_up_to(block.body_end);
    text += "----\n";
    for (const std::string& raised : kith::harness::split_lines(std::string_view(reason).substr(kRaised.size())))
      text += "  " + raised + "\n";
    line = block.end;
  }
  copy_up_to(lines.size());
  return text;
}

struct Options {
  std::vector<fs::path> paths;
  std::string filter;
  bool accept = false;
  unsigned jobs = 0;
  unsigned time_limit = 10;
};

struct Counts {
  std::size_t passed = 0, failed = 0;
};

Status run(const Options& options, Counts& counts) {
  KITH_TRY(const auto paths, kith::harness::find_test_files(options.paths, {".error"}));
  std::vector<ErrorFile> files;
  std::vector<std::size_t> cases_per_job;
  for (const fs::path& path : paths) {
    if (path.string().find(options.filter) == std::string::npos) continue;
    KITH_TRY(ErrorFile file, read_error_file(path));
    cases_per_job.push_back(file.cases.size());
    files.push_back(std::move(file));
  }
  KITH_TRY(const auto configuration, kith::harness::find_configuration("default"));
  const fs::path scratch = kith::harness::scratch_folder();
  const auto outcomes = kith::harness::run_forked(
      cases_per_job,
      [&](unsigned process) -> kith::harness::JobRunner {
        auto database = std::make_shared<ScratchDatabase>(scratch / std::to_string(process), configuration);
        return [&, database](std::size_t job, CaseReporter& reporter) { run_file(files[job], *database, reporter); };
      },
      {.num_workers = options.jobs, .seconds_per_case = options.time_limit});
  std::error_code ignored;
  fs::remove_all(scratch, ignored);

  for (std::size_t job = 0; job < files.size(); ++job) {
    const ErrorFile& file = files[job];
    for (std::size_t i = 0; i < file.cases.size(); ++i) {
      const Outcome& outcome = outcomes[job][i];
      const bool was_raised = outcome.reason.starts_with(kRaised);
      if (outcome.state == Outcome::State::kPassed || (options.accept && was_raised)) {
        ++counts.passed;
        continue;
      }
      ++counts.failed;
      const TestBlock& block = file.blocks[file.cases[i]];
      fmt::print("FAILED  {}:{}\n  {}\n", file.path.filename().string(), block.line, block.body.substr(0, 200));
      if (was_raised) {
        fmt::print("  expected:\n{}\n  raised:\n{}\n", expected_text(block), outcome.reason.substr(kRaised.size()));
      } else {
        fmt::print("  {}\n", outcome.reason);
      }
    }
    if (options.accept) {
      const std::string text = accepted(file, outcomes[job]);
      std::ofstream stream(file.path, std::ios::binary | std::ios::trunc);
      stream << text;
      if (!stream.flush()) return Error{ErrorKind::kIo, fmt::format("cannot write {}", file.path.string())};
    }
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Runs the wrong queries of .error files. The last line is `N passed, N failed, 0 skipped`."};
  app.add_option("PATH", options.paths, "Folders of .error files, or files")->required();
  app.add_flag("--accept", options.accept,
               "Write what was raised into the files as what is expected; read the difference afterwards");
  app.add_option("--filter", options.filter, "Only files whose path contains this text");
  app.add_option("--jobs", options.jobs, "Processes; default: one per processor");
  app.add_option("--time-limit", options.time_limit, "Seconds for one query")->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  Counts counts;
  if (Status status = run(options, counts); !status.ok()) {
    fmt::print(stderr, "kith_error_tests: {}\n", status.error().message);
    return 2;
  }
  fmt::print("{} passed, {} failed, 0 skipped\n", counts.passed, counts.failed);
  return counts.failed == 0 ? 0 : 1;
}
