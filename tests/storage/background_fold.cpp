// tests/storage/background_fold.cpp: deltas become versions by themselves, beside commits and readers.
#include <thread>

#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

bool folds_within(const Store& store, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (store.info().num_unfolded_deltas > 0) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace

TEST_CASE("background fold: deltas of some age become versions, and snapshots stay as they are") {
  const TemporaryDirectory directory;
  auto store = take(Store::open(directory.path(),
                                {.cache_bytes = std::size_t{1} << 20, .fold_after = std::chrono::milliseconds(20)}));
  PropertyKeyId key;
  RelationshipTypeId type;
  std::vector<NodeId> nodes;
  {
    auto tx = begin(*store);
    key = take(tx->add_property_key_name("n"));
    type = take(tx->add_relationship_type_name("T"));
    for (int i = 0; i < 50; ++i) nodes.push_back(take(tx->create_node({})));
    take(tx->commit());
  }
  std::vector<std::shared_ptr<const ReadView>> snapshots;
  for (std::int64_t i = 0; i < 300; ++i) {
    auto tx = begin(*store);
    check_ok(tx->set_property(nodes[static_cast<std::size_t>(i) % 50], key, i));
    take(tx->create_relationship(type, nodes[0], nodes[static_cast<std::size_t>(i) % 50]));
    take(tx->commit());
    if (i % 60 == 59) snapshots.push_back(store->snapshot());
  }
  REQUIRE(folds_within(*store, std::chrono::seconds(60)));
  snapshots.push_back(store->snapshot());
  for (std::size_t s = 0; s < snapshots.size(); ++s) {
    const std::int64_t last = s < 5 ? static_cast<std::int64_t>(s) * 60 + 59 : 299;
    CHECK(neighbours_of(*snapshots[s], nodes[0], type, Direction::kOutgoing).size() ==
          static_cast<std::size_t>(last + 1));
    for (std::int64_t i = last - 49; i <= last; ++i) {
      CHECK(value_of(*snapshots[s], nodes[static_cast<std::size_t>(i) % 50], key).as_integer() == i);
    }
  }
  snapshots.clear();
  check_clean(*store);
}

TEST_CASE("background fold: none without an age") {
  const TemporaryDirectory directory;
  auto store = take(Store::open(directory.path(), {.fold_after = std::chrono::milliseconds(0)}));
  auto tx = begin(*store);
  take(tx->create_node({}));
  take(tx->commit());
  tx.reset();
  CHECK_FALSE(folds_within(*store, std::chrono::seconds(0)));
}

}  // namespace kith::storage
