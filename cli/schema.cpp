// cli/schema.cpp: `kith schema`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

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
    KITH_CHECK_OK(out.write(fmt::format(
        "  {}{}  {}{}\n", mark, entry.name, with_thousands(entry.count),
        entry.property_keys.empty() ? std::string() : fmt::format("  {{{}}}", fmt::join(entry.property_keys, ", ")))));
  }
  return names.empty() ? out.write("  none\n") : Status::success();
}

Status write_rows(std::string_view title, std::string_view query, Connection& connection, StandardOutput& out) {
  KITH_TRY(const QueryResult rows, connection.try_query(query));
  if (rows.empty()) return out.write(fmt::format("\n{}\n  none\n", title));
  return out.write(fmt::format("\n{}\n{}", title, text_table(rows, {.max_width = terminal_width()})));
}

/// Labels by how many relationships end there, most first; each once.
std::vector<std::string> by_count(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::string> labels;
  for (const auto& [label, count] : counts) labels.push_back(":" + label);
  std::stable_sort(labels.begin(), labels.end(), [&](const std::string& left, const std::string& right) {
    return counts.at(left.substr(1)) > counts.at(right.substr(1));
  });
  return labels;
}

/// A line per type: a relationship between nodes of several labels would else have one per pair of them.
Status write_connections(const std::vector<ConnectionCount>& connections, StandardOutput& out) {
  struct Ends {
    std::map<std::string, std::uint64_t> starts, ends;
  };
  std::map<std::string, Ends> types;
  for (const ConnectionCount& connection : connections) {
    types[connection.type].starts[connection.start] += connection.count;
    types[connection.type].ends[connection.end] += connection.count;
  }
  KITH_CHECK_OK(out.write("\nConnections\n"));
  for (const auto& [type, ends] : types) {
    KITH_CHECK_OK(out.write(fmt::format("  ({})-[:{}]->({})\n", fmt::join(by_count(ends.starts), " | "), type,
                                        fmt::join(by_count(ends.ends), " | "))));
  }
  return connections.empty() ? out.write("  not counted yet; an import and `kith compact` count them\n")
                             : Status::success();
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
  KITH_CHECK_OK(write_connections(summary.connections, out));
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
