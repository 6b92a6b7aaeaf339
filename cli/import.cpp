// cli/import.cpp: `kith import`.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

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

namespace fs = std::filesystem;

bool is_jsonl(const std::string& file, const std::string& format) {
  if (!format.empty()) return format == "jsonl";
  const std::string extension = fs::path(file).extension().string();
  return extension == ".jsonl" || extension == ".ndjson" || extension == ".json" || file == "/dev/stdin";
}

/// A file whose ending says that it is neither CSV nor JSON lines.
Status check_ending(const std::string& file) {
  const std::string extension = fs::path(file).extension().string();
  std::error_code code;
  const bool fits = extension == ".csv" || extension == ".tsv" || extension == ".txt" || is_jsonl(file, {});
  if (fits || !fs::is_regular_file(file, code)) return {};
  const std::string_view hint = extension == ".cypher"    ? "run its statements: kith query DB --file FILE"
                                : extension == ".graphml" ? "GraphML is written, not read: export with --format jsonl"
                                                          : "say what it is with --format csv or --format jsonl";
  return Error{ErrorKind::kUsage, fmt::format("'{}': neither CSV nor JSON lines, by its ending", file)}.with_hint(
      std::string(hint));
}

/// The tables of a directory that `kith export --format csv` wrote, nodes first.
Result<std::vector<std::string>> tables_of(const std::string& directory) {
  std::vector<std::string> tables;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(directory, code)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".csv") && (name.starts_with("nodes_") || name.starts_with("relationships_"))) {
      tables.push_back(entry.path().string());
    }
  }
  if (code) return Error{ErrorKind::kData, fmt::format("cannot read '{}': {}", directory, code.message())};
  if (tables.empty()) {
    return Error{ErrorKind::kUsage,
                 fmt::format("'{}' is a directory without nodes_*.csv or relationships_*.csv", directory)}
        .with_hint("name the files in it");
  }
  std::sort(tables.begin(), tables.end());
  return tables;
}

/// FILES with directories as their tables, and `-` as standard input.
Result<std::vector<std::string>> files_of(const ImportArguments& arguments) {
  std::vector<std::string> files;
  for (const std::string& file : arguments.files) {
    std::error_code code;
    if (file == "-") {
      files.emplace_back("/dev/stdin");
    } else if (fs::is_directory(file, code)) {
      KITH_TRY(const std::vector<std::string> tables, tables_of(file));
      files.insert(files.end(), tables.begin(), tables.end());
    } else {
      if (arguments.format.empty()) KITH_CHECK_OK(check_ending(file));
      files.push_back(file);
    }
  }
  return files;
}

/// Whether all of them, and there is one, are tables with tabs by their names.
bool all_are_tsv(const std::vector<std::string>& files) {
  return !files.empty() && std::all_of(files.begin(), files.end(),
                                       [](const std::string& file) { return fs::path(file).extension() == ".tsv"; });
}

Result<loaders::CsvImportOptions> csv_options(const ImportArguments& arguments, const std::vector<std::string>& files) {
  loaders::CsvImportOptions options;
  options.max_errors = arguments.max_errors;
  if (!arguments.id_type.empty()) options.id_type = arguments.id_type;
  options.dialect.delimiter = all_are_tsv(files) ? '\t' : ',';
  if (arguments.delimiter.has_value()) {
    KITH_TRY(options.dialect.delimiter, one_character(*arguments.delimiter, "--delimiter"));
  }
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
  for (const std::string& file : files) {
    KITH_TRY(const bool relationships, loaders::is_relationship_file(file, options.dialect));
    (relationships ? options.relationships : options.nodes).push_back({{}, {file}});
  }
  return options;
}

/// Opens or creates the database and imports into it. What was created for an import that fails goes with it.
template <class Import>
Result<loaders::ImportSummary> import_into(const std::string& path, Import import) {
  std::error_code code;
  const bool was_missing = !fs::exists(path, code);
  const bool is_new = holds_nothing(path);
  bool is_created = false;
  Result<loaders::ImportSummary> summary = [&]() -> Result<loaders::ImportSummary> {
    KITH_TRY(const Database database, open_or_create(path));
    is_created = is_new;
    return import(database);
  }();
  if (summary.ok() || !is_created) return summary;
  fs::remove_all(fs::path(path) / "data", code);
  fs::remove(fs::path(path) / "lock", code);
  if (was_missing) fs::remove(path, code);
  print_note(fmt::format("removed the new database '{}' again", path));
  return summary;
}

Result<loaders::ImportSummary> run_import(const ImportArguments& arguments) {
  const bool has_groups = !arguments.nodes.empty() || !arguments.relationships.empty();
  if (!has_groups && arguments.files.empty()) {
    return Error{ErrorKind::kUsage, "nothing to import"}.with_hint("name files, or use --nodes and --relationships");
  }
  KITH_TRY(const std::vector<std::string> files, files_of(arguments));
  std::size_t num_jsonl = 0;
  for (const std::string& file : files) num_jsonl += is_jsonl(file, arguments.format) ? 1 : 0;
  if (num_jsonl > 0 && (has_groups || num_jsonl < files.size())) {
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
    loaders::JsonlImportOptions options{.files = {files.begin(), files.end()}, .max_errors = arguments.max_errors};
    return import_into(arguments.database,
                       [&](const Database& database) { return loaders::import_jsonl(database, options, listener); });
  }
  KITH_TRY(const loaders::CsvImportOptions options, csv_options(arguments, files));
  return import_into(arguments.database,
                     [&](const Database& database) { return loaders::import_csv(database, options, listener); });
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
