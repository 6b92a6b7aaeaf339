// tests/storage/store_statistics.cpp: estimates of a known graph, refreshed, written and read again.
#include <cmath>
#include <map>

#include "store_support.hpp"
#include "values/compare.hpp"

namespace kith::storage {
using namespace testing;
namespace {

struct Graph {
  LabelId person, city;
  RelationshipTypeId knows, lives;
  PropertyKeyId age, name, tags;
  std::map<std::uint64_t, std::uint64_t> out_degrees, in_degrees;  // of KNOWS, by node
};

Graph create(Store& store, std::mt19937_64& random) {
  Graph graph;
  auto tx = begin(store);
  graph.person = take(tx->add_label_name("Person"));
  graph.city = take(tx->add_label_name("City"));
  graph.knows = take(tx->add_relationship_type_name("KNOWS"));
  graph.lives = take(tx->add_relationship_type_name("LIVES_IN"));
  graph.age = take(tx->add_property_key_name("age"));
  graph.name = take(tx->add_property_key_name("name"));
  graph.tags = take(tx->add_property_key_name("tags"));
  std::vector<NodeId> persons;
  for (std::int64_t i = 0; i < 3'000; ++i) {
    persons.push_back(take(tx->create_node(std::span(&graph.person, 1))));
    check_ok(tx->set_property(persons.back(), graph.age, i % 100));
    check_ok(tx->set_property(persons.back(), graph.name, fmt::format("{:0>200}", i)));
    if (i < 10) check_ok(tx->set_property(persons.back(), graph.tags, List{i}));
  }
  const NodeId city = take(tx->create_node(std::span(&graph.city, 1)));
  for (std::size_t i = 0; i < 500; ++i) take(tx->create_relationship(graph.lives, persons[i], city));
  for (int i = 0; i < 5'000; ++i) {
    const NodeId start = persons[random() % 400], end = persons[random() % 3'000];
    take(tx->create_relationship(graph.knows, start, end));
    ++graph.out_degrees[start.value];
    ++graph.in_degrees[end.value];
  }
  take(tx->commit());
  check_ok(store.fold_all());
  return graph;
}

void check_degrees(const Statistics::Degrees* found, const std::map<std::uint64_t, std::uint64_t>& expected) {
  REQUIRE(found != nullptr);
  std::uint64_t sum = 0, maximum = 0, in_sizes = 0;
  double squares = 0;
  std::map<std::size_t, std::uint64_t> by_size;
  for (const auto& [node, degree] : expected) {
    sum += degree;
    maximum = std::max(maximum, degree);
    squares += static_cast<double>(degree * degree);
    ++by_size[static_cast<std::size_t>(std::log2(static_cast<double>(degree)))];
  }
  CHECK(found->num_nodes == expected.size());
  CHECK(found->num_relationships == sum);
  CHECK(found->maximum == maximum);
  CHECK(found->sum_of_squares == squares);
  for (std::size_t i = 0; i < found->by_size.size(); ++i) {
    CHECK(found->by_size[i] == by_size[i]);
    in_sizes += found->by_size[i];
  }
  CHECK(in_sizes == expected.size());
}

void check_estimates(const Statistics& statistics, const Graph& graph) {
  check_degrees(statistics.degrees_of(std::nullopt, graph.knows, Direction::kOutgoing), graph.out_degrees);
  check_degrees(statistics.degrees_of(graph.person, graph.knows, Direction::kIncoming), graph.in_degrees);
  const Statistics::Degrees* const lives = statistics.degrees_of(graph.city, graph.lives, Direction::kIncoming);
  REQUIRE(lives != nullptr);
  CHECK(lives->num_nodes == 1);
  CHECK(lives->maximum == 500);
  CHECK(lives->by_size == std::vector<std::uint64_t>{0, 0, 0, 0, 0, 0, 0, 0, 1});
  CHECK(statistics.degrees_of(graph.city, graph.lives, Direction::kOutgoing) == nullptr);

  const Statistics::Values* const ages = statistics.values_of(ElementKind::kNode, graph.person.value, graph.age);
  REQUIRE(ages != nullptr);
  CHECK(ages->num_values == 3'000);
  CHECK(std::abs(static_cast<double>(ages->distinct) - 100) < 10);
  REQUIRE(ages->bounds.size() == Statistics::Values::kBuckets + 1);
  for (const std::int64_t age : {10, 25, 50, 90}) {
    CHECK(std::abs(ages->share_below(age) - static_cast<double>(age) / 100) < 0.07);
  }
  CHECK(ages->share_below(-1) == 0);
  CHECK(ages->share_below(1'000) == 1);
  CHECK(ages->share_below("text") == 0);  // ORDER BY has numbers behind text

  const Statistics::Values* const names = statistics.values_of(ElementKind::kNode, graph.person.value, graph.name);
  REQUIRE(names != nullptr);
  CHECK(names->num_values == 3'000);
  for (const Value& bound : names->bounds) CHECK(bound.get<std::string>().size() == 64);
  const Statistics::Values* const tags = statistics.values_of(ElementKind::kNode, graph.person.value, graph.tags);
  REQUIRE(tags != nullptr);
  CHECK(tags->num_values == 10);
  CHECK(tags->bounds.empty());
  CHECK(tags->share_below(3) == 0.5);
  CHECK(statistics.values_of(ElementKind::kNode, graph.city.value, graph.age) == nullptr);
}

}  // namespace

TEST_CASE("store: histograms of degrees and values") {
  std::mt19937_64 random(seed());
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  const Graph graph = create(*store, random);
  check_estimates(store->snapshot()->statistics(), graph);
  {  // an ordinary commit keeps them
    auto tx = begin(*store);
    take(tx->create_node({}));
    take(tx->commit());
  }
  check_estimates(store->snapshot()->statistics(), graph);
  store.reset();
  store = open(directory.path());
  check_estimates(store->snapshot()->statistics(), graph);
}

TEST_CASE("statistics: the share below a value, where values repeat") {
  Statistics::Values values;
  for (std::int64_t i = 0; i <= 32; ++i) values.bounds.emplace_back(i < 16 ? 5 : i);
  CHECK(values.share_below(5) == 0);
  CHECK(values.share_below(4.5) == 0);
  CHECK(values.share_below(20) == Approx(20.0 / 32));
  CHECK(values.share_below(24.5) == Approx(24.5 / 32));
  CHECK(Statistics::Values().share_below(1) == 0.5);
}

}  // namespace kith::storage
