// cli/arguments.cpp: CLI11's description of the command line.
#include "cli/arguments.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <numeric>

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

/// Letters to insert, remove, change or swap with the next one.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::vector<std::size_t>> distance(from.size() + 1, std::vector<std::size_t>(to.size() + 1));
  std::iota(distance[0].begin(), distance[0].end(), 0);
  for (std::size_t i = 1; i <= from.size(); ++i) {
    distance[i][0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const bool same = from[i - 1] == to[j - 1];
      distance[i][j] =
          std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, distance[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
        distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
      }
    }
  }
  return distance[from.size()][to.size()];
}

/// The subcommand that the word may be a slip of; null when it is far from all.
const CLI::App* nearest_subcommand(const std::vector<CLI::App*>& subcommands, const std::string& word) {
  const auto nearest = std::min_element(subcommands.begin(), subcommands.end(), [&](CLI::App* left, CLI::App* right) {
    return edit_distance(word, left->get_name()) < edit_distance(word, right->get_name());
  });
  return edit_distance(word, (*nearest)->get_name()) <= 2 ? *nearest : nullptr;
}

/// `kith help`, `kith help query`
NothingToDo show_help(CLI::App& app, const std::vector<std::string>& words) {
  if (words.size() == 1) {
    std::cout << app.help();
    return NothingToDo{kDone};
  }
  for (const CLI::App* const command : app.get_subcommands([](CLI::App*) { return true; })) {
    if (command->get_name() != words[1]) continue;
    std::cout << command->help();
    return NothingToDo{kDone};
  }
  print_error(Error{ErrorKind::kUsage, fmt::format("there is no subcommand '{}'", words[1])}.with_hint(
      "`kith help` lists them"));
  return NothingToDo{kWrongUsage};
}

/// `kith NAME ...` where NAME is no subcommand: the name of a database, unless it looks like a slip.
NothingToDo refuse_word(const std::string& word, const CLI::App* nearest) {
  std::string hint = nearest == nullptr ? "" : fmt::format("did you mean `kith {}`? ", nearest->get_name());
  hint += fmt::format("`kith help` lists the subcommands; `kith shell {}` creates that database", word);
  print_error(
      Error{ErrorKind::kUsage, fmt::format("there is neither a subcommand nor a database '{}'", word)}.with_hint(
          std::move(hint)));
  return NothingToDo{kWrongUsage};
}
/// A number of seconds, which CLI11's own conversion would also take from "nan" and "1e300".
const CLI::Validator kSeconds(
    [](std::string& text) -> std::string {
      constexpr double kMostSeconds = 4'000'000;  // in milliseconds below 2^32
      double seconds = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
      const bool is_number = error == std::errc() && end == text.data() + text.size();
      if (is_number && seconds >= 0 && seconds <= kMostSeconds) return {};
      return "'" + text + "' is not a number of seconds from 0 to 4000000";
    },
    "", "seconds");

/// A count, which CLI11's own conversion would also take from "-1".
const CLI::Validator kCount(
    [](std::string& text) -> std::string {
      std::uint64_t count = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
      if (error == std::errc() && end == text.data() + text.size()) return {};
      return "'" + text + "' is not a whole number from 0 on";
    },
    "", "count");

/// "512MB", "2 GiB", "1000000": bytes, as digits alone.
const CLI::Validator kBytes(
    [](std::string& text) -> std::string {
      const std::string given = text;
      const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
      std::string unit = text.substr(std::min(text.find_first_not_of(' ', digits), text.size()));
      std::transform(unit.begin(), unit.end(), unit.begin(), [](unsigned char c) { return std::tolower(c); });
      std::uint64_t bytes = 0, factor = 1;
      const bool is_number = std::from_chars(text.data(), text.data() + digits, bytes).ec == std::errc() && bytes > 0;
      constexpr std::string_view kPrefixes = "kmgt";
      bool is_unit = unit.empty() || unit == "b";
      if (!is_unit && kPrefixes.find(unit[0]) != std::string_view::npos) {
        const std::string_view rest = std::string_view(unit).substr(1);
        is_unit = rest.empty() || rest == "b" || rest == "ib";
        for (std::size_t i = 0; i <= kPrefixes.find(unit[0]); ++i) factor *= rest == "ib" ? 1024 : 1000;
      }
      if (!is_number || !is_unit || __builtin_mul_overflow(bytes, factor, &bytes)) {
        return "'" + given + "' is not an amount of memory, such as 512MB or 2GiB";
      }
      text = std::to_string(bytes);
      return {};
    },
    "", "bytes");

}  // namespace

