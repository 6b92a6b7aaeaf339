// cli/stats.cpp: `kith stats`.
#include <fmt/format.h>

#include <kith/administration.hpp>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/output/text_table.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

Status write_counts(std::string_view title, const std::vector<NamedCount>& counts, StandardOutput& out) {
  if (counts.empty()) return {};
  std::vector<Value> cells;
  for (const NamedCount& entry : counts) {
    cells.emplace_back(entry.name);
    cells.emplace_back(static_cast<std::int64_t>(entry.count));
  }
  KITH_CHECK_OK(out.write("\n"));
  return out.write(text_table(QueryResult({std::string(title), "count"}, std::move(cells)), {}));
}

Status run_stats(const StatsArguments& arguments, StandardOutput& out) {
  KITH_TRY(const Database database, open_existing(arguments.database));
  KITH_TRY(const DatabaseSummary summary, summarize(database));
  KITH_CHECK_OK(out.write(
      fmt::format("nodes           {}\nrelationships   {}\nproperty keys   {}\ncommits         {}\non disk         {}\n"
                  "storage format  {}\n",
                  with_thousands(summary.num_nodes), with_thousands(summary.num_relationships),
                  with_thousands(summary.property_keys.size()), with_thousands(summary.num_commits),
                  bytes_text(summary.bytes_on_disk), summary.format_version)));
  KITH_CHECK_OK(write_counts("label", summary.labels, out));
  return write_counts("relationship type", summary.relationship_types, out);
}

}  // namespace

int run(const StatsArguments& arguments, StandardOutput& out) {
  const Status status = run_stats(arguments, out);
  if (status.ok() || out.reader_is_gone()) return kDone;
  print_error(status.error());
  return exit_code(status.error());
}

}  // namespace kith::cli
