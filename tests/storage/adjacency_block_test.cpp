// Adjacency blocks: round trips, whole and one list at a time, against plain vectors; damage.
#include "storage/adjacency_block.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/storage/corruption.hpp"

namespace kith::storage {
namespace {

using testing::check_damage_is_noticed;
using testing::check_forgeries_are_survived;
using testing::Random;
using Pair = std::pair<std::uint64_t, std::uint64_t>;  // neighbour, relationship
using Lists = std::vector<std::vector<Pair>>;

enum class Ids { kConsecutive, kMostlyConsecutive, kAscending, kAnyOrder };

Lists random_lists(Random& random, std::uint64_t max_degree) {
  Lists lists(kAdjacencyBlockSize);
  const double density = random.pick({0.0, 0.002, 0.1, 0.8, 1.0});
  const unsigned shift = random.pick({0u, 20u, 40u, 44u, 63u});
  const std::uint64_t base = random.bits() >> shift;
  const unsigned range_bits = random.pick({1u, 8u, 14u, 30u, 64u});
  for (auto& list : lists) {
    if (!random.chance(density)) continue;
    for (std::uint64_t n = random.below(random.chance(0.02) ? max_degree * 20 : max_degree) + 1; n > 0; --n) {
      list.emplace_back(base + (random.bits() >> (64 - range_bits)), 0);
    }
    std::sort(list.begin(), list.end());
  }
  const Ids ids = random.pick({Ids::kConsecutive, Ids::kMostlyConsecutive, Ids::kAscending, Ids::kAnyOrder});
  std::uint64_t next = random.bits() >> random.below(60);
  for (auto& list : lists) {
    for (auto& [neighbour, id] : list) {
      switch (ids) {
        case Ids::kConsecutive:
          id = next++;
          break;
        case Ids::kMostlyConsecutive:
          id = random.chance(0.02) ? random.bits() >> 20 : next++;
          break;
        case Ids::kAscending:
          id = next += random.below(5000) + 1;
          break;
        case Ids::kAnyOrder:
          id = random.bits() >> random.below(64);
          break;
      }
    }
    std::sort(list.begin(), list.end());
  }
  return lists;
}

std::shared_ptr<const Adjacency::Base> base_of(const Lists& lists) {
  const auto base = std::make_shared<Adjacency::Base>();
  base->offsets.push_back(0);
  for (const auto& list : lists) {
    for (const auto& [neighbour, id] : list) {
      base->neighbours.push_back(neighbour);
      base->relationships.push_back(id);
    }
    base->offsets.push_back(static_cast<std::uint32_t>(base->neighbours.size()));
  }
  if (base->neighbours.empty()) base->offsets.clear();
  return base;
}

void check_is(const Adjacency& adjacency, const Lists& lists) {
  std::size_t num_different = 0;
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    const NeighbourList list = adjacency.of(row);
    if (list.size != lists[row].size() || adjacency.degree(row) != lists[row].size()) {
      ++num_different;
      continue;
    }
    for (std::uint32_t i = 0; i < list.size; ++i) {
      const bool is_same =
          list.neighbour(i).value == lists[row][i].first && list.relationship(i).value == lists[row][i].second;
      num_different += is_same ? 0 : 1;
    }
  }
  CHECK(num_different == 0);
}

void check_single_lists(std::string_view bytes, const Lists& lists) {
  REQUIRE(verify_adjacency(bytes).ok());
  std::size_t num_different = 0;
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    const Result<Adjacency::OwnList> list = decode_one(bytes, row);
    REQUIRE(list.ok());
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < list->neighbours.size(); ++i)
      pairs.emplace_back(list->neighbours[i], list->relationships.at(i));
    num_different += pairs == lists[row] ? 0 : 1;
  }
  CHECK(num_different == 0);
}

Adjacency decoded(std::string_view bytes) {
  const testing::ExactCopy copy(bytes);
  auto base = decode_adjacency(copy.view());
  if (!base.ok()) FAIL(base.error().message);
  return Adjacency(*base);
}

