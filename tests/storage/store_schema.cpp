// tests/storage/store_schema.cpp: indexes, their seeks, and constraints at the end of a statement.
#include <cmath>
#include <limits>

#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

struct People {
  explicit People(Store& store) : store(store) {
    auto tx = begin(store);
    label = take(tx->add_label_name("Person"));
    name = take(tx->add_property_key_name("name"));
    age = take(tx->add_property_key_name("age"));
    take(tx->create_node({}));
    take(tx->commit());
  }
  NodeId add(WriteTransaction& tx, const Value& named, const Value& aged) const {
    const NodeId node = take(tx.create_node(std::span(&label, 1)));
    check_ok(tx.set_property(node, name, named));
    check_ok(tx.set_property(node, age, aged));
    return node;
  }
  Store& store;
  LabelId label;
  PropertyKeyId name, age;
};

std::vector<std::uint64_t> seek(const ReadView& view, const IndexSeek& wanted) {
  std::vector<std::uint64_t> out;
  check_ok(view.seek_index(wanted, out));
  return out;
}

}  // namespace

TEST_CASE("store: an index follows its elements, pending and committed") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const People people(*store);
  auto tx = begin(*store);
  const NodeId ada = people.add(*tx, "Ada", 36), bob = people.add(*tx, "Bob", 5.5),
               nan = people.add(*tx, "Nan", std::nan(""));
  const NodeId long_a = people.add(*tx, std::string(5000, 'z') + "a", 1),
               long_b = people.add(*tx, std::string(5000, 'z') + "b", 2);
  check_ok(tx->create_index({.name = "by_age", .label_or_type = people.label.value, .keys = {people.age}}));
  check_ok(tx->create_index({.name = "by_name", .label_or_type = people.label.value, .keys = {people.name}}));
  check_ok(tx->create_index({.name = "both", .label_or_type = people.label.value, .keys = {people.name, people.age}}));
  CHECK(kind_of(tx->create_index({.name = "both", .label_or_type = 0, .keys = {people.name}})) ==
        ErrorKind::kArgumentError);
  const std::uint32_t by_age = tx->schema().indexes[0].id, by_name = tx->schema().indexes[1].id,
                      both = tx->schema().indexes[2].id;
  using Ids = std::vector<std::uint64_t>;
  const auto verify = [&](const ReadView& view) {
    CHECK(seek(view, {.index = by_age, .equal = {36.0}}) == Ids{ada.value});
    CHECK(seek(view, {.index = by_age, .equal = {Value()}}).empty());
    CHECK(seek(view, {.index = by_age, .lower = IndexBound{5.5, true}}) == Ids{bob.value, ada.value});
    CHECK(seek(view, {.index = by_age, .lower = IndexBound{5.5, false}}) == Ids{ada.value});
    CHECK(seek(view, {.index = by_age, .upper = IndexBound{36, false}}) == Ids{long_a.value, long_b.value, bob.value});
    CHECK(seek(view, {.index = by_age, .upper = IndexBound{36, true}}).size() == 4);
    CHECK(seek(view, {.index = by_age, .lower = IndexBound{std::nan(""), true}}).empty());
    CHECK(seek(view, {.index = by_age, .lower = IndexBound{"a", true}}).empty());
    CHECK(seek(view, {.index = by_age}).back() == nan.value);
    CHECK(seek(view, {.index = by_name, .prefix = "A"}) == Ids{ada.value});
    CHECK(seek(view, {.index = by_name, .prefix = ""}).size() == 5);
    CHECK(seek(view, {.index = by_name, .prefix = std::string(5000, 'z') + "b"}) == Ids{long_b.value});
    CHECK(seek(view, {.index = by_name, .equal = {std::string(5000, 'z') + "a"}}) == Ids{long_a.value});
    CHECK(seek(view, {.index = by_name, .lower = IndexBound{std::string(5000, 'z') + "a", false}}) ==
          Ids{long_b.value});
    CHECK(seek(view, {.index = both, .equal = {"Ada"}, .lower = IndexBound{0, true}}) == Ids{ada.value});
    CHECK(seek(view, {.index = both, .equal = {"Ada", 36}}) == Ids{ada.value});
  };
  verify(*tx);
  take(tx->commit());
  const auto filled = store->snapshot();
  verify(*filled);
  check_clean(*store);

  tx = begin(*store);
  check_ok(tx->set_property(ada, people.age, 37));
  CHECK(seek(*tx, {.index = by_age, .equal = {36}}).empty());
  check_ok(tx->set_property(ada, people.age, 38));
  CHECK(seek(*tx, {.index = by_age, .equal = {37}}).empty());
  CHECK(seek(*tx, {.index = by_age, .equal = {38}}) == Ids{ada.value});
  check_ok(tx->remove_label(bob, people.label));
  check_ok(tx->delete_node(nan));
  CHECK(seek(*tx, {.index = by_age}).size() == 3);
  check_ok(tx->add_label(bob, people.label));
  CHECK(seek(*tx, {.index = by_age}).size() == 4);
  check_ok(tx->drop_index("both"));
  take(tx->commit());
  CHECK(seek(*store->snapshot(), {.index = by_age}) == Ids{long_a.value, long_b.value, bob.value, ada.value});
  verify(*filled);
  check_clean(*store);
}

