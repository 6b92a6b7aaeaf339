// tests/harness/scratch_database.hpp: one database that many tests use in turn, each beginning with an empty graph.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include <kith/database.hpp>
#include <kith/extension.hpp>

#include "tests/harness/configuration.hpp"
#include "tests/harness/graph_state.hpp"

namespace kith::harness {

/// A folder in memory (/dev/shm) where there is one, else among temporary files: named for this process, not yet made.
std::filesystem::path scratch_folder();

/// Opening a database costs milliseconds and a test microseconds, so the graph is deleted between tests and the
/// database made anew only after a number of tests, after spoil(), or when deleting did not leave it empty. Threads:
/// one at a time.
class ScratchDatabase {
 public:
  ScratchDatabase(std::filesystem::path folder, const Configuration& configuration);
  ~ScratchDatabase();
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  /// Where LOAD CSV may read; to be set before the first use.
  void set_import_directory(std::filesystem::path directory) { import_directory_ = std::move(directory); }
  /// An empty graph, no index, no constraint, no procedure of a test.
  Status make_empty();
  /// What was done cannot be undone by deleting the graph: make_empty() makes a new database.
  void spoil() { spoiled_ = true; }
  /// Until make_empty().
  Status add_procedure(ProcedureDefinition definition);

  /// For the queries that follow, in place of what the configuration says.
  void set_execution(const ExecutionSettings& settings);
  /// Runs and commits one statement of a test.
  Result<QueryResult> query(std::string_view text, const Parameters& parameters = {});
  Result<GraphState> state();
  /// Where the configuration asks for it: takes the graph out and loads it by the BulkLoader. Ids change.
  Status reload();

 private:
  Status open();
  void close();

  std::filesystem::path folder_;
  Configuration configuration_;
  std::filesystem::path import_directory_;
  std::optional<Database> database_;
  std::optional<Connection> connection_;
  std::vector<ProcedureDefinition> procedures_;
  int num_uses_ = 0;
  bool spoiled_ = false;
};

}  // namespace kith::harness
