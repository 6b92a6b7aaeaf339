// bench/rmat_graph.hpp: the generated graph, as plain vectors: what every measurement is compared with.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace kith::bench {

/// Compressed sparse rows: the neighbours of v are neighbours[offsets[v] .. offsets[v + 1]), ascending.
struct PlainAdjacency {
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> neighbours;

  std::uint32_t degree(std::uint32_t v) const { return offsets[v + 1] - offsets[v]; }
  std::span<const std::uint32_t> of(std::uint32_t v) const {
    return std::span(neighbours).subspan(offsets[v], degree(v));
  }
};

/// R-MAT with quadrant weights .57, .19, .19, .05. Vertices are numbered 0 .. num_nodes - 1 in an order that tells
/// nothing of their degree, so that neighbours lie far apart. The same scale gives the same graph on every machine.
struct RmatGraph {
  std::uint32_t num_nodes = 0;
  std::vector<std::uint32_t> starts, ends;  ///< By relationship, in random order; parallel ones and self-loops occur.
  std::vector<std::int64_t> unique_ids;     ///< By node.
  std::vector<std::int64_t> ages;           ///< By node: 0 to 99.
  std::vector<std::uint8_t> cities;         ///< By node: into city_names.
  std::vector<std::string> city_names;      ///< 64 of them.
};

inline constexpr unsigned kRelationshipsPerNode = 16;

RmatGraph generate_rmat(unsigned scale);

/// By counting and scattering, then sorting each list; about what a loader of its own would do.
PlainAdjacency adjacency_of(std::uint32_t num_nodes, std::span<const std::uint32_t> from,
                            std::span<const std::uint32_t> to);

}  // namespace kith::bench
