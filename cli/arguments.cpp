// cli/arguments.cpp: CLI11's description of the command line.
#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/exit_code.hpp"

namespace kith::cli {
Arguments parse_arguments(int argc, const char* const* argv) {
  CLI::App app("Kith, an embeddable knowledge-graph engine: a graph in a directory, asked in openCypher.", "kith");
  app.set_version_flag("--version", "kith " KITH_VERSION);
  app.footer(
      "`kith DB` is short for `kith shell DB`. Exit codes: 0 done; 1 the query or the data was wrong; 2 wrong usage;\n"
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
      ->check(CLI::NonNegativeNumber);
  query_command->add_flag("--read-only", query.read_only, "Refuse to write, and to create the database");
  query_command->add_option("--import-directory", query.import_directory, "Where LOAD CSV may read; else it is refused")
      ->type_name("DIR");

  ImportArguments import;
  CLI::App* const import_command = app.add_subcommand("import", "Load CSV or JSONL files, all of them or nothing");
  import_command->add_option("DB", import.database, "The database's directory; created if missing")->required();
  import_command->add_option("FILES", import.files, "Files ending in .csv, .tsv, .jsonl, .ndjson or .json");
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
      ->check(CLI::NonNegativeNumber);

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
  if (!names_subcommand && !words[0].starts_with('-')) words.insert(words.begin(), "shell");
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
