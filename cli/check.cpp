// cli/check.cpp: `kith check`.
#include <fmt/format.h>

#include <string>

#include <kith/administration.hpp>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/progress_bar.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

Result<CheckReport> run_check(const CheckArguments& arguments) {
  if (arguments.salvage) KITH_CHECK_OK(salvage(arguments.database));
  KITH_TRY(const Database database, open_existing(arguments.database));
  ProgressBar bar("checking");
  return check(database, [&](std::uint64_t done, std::uint64_t total) {
    bar.update(done, total, fmt::format("{} of {}", with_thousands(done), counted(total, "block", "blocks")));
  });
}

}  // namespace

int run(const CheckArguments& arguments, StandardOutput& out) {
  const Result<CheckReport> report = run_check(arguments);
  if (!report.ok()) {
    print_error(report.error());
    return kNoDatabase;
  }
  std::string text;
  for (const CheckFinding& finding : report->findings) text += fmt::format("{}: {}\n", finding.key, finding.problem);
  const bool is_sound = report->findings.empty();
  text += fmt::format(
      "{}: {}, {} in {}\n", is_sound ? std::string("sound") : counted(report->findings.size(), "problem", "problems"),
      counted(report->num_nodes, "node", "nodes"), counted(report->num_relationships, "relationship", "relationships"),
      counted(report->num_blocks, "block", "blocks"));
  if (const Status written = out.write(text); !written.ok() && !out.reader_is_gone()) print_error(written.error());
  return is_sound ? kDone : kNoDatabase;
}

}  // namespace kith::cli
