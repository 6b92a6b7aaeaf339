// cli/query.cpp: `kith query`.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/output/parameter.hpp"
#include "cli/statement_runner.hpp"
#include "cli/terminal.hpp"
#include "loaders/text/input_file.hpp"

namespace kith::cli {
namespace {

Result<std::string> statements_of(const QueryArguments& arguments) {
  if (!arguments.text.empty() && !arguments.file.empty()) {
    return Error{ErrorKind::kUsage, "the statements are given twice, as text and by --file"}.with_hint("leave one out");
  }
  if (arguments.text.empty() && arguments.file.empty()) {
    return Error{ErrorKind::kUsage, "there is nothing to run"}.with_hint(
        fmt::format("kith query {} 'MATCH (n) RETURN count(n)'; the text - reads standard input", arguments.database));
  }
  if (!arguments.file.empty()) return loaders::read_text_file(arguments.file);
  if (arguments.text == "-") return loaders::read_text_file("/dev/stdin");
  return arguments.text;
}

Status run_query(const QueryArguments& arguments, StandardOutput& out) {
  KITH_TRY(const std::string statements, statements_of(arguments));
  KITH_TRY(Parameters parameters, parse_parameters(arguments.parameters));
  KITH_TRY(const ResultFormat format, result_format(arguments.format));
  KITH_TRY(const Database database, arguments.read_only
                                        ? open_existing(arguments.database, arguments.import_directory)
                                        : open_or_create(arguments.database, arguments.import_directory));
  for (const auto& [name, value] : parameters) {
    const bool is_used =
        statements.find("$" + name) != std::string::npos || statements.find("$`" + name + "`") != std::string::npos;
    if (!is_used) print_note(fmt::format("no statement uses the parameter `${}`", name));
  }
  StatementRunner runner(database.connect(), out);
  runner.parameters = std::move(parameters);
  runner.format = format;
  runner.is_quiet = arguments.quiet;
  runner.timeout_ms = static_cast<std::uint32_t>(std::min(std::ceil(arguments.timeout_seconds * 1000), 4e9));
  runner.memory_limit = static_cast<std::size_t>(arguments.memory_limit);
  return runner.run_whole_script(statements);
}

}  // namespace

int run(const QueryArguments& arguments, StandardOutput& out) {
  const Status status = run_query(arguments, out);
  if (status.ok()) return kDone;
  if (const Status flushed = out.flush(); out.reader_is_gone()) return kDone;
  print_error(status.error());
  return exit_code(status.error());
}

}  // namespace kith::cli