TEST_CASE("adjacency of any density, spread and numbering survives") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 60; ++round) {
    const Lists lists = random_lists(random, random.pick({std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{40}}));
    const std::string bytes = encode_adjacency(Adjacency(base_of(lists)));
    const Adjacency read = decoded(bytes);
    check_is(read, lists);
    CHECK(encode_adjacency(read) == bytes);
    CHECK(read.memory_bytes() > 0);
    check_single_lists(testing::ExactCopy(bytes).view(), lists);
  }
}

TEST_CASE("consecutive relationships cost next to nothing, given as such or found out") {
  Lists lists(kAdjacencyBlockSize);
  std::uint64_t id = 1'000'000;
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    for (std::uint64_t i = 0; i < 16; ++i) lists[row].emplace_back(row + i * 100, id++);
  }
  auto base = std::make_shared<Adjacency::Base>(*base_of(lists));
  const std::string found_out = encode_adjacency(Adjacency(base));
  const auto given = std::make_shared<Adjacency::Base>(*base);
  given->relationships.clear();
  given->first_relationship = 1'000'000;
  CHECK(encode_adjacency(Adjacency(given)) == found_out);
  CHECK(decoded(found_out).base().relationships.empty());
  check_is(decoded(found_out), lists);

  // An exception in the middle makes runs of it, not a list of all.
  lists[500][3].second = 7;
  const std::string with_exception = encode_adjacency(Adjacency(base_of(lists)));
  CHECK(with_exception.size() < found_out.size() + 40);
  check_is(decoded(with_exception), lists);
  check_single_lists(with_exception, lists);
}

TEST_CASE("overridden lists are encoded in place of the base's") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 20; ++round) {
    Lists lists = random_lists(random, 10);
    auto base = base_of(lists);
    if (random.chance(0.5)) {  // relationships implied by the slot
      const auto implied = std::make_shared<Adjacency::Base>(*base);
      implied->relationships.clear();
      implied->first_relationship = 42;
      std::uint64_t next = 42;
      for (auto& list : lists) {
        for (auto& [neighbour, id] : list) id = next++;
      }
      base = implied;
    }
    const auto overrides = std::make_shared<Adjacency::Overrides>();
    for (std::uint64_t n = random.below(20); n > 0; --n) {
      const auto row = static_cast<std::uint32_t>(random.below(kAdjacencyBlockSize));
      lists[row] = random_lists(random, 3)[row];
      Adjacency::OwnList own;
      for (const auto& [neighbour, id] : lists[row]) {
        own.neighbours.push_back(neighbour);
        own.relationships.push_back(id);
      }
      (*overrides)[row] = std::make_shared<const Adjacency::OwnList>(std::move(own));
    }
    const Adjacency adjacency(base, overrides);
    check_is(adjacency, lists);
    CHECK(adjacency.memory_bytes() > Adjacency(base).memory_bytes());
    const std::string bytes = encode_adjacency(adjacency);
    check_is(decoded(bytes), lists);
    check_single_lists(bytes, lists);
  }
}

TEST_CASE("a hub's long list survives") {
  Lists lists(kAdjacencyBlockSize);
  for (std::uint64_t i = 0; i < 200'000; ++i) lists[77].emplace_back(i * 37, i * i % 1'000'003);
  lists[1023] = {{5, 6}};
  const std::string bytes = encode_adjacency(Adjacency(base_of(lists)));
  check_is(decoded(bytes), lists);
  check_single_lists(bytes, lists);
}

TEST_CASE("damage to an adjacency block is noticed, and forgeries are survived") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 40; ++round) {
    const Lists lists = random_lists(random, round % 4 == 0 ? 10 : 2);
    const std::string bytes = encode_adjacency(Adjacency(base_of(lists)));
    if (bytes.size() < 4000) check_damage_is_noticed(bytes, decode_adjacency);
    if (bytes.size() < 4000) check_damage_is_noticed(bytes, verify_adjacency);
    check_forgeries_are_survived(bytes, random, 200, decode_adjacency);
    check_forgeries_are_survived(bytes, random, 50, [](std::string_view forged) -> Status {
      Status first_failure;
      for (std::uint32_t row = 0; row < kAdjacencyBlockSize; row += 31) {
        const auto list = decode_one(forged, row);
        if (!list.ok() && first_failure.ok()) first_failure = list.error();
      }
      return first_failure;
    });
  }
}

}  // namespace
}  // namespace kith::storage
