// bench/main.cpp: kith_bench. Generates a graph, loads it, and measures Kith beside the same work on plain vectors.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <thread>

#include "bench/benchmarks.hpp"

int main(int argc, char** argv) {
  using namespace kith::bench;
  unsigned scale = 20;
  std::string filter;
  std::filesystem::path directory = std::filesystem::temp_directory_path() / "kith_bench";
  CLI::App app(
      "Measures Kith beside the same work on plain vectors, in one run. Ratios are plain time by Kith's time: 1 is as "
      "fast.");
  app.add_option("--scale", scale, "2^SCALE nodes, 16 relationships each")
      ->check(CLI::Range(10U, 24U))
      ->capture_default_str();
  app.add_option("--filter", filter, "Only measurements whose name contains this; the load always runs");
  app.add_option("--directory", directory, "Scratch space; the databases in it are replaced")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Reporter reporter(filter);
  Workload workload;
  workload.directory = directory;
  std::filesystem::create_directories(directory);
  workload.graph = generate_rmat(scale);
  const RmatGraph& graph = workload.graph;
  workload.outgoing = adjacency_of(graph.num_nodes, graph.starts, graph.ends);
  workload.incoming = adjacency_of(graph.num_nodes, graph.ends, graph.starts);
  std::mt19937_64 random(7);
  for (int i = 0; i < 1'000'000; ++i)
    workload.random_nodes.push_back(static_cast<std::uint32_t>(random() % graph.num_nodes));
  fmt::print("R-MAT scale {}: {} nodes, {} relationships. {} processors. Medians of rounds by turns, warm caches.\n",
             scale, graph.num_nodes, graph.starts.size(), std::thread::hardware_concurrency());

  run_storage_benchmarks(workload, reporter);
  run_query_benchmarks(workload, reporter);
  run_query_inserts(workload, reporter);
  run_storage_inserts(workload, reporter);
  return reporter.has_failures() ? 1 : 0;
}
