// bench/rmat_graph.cpp: generation, and plain adjacency.
#include "bench/rmat_graph.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kith::bench {
namespace {

// Library distributions differ between implementations; the engine itself does not.
constexpr std::uint64_t kSeed = 20211231;

/// A permutation of 0 .. 2^scale - 1.
std::uint32_t scrambled(std::uint32_t v, unsigned scale) {
  const std::uint32_t mask = static_cast<std::uint32_t>((std::uint64_t{1} << scale) - 1);
  for (int round = 0; round < 2; ++round) {
    v = v * 0x9e3779b1u & mask;
    v ^= v >> (scale / 2 + 1);
  }
  return v;
}

}  // namespace

RmatGraph generate_rmat(unsigned scale) {
  RmatGraph graph;
  graph.num_nodes = std::uint32_t{1} << scale;
  const std::size_t num_relationships = std::size_t{graph.num_nodes} * kRelationshipsPerNode;
  graph.starts.reserve(num_relationships);
  graph.ends.reserve(num_relationships);
  std::mt19937_64 random(kSeed);
  constexpr std::uint32_t kFirst = 37355, kSecond = 49807, kThird = 62259;  // .57, .76 and .95 of 65,536
  for (std::size_t i = 0; i < num_relationships; ++i) {
    std::uint32_t start = 0, end = 0;
    std::uint64_t bits = 0;
    for (unsigned level = 0; level < scale; ++level, bits >>= 16) {
      if (level % 4 == 0) bits = random();
      const auto draw = static_cast<std::uint32_t>(bits & 0xffff);
      start = start << 1 | static_cast<std::uint32_t>(draw >= kSecond);
      end = end << 1 | static_cast<std::uint32_t>((draw >= kFirst && draw < kSecond) || draw >= kThird);
    }
    graph.starts.push_back(scrambled(start, scale));
    graph.ends.push_back(scrambled(end, scale));
  }
  for (int city = 0; city < 64; ++city) graph.city_names.push_back(fmt::format("city {}", city));
  for (std::uint32_t v = 0; v < graph.num_nodes; ++v) {
    const std::uint64_t draw = random();
    graph.unique_ids.push_back(std::int64_t{1'000'000'007} * scrambled(v, scale));
    graph.ages.push_back(static_cast<std::int64_t>(draw % 100));
    // Some cities are far larger than others.
    graph.cities.push_back(static_cast<std::uint8_t>((draw >> 32) % 64 * ((draw >> 40) % 64) / 64));
  }
  return graph;
}

PlainAdjacency adjacency_of(std::uint32_t num_nodes, std::span<const std::uint32_t> from,
                            std::span<const std::uint32_t> to) {
  PlainAdjacency out;
  out.offsets.assign(num_nodes + std::size_t{1}, 0);
  for (const std::uint32_t v : from) ++out.offsets[v + 1];
  for (std::uint32_t v = 0; v < num_nodes; ++v) out.offsets[v + 1] += out.offsets[v];
  std::vector<std::uint32_t> next(out.offsets.begin(), out.offsets.end() - 1);
  out.neighbours.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) out.neighbours[next[from[i]]++] = to[i];
  for (std::uint32_t v = 0; v < num_nodes; ++v) {
    std::sort(out.neighbours.begin() + out.offsets[v], out.neighbours.begin() + out.offsets[v + 1]);
  }
  return out;
}

}  // namespace kith::bench
