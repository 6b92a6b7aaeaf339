// bench/storage_benchmarks.cpp: loading and reading through the storage layer, beside plain vectors.
#include <algorithm>
#include <thread>
#include <unordered_map>

#include <fmt/format.h>

#include "bench/benchmarks.hpp"
#include "storage/store.hpp"

namespace kith::bench {
namespace {

using namespace kith::storage;

constexpr std::chrono::milliseconds kWait{1000};
constexpr std::size_t kCacheBytes = std::size_t{4} << 30;

std::unique_ptr<Store> open(const std::filesystem::path& path, storage::Durability durability) {
  return require(Store::open(path, {.cache_bytes = kCacheBytes, .durability = durability}));
}

struct LoadTimes {
  double nodes = 0, relationships = 0;
  double relationships_on_processor = 0;
};

LoadTimes load(Workload& workload, Store& store) {
  const RmatGraph& graph = workload.graph;
  {
    const auto write = require(store.begin_write(kWait));
    const LabelId label = require(write->add_label_name("P"));
    const PropertyKeyId id = require(write->add_property_key_name("id"));
    require(write->create_constraint(
        {.name = "p_id", .kind = ConstraintKind::kUnique, .label_or_type = label.value, .keys = {id}}));
    require(write->commit());
  }
  LoadTimes times;
  const auto bulk = require(store.begin_bulk_load(kWait));
  const LabelId label = require(bulk->add_label_name("P"));
  const RelationshipTypeId type = require(bulk->add_relationship_type_name("R"));
  const PropertyKeyId id = require(bulk->add_property_key_name("id"));
  const PropertyKeyId age = require(bulk->add_property_key_name("age"));
  const PropertyKeyId city = require(bulk->add_property_key_name("city"));
  times.nodes = seconds_of([&] {
    const std::uint32_t label_set = require(bulk->add_label_set(std::span(&label, 1)));
    std::vector<BulkLoad::Property> properties(3);
    for (std::uint32_t v = 0; v < graph.num_nodes; ++v) {
      properties[0] = {id, graph.unique_ids[v]};
      properties[1] = {age, graph.ages[v]};
      properties[2] = {city, graph.city_names[graph.cities[v]]};
      workload.node_ids.push_back(require(bulk->add_node(label_set, properties)).value);
    }
  });
  // The caller's ids are not part of the load: a loader reads them from its input.
  std::vector<NodeId> starts, ends;
  for (const std::uint32_t v : graph.starts) starts.push_back(NodeId{workload.node_ids[v]});
  for (const std::uint32_t v : graph.ends) ends.push_back(NodeId{workload.node_ids[v]});
  const double before = processor_seconds();
  times.relationships = seconds_of([&] {
    require(bulk->add_relationships(type, starts, ends));
    require(bulk->finish());
  });
  times.relationships_on_processor = processor_seconds() - before;
  return times;
}

/// What an engine would hold while it works on a snapshot: the blocks of one type and direction, pinned.
class PinnedAdjacency {
 public:
  PinnedAdjacency(const ReadView& view, RelationshipTypeId type, Direction direction) {
    const BlockNumber num_blocks = adjacency_block_of(NodeId{view.node_id_end()}) + 1;
    for (BlockNumber block = 0; block < num_blocks; ++block)
      blocks_.push_back(require(view.adjacency(type, direction, block)));
  }
  const std::vector<AdjacencyRef>& blocks() const { return blocks_; }
  NeighbourList of(NodeId node) const { return blocks_[adjacency_block_of(node)]->of(adjacency_row_of(node)); }

