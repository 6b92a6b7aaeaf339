// cli/import.cpp: `kith import`.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/progress_bar.hpp"
#include "cli/terminal.hpp"
#include "loaders/csv/import.hpp"
#include "loaders/jsonl/import.hpp"

namespace kith::cli {
namespace {

Result<char> one_character(const std::string& text, std::string_view option) {
  if (text == "tab" || text == "TAB" || text == "\\t") return '\t';
  const bool usable =
      text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\n' && text[0] != '\r';
  if (usable) return text[0];
  return Error{ErrorKind::kUsage, fmt::format("{} '{}': not one ASCII character", option, text)};
}

bool is_jsonl(const std::string& file, const std::string& format) {
  if (!format.empty()) return format == "jsonl";
  const std::string extension = std::filesystem::path(file).extension().string();
  return extension == ".jsonl" || extension == ".ndjson" || extension == ".json";
}

Result<loaders::CsvImportOptions> csv_options(const ImportArguments& arguments) {
  loaders::CsvImportOptions options;
  options.max_errors = arguments.max_errors;
  if (!arguments.id_type.empty()) options.id_type = arguments.id_type;
  KITH_TRY(options.dialect.delimiter, one_character(arguments.delimiter, "--delimiter"));
  KITH_TRY(options.array_delimiter, one_character(arguments.array_delimiter, "--array-delimiter"));
  if (arguments.quote == "none") {
    options.dialect.quote = '\0';
  } else {
    KITH_TRY(options.dialect.quote, one_character(arguments.quote, "--quote"));
  }
  if (options.dialect.quote == options.dialect.delimiter || options.array_delimiter == options.dialect.delimiter) {
    return Error{ErrorKind::kUsage, "--delimiter, --array-delimiter and --quote must differ"};
  }
  for (const std::string& word : arguments.nodes) {
    KITH_TRY(loaders::CsvFileGroup group, loaders::parse_file_group(word));
    options.nodes.push_back(std::move(group));
  }
  for (const std::string& word : arguments.relationships) {
    KITH_TRY(loaders::CsvFileGroup group, loaders::parse_file_group(word));
    options.relationships.push_back(std::move(group));
  }
  for (const std::string& file : arguments.files) {
    KITH_TRY(const bool relationships, loaders::is_relationship_file(file, options.dialect));
    (relationships ? options.relationships : options.nodes).push_back({{}, {file}});
  }
  return options;
}

Result<loaders::ImportSummary> run_import(const ImportArguments& arguments) {
  const bool has_groups = !arguments.nodes.empty() || !arguments.relationships.empty();
  if (!has_groups && arguments.files.empty()) {
    return Error{ErrorKind::kUsage, "nothing to import"}.with_hint("name files, or use --nodes and --relationships");
  }
  std::size_t num_jsonl = 0;
  for (const std::string& file : arguments.files) num_jsonl += is_jsonl(file, arguments.format) ? 1 : 0;
  if (num_jsonl > 0 && (has_groups || num_jsonl < arguments.files.size())) {
    return Error{ErrorKind::kUsage, "CSV and JSONL files cannot be imported together"}.with_hint(
        "import them one after the other");
  }
  ProgressBar bar("importing");
  const loaders::ImportListener listener{
      .progress =
          [&](const loaders::ImportProgress& progress) {
            bar.update(progress.bytes_done, progress.bytes_total,
                       fmt::format("{}, {}", counted(progress.num_nodes, "node", "nodes"),
                                   counted(progress.num_relationships, "relationship", "relationships")));
          },
      .row_rejected =
          [&](const std::string& message) {
            bar.clear();
            print_note(message);
          }};
  if (num_jsonl > 0) {
    KITH_TRY(const Database database, open_or_create(arguments.database));
    loaders::JsonlImportOptions options{.max_errors = arguments.max_errors};
    options.files.assign(arguments.files.begin(), arguments.files.end());
    return loaders::import_jsonl(database, options, listener);
  }
  KITH_TRY(const loaders::CsvImportOptions options, csv_options(arguments));
  KITH_TRY(const Database database, open_or_create(arguments.database));
  return loaders::import_csv(database, options, listener);
}

}  // namespace

int run(const ImportArguments& arguments, StandardOutput&) {
  const auto start = std::chrono::steady_clock::now();
  const Result<loaders::ImportSummary> summary = run_import(arguments);
  if (!summary.ok()) {
    print_error(summary.error());
    return exit_code(summary.error());
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  std::string text = fmt::format("imported {} and {}", counted(summary->num_nodes, "node", "nodes"),
                                 counted(summary->num_relationships, "relationship", "relationships"));
  if (summary->num_assertions > 0)
    text += fmt::format(" with {}", counted(summary->num_assertions, "assertion", "assertions"));
  if (summary->num_rejected > 0) text += fmt::format("; {} left out", counted(summary->num_rejected, "row", "rows"));
  print_note(fmt::format("{}, {:.2f} s", text, elapsed.count()));
  return kDone;
}

}  // namespace kith::cli
