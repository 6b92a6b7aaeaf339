// cli/shell.cpp: `kith shell`: at a terminal, statements and :commands as they are typed; else the script on standard
// input.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include <kith/script.hpp>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/line_editor.hpp"
#include "cli/opening.hpp"
#include "cli/output/parameter.hpp"
#include "cli/schema_text.hpp"
#include "cli/statement_runner.hpp"
#include "cli/terminal.hpp"
#include "loaders/text/input_file.hpp"

namespace kith::cli {
namespace {

constexpr std::string_view kHelp =
    "A statement ends with `;` and may run over several lines. Ctrl-C stops it, Ctrl-D leaves.\n"
    "  :schema               labels, relationship types, indexes and constraints\n"
    "  :source FILE          run the statements of a file\n"
    "  :param NAME => VALUE  set a parameter, used as $NAME\n"
    "  :params               show the parameters\n"
    "  :format FORMAT        table, csv, tsv, json, jsonl, markdown, graphml or dot\n"
    "  :width COLUMNS        cut tables to that width; 0: never; auto: to that of the terminal\n"
    "  :rows NUMBER          show so many rows of a table at most; 0: all\n"
    "  :begin                open a transaction; then :commit or :rollback\n"
    "  :clear                clear the screen\n"
    "  :quit                 leave\n"
    "A command may also stand between the lines of a statement. Tab completes words.\n"
    "EXPLAIN and PROFILE before a statement show its plan.\n"
    "For a start: MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes;\n";

constexpr std::string_view kUnfinished = "(the statement goes on: `;` ends it, Ctrl-C drops it)";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// From the first character that is neither blank nor in a comment.
std::string_view without_leading_comments(std::string_view text) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.starts_with("//")) {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else if (text.starts_with("/*")) {
      const std::size_t end = text.find("*/", 2);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    } else {
      return text;
    }
  }
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return lower;
}

/// The command that a word without its colon means; empty: none.
std::string command_of_word(std::string_view line) {
  while (line.ends_with(';')) line = trimmed(line.substr(0, line.size() - 1));
  const std::string word = in_lower_case(line);
  return word == "help" || word == "quit" || word == "exit" ? ":" + word : std::string();
}

/// A line within a statement that can only be meant as a command: a label may follow a colon there as well.
bool is_known_command(std::string_view line) {
  std::string_view word = line.substr(0, line.find_first_of(" \t"));
  while (word.ends_with(';')) word.remove_suffix(1);
  const std::vector<std::string> commands = shell_commands();
  return std::find(commands.begin(), commands.end(), word) != commands.end();
}

Result<std::size_t> number_of(std::string_view text, std::string_view command) {
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code == std::errc() && end == text.data() + text.size()) return number;
  return Error{ErrorKind::kUsage, fmt::format("'{}' is not a number", text)}.with_hint(fmt::format("{} 100", command));
}

class Shell {
 public:
  Shell(Database database, StandardOutput& out)
      : database_(std::move(database)), out_(out), runner_(database_.connect(), out) {}

  int run_interactively(const std::string& name);
  Status run_standard_input();

 private:
  /// A line that starts with a colon.
  Status run_command(std::string_view line);
  Status set_parameter(std::string_view text);
  Status set_format(std::string_view text);
  Status set_width(std::string_view text);
  Status set_rows(std::string_view text);
  Status show_parameters();
  Status source(std::string_view file);
  /// Statements and commands, line by line, up to the first failure.
  Status run_lines(std::string_view script, std::string_view name);
  void report(const Status& status) {
    if (!status.ok()) print_error(status.error());
  }

  Database database_;
  StandardOutput& out_;
  StatementRunner runner_;
  bool wants_to_quit_ = false;
  int source_depth_ = 0;
};

int Shell::run_interactively(const std::string& name) {
  runner_.separates_results = false;  // the prompt does
  runner_.max_rows = 1000;
  LineEditor editor(history_file(), [this](std::string_view line) { return completions(database_, line); });
  bool knows_semicolon = false;
  print_note("Kith " KITH_VERSION ", :help for help, :quit to leave");
  std::string statement;
  while (!wants_to_quit_) {
    const std::string prompt = runner_.in_transaction() ? name + "*> " : name + "> ";
    std::string line;
    const LineEditor::Outcome outcome =
        editor.read(statement.empty() ? prompt : std::string(prompt.size() - 2, '.') + "> ", line);
    if (outcome == LineEditor::Outcome::kEnd) {
      print_note("");
      break;
    }
    if (outcome == LineEditor::Outcome::kInterrupted) {
      statement.clear();
      continue;
    }
    if (statement.empty() && trimmed(line).empty()) continue;
    const std::string word = statement.empty() ? command_of_word(trimmed(line)) : std::string();
    const std::string_view command = word.empty() ? trimmed(line) : std::string_view(word);
    if (command.starts_with(':') && (statement.empty() || is_known_command(command))) {
      editor.remember(std::string(command));
      report(run_command(command));
      report(out_.flush());
      if (!statement.empty() && !wants_to_quit_) print_note(kUnfinished);
      continue;
    }
    const bool is_blank = command.empty();
    statement += line;
    if (!is_complete(statement)) {
      if (is_blank) {
        print_note(kUnfinished);
      } else if (!std::exchange(knows_semicolon, true)) {
        print_note("(a statement ends with `;`)");
      }
      continue;
    }
    knows_semicolon = true;
    // A recalled statement is one line to edit; a line comment would swallow what follows it.
    std::string remembered(trimmed(statement));
    if (remembered.find("//") == std::string::npos) std::replace(remembered.begin(), remembered.end(), '\n', ' ');
    editor.remember(remembered);
    report(runner_.run_script(statement));
    statement.clear();
  }
  if (runner_.in_transaction()) print_note("the open transaction is rolled back");
  return kDone;
}

