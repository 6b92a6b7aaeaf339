// tests/storage/store_basic.cpp: elements, properties and lists through transactions, snapshots and reopening.
#include <cmath>
#include <limits>
#include <thread>

#include "storage/store_impl.hpp"
#include "store_support.hpp"
#include "values/compare.hpp"

namespace kith::storage {
using namespace testing;

TEST_CASE("store: a created graph is read by the transaction, after commit and after reopening") {
  const TemporaryDirectory directory;
  NodeId a, b;
  RelationshipId first, second, loop;
  LabelId person;
  RelationshipTypeId knows;
  PropertyKeyId name;
  const auto verify = [&](const ReadView& view) {
    CHECK(view.statistics().num_nodes == 2);
    CHECK(view.statistics().num_relationships == 3);
    CHECK(view.statistics().with_label(person) == 2);
    CHECK(view.statistics().with_type(knows) == 3);
    CHECK(value_of(view, a, name).as_string() == "Ada");
    CHECK(value_of(view, b, name).is_null());
    CHECK(value_of(view, first, name).as_integer() == 1);
    CHECK(neighbours_of(view, a, knows, Direction::kOutgoing) ==
          Neighbours{{a.value, loop.value}, {b.value, first.value}, {b.value, second.value}});
    CHECK(neighbours_of(view, a, knows, Direction::kIncoming) == Neighbours{{a.value, loop.value}});
    CHECK(neighbours_of(view, b, knows, Direction::kIncoming) ==
          Neighbours{{a.value, first.value}, {a.value, second.value}});
    CHECK(take(view.blocks_with_label(person)) == std::vector<BlockNumber>{0});
    CHECK(take(view.keys(ElementKind::kNode, 0)) == std::vector<PropertyKeyId>{name});
    const auto ends = take(view.relationships(0));
    CHECK(ends->num_present == 3);
    CHECK(ends->starts[first.value] == a.value);
    CHECK(ends->ends[first.value] == b.value);
    const auto labels = take(view.nodes(0));
    CHECK(labels->num_present == 2);
    CHECK(labels->uniform_set == label_set_of(view, a));
  };
  {
    const auto store = open(directory.path());
    const auto before = store->snapshot();
    auto tx = begin(*store);
    person = take(tx->add_label_name("Person"));
    knows = take(tx->add_relationship_type_name("KNOWS"));
    name = take(tx->add_property_key_name("name"));
    a = take(tx->create_node(std::span(&person, 1)));
    b = take(tx->create_node(std::span(&person, 1)));
    check_ok(tx->set_property(a, name, "Ada"));
    first = take(tx->create_relationship(knows, a, b));
    second = take(tx->create_relationship(knows, a, b));
    loop = take(tx->create_relationship(knows, a, a));
    check_ok(tx->set_property(first, name, 1));
    verify(*tx);
    const auto meanwhile = store->snapshot();
    CHECK(meanwhile->statistics().num_nodes == 0);
    CHECK(!exists(*meanwhile, a));
    CHECK(take(tx->commit()) == 1);
    verify(*store->snapshot());
    CHECK(!exists(*before, a));
    check_clean(*store);
  }
  const auto store = open(directory.path());
  CHECK(store->info().num_unfolded_deltas == 0);
  verify(*store->snapshot());
  check_clean(*store);
  const auto reader = kind_of(Store::open(directory.path(), {}));
  CHECK(reader == ErrorKind::kDatabaseInUse);
}

TEST_CASE("store: a dropped transaction leaves nothing, and its names stay") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  LabelId label;
  {
    auto tx = begin(*store);
    label = take(tx->add_label_name("Gone"));
    take(tx->create_node(std::span(&label, 1)));
  }
  CHECK(store->snapshot()->statistics().num_nodes == 0);
  CHECK(store->snapshot()->names().label("Gone") == label);
  auto tx = begin(*store);
  const NodeId node = take(tx->create_node(std::span(&label, 1)));
  take(tx->commit());
  CHECK(exists(*store->snapshot(), node));
  check_clean(*store);
}

TEST_CASE("store: snapshots around commits keep what they saw, also through folds") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  auto tx = begin(*store);
  const PropertyKeyId key = take(tx->add_property_key_name("n"));
  const RelationshipTypeId type = take(tx->add_relationship_type_name("T"));
  const NodeId node = take(tx->create_node({}));
  take(tx->commit());
  std::vector<std::shared_ptr<const ReadView>> snapshots;
  for (int i = 0; i < 300; ++i) {  // past the number of deltas that folds a block
    tx = begin(*store);
    check_ok(tx->set_property(node, key, i));
    take(tx->create_relationship(type, node, node));
    take(tx->commit());
    snapshots.push_back(store->snapshot());
    if (i == 150) check_ok(store->fold_all());
  }
  for (int i = 0; i < 300; ++i) {
    INFO(i);
    CHECK(value_of(*snapshots[i], node, key).as_integer() == i);
    CHECK(neighbours_of(*snapshots[i], node, type, Direction::kIncoming).size() == static_cast<std::size_t>(i) + 1);
  }
  snapshots.clear();
  check_clean(*store);
}

