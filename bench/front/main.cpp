// bench/front/main.cpp: kith_front. What stands before the first row of a query: parse, bind, plan; and a plan that is
// there already. Times are of the processor, so that other work on the machine does not distort them.
#include <algorithm>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <kith/kith.hpp>
#include <kith/testing.hpp>

#include "bench/measurement.hpp"
#include "engine/planner/plan_query.hpp"
#include "engine/session/database_implementation.hpp"
#include "parser/parser.hpp"

namespace kith::bench {
namespace {

constexpr int kRounds = 7;

/// The median over kRounds of the microseconds of one call.
template <class Call>
double microseconds(int calls, const Call& call) {
  call();
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = processor_seconds();
    for (int i = 0; i < calls; ++i) call();
    rounds.push_back((processor_seconds() - begin) / calls * 1e6);
  }
  std::sort(rounds.begin(), rounds.end());
  return rounds[kRounds / 2];
}

/// A query of about `bytes`: clauses as people and generators write them.
std::string long_query(std::size_t bytes) {
  std::string text = "MATCH (n:Person {name: 'Ada'}) ";
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += fmt::format(
        "CREATE (a{0}:Person:Author {{name: 'name {0}', born: {1}, tags: ['x', \"y\"], score: {1}.25}})"
        "-[:WROTE {{year: {1}}}]->(b{0}:Book {{title: 'title {0}'}}) ",
        i, 1900 + i % 100);
  }
  return text;
}

struct Query {
  std::string_view name, text;
};
constexpr Query kQueries[] = {
    {"one hop", "MATCH (p:Person {id: $id})-[:KNOWS]->(q:Person) RETURN q.name AS name, q.age AS age"},
    {"one hop, ordered",
     "MATCH (p:Person {id: $id})-[k:KNOWS]->(q:Person) WHERE q.age > 30 RETURN q.name AS name, k.since AS since "
     "ORDER BY since DESC LIMIT 10"},
    {"two hops, grouped",
     "MATCH (p:Person {id: $id})-[:KNOWS]->(q)-[:KNOWS]->(r:Person) WHERE r <> p "
     "RETURN r.city AS city, count(DISTINCT r) AS people ORDER BY people DESC, city LIMIT 5"},
};

void measure_parse() {
  fmt::print("\nparse\n");
  double of_one_kilobyte = 0;
  for (const std::size_t bytes : {std::size_t{1} << 10, std::size_t{1} << 15, std::size_t{1} << 20}) {
    const std::string text = long_query(bytes);
    require(parser::parse(text));
    const int calls = static_cast<int>(std::max<std::size_t>(1, (std::size_t{4} << 20) / bytes));
    const double time = microseconds(calls, [&] { require(parser::parse(text)); });
    const double per_kilobyte = time / (static_cast<double>(text.size()) / 1024);
    if (of_one_kilobyte == 0) of_one_kilobyte = per_kilobyte;
    fmt::print("  {:>8} bytes  {:>12.1f} us  {:>8.2f} us per KB  {:.2f} times that of 1 KB\n", text.size(), time,
               per_kilobyte, per_kilobyte / of_one_kilobyte);
  }
}

void measure_plans(const Database& database) {
  DatabaseImplementation& implementation = *database.implementation();
  const auto snapshot = implementation.store().snapshot();
  const Parameters parameters{{"id", Value(7)}};
  const OptimizerRules rules;
  Connection connection = database.connect();
  for (const Query& query : kQueries) {
    fmt::print("\n{}: {}\n", query.name, query.text);
    const engine::PlanningContext context{.view = *snapshot,
                                          .procedures = implementation.procedures(),
                                          .functions = implementation.functions(),
                                          .parameters = parameters,
                                          .rules = rules,
                                          .interrupt = {}};
    constexpr int kCalls = 2000;
    const double parse = microseconds(kCalls, [&] { require(parser::parse(query.text)); });
    const double all = microseconds(kCalls, [&] {
      const ast::Statement statement = require(parser::parse(query.text));
      require(engine::plan_query(*std::get<ast::RegularQuery*>(statement.node), query.text, context));
    });
    connection.query(query.text, parameters);  // into the cache
    const double cached = microseconds(kCalls, [&] {
      const auto plan = implementation.plans().find(engine::plan_key(query.text, parameters, rules));
      if (plan == nullptr || plan->epoch != implementation.planning_epoch(*snapshot)) std::abort();
    });
    const double run = microseconds(kCalls, [&] { connection.query(query.text, parameters); });
    fmt::print("  parse                        {:>8.2f} us\n", parse);
    fmt::print("  parse, bind and plan         {:>8.2f} us{}\n", all, all < 100 ? "" : "  MISSED: the goal is 100");
    fmt::print("  the plan out of the cache    {:>8.2f} us{}\n", cached, cached < 10 ? "" : "  MISSED: the goal is 10");
    fmt::print("  the query with a cached plan {:>8.2f} us\n", run);
  }
}

Database make_graph(const std::filesystem::path& directory) {
  std::filesystem::remove_all(directory);
  Database database = Database::open(directory, {.durability = Durability::kRelaxed});
  Connection connection = database.connect();
  connection.query("CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE");
  connection.query(
      "UNWIND range(0, 999) AS i CREATE (:Person {id: i, name: 'name ' + toString(i), age: i % 90, city: 'c' + "
      "toString(i % 20)})");
  connection.query(
      "UNWIND range(0, 9999) AS i MATCH (a:Person {id: i % 1000}), (b:Person {id: (i * 7 + i / 1000) % 1000}) "
      "CREATE (a)-[:KNOWS {since: 2000 + i % 20}]->(b)");
  return database;
}

}  // namespace
}  // namespace kith::bench

int main(int argc, char** argv) {
  std::filesystem::path directory = std::filesystem::temp_directory_path() / "kith_front";
  CLI::App app("Measures what stands before the first row of a query: parse, bind and plan, and the plan cache.");
  app.add_option("--directory", directory, "Scratch space; what is in it is replaced")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const kith::Database database = kith::bench::make_graph(directory);
  kith::bench::measure_parse();
  kith::bench::measure_plans(database);
  return 0;
}
