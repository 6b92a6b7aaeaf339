// tests/storage/store_bulk_load.cpp: a bulk load equals transactional creation, beside data that is there, or not at
// all.
#include <map>

#include "storage/keys.hpp"
#include "storage/rocksdb/rocksdb_backend.hpp"
#include "store_support.hpp"
#include "values/compare.hpp"

namespace kith::storage {
using namespace testing;
namespace {

struct Graph {
  struct Node {
    int labels;
    std::string name;
    std::int64_t number;
  };
  struct Relationship {
    int type;
    std::size_t start, end;
    std::int64_t weight;
  };
  std::vector<Node> nodes;
  std::vector<Relationship> relationships;
};

Graph random_graph(std::mt19937_64& random, std::size_t num_nodes, std::size_t num_relationships) {
  Graph out;
  const auto below = [&](std::size_t limit) { return random() % limit; };
  for (std::size_t i = 0; i < num_nodes; ++i) {
    out.nodes.push_back(
        {static_cast<int>(below(3)), "name " + std::to_string(below(200)), static_cast<std::int64_t>(below(1000))});
  }
  for (std::size_t i = 0; i < num_relationships; ++i) {
    const std::size_t start = below(5) == 0 ? 0 : below(num_nodes);  // node 0 is a hub
    out.relationships.push_back(
        {static_cast<int>(below(2)), start, below(num_nodes), below(3) == 0 ? -1 : static_cast<std::int64_t>(i)});
  }
  return out;
}

/// A view without ids: what two databases must agree on.
std::multimap<std::string, std::string> content(const ReadView& view, PropertyKeyId name, PropertyKeyId number,
                                                PropertyKeyId weight) {
  std::multimap<std::string, std::string> out;
  const auto text = [&](NodeId node) {
    std::string labels;
    for (const LabelId label : view.names().label_set(label_set_of(view, node))) labels += view.names().name(label);
    return labels + "|" + to_cypher_string(value_of(view, node, name)) + "|" +
           to_cypher_string(value_of(view, node, number));
  };
  for (std::uint64_t id = 0; id < view.node_id_end(); ++id) {
    if (!exists(view, NodeId{id})) continue;
    out.emplace(text(NodeId{id}), "");
    for (std::uint32_t type = 0; type < 2; ++type) {
      for (const Direction direction : {Direction::kOutgoing, Direction::kIncoming}) {
        for (const auto& [neighbour, relationship] :
             neighbours_of(view, NodeId{id}, RelationshipTypeId{type}, direction)) {
          out.emplace(text(NodeId{id}),
                      fmt::format("{} {} {} {}", static_cast<int>(direction), type, text(NodeId{neighbour}),
                                  to_cypher_string(value_of(view, RelationshipId{relationship}, weight))));
        }
      }
    }
  }
  return out;
}

template <class Target>
struct Names3 {
  explicit Names3(Target& target) {
    labels = {take(target.add_label_name("A")), take(target.add_label_name("B"))};
    types = {take(target.add_relationship_type_name("T")), take(target.add_relationship_type_name("U"))};
    name = take(target.add_property_key_name("name"));
    number = take(target.add_property_key_name("number"));
    weight = take(target.add_property_key_name("weight"));
  }
  std::vector<LabelId> labels_of(int choice) const {
    return std::vector<LabelId>(labels.begin(), labels.begin() + choice);
  }
  std::vector<LabelId> labels;
  std::vector<RelationshipTypeId> types;
  PropertyKeyId name, number, weight;
};

void create(Store& store, const Graph& graph) {
  auto tx = begin(store);
  const Names3 names(*tx);
  std::vector<NodeId> ids;
  for (const auto& node : graph.nodes) {
    ids.push_back(take(tx->create_node(names.labels_of(node.labels))));
    check_ok(tx->set_property(ids.back(), names.name, node.name));
    check_ok(tx->set_property(ids.back(), names.number, node.number));
  }
  for (const auto& relationship : graph.relationships) {
    const RelationshipId id =
        take(tx->create_relationship(names.types[relationship.type], ids[relationship.start], ids[relationship.end]));
    if (relationship.weight >= 0) check_ok(tx->set_property(id, names.weight, relationship.weight));
  }
  take(tx->commit());
}

Names3<BulkLoad> load(Store& store, const Graph& graph, bool finish = true) {
  auto bulk = take(store.begin_bulk_load(std::chrono::seconds(10)));
  const Names3<BulkLoad> names(*bulk);
  std::vector<NodeId> ids;
  for (const auto& node : graph.nodes) {
    const BulkLoad::Property properties[] = {{names.name, node.name}, {names.number, node.number}};
    ids.push_back(take(bulk->add_node(take(bulk->add_label_set(names.labels_of(node.labels))), properties)));
  }
  std::uint64_t handle = 0;
  for (const auto& relationship : graph.relationships) {
    const BulkLoad::Property properties[] = {{names.weight, relationship.weight}};
    const std::span<const BulkLoad::Property> given(properties, relationship.weight >= 0 ? 1 : 0);
    CHECK(take(bulk->add_relationship(names.types[relationship.type], ids[relationship.start], ids[relationship.end],
                                      given)) == handle++);
  }
  if (!graph.relationships.empty()) {
    check_ok(bulk->put_assertion(
        {.element = ElementKind::kRelationship, .id = handle - 1, .passage = ids[0], .confidence = 0.5}));
    check_ok(bulk->put_assertion({.element = ElementKind::kNode, .id = ids[1].value, .passage = ids[0], .rule = "r"}));
  }
  CHECK(kind_of(bulk->add_relationship(names.types[0], ids[0], NodeId{1u << 30}, {})) == ErrorKind::kEntityNotFound);
  if (finish) take(bulk->finish());
  return names;
}

}  // namespace

TEST_CASE("store: a bulk load equals transactional creation, empty or beside what is there") {
  // The small buffer makes it sort by way of some dozen files.
  const std::uint64_t buffer_bytes = GENERATE(StoreOptions().bulk_buffer_bytes, std::uint64_t{200'000});
  std::mt19937_64 random(seed());
  const Graph first = random_graph(random, 9000, 30000), second = random_graph(random, 3000, 20000),
              third = random_graph(random, 300, 900);
  const TemporaryDirectory created, loaded;
  {
    const auto a = open(created.path());
    const auto b = open(loaded.path(), {.bulk_buffer_bytes = buffer_bytes});
    create(*a, first);
    load(*b, first);
    check_clean(*a);
    check_clean(*b);
    CHECK_FALSE(std::filesystem::exists(loaded.path() / "spill"));
    create(*a, second);
    create(*b, second);
    create(*a, third);
    const Names3<BulkLoad> names = load(*b, third);
    check_clean(*b);
    const auto in_a = a->snapshot(), in_b = b->snapshot();
    CHECK(in_a->statistics().num_relationships == in_b->statistics().num_relationships);
    CHECK(content(*in_a, names.name, names.number, names.weight) ==
          content(*in_b, names.name, names.number, names.weight));
    check_ok(a->fold_all());
    const Statistics folded = a->snapshot()->statistics();
    REQUIRE(folded.triples.size() == in_b->statistics().triples.size());
    for (std::size_t i = 0; i < folded.triples.size(); ++i)
      CHECK(folded.triples[i].count == in_b->statistics().triples[i].count);
    for (const auto& values : folded.distinct_values) {
      if (values.key == names.name) CHECK(std::abs(static_cast<double>(values.distinct) - 200) < 20);
    }
  }
  const auto a = open(created.path());
  const auto b = open(loaded.path());
  const auto in_b = b->snapshot();
  CHECK(content(*a->snapshot(), PropertyKeyId{0}, PropertyKeyId{1}, PropertyKeyId{2}) ==
        content(*in_b, PropertyKeyId{0}, PropertyKeyId{1}, PropertyKeyId{2}));
  CHECK(take(in_b->assertions_from(NodeId{0})).size() == 2);
  check_clean(*b);
}

TEST_CASE("store: an unfinished bulk load leaves no trace") {
  std::mt19937_64 random(seed());
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  create(*store, random_graph(random, 100, 300));
  const auto before = store->snapshot()->commit_number();
  load(*store, random_graph(random, 5000, 5000), false);
  CHECK(store->snapshot()->commit_number() == before);
  CHECK(store->snapshot()->statistics().num_nodes == 100);
  create(*store, random_graph(random, 100, 300));
  check_clean(*store);
}

TEST_CASE("store: a bulk load fills indexes and keeps constraints") {
  const std::uint64_t buffer_bytes = GENERATE(StoreOptions().bulk_buffer_bytes, std::uint64_t{100'000});
  const TemporaryDirectory directory;
  const auto store = open(directory.path(), {.bulk_buffer_bytes = buffer_bytes});
  auto tx = begin(*store);
  const LabelId label = take(tx->add_label_name("A"));
  const PropertyKeyId name = take(tx->add_property_key_name("name"));
  check_ok(tx->create_constraint(
      {.name = "one", .kind = ConstraintKind::kUnique, .label_or_type = label.value, .keys = {name}}));
  const NodeId there = take(tx->create_node(std::span(&label, 1)));
  check_ok(tx->set_property(there, name, "there"));
  take(tx->commit());
  for (const bool against_stored : {false, true}) {
    auto bulk = take(store->begin_bulk_load(std::chrono::seconds(1)));
    const std::uint32_t set = take(bulk->add_label_set(std::span(&label, 1)));
    const BulkLoad::Property property[] = {{name, against_stored ? "there" : "twice"}};
    take(bulk->add_node(set, property));
    if (!against_stored) take(bulk->add_node(set, property));
    const auto refused = bulk->finish();
    CHECK(kind_of(refused) == ErrorKind::kConstraintValidationFailed);
    CHECK(refused.error().message.find("`one`") != std::string::npos);
  }
  auto bulk = take(store->begin_bulk_load(std::chrono::seconds(1)));
  const std::uint32_t set = take(bulk->add_label_set(std::span(&label, 1)));
  NodeId added;
  for (int i = 0; i < 10000; ++i) {
    const BulkLoad::Property property[] = {{name, "n" + std::to_string(i)}};
    added = take(bulk->add_node(set, property));
  }
  take(bulk->finish());
  std::vector<std::uint64_t> found;
  check_ok(
      store->snapshot()->seek_index({.index = store->snapshot()->schema().indexes[0].id, .equal = {"n9999"}}, found));
  CHECK(found == std::vector<std::uint64_t>{added.value});
  check_clean(*store);
}

TEST_CASE("store: what a bulk load refuses is not in it") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  auto tx = begin(*store);
  const LabelId label = take(tx->add_label_name("A"));
  const RelationshipTypeId type = take(tx->add_relationship_type_name("T"));
  const PropertyKeyId name = take(tx->add_property_key_name("name"));
  check_ok(tx->create_constraint(
      {.name = "named", .kind = ConstraintKind::kNotNull, .label_or_type = label.value, .keys = {name}}));
  check_ok(tx->create_constraint({.name = "typed",
                                  .kind = ConstraintKind::kNotNull,
                                  .element = ElementKind::kRelationship,
                                  .label_or_type = type.value,
                                  .keys = {name}}));
  take(tx->commit());
  CHECK(kind_of(tx->add_label_name("B")) == ErrorKind::kTransaction);
  tx.reset();
  auto bulk = take(store->begin_bulk_load(std::chrono::seconds(1)));
  const std::uint32_t set = take(bulk->add_label_set(std::span(&label, 1)));
  const BulkLoad::Property property[] = {{name, "x"}};
  const NodeId node = take(bulk->add_node(set, property));
  const auto unnamed = bulk->add_node(set, {});
  CHECK(kind_of(unnamed) == ErrorKind::kConstraintValidationFailed);
  CHECK(unnamed.error().message == "constraint `named`: a node with label `A` must have a value for `name`");
  CHECK(kind_of(bulk->add_relationship(type, node, node, {})) == ErrorKind::kConstraintValidationFailed);
  CHECK(kind_of(bulk->add_relationships(type, std::span(&node, 1), std::span(&node, 1))) ==
        ErrorKind::kConstraintValidationFailed);
  const BulkLoad::Property unstorable[] = {{name, List{List{1}}}};
  CHECK(kind_of(bulk->add_node(set, unstorable)) == ErrorKind::kTypeError);
  take(bulk->add_relationship(type, node, node, property));
  take(bulk->finish());
  CHECK(kind_of(bulk->add_label_name("B")) == ErrorKind::kTransaction);
  CHECK(store->snapshot()->statistics().num_nodes == 1);
  CHECK(store->snapshot()->statistics().num_relationships == 1);
  check_clean(*store);
}

TEST_CASE("store: a bulk load that fails to read what is there has ended") {
  const TemporaryDirectory directory;
  LabelId label;
  {
    const auto store = open(directory.path());
    auto tx = begin(*store);
    label = take(tx->add_label_name("A"));
    take(tx->create_node(std::span(&label, 1)));
    take(tx->commit());
  }
  {
    const auto backend = take(open_rocksdb_backend(directory.path() / "data", {}));
    const auto scan = backend->scan(Family::kBlocks, BlockKey{BlockId::nodes(0), 0}.to_bytes(), "", nullptr);
    REQUIRE(scan->valid());
    Batch batch;
    batch.put(Family::kBlocks, std::string(scan->key()), "damaged");
    check_ok(backend->append(batch));
  }
  const auto store = open(directory.path());
  auto bulk = take(store->begin_bulk_load(std::chrono::seconds(1)));
  const std::uint32_t set = take(bulk->add_label_set(std::span(&label, 1)));
  CHECK(kind_of(bulk->add_node(set, {})) == ErrorKind::kCorruption);
  CHECK(kind_of(bulk->add_node(set, {})) == ErrorKind::kTransaction);
  CHECK(kind_of(bulk->finish()) == ErrorKind::kTransaction);
  CHECK(store->begin_write(std::chrono::seconds(1)).ok());  // the lock is free
}

TEST_CASE("store: hubs continue outside their block") {
  const TemporaryDirectory directory;
  constexpr std::uint32_t kNeighbours = 40'000;
  RelationshipTypeId type;
  {
    const auto store = open(directory.path());
    auto tx = begin(*store);
    type = take(tx->add_relationship_type_name("T"));
    std::vector<NodeId> nodes;
    for (std::uint32_t i = 0; i < kNeighbours; ++i) nodes.push_back(take(tx->create_node({})));
    for (const NodeId node : nodes) take(tx->create_relationship(type, nodes[0], node));
    take(tx->commit());
    check_clean(*store);
  }
  {
    const auto store = open(directory.path());
    const auto list = neighbours_of(*store->snapshot(), NodeId{0}, type, Direction::kOutgoing);
    CHECK(list.size() == kNeighbours);
    CHECK(std::is_sorted(list.begin(), list.end()));
    auto tx = begin(*store);  // folds again with the hub's list as it is, then with it changed
    take(tx->create_relationship(type, NodeId{1}, NodeId{2}));
    take(tx->commit());
    check_ok(store->fold_all());
    check_clean(*store);
    tx = begin(*store);
    take(tx->create_relationship(type, NodeId{0}, NodeId{2}));
    take(tx->commit());
    check_ok(store->fold_all());
    check_clean(*store);
  }
  const auto store = open(directory.path());
  CHECK(neighbours_of(*store->snapshot(), NodeId{0}, type, Direction::kOutgoing).size() == kNeighbours + 1);
  check_clean(*store);
}

}  // namespace kith::storage