TEST_CASE("store: values of every kind survive, and a column may change its kind") {
  const TemporaryDirectory directory;
  const std::vector<Value> values = {Value(true),
                                     Value(std::numeric_limits<std::int64_t>::min()),
                                     Value(std::numeric_limits<std::int64_t>::max()),
                                     Value(std::nan("")),
                                     Value(-0.0),
                                     Value(std::numeric_limits<double>::infinity()),
                                     Value(""),
                                     Value("上海光源"),
                                     Value(std::string(10'000'000, 'x')),
                                     Value(std::string("a\0b", 3)),
                                     Value(Date{-5}),
                                     Value(LocalTime{7}),
                                     Value(Time{7, -3600}),
                                     Value(LocalDateTime{1, 2}),
                                     Value(Duration{1, -2, 3, 4}),
                                     Value(List{1, 2, 3}),
                                     Value(List{}),
                                     Value(1)};
  std::vector<NodeId> nodes;
  PropertyKeyId own, shared;
  const auto verify = [&](const ReadView& view) {
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      INFO(i);
      const Value read = value_of(view, nodes[i], shared);
      CHECK(read.kind() == values[i].kind());
      CHECK(equivalent(read, values[i]));
    }
  };
  {
    const auto store = open(directory.path());
    auto tx = begin(*store);
    own = take(tx->add_property_key_name("own"));
    shared = take(tx->add_property_key_name("shared"));
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      nodes.push_back(take(tx->create_node({})));
      check_ok(tx->set_property(nodes[i], shared, values[i]));
      check_ok(tx->set_property(nodes[0], own, values[i]));
      CHECK(equivalent(value_of(*tx, nodes[0], own), values[i]));
    }
    CHECK(kind_of(tx->set_property(nodes[0], own, Value(Map{}))) == ErrorKind::kTypeError);
    verify(*tx);
    take(tx->commit());
    verify(*store->snapshot());
    check_clean(*store);
  }
  {
    const auto store = open(directory.path());
    verify(*store->snapshot());
    check_clean(*store);
    auto tx = begin(*store);  // the long string stays where it is when its neighbour changes, and folds again
    check_ok(tx->set_property(nodes[0], shared, 5));
    take(tx->commit());
    check_ok(store->fold_all());
    check_clean(*store);
  }
  const auto store = open(directory.path());
  CHECK(value_of(*store->snapshot(), nodes[0], shared).as_integer() == 5);
  CHECK(value_of(*store->snapshot(), nodes[8], shared).as_string().size() == 10'000'000);
}

TEST_CASE("store: labels come and go, and a deleted node takes its properties along") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  auto tx = begin(*store);
  const LabelId a = take(tx->add_label_name("A")), b = take(tx->add_label_name("B"));
  const PropertyKeyId key = take(tx->add_property_key_name("k"));
  const RelationshipTypeId type = take(tx->add_relationship_type_name("T"));
  const NodeId node = take(tx->create_node(std::span(&a, 1)));
  const NodeId other = take(tx->create_node(std::span(&a, 1)));
  check_ok(tx->add_label(node, b));
  check_ok(tx->remove_label(node, a));
  CHECK(tx->statistics().with_label(a) == 1);
  CHECK(tx->statistics().with_label(b) == 1);
  check_ok(tx->set_property(node, key, "x"));
  const RelationshipId relationship = take(tx->create_relationship(type, node, other));
  take(tx->commit());

  tx = begin(*store);
  check_ok(tx->delete_node(node));
  const Status connected = tx->check_statement();
  CHECK(kind_of(connected) == ErrorKind::kConstraintVerificationFailed);
  CHECK(connected.error().detail == "DeleteConnectedNode");
  check_ok(tx->delete_relationship(relationship));
  check_ok(tx->check_statement());
  CHECK(kind_of(tx->set_property(node, key, 1)) == ErrorKind::kEntityNotFound);
  CHECK(kind_of(tx->create_relationship(type, other, node)) == ErrorKind::kEntityNotFound);
  CHECK(kind_of(tx->delete_relationship(relationship)) == ErrorKind::kEntityNotFound);
  take(tx->commit());
  const auto view = store->snapshot();
  CHECK(!exists(*view, node));
  CHECK(value_of(*view, node, key).is_null());
  CHECK(neighbours_of(*view, other, type, Direction::kIncoming).empty());
  CHECK(view->statistics().with_label(b) == 0);
  CHECK(view->statistics().num_relationships == 0);
  check_clean(*store);
}

