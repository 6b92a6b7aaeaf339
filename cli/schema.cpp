// cli/schema.cpp: `kith schema`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kith/administration.hpp>

#include "cli/commands.hpp"
#include "cli/opening.hpp"
#include "cli/output/text_table.hpp"
#include "cli/schema_text.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

Status write_names(std::string_view title, const std::vector<NamedCount>& names, std::string_view mark,
                   StandardOutput& out) {
  KITH_CHECK_OK(out.write(fmt::format("{}\n", title)));
  for (const NamedCount& entry : names) {
    KITH_CHECK_OK(out.write(fmt::format("  {}{}  {}\n", mark, entry.name, with_thousands(entry.count))));
  }
  return names.empty() ? out.write("  none\n") : Status::success();
}

Status write_rows(std::string_view title, std::string_view query, Connection& connection, StandardOutput& out) {
  KITH_TRY(const QueryResult rows, connection.try_query(query));
  if (rows.empty()) return out.write(fmt::format("\n{}\n  none\n", title));
  return out.write(fmt::format("\n{}\n{}", title, text_table(rows, {.max_width = terminal_width()})));
}

Status run_schema(const SchemaArguments& arguments, StandardOutput& out) {
  KITH_TRY(const Database database, open_existing(arguments.database));
  return write_schema(database, out);
}

}  // namespace

Status write_schema(const Database& database, StandardOutput& out) {
  KITH_TRY(const DatabaseSummary summary, summarize(database));
  KITH_CHECK_OK(write_names("Labels", summary.labels, ":", out));
  KITH_CHECK_OK(write_names("\nRelationship types", summary.relationship_types, ":", out));
  KITH_CHECK_OK(out.write("\nConnections\n"));
  for (const ConnectionCount& connection : summary.connections) {
    KITH_CHECK_OK(out.write(fmt::format("  (:{})-[:{}]->(:{})  {}\n", connection.start, connection.type, connection.end,
                                        with_thousands(connection.count))));
  }
  if (summary.connections.empty()) KITH_CHECK_OK(out.write("  none known; `kith compact` counts them\n"));
  KITH_CHECK_OK(out.write(
      fmt::format("\nProperty keys\n  {}\n", summary.property_keys.empty()
                                                 ? std::string("none")
                                                 : fmt::format("{}", fmt::join(summary.property_keys, ", ")))));
  Connection connection = database.connect();
  KITH_CHECK_OK(write_rows("Indexes", "SHOW INDEXES", connection, out));
  return write_rows("Constraints", "SHOW CONSTRAINTS", connection, out);
}

int run(const SchemaArguments& arguments, StandardOutput& out) {
  const Status status = run_schema(arguments, out);
  if (status.ok() || out.reader_is_gone()) return kDone;
  print_error(status.error());
  return exit_code(status.error());
}

}  // namespace kith::cli