 private:
  std::vector<AdjacencyRef> blocks_;
};

std::uint64_t two_hops_plain(const PlainAdjacency& adjacency) {
  std::uint64_t paths = 0;
  const auto num_nodes = static_cast<std::uint32_t>(adjacency.offsets.size() - 1);
  for (std::uint32_t a = 0; a < num_nodes; ++a) {
    for (const std::uint32_t b : adjacency.of(a)) paths += adjacency.degree(b);
  }
  return paths;
}

std::uint64_t two_hops_stored(const ReadView& view, RelationshipTypeId type) {
  const PinnedAdjacency pinned(view, type, Direction::kOutgoing);
  static constexpr std::array<std::uint32_t, kAdjacencyBlockSize + 1> kNoOffsets{};
  std::vector<const std::uint32_t*> offsets;
  for (const AdjacencyRef& block : pinned.blocks()) {
    offsets.push_back(block->base().offsets.empty() ? kNoOffsets.data() : block->base().offsets.data());
  }
  std::uint64_t paths = 0;
  for (const AdjacencyRef& block : pinned.blocks()) {
    for (const std::uint64_t b : block->base().neighbours) {
      const std::uint32_t* row = offsets[b / kAdjacencyBlockSize] + b % kAdjacencyBlockSize;
      paths += row[1] - row[0];
    }
  }
  return paths;
}

std::uint64_t count_older_stored(const ReadView& view, LabelId label, PropertyKeyId age, std::int64_t bound) {
  std::uint64_t count = 0;
  for (const BlockNumber block : require(view.blocks_with_label(label))) {
    const NodeBlockRef nodes = require(view.nodes(block));
    const ColumnRef column = require(view.column(ElementKind::kNode, age, block));
    if (nodes->num_present == kColumnBlockSize && nodes->uniform_set != NodeBlock::kAbsent &&
        column->validity.empty() && column->kind == ColumnKind::kInteger) {
      for (const std::int64_t value : column->integers) count += value > bound ? 1 : 0;
      continue;
    }
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (nodes->label_sets[row] != NodeBlock::kAbsent && column->has(row) && column->integers[row] > bound) ++count;
    }
  }
  return count;
}

void measure_load(Workload& workload, Reporter& reporter, const std::filesystem::path& path) {
  const RmatGraph& graph = workload.graph;
  reset_peak_memory();
  const std::uint64_t memory_before = resident_memory();
  LoadTimes times;
  {
    const auto store = open(path, storage::Durability::kRelaxed);
    times = load(workload, *store);
  }
  const std::uint64_t memory_peak = peak_memory();
  const double plain_nodes = seconds_of([&] {
    std::vector<std::int64_t> ids, ages;
    std::vector<std::string> cities;
    std::unordered_map<std::int64_t, std::uint32_t> index;
    for (std::uint32_t v = 0; v < graph.num_nodes; ++v) {
      ids.push_back(graph.unique_ids[v]);
      ages.push_back(graph.ages[v]);
      cities.push_back(graph.city_names[graph.cities[v]]);
      index.emplace(ids.back(), v);
    }
  });
  const double plain_relationships = seconds_of([&] {
    adjacency_of(graph.num_nodes, graph.starts, graph.ends);
    adjacency_of(graph.num_nodes, graph.ends, graph.starts);
  });
  reporter.compare_once(
      {.name = "bulk load: nodes, 3 properties, unique index", .unit = "nodes", .amount = graph.num_nodes}, plain_nodes,
      times.nodes);
  reporter.compare_once({.name = "bulk load: relationships, both directions, commit",
                         .unit = "relationships",
                         .amount = graph.starts.size()},
                        plain_relationships, times.relationships);
  reporter.figure("bulk load: relationships, processor time",
                  fmt::format("{:.2f} s", times.relationships_on_processor));
  reporter.figure("bulk load: memory above that of the input",
                  in_megabytes(memory_peak - std::min(memory_before, memory_peak)));
}

}  // namespace

