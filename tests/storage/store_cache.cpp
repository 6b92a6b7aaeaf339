// tests/storage/store_cache.cpp: what commits leave in the cache, and what readers make of it.
#include "storage/block_cache.hpp"
#include "storage/offset_allocator.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;

TEST_CASE("store: commits replace their blocks in the cache") {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  RelationshipTypeId type;
  std::vector<NodeId> nodes;
  {
    auto tx = begin(*store);
    type = take(tx->add_relationship_type_name("T"));
    for (int i = 0; i < 2'000; ++i) nodes.push_back(take(tx->create_node({})));
    for (std::size_t i = 0; i < 40'000; ++i)
      take(tx->create_relationship(type, nodes[i % 2'000], nodes[i * 7 % 2'000]));
    take(tx->commit());
  }
  std::vector<std::size_t> degree(2'000, 20);
  std::size_t used_before = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    const std::size_t start = i * 31 % 2'000, end = i * 17 % 2'000;
    auto tx = begin(*store);
    const RelationshipId id = take(tx->create_relationship(type, nodes[start], nodes[end]));
    take(tx->commit());
    tx.reset();
    ++degree[start];
    const auto view = store->snapshot();
    const auto list = neighbours_of(*view, nodes[start], type, Direction::kOutgoing);
    REQUIRE(list.size() == degree[start]);
    REQUIRE(neighbours_of(*view, nodes[end], type, Direction::kIncoming).size() >= 1);
    REQUIRE(take(view->relationships(column_block_of(id.value)))->starts[column_row_of(id.value)] ==
            nodes[start].value);
    if (i == 100) used_before = store->info().cache_bytes_used;
  }
  // A copy of each block per commit would be some 100 MB.
  CHECK(store->info().cache_bytes_used < used_before + (std::size_t{3} << 20));
  check_clean(*store);
}

TEST_CASE("block cache: a scan does not evict what is in use") {
  constexpr std::size_t kBytes = 1'000;
  BlockCache cache(std::size_t{32} << 20);
  const auto block = std::make_shared<const int>(1);
  const auto hot = [](BlockNumber number) {
    return BlockId::adjacency(RelationshipTypeId{1}, Direction::kOutgoing, number);
  };
  const auto num_cached = [&] {
    int found = 0;
    for (BlockNumber number = 0; number < 5'000; ++number) found += cache.contains(hot(number), 0) ? 1 : 0;
    return found;
  };
  for (BlockNumber number = 0; number < 5'000; ++number) cache.insert(hot(number), 0, block, kBytes);
  for (BlockNumber number = 0; number < 5'000; ++number) REQUIRE(cache.find(hot(number), 0) != nullptr);
  for (BlockNumber number = 0; number < 300'000; ++number) cache.insert(BlockId::nodes(number), 0, block, kBytes);
  CHECK(num_cached() == 5'000);
  CHECK(cache.bytes_used() <= std::size_t{32} << 20);
  // What is found no more gives way to what is found again and again.
  for (int round = 0; round < 4; ++round) {
    for (BlockNumber number = 0; number < 40'000; ++number) {
      cache.insert(BlockId::relationships(number), 0, block, kBytes);
      cache.find(BlockId::relationships(number), 0);
    }
  }
  CHECK(num_cached() < 500);
}

TEST_CASE("offset allocator: tables keep their contents while others come and go") {
  std::mt19937_64 random(seed());
  using Table = std::vector<std::uint32_t, OffsetAllocator>;
  std::vector<std::pair<std::uint32_t, Table>> tables;
  for (int step = 0; step < 6'000; ++step) {
    if (tables.size() < 1'500 && random() % 5 < 3) {
      const auto mark = static_cast<std::uint32_t>(random());
      const std::size_t size = random() % 10 == 0 ? random() % 3'000 : OffsetAllocator::kTable;
      tables.emplace_back(mark, Table(size, mark));
    } else if (!tables.empty()) {
      std::swap(tables[random() % tables.size()], tables.back());
      for (const std::uint32_t offset : tables.back().second) {
        if (offset != tables.back().first) FAIL("a table was overwritten");
      }
      tables.pop_back();
    }
  }
  for (const auto& [mark, table] : tables) {
    for (const std::uint32_t offset : table) {
      if (offset != mark) FAIL("a table was overwritten");
    }
  }
  SUCCEED();
}

}  // namespace kith::storage
