// kith/administration.hpp: checking and describing a database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <kith/database.hpp>

namespace kith {

/// One damaged or inconsistent thing, with the key of its block in readable form.
struct CheckFinding {
  std::string key;
  std::string problem;
};
struct CheckReport {
  std::uint64_t num_blocks = 0, num_nodes = 0, num_relationships = 0;
  std::vector<CheckFinding> findings;  ///< Empty: sound.
};
/// Reads everything and compares it with everything that repeats it. progress may be empty.
Result<CheckReport> check(const Database& database,
                          const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

/// Where opening says that the log lost commits that were acknowledged: keeps what is left, and forgets the rest for
/// good. Errors: those of opening for writing.
Status salvage(const std::filesystem::path& database);

/// A label or relationship type.
struct NamedCount {
  std::string name;
  std::uint64_t count = 0;
  std::vector<std::string> property_keys;  ///< Of its elements, by name; as of the last import or compact().
};
/// START label - type - END label, by how many relationships; from the statistics, exact after compact().
struct ConnectionCount {
  std::string start, type, end;
  std::uint64_t count = 0;
};
struct DatabaseSummary {
  std::uint32_t format_version = 0;
  std::uint64_t bytes_on_disk = 0, num_nodes = 0, num_relationships = 0, num_commits = 0;
  std::vector<NamedCount> labels, relationship_types;  ///< Those in use, by name.
  std::vector<std::string> property_keys;
  std::vector<ConnectionCount> connections;
};
Result<DatabaseSummary> summarize(const Database& database);

/// Folds pending changes into blocks and refreshes statistics.
Status compact(const Database& database);

}  // namespace kith
