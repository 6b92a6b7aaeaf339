// tests/storage/index_tier.cpp: seeks beside a model, as of old snapshots, with a cache that is too small, and beside a
// writer.
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "storage/index_ranges.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

using Model = std::multimap<std::int64_t, std::uint64_t>;

struct Indexed {
  LabelId label;
  PropertyKeyId key;
  std::uint32_t index;
};

Indexed make_index(Store& store) {
  auto tx = begin(store);
  const LabelId label = take(tx->add_label_name("P"));
  const PropertyKeyId key = take(tx->add_property_key_name("v"));
  check_ok(tx->create_index({.name = "p_v", .label_or_type = label.value, .keys = {key}}));
  take(tx->commit());
  return {label, key, store.snapshot()->schema().indexes.front().id};
}

std::vector<std::uint64_t> seek(const ReadView& view, const IndexSeek& what) {
  std::vector<std::uint64_t> out;
  check_ok(view.seek_index(what, out));
  return out;
}

std::vector<std::uint64_t> expected(const Model& model, std::int64_t from, std::int64_t to) {
  std::set<std::pair<std::int64_t, std::uint64_t>> found(model.lower_bound(from), model.upper_bound(to));
  std::vector<std::uint64_t> out;
  for (const auto& [value, node] : found) out.push_back(node);
  return out;
}

void compare(const ReadView& view, const Indexed& indexed, const Model& model, std::mt19937_64& random,
             std::int64_t values) {
  const auto value = [&] { return std::uniform_int_distribution<std::int64_t>(-2, values)(random); };
  for (int i = 0; i < 20; ++i) {
    const std::int64_t v = value();
    CHECK(seek(view, {.index = indexed.index, .equal = {v}}) == expected(model, v, v));
  }
  std::int64_t from = value(), to = value();
  if (from > to) std::swap(from, to);
  CHECK(seek(view, {.index = indexed.index, .lower = IndexBound{from}, .upper = IndexBound{to}}) ==
        expected(model, from, to));
}

}  // namespace

