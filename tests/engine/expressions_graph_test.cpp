// tests/engine/expressions_graph_test.cpp: properties, labels, paths and evidence, over a small graph made by hand.
#include <catch2/catch.hpp>

#include <map>

#include "engine/execution/expressions/element.hpp"
#include "tests/engine/expressions_support.hpp"

namespace kith::engine {
namespace {

using namespace testing;
using storage::BlockNumber;
using storage::Column;
using storage::ColumnKind;
using storage::kColumnBlockSize;

class FakeNames final : public storage::Names {
 public:
  std::vector<std::string> labels, types, keys;
  std::vector<std::vector<LabelId>> sets = {{}};

  std::optional<LabelId> label(std::string_view name) const override { return find<LabelId>(labels, name); }
  std::optional<RelationshipTypeId> relationship_type(std::string_view name) const override {
    return find<RelationshipTypeId>(types, name);
  }
  std::optional<PropertyKeyId> property_key(std::string_view name) const override {
    return find<PropertyKeyId>(keys, name);
  }
  std::string_view name(LabelId id) const override { return labels[id.value]; }
  std::string_view name(RelationshipTypeId id) const override { return types[id.value]; }
  std::string_view name(PropertyKeyId id) const override { return keys[id.value]; }
  std::uint32_t num_labels() const override { return static_cast<std::uint32_t>(labels.size()); }
  std::uint32_t num_relationship_types() const override { return static_cast<std::uint32_t>(types.size()); }
  std::uint32_t num_property_keys() const override { return static_cast<std::uint32_t>(keys.size()); }
  std::span<const LabelId> label_set(std::uint32_t number) const override { return sets[number]; }
  std::uint32_t num_label_sets() const override { return static_cast<std::uint32_t>(sets.size()); }

 private:
  template <class Id>
  static std::optional<Id> find(const std::vector<std::string>& names, std::string_view name) {
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return Id{i};
    }
    return std::nullopt;
  }
};

/// Whatever a test puts in; the rest is empty.
class FakeView final : public storage::ReadView {
 public:
  FakeNames fake_names;
  std::map<std::pair<std::uint32_t, BlockNumber>, storage::ColumnRef> node_columns;
  std::map<BlockNumber, storage::NodeBlockRef> node_blocks;
  std::map<BlockNumber, storage::RelationshipBlockRef> relationship_blocks;
  std::map<std::pair<std::uint32_t, int>, storage::AdjacencyRef> adjacencies;
  std::vector<storage::Assertion> assertions;
  mutable int num_column_reads = 0;

  CommitNumber commit_number() const override { return 0; }
  const storage::Names& names() const override { return fake_names; }
  const storage::Schema& schema() const override { return schema_; }
  const storage::Statistics& statistics() const override { return statistics_; }
  std::uint64_t node_id_end() const override { return 0; }
  std::uint64_t relationship_id_end() const override { return 0; }
  Result<storage::NodeBlockRef> nodes(BlockNumber block) const override {
    const auto found = node_blocks.find(block);
    return found == node_blocks.end() ? std::make_shared<const storage::NodeBlock>() : found->second;
  }
  Result<storage::RelationshipBlockRef> relationships(BlockNumber block) const override {
    const auto found = relationship_blocks.find(block);
    return found == relationship_blocks.end() ? std::make_shared<const storage::RelationshipBlock>() : found->second;
  }
  Result<storage::ColumnRef> column(ElementKind element, PropertyKeyId key, BlockNumber block) const override {
    ++num_column_reads;
    const auto found = node_columns.find({key.value, block});
    if (element != ElementKind::kNode || found == node_columns.end()) return std::make_shared<const Column>();
    return found->second;
  }
  Result<std::vector<PropertyKeyId>> keys(ElementKind, BlockNumber) const override {
    std::vector<PropertyKeyId> all;
    for (std::uint32_t i = 0; i < fake_names.keys.size(); ++i) all.push_back(PropertyKeyId{i});
    return all;
  }
  Result<storage::AdjacencyRef> adjacency(RelationshipTypeId type, Direction direction, BlockNumber) const override {
    const auto found = adjacencies.find({type.value, static_cast<int>(direction)});
    if (found != adjacencies.end()) return found->second;
    return std::make_shared<const storage::Adjacency>(std::make_shared<const storage::Adjacency::Base>());
  }
  Result<std::vector<BlockNumber>> blocks_with_label(LabelId) const override { return std::vector<BlockNumber>{}; }
  Result<std::vector<BlockNumber>> blocks_with_type(RelationshipTypeId) const override {
    return std::vector<BlockNumber>{};
  }
  Status seek_index(const storage::IndexSeek&, std::vector<std::uint64_t>&) const override { return Status::success(); }
  Result<std::vector<storage::Assertion>> assertions_of(ElementKind, std::uint64_t) const override {
    return assertions;
  }
  Result<std::vector<storage::Assertion>> assertions_from(NodeId) const override { return assertions; }