void run_storage_benchmarks(Workload& workload, Reporter& reporter) {
  const RmatGraph& graph = workload.graph;
  const std::filesystem::path path = workload.directory / "loaded.kith";
  std::filesystem::remove_all(path);
  reporter.heading("Through the storage layer");
  measure_load(workload, reporter, path);

  std::unique_ptr<Store> store;
  const double open_seconds = seconds_of([&] { store = open(path, storage::Durability::kFull); });
  reporter.figure("open", fmt::format("{:.1f} ms", open_seconds * 1e3));
  const std::uint64_t bytes = store->info().bytes_on_disk;
  reporter.figure("size on disk",
                  fmt::format("{}, {:.1f} bytes a relationship, properties and index included", in_megabytes(bytes),
                              static_cast<double>(bytes) / static_cast<double>(graph.starts.size())));
  const auto view = store->snapshot();
  const RelationshipTypeId type = view->names().relationship_type("R").value();
  const LabelId label = view->names().label("P").value();
  const PropertyKeyId age = view->names().property_key("age").value();
  const PropertyKeyId city = view->names().property_key("city").value();
  const std::uint32_t index = view->schema().indexes.front().id;
  std::unordered_map<std::int64_t, std::uint32_t> plain_index;
  for (std::uint32_t v = 0; v < graph.num_nodes; ++v) plain_index.emplace(graph.unique_ids[v], v);

  const auto one_hop_plain = [&] {
    std::uint64_t sum = 0;
    for (const std::uint32_t v : workload.random_nodes) {
      for (const std::uint32_t neighbour : workload.outgoing.of(v)) sum += workload.node_ids[neighbour] & 1;
    }
    return sum;
  };
  if (reporter.wants("1-hop, storage")) {
    const double first = seconds_of([&] { PinnedAdjacency(*view, type, Direction::kOutgoing); });
    reporter.figure("first read of all outgoing blocks", fmt::format("{:.0f} ms", first * 1e3));
    reporter.compare(
        {.name = "1-hop, storage: a block look-up per node", .unit = "nodes", .amount = workload.random_nodes.size()},
        one_hop_plain, [&] {
          std::uint64_t sum = 0;
          for (const std::uint32_t v : workload.random_nodes) {
            const NodeId node{workload.node_ids[v]};
            const AdjacencyRef block = require(view->adjacency(type, Direction::kOutgoing, adjacency_block_of(node)));
            for (const std::uint64_t neighbour : block->of(adjacency_row_of(node)).neighbour_ids())
              sum += neighbour & 1;
          }
          return sum;
        });
    reporter.compare(
        {.name = "1-hop, storage: blocks pinned once", .unit = "nodes", .amount = workload.random_nodes.size()},
        one_hop_plain, [&] {
          const PinnedAdjacency pinned(*view, type, Direction::kOutgoing);
          std::uint64_t sum = 0;
          for (const std::uint32_t v : workload.random_nodes) {
            for (const std::uint64_t neighbour : pinned.of(NodeId{workload.node_ids[v]}).neighbour_ids())
              sum += neighbour & 1;
          }
          return sum;
        });
  }
  if (reporter.wants("2-hop count, storage")) {
    reporter.compare(
        {.name = "2-hop count, storage", .unit = "relationships", .amount = graph.starts.size(), .goal = 0.7},
        [&] { return two_hops_plain(workload.outgoing); }, [&] { return two_hops_stored(*view, type); });
  }
  if (reporter.wants("scan, storage")) {
    constexpr std::int64_t kBound = 50;
    reporter.compare(
        {.name = "scan, storage: age > 50", .unit = "nodes", .amount = graph.num_nodes, .goal = 0.5},
        [&] {
          std::uint64_t count = 0;
          for (const std::int64_t value : graph.ages) count += value > kBound ? 1 : 0;
          return count;
        },
        [&] { return count_older_stored(*view, label, age, kBound); });
    std::vector<std::string_view> plain_cities;
    for (const std::uint8_t number : graph.cities) plain_cities.push_back(graph.city_names[number]);
    reporter.compare(
        {.name = "scan, storage: city = 'city 7'", .unit = "nodes", .amount = graph.num_nodes},
        [&] {
          std::uint64_t count = 0;
          for (const std::string_view value : plain_cities) count += value == "city 7" ? 1 : 0;
          return count;
        },
        [&] {
          std::uint64_t count = 0;
          for (const BlockNumber block : require(view->blocks_with_label(label))) {
            const ColumnRef column = require(view->column(ElementKind::kNode, city, block));
            const auto found = std::lower_bound(column->dictionary.begin(), column->dictionary.end(), "city 7");
            if (found == column->dictionary.end() || *found != "city 7") continue;
            const auto wanted = static_cast<std::uint16_t>(found - column->dictionary.begin());
            for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
              count += column->codes[row] == wanted && column->has(row) ? 1 : 0;
            }
          }
          return count;
        });
  }
  if (reporter.wants("look-up, storage")) {
    constexpr std::size_t kLookups = 50'000;
    reporter.compare(
        {.name = "look-up, storage: unique index, then age", .unit = "look-ups", .amount = kLookups},
        [&] {
          std::uint64_t sum = 0;
          for (std::size_t i = 0; i < kLookups; ++i) {
            const auto found = plain_index.find(graph.unique_ids[workload.random_nodes[i]]);
            sum += static_cast<std::uint64_t>(graph.ages[found->second]);
          }
          return sum;
        },
        [&] {
          std::uint64_t sum = 0;
          std::vector<std::uint64_t> found;
          for (std::size_t i = 0; i < kLookups; ++i) {
            found.clear();
            require(view->seek_index({.index = index, .equal = {graph.unique_ids[workload.random_nodes[i]]}}, found));
            const ColumnRef column = require(view->column(ElementKind::kNode, age, column_block_of(found.front())));
            sum += static_cast<std::uint64_t>(column->integers[column_row_of(found.front())]);
          }
          return sum;
        });
  }
  reporter.figure("block cache in use", in_megabytes(store->info().cache_bytes_used));
}

