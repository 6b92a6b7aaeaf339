// cli/report.cpp: `kith report`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/opening.hpp"
#include "cli/output/parameter.hpp"
#include "cli/progress_bar.hpp"
#include "cli/terminal.hpp"
#include "loaders/text/input_file.hpp"
#include "loaders/text/output_file.hpp"
#include "reports/render.hpp"

namespace kith::cli {
namespace {

namespace fs = std::filesystem;

Result<std::vector<reports::ReportSource>> read_reports(const ReportArguments& arguments, const Parameters& given) {
  std::vector<reports::ReportSource> sources;
  std::set<std::string> declared;
  for (const std::string& file : arguments.reports) {
    KITH_TRY(const std::string text, loaders::read_text_file(file));
    KITH_TRY(reports::ReportSource source, reports::parse_report(text, file));
    for (const auto& [name, value] : source.parameters) declared.insert(name);
    sources.push_back(std::move(source));
  }
  for (const auto& [name, value] : given) {
    if (declared.contains(name)) continue;
    return Error{ErrorKind::kUsage, fmt::format("no report declares a parameter `{}`", name)}.with_hint(
        declared.empty() ? "parameters are declared under `params:` in the front matter"
                         : fmt::format("declared are {}", fmt::join(declared, ", ")));
  }
  return sources;
}

Result<fs::path> output_path(const ReportArguments& arguments, const std::string& report) {
  fs::path path = fs::path(arguments.directory) / fs::path(report).filename();
  path.replace_extension(arguments.format == "html" ? ".html" : ".md");
  std::error_code code;
  if (fs::equivalent(path, report, code)) {
    return Error{ErrorKind::kUsage, fmt::format("the result would replace the report '{}'", report)}.with_hint(
        "choose another directory with --output");
  }
  return path;
}

/// The number of queries that failed.
Result<std::size_t> run_reports(const ReportArguments& arguments) {
  KITH_TRY(const Parameters given, parse_parameters(arguments.parameters));
  KITH_TRY(const std::vector<reports::ReportSource> sources, read_reports(arguments, given));
  std::set<fs::path> paths;
  for (const reports::ReportSource& source : sources) {
    KITH_TRY(fs::path path, output_path(arguments, source.file_name));
    if (!paths.insert(path).second) {
      return Error{ErrorKind::kUsage, fmt::format("two reports would become '{}'", path.string())};
    }
  }
  KITH_TRY(const Database database, open_existing(arguments.database));
  std::error_code code;
  fs::create_directories(arguments.directory, code);
  if (code) return Error{ErrorKind::kData, fmt::format("cannot create '{}': {}", arguments.directory, code.message())};
  Connection connection = database.connect();
  const InterruptScope interrupt;
  const QueryOptions options{
      .timeout_ms = static_cast<std::uint32_t>(std::min(std::ceil(arguments.timeout_seconds * 1000), 4e9)),
      .cancel = interrupt.token()};
  const auto format = arguments.format == "html" ? reports::ReportFormat::kHtml : reports::ReportFormat::kMarkdown;
  std::size_t num_problems = 0;
  for (const reports::ReportSource& source : sources) {
    KITH_TRY(const fs::path path, output_path(arguments, source.file_name));
    KITH_TRY(reports::SnapshotSource queries, reports::SnapshotSource::try_begin(connection, options));
    ProgressBar bar(path.filename().string());
    const auto progress = [&](std::size_t done, std::size_t total) {
      bar.update(done, total, fmt::format("{} of {}", done, counted(total, "query", "queries")));
    };
    KITH_TRY(const reports::RenderedReport report, reports::render_report(source, given, format, queries, progress));
    bar.clear();
    if (interrupt.is_interrupted()) return Error{ErrorKind::kCancelled, "interrupted"};
    KITH_CHECK_OK(loaders::write_text_file(path, report.text));
    for (const std::string& problem : report.problems) print_error({ErrorKind::kData, problem});
    num_problems += report.problems.size();
    print_note(fmt::format(
        "wrote '{}', {}{}", path.string(), counted(source.num_queries, "query", "queries"),
        report.problems.empty() ? std::string() : ", " + counted(report.problems.size(), "problem", "problems")));
  }
  return num_problems;
}

}  // namespace

int run(const ReportArguments& arguments, StandardOutput&) {
  const Result<std::size_t> problems = run_reports(arguments);
  if (problems.ok()) return *problems == 0 ? kDone : kWrongInput;
  print_error(problems.error());
  return exit_code(problems.error());
}

}  // namespace kith::cli