  /// Every node of the block gets value(row); null: absent.
  template <class Make>
  void put_column(std::uint32_t key, BlockNumber block, ColumnKind kind, Make value) {
    auto column = std::make_shared<Column>();
    column->kind = kind;
    bool some_null = false;
    std::vector<Value> values(kColumnBlockSize);
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      values[row] = value(row);
      some_null = some_null || values[row].is_null();
    }
    if (some_null) column->validity.assign(kColumnBlockSize / 64, 0);
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (some_null && !values[row].is_null()) column->validity[row / 64] |= std::uint64_t{1} << (row % 64);
      const Value& v = values[row];
      if (kind == ColumnKind::kInteger) column->integers.push_back(v.is_null() ? 0 : v.as_integer());
      if (kind == ColumnKind::kFloat) column->floats.push_back(v.is_null() ? 0 : v.as_float());
    }
    if (kind == ColumnKind::kMixed) column->values = std::move(values);
    node_columns[{key, block}] = std::move(column);
  }

  void put_adjacency(std::uint32_t type, Direction direction,
                     std::map<std::uint32_t, std::vector<std::uint64_t>> lists) {
    auto base = std::make_shared<storage::Adjacency::Base>();
    base->offsets.push_back(0);
    for (std::uint32_t row = 0; row < storage::kAdjacencyBlockSize; ++row) {
      for (const std::uint64_t neighbour : lists[row]) {
        base->neighbours.push_back(neighbour);
        base->relationships.push_back(base->relationships.size());
      }
      base->offsets.push_back(static_cast<std::uint32_t>(base->neighbours.size()));
    }
    adjacencies[{type, static_cast<int>(direction)}] = std::make_shared<const storage::Adjacency>(base);
  }

 private:
  storage::Schema schema_;
  storage::Statistics statistics_;
};

Vector node_ids(const std::vector<std::uint64_t>& ids) {
  auto buffer = std::make_shared<VectorBuffer<std::uint64_t>>();
  buffer->values = ids;
  return Vector::own<std::uint64_t>(VectorKind::kNode, std::move(buffer));
}

Vector consecutive(std::uint64_t first, std::uint32_t size) {
  std::vector<std::uint64_t> ids(size);
  for (std::uint32_t i = 0; i < size; ++i) ids[i] = first + i;
  Vector vector = node_ids(ids);
  vector.set_consecutive();
  return vector;
}