void run_storage_inserts(const Workload& workload, Reporter& reporter) {
  if (!reporter.wants("insert, storage")) return;
  reporter.heading("Single relationships, a transaction each, through the storage layer; plain: an append to a file");
  for (const storage::Durability durability : {storage::Durability::kFull, storage::Durability::kRelaxed}) {
    const bool full = durability == storage::Durability::kFull;
    const std::size_t amount = full ? 1000 : 10'000;
    const auto store = open(workload.directory / "loaded.kith", durability);
    const RelationshipTypeId type = store->snapshot()->names().relationship_type("R").value();
    SyncedFile file(workload.directory / "synced.bin");
    std::size_t next = 0;
    const auto node = [&] {
      return NodeId{workload.node_ids[workload.random_nodes[next++ % workload.random_nodes.size()]]};
    };
    reporter.compare(
        {.name = full ? "insert, storage: with a sync" : "insert, storage: relaxed",
         .unit = "commits",
         .amount = amount},
        [&] {
          for (std::size_t i = 0; i < amount; ++i) file.append(full);
          return amount;
        },
        [&] {
          for (std::size_t i = 0; i < amount; ++i) {
            const auto write = require(store->begin_write(kWait));
            const NodeId start = node();
            require(write->create_relationship(type, start, node()));
            require(write->check_statement());
            require(write->commit());
          }
          return amount;
        });
    if (!full) continue;
    constexpr std::size_t kWriters = 8;
    reporter.compare(
        {.name = "insert, storage: 8 writers, each with a sync", .unit = "commits", .amount = amount},
        [&] {
          for (std::size_t i = 0; i < amount; ++i) file.append(true);
          return amount;
        },
        [&] {
          std::vector<std::thread> writers;
          for (std::size_t w = 0; w < kWriters; ++w) {
            writers.emplace_back([&, w] {
              for (std::size_t i = w; i < amount; i += kWriters) {
                const NodeId start{workload.node_ids[workload.random_nodes[2 * i]]};
                const NodeId end{workload.node_ids[workload.random_nodes[2 * i + 1]]};
                const auto write = require(store->begin_write(std::chrono::seconds(60)));
                require(write->create_relationship(type, start, end));
                require(write->commit());
              }
            });
          }
          for (std::thread& writer : writers) writer.join();
          return amount;
        });
    constexpr std::size_t kTogether = 10'000;
    reporter.compare(
        {.name = "insert, storage: 10,000 in a transaction", .unit = "relationships", .amount = kTogether},
        [&] {
          for (std::size_t i = 0; i < kTogether; ++i) file.append(i + 1 == kTogether);
          return kTogether;
        },
        [&] {
          const auto write = require(store->begin_write(kWait));
          for (std::size_t i = 0; i < kTogether; ++i) {
            const NodeId start = node();
            require(write->create_relationship(type, start, node()));
          }
          require(write->commit());
          return kTogether;
        });
  }
}

}  // namespace kith::bench
