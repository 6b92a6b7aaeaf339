// cli/query.cpp: `kith query`.
#include <fmt/format.h>

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
  if (arguments.text.empty() == arguments.file.empty()) {
    return Error{ErrorKind::kUsage, "either the text of a query or --file is needed"}.with_hint(
        "kith query DB 'MATCH (n) RETURN count(n)'; the text - reads standard input");
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
  StatementRunner runner(database.connect(), out);
  runner.parameters = std::move(parameters);
  runner.format = format;
  runner.timeout_ms = static_cast<std::uint32_t>(std::min(std::ceil(arguments.timeout_seconds * 1000), 4e9));
  return runner.run_script(statements);
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