TEST_CASE("read_property gives each element's value, borrowed or gathered", "[expressions]") {
  RandomVectors random(test_seed() + 20);
  FakeView view;
  view.fake_names.keys = {"whole", "either", "odd"};
  for (BlockNumber block = 0; block < 3; ++block) {
    view.put_column(0, block, ColumnKind::kInteger, [&](std::uint32_t row) {
      return row % 5 == 2 && block != 1 ? Value() : Value(static_cast<std::int64_t>(block * 10'000 + row));
    });
    // Kinds that differ between blocks, and a block without the property.
    if (block < 2) {
      view.put_column(1, block, block == 0 ? ColumnKind::kInteger : ColumnKind::kFloat,
                      [](std::uint32_t row) { return row % 3 == 0 ? Value() : Value(static_cast<std::int64_t>(row)); });
    }
    view.put_column(2, block, ColumnKind::kMixed, [&](std::uint32_t row) {
      return row % 2 == 0 ? Value() : row % 3 == 0 ? Value("text") : Value(List{1});
    });
  }
  ExecContext context;
  context.view = &view;
  const auto check = [&](const Vector& ids) {
    for (const char* key : {"whole", "either", "odd", "missing"}) {
      const Result<Vector> values = read_property(ids, key, context);
      REQUIRE(values.ok());
      REQUIRE(values->size() == ids.size());
      for (std::uint32_t row = 0; row < ids.size(); ++row) {
        Value expected;
        if (!ids.is_null(row)) {
          const std::uint64_t id = ids.value(row).as_node().id.value;
          expected = *property_of(ElementKind::kNode, id, key, context);
        }
        INFO(key << " of row " << row);
        REQUIRE(same(values->value(row), expected));
      }
    }
  };
  for (int round = 0; round < 60; ++round) {
    const auto size = static_cast<std::uint32_t>(random.below(2048));
    const Vector run = consecutive(random.below(3 * kColumnBlockSize - size), size);
    check(run);
    if (size > 1) {
      check(run.slice(size / 2, size - size / 2));
      auto rows = std::make_shared<std::vector<std::uint32_t>>(random.below(300));
      for (std::uint32_t& row : *rows) row = static_cast<std::uint32_t>(random.below(size));
      check(run.select(rows));
      check(run.select(rows).select(std::make_shared<const std::vector<std::uint32_t>>(rows->size() / 2, 0)));
    }
    std::vector<std::uint64_t> ids(random.below(200));
    for (std::uint64_t& id : ids) id = random.below(3 * kColumnBlockSize);
    check(node_ids(ids));
    auto with_nulls = std::make_shared<VectorBuffer<std::uint64_t>>();
    with_nulls->values = ids;
    for (std::uint32_t row = 0; row < ids.size(); row += 3) with_nulls->set_null(row);
    const Vector some = Vector::own<std::uint64_t>(VectorKind::kNode, with_nulls);
    check(some);
    if (!ids.empty()) check(some.select(std::make_shared<const std::vector<std::uint32_t>>(500, ids.size() - 1)));
  }
  view.num_column_reads = 0;
  const Result<Vector> borrowed = read_property(consecutive(100, 1000), "whole", context);
  CHECK(view.num_column_reads == 1);
  CHECK(borrowed->view<std::int64_t>().data == view.node_columns[{0, 0}]->integers.data() + 100);
}

/// (0:Facility:Site)-[:SERVES]->(1:Laboratory), 2 deleted.
struct SmallGraph {
  FakeView view;
  ExecContext context;
  SmallGraph() {
    view.fake_names.labels = {"Facility", "Laboratory", "Site"};
    view.fake_names.types = {"SERVES"};
    view.fake_names.keys = {"beams"};
    view.fake_names.sets = {{}, {LabelId{0}, LabelId{2}}, {LabelId{1}}};
    auto nodes = std::make_shared<storage::NodeBlock>();
    nodes->label_sets.assign(kColumnBlockSize, storage::NodeBlock::kAbsent);
    nodes->label_sets[0] = 1;
    nodes->label_sets[1] = 2;
    view.node_blocks[0] = nodes;
    auto relationships = std::make_shared<storage::RelationshipBlock>();
    relationships->types.assign(kColumnBlockSize, storage::RelationshipBlock::kAbsent);
    relationships->starts.assign(kColumnBlockSize, 0);
    relationships->ends.assign(kColumnBlockSize, 0);
    relationships->types[0] = 0;
    relationships->ends[0] = 1;
    view.relationship_blocks[0] = relationships;
    view.put_column(0, 0, ColumnKind::kInteger, [](std::uint32_t row) { return row == 0 ? Value(16) : Value(); });
    context.view = &view;
    context.num_slots = 8;
  }
  std::string text(const ExpressionPtr& expression, const Chunk& chunk) {
    const Result<Vector> result = evaluate(*expression, chunk, context);
    if (!result.ok()) return std::string(to_string(result.error().kind)) + ": " + result.error().detail;
    List values;
    for (std::uint32_t row = 0; row < chunk.size; ++row) values.push_back(result->value(row));
    return to_cypher_string(Value(values));
  }
};

Value node(std::uint64_t id) { return Node{NodeId{id}, nullptr}; }
Value relationship(std::uint64_t id) { return Relationship{RelationshipId{id}, nullptr}; }

TEST_CASE("labels, types, keys and ends", "[expressions]") {
  SmallGraph graph;
  const Chunk chunk = chunk_of({Vector::from_values({node(0), node(1), Value()}),
                                Vector::from_values({relationship(0), Value(), Value()}),
                                Vector::from_values({node(0), relationship(0), Value(1)})});
  CHECK(graph.text(call("labels", {slot(0)}), chunk) == "[['Facility', 'Site'], ['Laboratory'], null]");
  CHECK(graph.text(call("type", {slot(1)}), chunk) == "['SERVES', null, null]");
  CHECK(graph.text(call("id", {slot(0)}), chunk) == "[0, 1, null]");
  CHECK(graph.text(call("id", {call("endNode", {slot(1)})}), chunk) == "[1, null, null]");
  CHECK(graph.text(call("keys", {slot(0)}), chunk) == "[['beams'], [], null]");
  CHECK(graph.text(call("properties", {slot(0)}), chunk) == "[{beams: 16}, {}, null]");
  CHECK(graph.text(call("labels", {slot(2)}), chunk) == "TypeError: InvalidArgumentValue");
  CHECK(graph.text(make(PropertyExpression{slot(0), "beams"}), chunk) == "[16, null, null]");
  CHECK(graph.text(make(IndexExpression{slot(0), constant("beams")}), chunk) == "[16, null, null]");
  CHECK(graph.text(make(MapProjectionExpression{slot(0), true, {{"n", constant(1)}}}), chunk) ==
        "[{beams: 16, n: 1}, {n: 1}, null]");
}

TEST_CASE("label tests are trees over names", "[expressions]") {
  SmallGraph graph;
  using Kind = ast::LabelExpression::Kind;
  const Chunk chunk = chunk_of(
      {Vector::from_values({node(0), node(1), Value()}), Vector::from_values({relationship(0), Value(), Value()})});
  const auto name = [](const char* text) { return LabelTest{Kind::kName, text, {}}; };
  const auto test = [&](Slot subject, LabelTest tree) {
    return graph.text(make(LabelTestExpression{slot(subject), tree}), chunk);
  };
  CHECK(test(0, name("Facility")) == "[true, false, null]");
  CHECK(test(0, name("Nowhere")) == "[false, false, null]");
  CHECK(test(0, {Kind::kAnd, "", {name("Facility"), name("Site")}}) == "[true, false, null]");
  CHECK(test(0, {Kind::kOr, "", {name("Laboratory"), name("Site")}}) == "[true, true, null]");
  CHECK(test(0, {Kind::kNot, "", {name("Site")}}) == "[false, true, null]");
  CHECK(test(0, {Kind::kWildcard, "", {}}) == "[true, true, null]");
  CHECK(test(1, name("SERVES")) == "[true, null, null]");
}

TEST_CASE("what this query deleted cannot be read", "[expressions]") {
  SmallGraph graph;
  graph.context.counters.nodes_deleted = 1;
  const Chunk chunk = chunk_of({Vector::from_values({node(2)}), Vector::from_values({relationship(5)})});
  CHECK(graph.text(make(PropertyExpression{slot(0), "beams"}), chunk) == "EntityNotFound: DeletedEntityAccess");
  CHECK(graph.text(make(PropertyExpression{slot(1), "beams"}), chunk) == "EntityNotFound: DeletedEntityAccess");
  CHECK(graph.text(call("labels", {slot(0)}), chunk) == "EntityNotFound: DeletedEntityAccess");
  CHECK(graph.text(call("keys", {slot(0)}), chunk) == "EntityNotFound: DeletedEntityAccess");
  storage::RelationshipBlock remembered;
  remembered.types = {0};
  remembered.starts = {0};
  remembered.ends = {1};
  graph.context.deleted.emplace(5, remembered);
  CHECK(graph.text(call("type", {slot(1)}), chunk) == "['SERVES']");
}

TEST_CASE("paths are put together from their parts", "[expressions]") {
  SmallGraph graph;
  const Chunk chunk = chunk_of({Vector::from_values({node(1), node(1), Value()}),
                                Vector::from_values({relationship(0), List{relationship(0)}, relationship(0)}),
                                Vector::from_values({node(0), node(0), node(0)}),
                                Vector::from_values({relationship(0), List{relationship(4)}, Value()})});
  const ExpressionPtr path = make(PathExpression{{0, 2}, {1}});
  const Result<Vector> paths = evaluate(*path, chunk, graph.context);
  REQUIRE(paths.ok());
  for (const std::uint32_t row : {0U, 1U}) {
    const PathContent& content = *paths->value(row).as_path().content;
    REQUIRE(content.nodes.size() == 2);
    CHECK(content.nodes[0].id == NodeId{1});
    CHECK(content.nodes[1].id == NodeId{0});
  }
  CHECK(paths->is_null(2));
  CHECK(graph.text(call("length", {path}), chunk) == "[1, 1, null]");
  CHECK(graph.text(make(DisjointExpression{1, 3}), chunk) == "[false, true, true]");
}

TEST_CASE("evidence follows passages to their documents; series is sorted by date", "[expressions]") {
  SmallGraph graph;
  FakeView& view = graph.view;
  view.fake_names.types = {"SERVES", "HAS_SECTION", "HAS_PASSAGE", "HAS_OBSERVATION"};
  view.fake_names.keys = {"beams", "title", "heading", "line", "id", "metric", "as_of", "value", "unit"};
  const auto put = [&](std::uint32_t key, std::map<std::uint32_t, Value> values) {
    view.put_column(key, 0, ColumnKind::kMixed, [&](std::uint32_t row) { return values[row]; });
  };
  // 10 document, 11 section, 12 passage, 13 and 14 observations
  view.put_adjacency(2, Direction::kIncoming, {{12, {11}}});
  view.put_adjacency(1, Direction::kIncoming, {{11, {10}}});
  view.put_adjacency(3, Direction::kOutgoing, {{0, {13, 14, 15}}});
  put(1, {{10, "Report"}});
  put(2, {{11, "Beams"}});
  put(3, {{12, 7}});
  put(4, {{12, "p-1"}});
  put(5, {{13, "hours"}, {14, "hours"}, {15, "users"}});
  put(6, {{13, "2022"}, {14, "2021"}});
  put(7, {{13, 5000}, {14, 4000}});
  put(8, {{13, "h"}});
  storage::Assertion assertion;
  assertion.passage = NodeId{12};
  assertion.confidence = 0.5;
  assertion.modality = "planned";
  view.assertions = {assertion, assertion};
  view.assertions[1].key = PropertyKeyId{0};
  const Chunk chunk = chunk_of({Vector::from_values({node(0)})});
  const std::string expected =
      "{confidence: 0.5, document: 'Report', line: 7, modality: 'planned', page: null, passage: 'p-1', rule: null, "
      "section: 'Beams', "
      "year: null}";
  CHECK(graph.text(call("evidence", {slot(0)}), chunk) == "[[" + expected + "]]");
  CHECK(graph.text(call("evidence", {slot(0), constant("beams")}), chunk) == "[[" + expected + "]]");
  CHECK(graph.text(call("evidence", {slot(0), constant("title")}), chunk) == "[[]]");
  CHECK(graph.text(call("series", {slot(0), constant("hours")}), chunk) ==
        "[[{as_of: '2021', unit: null, value: 4000}, {as_of: '2022', unit: 'h', value: 5000}]]");
}

}  // namespace
}  // namespace kith::engine
