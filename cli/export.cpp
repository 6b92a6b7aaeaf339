// cli/export.cpp: `kith export`.
#include <fmt/format.h>

#include <optional>
#include <string>

#include <kith/administration.hpp>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/progress_bar.hpp"
#include "cli/terminal.hpp"
#include "loaders/export/export.hpp"

namespace kith::cli {
namespace {

/// Constraints and indexes are in the Cypher form only.
Status note_schema(Connection& connection) {
  KITH_TRY(const QueryResult constraints, connection.try_query("SHOW CONSTRAINTS"));
  KITH_TRY(const QueryResult indexes, connection.try_query("SHOW INDEXES"));
  std::uint64_t num_own = 0;
  for (const Row& index : indexes) num_own += index["owningConstraint"].is_null() ? 1 : 0;
  if (constraints.empty() && num_own == 0) return {};
  print_note(fmt::format("left out: {} and {}, which only --format cypher writes",
                         counted(constraints.num_rows(), "constraint", "constraints"),
                         counted(num_own, "index", "indexes")));
  return {};
}

Result<loaders::ExportSummary> run_export(const ExportArguments& arguments, StandardOutput& out) {
  if (arguments.format == "csv" && arguments.output.empty()) {
    return Error{ErrorKind::kUsage, "csv is several files"}.with_hint("name their directory with --output");
  }
  for (const std::string* const text : {&arguments.delimiter, &arguments.array_delimiter}) {
    if (text->size() != 1 && *text != "tab" && *text != "\\t") {
      return Error{ErrorKind::kUsage, fmt::format("'{}' is not one ASCII character", *text)};
    }
  }
  KITH_TRY(const Database database, open_existing(arguments.database));
  KITH_TRY(const DatabaseSummary counts, summarize(database));
  const std::uint64_t total = counts.num_nodes + counts.num_relationships;
  ProgressBar bar("exporting");
  const loaders::ExportProgress progress = [&](std::uint64_t done) {
    bar.update(done, total, fmt::format("{} of {} elements", with_thousands(done), with_thousands(total)));
  };
  Connection connection = database.connect();
  if (arguments.format != "cypher") KITH_CHECK_OK(note_schema(connection));
  if (arguments.format == "csv") {
    loaders::CsvExportOptions options;
    const auto character = [](const std::string& text) { return text.size() == 1 ? text[0] : '\t'; };
    options.delimiter = character(arguments.delimiter);
    options.array_delimiter = character(arguments.array_delimiter);
    return loaders::export_csv(connection, arguments.output, options, progress);
  }
  std::optional<loaders::OutputFile> file;
  if (!arguments.output.empty()) {
    KITH_TRY(file, loaders::OutputFile::try_create(arguments.output));
  }
  loaders::TextSink& sink = file ? static_cast<loaders::TextSink&>(*file) : out;
  const auto write = arguments.format == "cypher"    ? loaders::export_cypher
                     : arguments.format == "graphml" ? loaders::export_graphml
                                                     : loaders::export_jsonl;
  KITH_TRY(loaders::ExportSummary summary, write(connection, sink, progress));
  if (file) {
    KITH_CHECK_OK(file->finish());
  } else {
    KITH_CHECK_OK(out.flush());
  }
  return summary;
}

}  // namespace

int run(const ExportArguments& arguments, StandardOutput& out) {
  const Result<loaders::ExportSummary> summary = run_export(arguments, out);
  if (out.reader_is_gone()) return kDone;
  if (!summary.ok()) {
    print_error(summary.error());
    return exit_code(summary.error());
  }
  if (summary->num_replaced_characters > 0) {
    print_note(fmt::format("{} replaced by U+FFFD, because XML has no form for control characters",
                           counted(summary->num_replaced_characters, "character", "characters")));
  }
  print_note(fmt::format("exported {} and {}", counted(summary->num_nodes, "node", "nodes"),
                         counted(summary->num_relationships, "relationship", "relationships")));
  return kDone;
}

}  // namespace kith::cli