Arguments parse_arguments(int argc, const char* const* argv) {
  CLI::App app("Kith, an embeddable knowledge-graph engine: a graph in a directory, asked in openCypher.", "kith");
  app.set_version_flag("--version", "kith " KITH_VERSION);
  app.footer(
      "`kith DB` is short for `kith shell DB` when DB exists or ends in .kith. `kith help SUBCOMMAND` lists options.\n"
      "Exit codes: 0 done; 1 the query or the data was wrong; 2 wrong usage;\n"
      "3 the database could not be opened or is damaged. More: docs/command_line.md");
  app.require_subcommand(1);

  ShellArguments shell;
  CLI::App* const shell_command =
      app.add_subcommand("shell", "Ask interactively, or run the statements of standard input");
  shell_command->add_option("DB", shell.database, "The database's directory; created if missing")->required();
  shell_command->add_flag("--read-only", shell.read_only, "Refuse to write");
  shell_command->add_option("--import-directory", shell.import_directory, "Where LOAD CSV may read; else it is refused")
      ->type_name("DIR");

  QueryArguments query;
  CLI::App* const query_command = app.add_subcommand("query", "Run one or more statements, separated by `;`");
  query_command->add_option("DB", query.database, "The database's directory; created if missing")->required();
  query_command->add_option("TEXT", query.text, "The statements; - reads standard input");
  query_command->add_option("--file,-f", query.file, "Read the statements from a file");
  query_command->add_option("--param,-p", query.parameters, "A parameter, name=value; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  query_command->add_option("--format", query.format, "How rows are written")
      ->check(CLI::IsMember({"table", "csv", "tsv", "json", "jsonl", "markdown", "graphml", "dot"}))
      ->default_str("table");
  query_command->add_option("--timeout", query.timeout_seconds, "Give up on a statement after so many seconds")
      ->type_name("SECONDS")
      ->check(kSeconds);
  query_command
      ->add_option("--memory-limit", query.memory_limit,
                   "Give up on a statement that needs more: bytes, or 512MB, 2GiB (default: a quarter of memory)")
      ->type_name("BYTES")
      ->transform(kBytes);
  query_command->add_flag("--read-only", query.read_only, "Refuse to write, and to create the database");
  query_command->add_option("--import-directory", query.import_directory, "Where LOAD CSV may read; else it is refused")
      ->type_name("DIR");
  query_command->add_flag("--quiet,-q", query.quiet, "Print rows and errors only, no counts and times");

  ImportArguments import;
  CLI::App* const import_command = app.add_subcommand("import", "Load CSV or JSONL files, all of them or nothing");
  import_command->add_option("DB", import.database, "The database's directory; created if missing")->required();
  import_command->add_option(
      "FILES", import.files,
      "Files ending in .csv, .tsv, .jsonl, .ndjson or .json, or the directory of a CSV export; - "
      "reads JSON lines from standard input");
  import_command->add_option("--nodes", import.nodes, "CSV files of nodes; may be repeated")
      ->type_name("[LABEL[:LABEL]...=]FILE[,FILE]...")
      ->allow_extra_args(false);
  import_command->add_option("--relationships", import.relationships, "CSV files of relationships; may be repeated")
      ->type_name("[TYPE=]FILE[,FILE]...")
      ->allow_extra_args(false);
  import_command->add_option("--format", import.format, "What FILES are, whatever their names")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  import_command->add_option("--delimiter", import.delimiter, "Between fields: a character, or `tab`")
      ->default_str(",");
  import_command->add_option("--array-delimiter", import.array_delimiter, "Between the elements of a list")
      ->default_str(";");
  import_command->add_option("--quote", import.quote, "Around fields: a character, or `none`")->default_str("\"");
  import_command->add_option("--id-type", import.id_type, "How a named :ID column is stored")
      ->check(CLI::IsMember({"string", "integer"}))
      ->default_str("string");
  import_command->add_option("--max-errors", import.max_errors, "Leave out so many bad rows before giving up")
      ->type_name("N")
      ->check(kCount)
      ->default_str("0");

  ExportArguments export_arguments;
  CLI::App* const export_command = app.add_subcommand("export", "Write the whole graph to files");
  export_command->add_option("DB", export_arguments.database, "The database's directory")->required();
  export_command->add_option("--format", export_arguments.format, "The form")
      ->check(CLI::IsMember({"jsonl", "csv", "cypher", "graphml"}))
      ->default_str("jsonl");
  export_command->add_option("--output,-o", export_arguments.output,
                             "A file, standard output if not given; a directory for csv");
  export_command->add_option("--delimiter", export_arguments.delimiter, "For csv: between fields")->default_str(",");
  export_command
      ->add_option("--array-delimiter", export_arguments.array_delimiter, "For csv: between a list's elements")
      ->default_str(";");

  ReportArguments report;
  CLI::App* const report_command = app.add_subcommand("report", "Answer the queries in Markdown files");
  report_command->add_option("DB", report.database, "The database's directory")->required();
  report_command->add_option("REPORTS", report.reports, "Markdown files with ```cypher blocks")->required();
  report_command->add_option("--output,-o", report.directory, "The directory for the results; created if missing")
      ->type_name("DIR")
      ->required();
  report_command->add_option("--param,-p", report.parameters, "A parameter, name=value; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  report_command->add_option("--format", report.format, "The form of the results")
      ->check(CLI::IsMember({"md", "html"}))
      ->default_str("md");
  report_command->add_option("--timeout", report.timeout_seconds, "Give up on a query after so many seconds")
      ->type_name("SECONDS")
      ->check(kSeconds);

  StatsArguments stats;
  CLI::App* const stats_command = app.add_subcommand("stats", "Counts and sizes");
  stats_command->add_option("DB", stats.database, "The database's directory")->required();

  SchemaArguments schema;
  CLI::App* const schema_command =
      app.add_subcommand("schema", "Labels, relationship types, what they connect, indexes and constraints");
  schema_command->add_option("DB", schema.database, "The database's directory")->required();

  CheckArguments check;
  CLI::App* const check_command = app.add_subcommand("check", "Read everything and name what is damaged");
  check_command->add_option("DB", check.database, "The database's directory")->required();
  check_command->add_flag("--salvage", check.salvage,
                          "Where the log lost commits: keep what is left, and forget the rest for good");

  CompactArguments compact;
  CLI::App* const compact_command =
      app.add_subcommand("compact", "Fold pending changes into blocks, refresh statistics");
  compact_command->add_option("DB", compact.database, "The database's directory")->required();

  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::cerr << app.help();
    return NothingToDo{kWrongUsage};
  }
  const auto subcommands = app.get_subcommands([](CLI::App*) { return true; });
  const bool names_subcommand = std::any_of(subcommands.begin(), subcommands.end(),
                                            [&](const CLI::App* command) { return command->get_name() == words[0]; });
  if (words[0] == "help") return show_help(app, words);
  if (!names_subcommand && !words[0].starts_with('-')) {
    std::error_code code;
    if (!std::filesystem::exists(words[0], code) && !words[0].ends_with(".kith")) {
      return refuse_word(words[0], nearest_subcommand(subcommands, words[0]));
    }
    words.insert(words.begin(), "shell");
  }
  try {
    std::reverse(words.begin(), words.end());  // as App::parse has it
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return NothingToDo{app.exit(error) == 0 ? kDone : kWrongUsage};
  }
  if (shell_command->parsed()) return shell;
  if (query_command->parsed()) return query;
  if (import_command->parsed()) return import;
  if (export_command->parsed()) return export_arguments;
  if (report_command->parsed()) return report;
  if (stats_command->parsed()) return stats;
  if (schema_command->parsed()) return schema;
  if (check_command->parsed()) return check;
  return compact;
}

}  // namespace kith::cli