Status Shell::run_standard_input() {
  KITH_TRY(const std::string script, loaders::read_text_file("/dev/stdin"));
  return run_lines(script, "standard input");
}

Status Shell::run_lines(std::string_view script, std::string_view name) {
  std::string_view rest = script;
  while (!rest.empty()) {
    const std::vector<std::string_view> statements = split_statements(rest);
    rest = {};
    for (std::string_view text : statements) {
      while (!wants_to_quit_ && (text = without_leading_comments(text)).starts_with(':')) {
        const std::string_view line = text.substr(0, text.find('\n'));
        KITH_CHECK_OK(run_command(trimmed(line)));
        text.remove_prefix(line.size());
        if (line.find_first_of("'\"`;/[({") == std::string_view::npos) continue;
        // What a command has of quotes or brackets means nothing for where statements end: look again from here.
        rest = script.substr(static_cast<std::size_t>(text.data() - script.data()));
        break;
      }
      if (wants_to_quit_) return {};
      if (!rest.empty()) break;
      Status status = runner_.run_script(text);
      if (status.ok()) continue;
      Error error = std::move(status).error();
      if (error.line > 0) {
        error.line += static_cast<std::uint32_t>(std::count(script.data(), text.data(), '\n'));
      }
      if (source_depth_ > 0) error.message = fmt::format("{}: {}", name, error.message);
      return error;
    }
  }
  return {};
}

Status Shell::run_command(std::string_view line) {
  const std::size_t space = line.find_first_of(" \t");
  const std::string_view command = line.substr(0, space);
  std::string_view rest = space == std::string_view::npos ? std::string_view() : trimmed(line.substr(space));
  while (rest.ends_with(';')) rest = trimmed(rest.substr(0, rest.size() - 1));
  const auto is = [&](std::string_view name) { return command == name || command == std::string(name) + ";"; };
  if (is(":help")) return out_.write(kHelp);
  if (is(":schema")) return write_schema(database_, out_);
  if (is(":source")) return source(rest);
  if (is(":param")) return set_parameter(rest);
  if (is(":params")) return show_parameters();
  if (is(":format")) return set_format(rest);
  if (is(":width")) return set_width(rest);
  if (is(":rows")) return set_rows(rest);
  if (is(":begin")) return runner_.begin();
  if (is(":commit")) return runner_.commit();
  if (is(":rollback")) return runner_.rollback();
  if (is(":clear")) return is_terminal(STDOUT_FILENO) ? out_.write("\x1b[2J\x1b[H") : Status::success();
  if (is(":quit") || is(":exit")) {
    wants_to_quit_ = true;
    return {};
  }
  return Error{ErrorKind::kUsage, fmt::format("there is no command {}", command)}.with_hint(":help lists them");
}

Status Shell::set_format(std::string_view text) {
  KITH_TRY(runner_.format, result_format(text));
  return {};
}

Status Shell::set_width(std::string_view text) {
  if (text.empty() || text == "auto") {
    runner_.width.reset();
    return {};
  }
  KITH_TRY(runner_.width, number_of(text, ":width"));
  return {};
}

Status Shell::set_rows(std::string_view text) {
  KITH_TRY(runner_.max_rows, number_of(text, ":rows"));
  return {};
}

Status Shell::set_parameter(std::string_view text) {
  const std::size_t arrow = text.find("=>");
  std::string_view name = trimmed(text.substr(0, arrow));
  if (name.starts_with('$')) name.remove_prefix(1);
  if (arrow == std::string_view::npos || name.empty()) {
    return Error{ErrorKind::kUsage, "a parameter has a name and a value"}.with_hint(":param name => 'value'");
  }
  KITH_TRY(Value value, parse_parameter_value(trimmed(text.substr(arrow + 2))));
  runner_.parameters.insert_or_assign(std::string(name), std::move(value));
  return {};
}

Status Shell::show_parameters() {
  if (runner_.parameters.empty()) return out_.write("no parameters\n");
  for (const auto& [name, value] : runner_.parameters) {
    KITH_CHECK_OK(out_.write(fmt::format("  ${} => {}\n", name, to_cypher_string(value))));
  }
  return {};
}

Status Shell::source(std::string_view file) {
  constexpr int kMaxDepth = 16;
  if (file.empty()) return Error{ErrorKind::kUsage, ":source needs a file"};
  if (source_depth_ == kMaxDepth) return Error{ErrorKind::kUsage, ":source goes in circles"};
  KITH_TRY(const std::string script, loaders::read_text_file(std::string(file)));
  ++source_depth_;
  Status status = run_lines(script, file);
  --source_depth_;
  return status;
}

}  // namespace

int run(const ShellArguments& arguments, StandardOutput& out) {
  Result<Database> database = arguments.read_only ? open_existing(arguments.database, arguments.import_directory)
                                                  : open_or_create(arguments.database, arguments.import_directory);
  if (!database.ok()) {
    print_error(database.error());
    return exit_code(database.error());
  }
  Shell shell(*std::move(database), out);
  if (is_terminal(STDIN_FILENO)) {
    std::string name = arguments.database;
    while (name.size() > 1 && name.ends_with('/')) name.pop_back();
    return shell.run_interactively(name.substr(name.rfind('/') + 1));
  }
  const Status status = shell.run_standard_input();
  if (status.ok() || out.reader_is_gone()) return kDone;
  print_error(status.error());
  return exit_code(status.error());
}

}  // namespace kith::cli