TEST_CASE("store: assertions are found from both ends, and go with their element") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  auto tx = begin(*store);
  const PropertyKeyId key = take(tx->add_property_key_name("since"));
  const NodeId node = take(tx->create_node({})), passage = take(tx->create_node({})),
               second = take(tx->create_node({}));
  check_ok(tx->put_assertion({.id = node.value, .passage = passage, .confidence = 0.5}));
  check_ok(tx->put_assertion({.id = node.value, .key = key, .passage = passage, .modality = "planned", .rule = "r"}));
  check_ok(tx->put_assertion({.id = node.value, .passage = second, .modality = "negated"}));
  CHECK(take(tx->assertions_of(ElementKind::kNode, node.value)).size() == 3);
  take(tx->commit());
  tx = begin(*store);
  check_ok(tx->put_assertion({.id = node.value, .passage = passage, .confidence = 0.75}));  // the same again
  CHECK(take(tx->assertions_from(passage)).size() == 2);
  take(tx->commit());
  auto view = store->snapshot();
  const auto of = take(view->assertions_of(ElementKind::kNode, node.value));
  REQUIRE(of.size() == 3);
  CHECK(of[0].key == key);
  CHECK(of[0].modality == "planned");
  CHECK(of[0].rule == "r");
  CHECK(take(view->assertions_from(passage)).size() == 2);
  check_clean(*store);
  tx = begin(*store);
  check_ok(tx->delete_node(second));  // a passage
  CHECK(take(tx->assertions_of(ElementKind::kNode, node.value)).size() == 2);
  check_ok(tx->delete_node(node));
  take(tx->commit());
  view = store->snapshot();
  CHECK(take(view->assertions_from(passage)).empty());
  check_clean(*store);
}

TEST_CASE("store: the write lock is waited for, in vain too") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  auto held = begin(*store);
  CHECK(kind_of(store->begin_write(std::chrono::milliseconds(20))) == ErrorKind::kTimeout);
  std::thread other([&] {
    auto tx = store->begin_write(std::chrono::seconds(20));
    if (tx.ok()) (void)(*tx)->create_node({});
    if (tx.ok()) (void)(*tx)->commit();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  held.reset();
  other.join();
  CHECK(store->snapshot()->statistics().num_nodes == 1);
}

TEST_CASE("store: many threads commit, each sees its own at once, and all is there afterwards") {
  const TemporaryDirectory directory;
  constexpr int kThreads = 6, kCommits = 60;
  {
    const auto store = open(directory.path());
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < kCommits; ++i) {
          auto tx = store->begin_write(std::chrono::seconds(60));
          if (!tx.ok()) {
            ++wrong;
            continue;
          }
          const LabelId label = *(*tx)->add_label_name("L");
          const auto key = *(*tx)->add_property_key_name("k");
          const auto type = *(*tx)->add_relationship_type_name("T");
          const auto node = (*tx)->create_node(std::span(&label, 1));
          wrong += !(*tx)->set_property(*node, key, "text " + std::to_string(i)).ok();
          wrong += !(*tx)->create_relationship(type, *node, NodeId{0}).ok();
          const auto number = (*tx)->commit();
          wrong += !number.ok();
          const auto view = store->snapshot();
          if (number.ok()) wrong += view->commit_number() < *number;
          const auto block = view->nodes(column_block_of(node->value));
          wrong += !block.ok() || (*block)->label_sets[column_row_of(node->value)] == NodeBlock::kAbsent;
          const auto hub = view->adjacency(type, Direction::kIncoming, 0);
          wrong += !hub.ok() || (*hub)->degree(0) != view->statistics().num_relationships;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
    check_clean(*store);
  }
  const auto store = open(directory.path());
  CHECK(store->snapshot()->statistics().num_nodes == kThreads * kCommits);
  check_clean(*store);
}

TEST_CASE("store: a read-only opening refuses writes, a missing database is an error") {
  const TemporaryDirectory directory;
  CHECK(kind_of(Store::open(directory.path(), {.read_only = true})) == ErrorKind::kIo);
  CHECK(kind_of(Store::open(directory.path(), {.create_if_missing = false})) == ErrorKind::kIo);
  {
    const auto store = open(directory.path());
    auto tx = begin(*store);
    take(tx->create_node({}));
    take(tx->commit());
  }
  const auto store = open(directory.path(), {.read_only = true});
  const auto beside = open(directory.path(), {.read_only = true});
  CHECK(store->snapshot()->statistics().num_nodes == 1);
  CHECK(exists(*beside->snapshot(), NodeId{0}));
  CHECK(kind_of(store->begin_write(std::chrono::seconds(1))) == ErrorKind::kReadOnly);
  CHECK(kind_of(Store::open(directory.path(), {})) == ErrorKind::kDatabaseInUse);
}

}  // namespace kith::storage