TEST_CASE("index tier: ranges tile the keys") {
  std::mt19937_64 random(seed());
  IndexRanges ranges;
  std::map<std::string, std::uint64_t> model{{"", 0}};  // low key to page
  const auto key = [&] { return std::to_string(random() % 100'000); };
  std::uint64_t next = 1;
  for (int step = 0; step < 4'000; ++step) {
    const std::string sought = key();
    const auto place = ranges.find(sought);
    auto own = std::prev(model.upper_bound(sought));
    REQUIRE(ranges.at(place).low == own->first);
    REQUIRE(ranges.at(place).page == own->second);
    const std::string* const end = ranges.end_of(place);
    REQUIRE((end == nullptr) == (std::next(own) == model.end()));
    if (end != nullptr) REQUIRE(*end == std::next(own)->first);
    if (random() % 4 == 0) {
      ranges.forget(place);
      own->second = 0;
      if (const auto after = std::next(own); after != model.end() && after->second == 0) model.erase(after);
      if (own != model.begin() && std::prev(own)->second == 0) model.erase(own);
      continue;
    }
    std::vector<IndexRange> parts;
    if (sought > own->first) parts.push_back({own->first, own->second, {}});
    parts.push_back({sought, next, {}});
    model[sought] = next++;
    ranges.replace(place, std::move(parts));
  }
  CHECK(model.size() > 1'000);
}

TEST_CASE("index tier: each snapshot finds what its commit left") {
  std::mt19937_64 random(seed());
  // The small cache evicts pages all the time; the large one keeps them through all commits.
  const std::size_t cache_bytes = GENERATE(std::size_t{1} << 20, std::size_t{64} << 20);
  const TemporaryDirectory directory;
  auto store = take(Store::open(directory.path(), {.cache_bytes = cache_bytes}));
  const Indexed indexed = make_index(*store);
  constexpr std::int64_t kValues = 3'000;
  Model model;
  std::vector<std::uint64_t> nodes;
  std::map<std::uint64_t, std::int64_t> value_of;
  std::vector<std::pair<std::shared_ptr<const ReadView>, Model>> snapshots;
  const auto remove = [&](std::uint64_t node) {
    auto [first, last] = model.equal_range(value_of.at(node));
    model.erase(std::find_if(first, last, [&](const auto& entry) { return entry.second == node; }));
  };
  for (int round = 0; round < 120; ++round) {
    const Model before = model;
    const auto values_before = value_of;
    const auto nodes_before = nodes;
    auto tx = begin(*store);
    const std::size_t steps = round % 10 == 0 ? 1'500 : 1 + random() % 30;
    for (std::size_t i = 0; i < steps; ++i) {
      const auto value = static_cast<std::int64_t>(random() % kValues);
      if (nodes.empty() || random() % 3 != 0) {
        const NodeId node = take(tx->create_node(std::span(&indexed.label, 1)));
        check_ok(tx->set_property(node, indexed.key, value));
        nodes.push_back(node.value);
        value_of[node.value] = value;
        model.emplace(value, node.value);
        continue;
      }
      const std::size_t place = random() % nodes.size();
      const std::uint64_t node = nodes[place];
      remove(node);
      if (random() % 2 == 0) {
        check_ok(tx->set_property(NodeId{node}, indexed.key, value));
        value_of[node] = value;
        model.emplace(value, node);
      } else {
        check_ok(tx->delete_node(NodeId{node}));
        nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(place));
      }
    }
    compare(*tx, indexed, model, random, kValues);
    if (random() % 8 == 0) {  // rolled back
      tx.reset();
      model = before;
      value_of = values_before;
      nodes = nodes_before;
    } else {
      take(tx->commit());
    }
    if (random() % 5 == 0) snapshots.emplace_back(store->snapshot(), model);
    if (snapshots.size() > 6) snapshots.erase(snapshots.begin() + static_cast<std::ptrdiff_t>(random() % 7));
    compare(*store->snapshot(), indexed, model, random, kValues);
    for (const auto& [view, then] : snapshots) compare(*view, indexed, then, random, kValues);
    if (round == 70) {
      snapshots.clear();
      tx.reset();
      store.reset();
      store = take(Store::open(directory.path(), {.cache_bytes = cache_bytes}));
    }
  }
  snapshots.clear();
  check_clean(*store);
}

TEST_CASE("index tier: a bulk load and a dropped index are seen") {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  const Indexed indexed = make_index(*store);
  CHECK(seek(*store->snapshot(), {.index = indexed.index, .equal = {7}}).empty());
  const auto before = store->snapshot();
  {
    const auto bulk = take(store->begin_bulk_load(std::chrono::seconds(1)));
    const std::uint32_t set = take(bulk->add_label_set(std::span(&indexed.label, 1)));
    for (std::int64_t v = 0; v < 2'000; ++v) {
      const BulkLoad::Property property{indexed.key, v};
      take(bulk->add_node(set, std::span(&property, 1)));
    }
    take(bulk->finish());
  }
  CHECK(seek(*before, {.index = indexed.index, .equal = {7}}).empty());
  const auto loaded = store->snapshot();
  CHECK(seek(*loaded, {.index = indexed.index, .equal = {7}}).size() == 1);
  CHECK(seek(*loaded, {.index = indexed.index, .lower = IndexBound{100}, .upper = IndexBound{1'900, false}}).size() ==
        1'800);
  auto tx = begin(*store);
  check_ok(tx->drop_index("p_v"));
  take(tx->commit());
  CHECK(seek(*loaded, {.index = indexed.index, .equal = {7}}).size() == 1);
}

TEST_CASE("index tier: a unique constraint holds over pages in memory") {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  LabelId label;
  PropertyKeyId key;
  {
    auto tx = begin(*store);
    label = take(tx->add_label_name("P"));
    key = take(tx->add_property_key_name("v"));
    check_ok(tx->create_constraint({.name = "u", .label_or_type = label.value, .keys = {key}}));
    take(tx->commit());
  }
  const auto create = [&](WriteTransaction& tx, std::int64_t value) {
    const NodeId node = take(tx.create_node(std::span(&label, 1)));
    check_ok(tx.set_property(node, key, value));
    return node;
  };
  std::vector<NodeId> nodes;
  for (std::int64_t v = 0; v < 600; ++v) {
    auto tx = begin(*store);
    nodes.push_back(create(*tx, v * 3 % 601));
    take(tx->commit());
  }
  for (const std::int64_t v : {0, 300, 597}) {
    auto tx = begin(*store);
    create(*tx, v * 3 % 601);
    CHECK(kind_of(tx->check_statement()) == ErrorKind::kConstraintValidationFailed);
  }
  auto tx = begin(*store);
  check_ok(tx->delete_node(nodes[300]));
  check_ok(tx->check_statement());
  create(*tx, 300 * 3 % 601);
  take(tx->commit());
  check_clean(*store);
}

TEST_CASE("index tier: readers beside a writer find every value once") {
  const TemporaryDirectory directory;
  auto store =
      take(Store::open(directory.path(), {.cache_bytes = std::size_t{2} << 20, .durability = Durability::kRelaxed}));
  const Indexed indexed = make_index(*store);
  constexpr std::int64_t kNodes = 1'000;
  std::vector<NodeId> nodes;
  {
    auto tx = begin(*store);
    for (std::int64_t v = 0; v < kNodes; ++v) {
      nodes.push_back(take(tx->create_node(std::span(&indexed.label, 1))));
      check_ok(tx->set_property(nodes.back(), indexed.key, v));
    }
    take(tx->commit());
  }
  const std::uint64_t first_seed = seed();
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (unsigned t = 0; t < 3; ++t) {
    readers.emplace_back([&, t] {
      std::mt19937_64 random(first_seed + t);
      while (!stop) {
        const auto view = store->snapshot();
        for (int i = 0; i < 20; ++i) {
          const auto value = static_cast<std::int64_t>(random() % kNodes);
          std::vector<std::uint64_t> found;
          if (!view->seek_index({.index = indexed.index, .equal = {value}}, found).ok() || found.size() != 1) ++wrong;
        }
        std::vector<std::uint64_t> all;
        const std::int64_t from = 200, to = 500;
        if (!view->seek_index({.index = indexed.index, .lower = IndexBound{from}, .upper = IndexBound{to, false}}, all)
                 .ok() ||
            all.size() != 300)
          ++wrong;
      }
    });
  }
  std::mt19937_64 random(first_seed + 7);
  std::vector<std::int64_t> values;
  for (std::int64_t v = 0; v < kNodes; ++v) values.push_back(v);
  for (int i = 0; i < 300; ++i) {
    auto tx = begin(*store);
    const std::size_t a = random() % kNodes, b = random() % kNodes;
    std::swap(values[a], values[b]);
    check_ok(tx->set_property(nodes[a], indexed.key, values[a]));
    check_ok(tx->set_property(nodes[b], indexed.key, values[b]));
    take(tx->commit());
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  check_clean(*store);
}

}  // namespace kith::storage
