// tests/storage/store_model.cpp: random transactions beside plain maps, with indexes, constraints, assertions and hubs,
// reopening, folding, rollback and old snapshots.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "store_support.hpp"
#include "values/compare.hpp"

namespace kith::storage {
using namespace testing;
namespace {

struct ModelNode {
  std::set<LabelId> labels;
  std::map<PropertyKeyId, Value> properties;
};
struct ModelRelationship {
  RelationshipTypeId type;
  NodeId start, end;
  std::map<PropertyKeyId, Value> properties;
};
/// Element kind, element, passage, rule; the value is the confidence.
using ModelAssertions = std::map<std::tuple<ElementKind, std::uint64_t, NodeId, std::string>, double>;
struct Model {
  std::map<NodeId, ModelNode> nodes;
  std::map<RelationshipId, ModelRelationship> relationships;
  ModelAssertions assertions;
};

constexpr std::uint32_t kLabels = 3, kTypes = 2, kKeys = 3;
// Nodes with label 0 are indexed by key 0, those with label 1 have one value of key 1 each, those with label 2 have one
// of key 0.
constexpr LabelId kIndexed{0}, kUnique{1}, kComplete{2};
constexpr PropertyKeyId kNumber{0}, kText{1};

/// Doubles by their bits: NaN and -0.0 come back as they were.
bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (!a.is(ValueKind::kFloat)) return equivalent(a, b);
  return std::bit_cast<std::uint64_t>(a.get<double>()) == std::bit_cast<std::uint64_t>(b.get<double>());
}
struct ByOrder {
  bool operator()(const Value& a, const Value& b) const { return order(a, b) < 0; }
};
/// Nodes with the label, by their value of the key.
std::map<Value, std::vector<std::uint64_t>, ByOrder> nodes_by_value(const Model& model, LabelId label,
                                                                    PropertyKeyId key) {
  std::map<Value, std::vector<std::uint64_t>, ByOrder> out;
  for (const auto& [id, node] : model.nodes) {
    if (!node.labels.contains(label)) continue;
    if (const auto value = node.properties.find(key); value != node.properties.end())
      out[value->second].push_back(id.value);
  }
  return out;
}
/// Whether commit has to refuse it.
bool violates(const Model& model) {
  for (const auto& [value, nodes] : nodes_by_value(model, kUnique, kText)) {
    if (nodes.size() > 1) return true;
  }
  return std::any_of(model.nodes.begin(), model.nodes.end(), [](const auto& node) {
    return node.second.labels.contains(kComplete) && !node.second.properties.contains(kNumber);
  });
}

void compare_properties(const ReadView& view, ElementKind element, std::uint64_t id,
                        const std::map<PropertyKeyId, Value>& expected) {
  const BlockNumber block = column_block_of(id);
  const auto listed = take(view.keys(element, block));
  for (std::uint32_t k = 0; k < kKeys; ++k) {
    const PropertyKeyId key{k};
    const ColumnRef column = take(view.column(element, key, block));
    const auto value = expected.find(key);
    const Value read = column->value(column_row_of(id));
    if (value == expected.end()) {
      if (!read.is_null()) FAIL("element " << id << " has a value it should not have");
    } else {
      if (!identical(read, value->second)) FAIL("element " << id << ": another value");
      if (order(read, column->minimum) < 0 || order(read, column->maximum) > 0)
        FAIL("element " << id << ": outside the bounds");
      if (!std::binary_search(listed.begin(), listed.end(), key)) FAIL("element " << id << ": its key is not listed");
    }
  }
}

void compare_indexes(const ReadView& view, const Model& model) {
  for (const auto& [name, label, key] :
       {std::tuple("by_number", kIndexed, kNumber), std::tuple("one_text", kUnique, kText)}) {
    const auto& indexes = view.schema().indexes;
    const auto index = std::find_if(indexes.begin(), indexes.end(), [&](const auto& i) { return i.name == name; });
    if (index == indexes.end()) FAIL("index " << name << " is missing");
    for (auto& [value, expected] : nodes_by_value(model, label, key)) {
      std::vector<std::uint64_t> found;
      check_ok(view.seek_index({.index = index->id, .equal = {value}}, found));
      // openCypher's equality: NaN equals nothing.
      const bool nan = value.is(ValueKind::kFloat) && std::isnan(value.get<double>());
      std::sort(found.begin(), found.end());
      if (!nan && found != expected) FAIL("index " << name << " finds " << found.size() << " of " << expected.size());
    }
  }
}

void compare_assertions(const ReadView& view, const Model& model) {
  std::map<std::pair<ElementKind, std::uint64_t>, ModelAssertions> by_element;
  std::map<NodeId, ModelAssertions> by_passage;
  for (const auto& entry : model.assertions) {
    by_element[{std::get<0>(entry.first), std::get<1>(entry.first)}].insert(entry);
    by_passage[std::get<2>(entry.first)].insert(entry);
  }
  const auto as_model = [](const std::vector<Assertion>& stored) {
    ModelAssertions out;
    for (const Assertion& one : stored) out[{one.element, one.id, one.passage, one.rule}] = one.confidence;
    return out;
  };
  for (const auto& [element, expected] : by_element) {
    if (as_model(take(view.assertions_of(element.first, element.second))) != expected)
      FAIL("other assertions of element " << element.second);
  }
  for (const auto& [id, node] : model.nodes) {
    if (as_model(take(view.assertions_from(id))) != by_passage[id]) FAIL("other assertions from node " << id.value);
  }
}

void compare(const ReadView& view, const Model& model) {
  compare_indexes(view, model);
  compare_assertions(view, model);
  CHECK(view.statistics().num_nodes == model.nodes.size());
  CHECK(view.statistics().num_relationships == model.relationships.size());
  std::map<std::uint32_t, std::uint64_t> labels, types;
  std::map<std::tuple<std::uint32_t, int, NodeId>, Neighbours> lists;
  for (const auto& [id, relationship] : model.relationships) {
    lists[{relationship.type.value, 0, relationship.start}].emplace_back(relationship.end.value, id.value);
    lists[{relationship.type.value, 1, relationship.end}].emplace_back(relationship.start.value, id.value);
    ++types[relationship.type.value];
    const auto ends = take(view.relationships(column_block_of(id.value)));
    const std::uint32_t row = column_row_of(id.value);
    if (ends->types[row] != relationship.type.value || ends->starts[row] != relationship.start.value ||
        ends->ends[row] != relationship.end.value) {
      FAIL("relationship " << id.value << ": other ends");
    }
    compare_properties(view, ElementKind::kRelationship, id.value, relationship.properties);
  }
  std::uint64_t present = 0;
  for (BlockNumber block = 0; block * kColumnBlockSize < view.node_id_end(); ++block) {
    const NodeBlockRef sets = take(view.nodes(block));
    present += sets->num_present;
    if (sets->uniform_set != NodeBlock::kAbsent) {
      for (const std::uint32_t set : sets->label_sets) {
        if (set != NodeBlock::kAbsent && set != sets->uniform_set) FAIL("block " << block << " is not uniform");
      }
    }
  }
  CHECK(present == model.nodes.size());
  for (const auto& [id, node] : model.nodes) {
    const std::uint32_t set = label_set_of(view, id);
    if (set == NodeBlock::kAbsent) FAIL("node " << id.value << " is missing");
    const auto stored = view.names().label_set(set);
    if (!std::equal(stored.begin(), stored.end(), node.labels.begin(), node.labels.end()))
      FAIL("node " << id.value << ": other labels");
    for (const LabelId label : node.labels) {
      ++labels[label.value];
      const auto blocks = take(view.blocks_with_label(label));
      if (!std::binary_search(blocks.begin(), blocks.end(), column_block_of(id.value)))
        FAIL("node " << id.value << " is not listed");
    }
    compare_properties(view, ElementKind::kNode, id.value, node.properties);
    for (std::uint32_t type = 0; type < kTypes; ++type) {
      for (const int direction : {0, 1}) {
        Neighbours& expected = lists[{type, direction, id}];
        std::sort(expected.begin(), expected.end());
        if (neighbours_of(view, id, RelationshipTypeId{type},
                          direction == 0 ? Direction::kOutgoing : Direction::kIncoming) != expected) {
          FAIL("node " << id.value << ": another list");
        }
      }
    }
  }
  for (std::uint32_t i = 0; i < kLabels; ++i) CHECK(view.statistics().with_label(LabelId{i}) == labels[i]);
  for (std::uint32_t i = 0; i < kTypes; ++i) CHECK(view.statistics().with_type(RelationshipTypeId{i}) == types[i]);
}

class RandomWriter {
 public:
  explicit RandomWriter(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

  Value value() {
    switch (below(12)) {
      case 0:
        return Value();
      case 1:
        return below(2) == 0;
      case 2:
        return static_cast<std::int64_t>(below(1000)) - 500;
      case 3:
        return below(2) == 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
      case 4:
        return static_cast<double>(below(100)) / 4;
      case 5:
        return below(2) == 0 ? std::numeric_limits<double>::quiet_NaN() : -0.0;
      case 6:
        return Date{static_cast<std::int64_t>(below(40000))};
      case 7:
        return List{static_cast<std::int64_t>(below(5)), 2};
      case 8:
        return std::string(below(400) == 0 ? 200'000 : below(300), static_cast<char>('a' + below(26)));
      default:
        return "name " + std::to_string(below(50));
    }
  }

  /// A key keeps to one kind mostly, so that columns are typed and sometimes become mixed.
  Value value_for(PropertyKeyId key) {
    if (below(key == kText ? 200 : 20) == 0) return value();
    if (key == kNumber) return static_cast<std::int64_t>(below(200));
    if (key == kText) return "text " + std::to_string(below(1'000'000));
    return static_cast<double>(below(1000)) / 8;
  }

  void step(WriteTransaction& tx, Model& model) {
    const std::size_t kind = below(100);
    if (kind < 25 || model.nodes.size() < 3) {
      std::set<LabelId> labels;
      for (std::size_t left = below(3); left > 0; --left)
        labels.insert(LabelId{static_cast<std::uint32_t>(below(kLabels))});
      const std::vector<LabelId> list(labels.begin(), labels.end());
      const NodeId node = take(tx.create_node(list));
      model.nodes[node].labels = labels;
      if (labels.contains(kComplete)) complete(tx, model, node);
    } else if (kind < 50) {
      const RelationshipTypeId type{static_cast<std::uint32_t>(below(kTypes))};
      const NodeId start = any_node(model), end = below(10) == 0 ? start : any_node(model);
      model.relationships[take(tx.create_relationship(type, start, end))] = {type, start, end, {}};
    } else if (kind < 70) {
      const NodeId node = any_node(model);
      const PropertyKeyId key{static_cast<std::uint32_t>(below(kKeys))};
      const Value to = value_for(key);
      check_ok(tx.set_property(node, key, to));
      put(model.nodes[node].properties, key, to);
    } else if (kind < 78 && !model.relationships.empty()) {
      const RelationshipId relationship = any_relationship(model);
      const PropertyKeyId key{static_cast<std::uint32_t>(below(kKeys))};
      const Value to = value_for(key);
      check_ok(tx.set_property(relationship, key, to));
      put(model.relationships[relationship].properties, key, to);
    } else if (kind < 83) {
      const NodeId node = any_node(model);
      const LabelId label{static_cast<std::uint32_t>(below(kLabels))};
      check_ok(tx.add_label(node, label));
      model.nodes[node].labels.insert(label);
      if (label == kComplete) complete(tx, model, node);
    } else if (kind < 87) {
      const NodeId node = any_node(model);
      const LabelId label{static_cast<std::uint32_t>(below(kLabels))};
      check_ok(tx.remove_label(node, label));
      model.nodes[node].labels.erase(label);
    } else if (kind < 94 && !model.relationships.empty()) {
      const RelationshipId relationship = any_relationship(model);
      check_ok(tx.delete_relationship(relationship));
      model.relationships.erase(relationship);
      forget(model, ElementKind::kRelationship, relationship.value);
    } else if (kind < 96) {
      // Not a hub: its relationships would be most of the run.
      const NodeId node = any_node(model);
      if (node == NodeId{0}) return;
      for (auto i = model.relationships.begin(); i != model.relationships.end();) {
        if (i->second.start == node || i->second.end == node) {
          check_ok(tx.delete_relationship(i->first));
          forget(model, ElementKind::kRelationship, i->first.value);
          i = model.relationships.erase(i);
        } else {
          ++i;
        }
      }
      check_ok(tx.delete_node(node));
      model.nodes.erase(node);
      forget(model, ElementKind::kNode, node.value);
      std::erase_if(model.assertions, [&](const auto& entry) { return std::get<2>(entry.first) == node; });
    } else if (kind < 99) {
      Assertion assertion{.passage = any_node(model), .confidence = static_cast<double>(below(8)) / 8};
      if (below(2) == 0) assertion.rule = "r" + std::to_string(below(3));
      if (below(2) == 0 && !model.relationships.empty()) {
        assertion.element = ElementKind::kRelationship;
        assertion.id = any_relationship(model).value;
      } else {
        assertion.id = any_node(model).value;
      }
      check_ok(tx.put_assertion(assertion));
      model.assertions[{assertion.element, assertion.id, assertion.passage, assertion.rule}] = assertion.confidence;
    } else {
      compare_properties(tx, ElementKind::kNode, model.nodes.begin()->first.value,
                         model.nodes.begin()->second.properties);
    }
  }

  /// Gives the first node more relationships than a block's list holds.
  void make_hub(WriteTransaction& tx, Model& model) {
    for (int i = 0; i < 17'000; ++i) {
      const RelationshipTypeId type{0};
      const NodeId other = any_node(model);
      model.relationships[take(tx.create_relationship(type, NodeId{0}, other))] = {type, NodeId{0}, other, {}};
    }
  }

 private:
  /// Mostly what the constraint wants.
  void complete(WriteTransaction& tx, Model& model, NodeId node) {
    if (model.nodes[node].properties.contains(kNumber) || below(60) == 0) return;
    const Value number = static_cast<std::int64_t>(below(200));
    check_ok(tx.set_property(node, kNumber, number));
    model.nodes[node].properties[kNumber] = number;
  }
  static void forget(Model& model, ElementKind element, std::uint64_t id) {
    std::erase_if(model.assertions, [&](const auto& entry) {
      return std::get<0>(entry.first) == element && std::get<1>(entry.first) == id;
    });
  }
  static void put(std::map<PropertyKeyId, Value>& properties, PropertyKeyId key, const Value& value) {
    if (value.is_null()) {
      properties.erase(key);
    } else {
      properties[key] = value;
    }
  }
  NodeId any_node(const Model& model) {
    return std::next(model.nodes.begin(), static_cast<std::ptrdiff_t>(below(model.nodes.size())))->first;
  }
  RelationshipId any_relationship(const Model& model) {
    return std::next(model.relationships.begin(), static_cast<std::ptrdiff_t>(below(model.relationships.size())))
        ->first;
  }

  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("store: random transactions agree with a model") {
  const bool with_hub = GENERATE(false, true);
  const int rounds = with_hub ? 60 : 400;
  RandomWriter writer(seed());
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  {
    auto tx = begin(*store);
    for (std::uint32_t i = 0; i < kLabels; ++i) take(tx->add_label_name("L" + std::to_string(i)));
    for (std::uint32_t i = 0; i < kTypes; ++i) take(tx->add_relationship_type_name("T" + std::to_string(i)));
    for (std::uint32_t i = 0; i < kKeys; ++i) take(tx->add_property_key_name("k" + std::to_string(i)));
    check_ok(tx->create_index({.name = "by_number", .label_or_type = kIndexed.value, .keys = {kNumber}}));
    check_ok(tx->create_constraint({.name = "one_text", .label_or_type = kUnique.value, .keys = {kText}}));
    check_ok(tx->create_constraint(
        {.name = "complete", .kind = ConstraintKind::kNotNull, .label_or_type = kComplete.value, .keys = {kNumber}}));
    take(tx->create_node({}));
    take(tx->commit());
  }
  Model model;
  model.nodes[NodeId{0}];
  if (with_hub) {
    auto tx = begin(*store);
    for (int i = 0; i < 50; ++i) model.nodes[take(tx->create_node({}))];
    writer.make_hub(*tx, model);
    take(tx->commit());
  }
  int num_refused = 0;
  std::vector<std::pair<std::shared_ptr<const ReadView>, Model>> old;
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    Model next = model;
    auto tx = begin(*store);
    const std::size_t steps = writer.below(10) == 0 ? 600 : 1 + writer.below(20);
    for (std::size_t i = 0; i < steps; ++i) writer.step(*tx, next);
    if (round % 20 == 0) compare(*tx, next);
    if (writer.below(8) == 0) {
      tx.reset();
    } else if (violates(next)) {
      CHECK(kind_of(tx->commit()) == ErrorKind::kConstraintValidationFailed);
      tx.reset();
      ++num_refused;
    } else {
      take(tx->commit());
      tx.reset();
      model = std::move(next);
    }
    const std::size_t event = writer.below(60);
    if (event == 0) {
      old.clear();
      store.reset();
      store = open(directory.path());
    } else if (event == 1) {
      check_ok(store->fold_all());
    } else if (event < 5) {
      old.emplace_back(store->snapshot(), model);
    } else if (event == 5 && !old.empty()) {
      compare(*old.front().first, old.front().second);
      old.erase(old.begin());
    }
    if (round % 10 == 0) compare(*store->snapshot(), model);
    if (round % 100 == 99) check_clean(*store);
  }
  for (const auto& [view, then] : old) compare(*view, then);
  old.clear();
  check_clean(*store);
  store.reset();
  store = open(directory.path());
  compare(*store->snapshot(), model);
  check_clean(*store);
  CHECK(num_refused < rounds / 2);
}

}  // namespace kith::storage