TEST_CASE("store: a unique constraint holds at the end of each statement") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const People people(*store);
  auto tx = begin(*store);
  const NodeId ada = people.add(*tx, "Ada", 1), bob = people.add(*tx, "Bob", 2);
  const NodeId twin = people.add(*tx, "Ada", 3);
  const ConstraintDefinition unique{
      .name = "one_name", .kind = ConstraintKind::kUnique, .label_or_type = people.label.value, .keys = {people.name}};
  const Status refused = tx->create_constraint(unique);
  CHECK(kind_of(refused) == ErrorKind::kConstraintValidationFailed);
  CHECK(refused.error().message.find("one_name") != std::string::npos);
  CHECK(refused.error().message.find("`Person`") != std::string::npos);
  CHECK(refused.error().message.find("'Ada'") != std::string::npos);
  CHECK(tx->schema().indexes.empty());
  check_ok(tx->delete_node(twin));
  check_ok(tx->create_constraint(unique));
  take(tx->commit());

  tx = begin(*store);  // swapping within a statement
  check_ok(tx->set_property(ada, people.name, "Bob"));
  check_ok(tx->set_property(bob, people.name, "Ada"));
  check_ok(tx->check_statement());
  take(tx->commit());
  check_clean(*store);

  tx = begin(*store);
  people.add(*tx, "Cyd", 1);
  check_ok(tx->check_statement());
  people.add(*tx, "Cyd", 1);
  CHECK(kind_of(tx->check_statement()) == ErrorKind::kConstraintValidationFailed);
  tx.reset();

  tx = begin(*store);
  people.add(*tx, "Ada", 1);
  CHECK(kind_of(tx->commit()) == ErrorKind::kConstraintValidationFailed);
  tx.reset();
  tx = begin(*store);
  CHECK(kind_of(tx->drop_index("one_name")) == ErrorKind::kArgumentError);
  check_ok(tx->drop_constraint("one_name"));
  people.add(*tx, "Ada", 1);
  take(tx->commit());
  CHECK(store->snapshot()->schema().constraints.empty());
  CHECK(store->snapshot()->schema().indexes.empty());
  check_clean(*store);
}

TEST_CASE("store: a not-null constraint holds at the end of each statement, and after reopening") {
  const TemporaryDirectory directory;
  LabelId label;
  PropertyKeyId name;
  {
    const auto store = open(directory.path());
    const People people(*store);
    label = people.label;
    name = people.name;
    auto tx = begin(*store);
    people.add(*tx, "Ada", 1);
    check_ok(tx->create_constraint(
        {.name = "named", .kind = ConstraintKind::kNotNull, .label_or_type = label.value, .keys = {name}}));
    const NodeId later = take(tx->create_node(std::span(&label, 1)));
    check_ok(tx->set_property(later, name, "x"));
    check_ok(tx->check_statement());
    take(tx->commit());
  }
  const auto store = open(directory.path());
  auto tx = begin(*store);
  take(tx->create_node(std::span(&label, 1)));
  CHECK(kind_of(tx->check_statement()) == ErrorKind::kConstraintValidationFailed);
  tx.reset();
  tx = begin(*store);
  check_ok(tx->add_label(NodeId{0}, label));
  CHECK(kind_of(tx->check_statement()) == ErrorKind::kConstraintValidationFailed);
}

}  // namespace kith::storage
