// bench/benchmarks.hpp: the two halves of a run. Both work on one database, which the first of them loads.
#pragma once

#include <filesystem>

#include "bench/measurement.hpp"
#include "bench/rmat_graph.hpp"

namespace kith::bench {

/// What all measurements share. Node v of the graph has the database's id node_ids[v].
struct Workload {
  RmatGraph graph;
  PlainAdjacency outgoing, incoming;
  std::vector<std::uint64_t> node_ids;
  std::vector<std::uint32_t> random_nodes;  ///< Vertices, drawn uniformly.
  std::filesystem::path directory;          ///< Scratch space; what is in it is replaced.
};

/// Loads `directory`/loaded.kith by storage::BulkLoad, fills workload.node_ids, and measures reads through the storage
/// layer.
void run_storage_benchmarks(Workload& workload, Reporter& reporter);
/// Single inserts through the storage layer: they change the database, so they come last.
void run_storage_inserts(const Workload& workload, Reporter& reporter);

/// The same through kith::BulkLoader, and reads by queries on `directory`/loaded.kith.
void run_query_benchmarks(const Workload& workload, Reporter& reporter);
void run_query_inserts(const Workload& workload, Reporter& reporter);

/// An append and a sync of a file, for what commits are compared with.
class SyncedFile {
 public:
  explicit SyncedFile(const std::filesystem::path& path);
  SyncedFile(const SyncedFile&) = delete;
  SyncedFile& operator=(const SyncedFile&) = delete;
  ~SyncedFile();
  /// Appends 64 bytes; `sync`: and waits until they are on disk.
  void append(bool sync);

 private:
  int file_;
};

}  // namespace kith::bench
