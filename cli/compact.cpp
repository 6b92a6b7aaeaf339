// cli/compact.cpp: `kith compact`.
#include <fmt/format.h>

#include <kith/administration.hpp>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

Status run_compact(const CompactArguments& arguments) {
  KITH_TRY(const Database database, open_for_maintenance(arguments.database));
  KITH_TRY(const DatabaseSummary before, summarize(database));
  KITH_CHECK_OK(compact(database));
  KITH_TRY(const DatabaseSummary after, summarize(database));
  print_note(
      fmt::format("compacted: {} before, {} now", bytes_text(before.bytes_on_disk), bytes_text(after.bytes_on_disk)));
  return {};
}

}  // namespace

int run(const CompactArguments& arguments, StandardOutput&) {
  const Status status = run_compact(arguments);
  if (status.ok()) return kDone;
  print_error(status.error());
  return exit_code(status.error());
}

}  // namespace kith::cli
