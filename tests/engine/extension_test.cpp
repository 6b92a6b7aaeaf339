// tests/engine/extension_test.cpp: functions and aggregates of the embedding program, from registration to rows.
#include <algorithm>
#include <atomic>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <kith/extension.hpp>

#include "tests/engine/operators_support.hpp"

namespace kith::engine::testing {
namespace {

kith::ScalarFunction twice() {
  return {.name = "my.twice",
          .parameters = {{"number", "INTEGER"}},
          .result = "INTEGER",
          .help = "Two times the number.",
          .callback = [](std::span<const Value> arguments) -> Result<Value> {
            return Value(2 * arguments[0].as_integer());
          }};
}

/// The middle of the numbers of a group, the lower of two.
class Median final : public Aggregation {
 public:
  Status add(std::span<const Value> arguments) override {
    numbers_.push_back(arguments[0].as_float());
    return Status::success();
  }
  Result<Value> finish() override {
    if (numbers_.empty()) return Value();
    std::sort(numbers_.begin(), numbers_.end());
    return Value(numbers_[(numbers_.size() - 1) / 2]);
  }
  std::size_t memory_bytes() const override { return numbers_.capacity() * sizeof(double); }

 private:
  std::vector<double> numbers_;
};

kith::AggregateFunction median() {
  return {.name = "my.median",
          .parameters = {{"number", "FLOAT"}},
          .result = "FLOAT",
          .help = "The middle of the numbers.",
          .start = [] { return std::make_unique<Median>(); }};
}

/// Of one aggregate that fails where it is told to.
class Failing final : public Aggregation {
 public:
  explicit Failing(std::string where) : where_(std::move(where)) {}
  Status add(std::span<const Value>) override {
    if (where_ == "add") throw std::runtime_error("no more rows");
    return Status::success();
  }
  Result<Value> finish() override {
    if (where_ == "finish") return Error(ErrorKind::kArgumentError, "nothing to finish");
    return Value("text");
  }

 private:
  std::string where_;
};

/// Under vectors of 1, 3 and 2,048 rows, with and without the optimizer, on one thread and on several.
template <class Check>
void under_every_setting(OwnDatabase& database, const Check& check) {
  for (const std::uint32_t vector_size : {1U, 3U, 2048U}) {
    for (const bool optimize : {true, false}) {
      for (const std::uint32_t morsel_size : {0U, 2U}) {
        INFO("vectors of " << vector_size << ", optimizer " << optimize << ", morsels of " << morsel_size);
        set_execution_settings(
            database.database(),
            {.vector_size = vector_size, .morsel_size = morsel_size, .optimize = optimize, .rules = {}});
        check();
      }
    }
  }
}

Error error_of(OwnDatabase& database, std::string_view text, const Parameters& parameters = {}) {
  const Result<QueryResult> result = database.try_run(text, parameters);
  INFO(text);
  REQUIRE(!result.ok());
  return result.error();
}

TEST_CASE("a scalar function of the program is called like any other") {
  OwnDatabase database;
  database.run("UNWIND range(1, 10) AS i CREATE (:N {i: i, none: CASE WHEN i > 2 THEN i END})");
  REQUIRE(register_function(database.database(), twice()).ok());
  under_every_setting(database, [&] {
    CHECK(database.number("RETURN my.twice(21)") == 42);
    CHECK(database.number("RETURN MY.Twice($n)", {{"n", Value(4)}}) == 8);
    CHECK(database.number("MATCH (n:N) RETURN sum(my.twice(n.i))") == 110);
    CHECK(database.number("MATCH (n:N) RETURN count(my.twice(n.none))") == 8);  // of null it is null, uncalled
    CHECK(database.number("MATCH (n:N) WHERE my.twice(n.i) > 10 RETURN count(n)") == 5);
    CHECK(database.number("MATCH (n:N) WITH n ORDER BY -my.twice(n.i) LIMIT 1 RETURN n.i") == 10);
    CHECK(database.number("UNWIND [1, 2] AS x RETURN sum(size([y IN range(1, 3) | my.twice(y)]))") == 6);
  });
}

TEST_CASE("arguments of a program's function are checked before the call") {
  OwnDatabase database;
  std::atomic<int> calls = 0;
  kith::ScalarFunction function = twice();
  function.callback = [&](std::span<const Value> arguments) -> Result<Value> {
    ++calls;
    return arguments[0];
  };
  REQUIRE(register_function(database.database(), function).ok());
  Error error = error_of(database, "RETURN my.twice('a')");
  CHECK(error.kind == ErrorKind::kSyntaxError);
  CHECK(error.detail == "InvalidArgumentType");
  error = error_of(database, "RETURN my.twice($n)", {{"n", Value("a")}});
  CHECK(error.kind == ErrorKind::kTypeError);
  CHECK(error.detail == "InvalidArgumentType");
  CHECK(error_of(database, "RETURN my.twice()").detail == "InvalidNumberOfArguments");
  CHECK(error_of(database, "RETURN my.twice(1, 2)").detail == "InvalidNumberOfArguments");
  CHECK(error_of(database, "RETURN my.twice(1, 2)").hint == "my.twice(number :: INTEGER) :: INTEGER");
  CHECK(error_of(database, "RETURN my.twice(DISTINCT 1)").detail == "InvalidAggregation");
  CHECK(calls == 0);
}

TEST_CASE("a misspelt name finds the program's function, and SHOW FUNCTIONS lists it") {
  OwnDatabase database;
  REQUIRE(register_function(database.database(), twice()).ok());
  REQUIRE(register_function(database.database(), median()).ok());
  CHECK(error_of(database, "RETURN my.twise(1)").hint == "did you mean `my.twice`?");
  CHECK(error_of(database, "RETURN my.medain(1)").hint == "did you mean `my.median`?");
  const QueryResult shown = database.run("SHOW FUNCTIONS");
  bool has_twice = false, has_median = false, has_size = false;
  for (const auto& row : shown) {
    const std::string& name = row["name"].as_string();
    if (name == "my.twice") {
      has_twice = true;
      CHECK(row["signature"].as_string() == "my.twice(number :: INTEGER) :: INTEGER");
      CHECK(row["description"].as_string() == "Two times the number.");
      CHECK_FALSE(row["aggregating"].as_boolean());
      CHECK_FALSE(row["isBuiltIn"].as_boolean());
      CHECK(row["isDeterministic"].as_boolean());
      CHECK(row["nulls"].as_string() == "propagates");
    } else if (name == "my.median") {
      has_median = true;
      CHECK(row["aggregating"].as_boolean());
      CHECK(row["nulls"].as_string() == "skips");
    } else if (name == "size") {
      has_size = true;
      CHECK(row["isBuiltIn"].as_boolean());
    }
  }
  CHECK(has_twice);
  CHECK(has_median);
  CHECK(has_size);
  OwnDatabase other;  // functions belong to one database
  CHECK(error_of(other, "RETURN my.twice(1)").detail == "UnknownFunction");
}

TEST_CASE("optional, repeated and converted arguments") {
  OwnDatabase database;
  REQUIRE(register_function(database.database(),
                            kith::ScalarFunction{.name = "my.count",
                                                 .parameters = {{"first", "ANY?"}, {"rest", "ANY?"}},
                                                 .num_optional = 1,
                                                 .variadic = true,
                                                 .result = "INTEGER",
                                                 .null_rule = kith::NullRule::kCalled,
                                                 .callback = [](std::span<const Value> arguments) -> Result<Value> {
                                                   return Value(static_cast<std::int64_t>(arguments.size()));
                                                 }})
              .ok());
  REQUIRE(register_function(database.database(),
                            kith::ScalarFunction{.name = "my.kind",
                                                 .parameters = {{"x", "FLOAT"}},
                                                 .result = "STRING",
                                                 .callback = [](std::span<const Value> arguments) -> Result<Value> {
                                                   return Value(to_string(arguments[0].kind()));
                                                 }})
              .ok());
  CHECK(database.number("RETURN my.count(1)") == 1);
  CHECK(database.number("RETURN my.count(null, null, 'a', [1])") == 4);
  CHECK(error_of(database, "RETURN my.count()").hint == "my.count(first :: ANY, [rest :: ANY], ...) :: INTEGER");
  CHECK(database.run("RETURN my.kind(1)").at(0, 0).as_string() == "FLOAT");
  CHECK(database.run("RETURN my.kind($x)", {{"x", Value(1)}}).at(0, 0).as_string() == "FLOAT");
}

TEST_CASE("with NullRule::kCalled only parameters with a question mark take null") {
  OwnDatabase database;
  REQUIRE(register_function(database.database(),
                            kith::ScalarFunction{.name = "my.isNull",
                                                 .parameters = {{"x", "STRING?"}, {"y", "STRING"}},
                                                 .result = "BOOLEAN",
                                                 .null_rule = kith::NullRule::kCalled,
                                                 .callback = [](std::span<const Value> arguments) -> Result<Value> {
                                                   return Value(arguments[0].is_null());
                                                 }})
              .ok());
  CHECK(database.run("RETURN my.isNull(null, 'a')").at(0, 0).as_boolean());
  CHECK(error_of(database, "RETURN my.isNull('a', null)").kind == ErrorKind::kTypeError);
}

TEST_CASE("a function that is not deterministic is called for every row, another once for constant arguments") {
  OwnDatabase database;
  std::atomic<int> calls = 0;
  kith::ScalarFunction function{.name = "my.next",
                                .parameters = {{"x", "INTEGER"}},
                                .result = "INTEGER",
                                .deterministic = false,
                                .callback = [&](std::span<const Value>) -> Result<Value> { return Value(++calls); }};
  REQUIRE(register_function(database.database(), function).ok());
  CHECK(database.number("UNWIND range(1, 5) AS i WITH my.next(1) AS x RETURN count(DISTINCT x)") == 5);
  CHECK(error_of(database, "RETURN sum(my.next(1))").detail == "NonConstantExpression");
  function.deterministic = true;
  calls = 0;
  REQUIRE(register_function(database.database(), function).ok());
  CHECK(database.number("UNWIND range(1, 5) AS i WITH i, my.next(1) AS x RETURN count(DISTINCT x)") == 1);
  CHECK(calls == 1);
}

TEST_CASE("what a function throws or returns amiss becomes an error of the query") {
  OwnDatabase database;
  const auto failing = [&](std::string result, kith::ScalarFunction::Callback callback) {
    REQUIRE(register_function(
                database.database(),
                kith::ScalarFunction{
                    .name = "my.f", .parameters = {}, .result = std::move(result), .callback = std::move(callback)})
                .ok());
    return error_of(database, "MATCH (n) RETURN my.f() UNION RETURN my.f()");
  };
  Error error = failing("ANY?", [](std::span<const Value>) -> Result<Value> { throw std::runtime_error("broken"); });
  CHECK(error.kind == ErrorKind::kProcedureError);
  CHECK(error.message == "`my.f` failed: broken");
  error = failing("ANY?", [](std::span<const Value>) -> Result<Value> { throw 7; });
  CHECK(error.message == "`my.f` failed");
  error = failing("ANY?", [](std::span<const Value>) -> Result<Value> {
    throw Error(ErrorKind::kArithmeticError, "thrown as it is");
  });
  CHECK(error.kind == ErrorKind::kArithmeticError);
  error = failing("ANY?",
                  [](std::span<const Value>) -> Result<Value> { return Error(ErrorKind::kArgumentError, "returned"); });
  CHECK(error.message == "returned");
  error = failing("ANY?", [](std::span<const Value>) -> Result<Value> { throw std::bad_alloc(); });
  CHECK(error.kind == ErrorKind::kMemoryLimit);
  error = failing("INTEGER", [](std::span<const Value>) -> Result<Value> { return Value("text"); });
  CHECK(error.kind == ErrorKind::kTypeError);
  CHECK(error.message == "my.f() gave STRING, and its definition says INTEGER");
  error = failing("ANY?", [](std::span<const Value>) -> Result<Value> { return Value(List{Value("\xFF")}); });
  CHECK(error.detail == "InvalidUnicodeCharacter");
}

TEST_CASE("a definition that cannot be meant is refused") {
  OwnDatabase database;
  const auto refused = [&](const auto& change) {
    kith::ScalarFunction function = twice();
    change(function);
    const Status status = register_function(database.database(), function);
    REQUIRE(!status.ok());
    CHECK(status.error().kind == ErrorKind::kUsage);
    return status.error().message;
  };
  for (const char* name : {"", "my twice", "1st", "my.", "a;b", "exists", "`my`", "RETURN", "f() + g"}) {
    INFO(name);
    refused([&](kith::ScalarFunction& function) { function.name = name; });
  }
  CHECK(refused([](kith::ScalarFunction& function) { function.name = "toUPPER"; }) ==
        "`toUPPER` is a function that is built in");
  refused([](kith::ScalarFunction& function) { function.name = "sum"; });
  refused([](kith::ScalarFunction& function) { function.callback = nullptr; });
  refused([](kith::ScalarFunction& function) { function.result = "NUMBERS"; });
  refused([](kith::ScalarFunction& function) { function.parameters[0].type = "WORD"; });
  refused([](kith::ScalarFunction& function) { function.parameters[0].name = ""; });
  refused([](kith::ScalarFunction& function) { function.num_optional = 2; });
  refused([](kith::ScalarFunction& function) {
    function.parameters.clear();
    function.variadic = true;
  });
  kith::AggregateFunction aggregate = median();
  aggregate.start = nullptr;
  CHECK(!register_function(database.database(), aggregate).ok());
  aggregate = median();
  aggregate.name = "count";
  CHECK(!register_function(database.database(), aggregate).ok());
  REQUIRE(register_function(database.database(), kith::ScalarFunction{twice()}).ok());
}

TEST_CASE("a program's function that is replaced takes the place in plans made before") {
  OwnDatabase database;
  Connection connection = database.database().connect();
  const auto constant = [](std::int64_t number) {
    return kith::ScalarFunction{
        .name = "my.f", .result = "INTEGER", .callback = [number](std::span<const Value>) -> Result<Value> {
          return Value(number);
        }};
  };
  CHECK(error_of(database, "RETURN my.f()").detail == "UnknownFunction");
  REQUIRE(register_function(database.database(), constant(1)).ok());
  PreparedQuery prepared = connection.prepare("RETURN my.f()");
  CHECK(prepared.execute().at(0, 0).as_integer() == 1);
  CHECK(database.number("RETURN my.f()") == 1);
  Cursor cursor = connection.stream("UNWIND range(1, 5000) AS i RETURN my.f() AS x");
  CHECK(cursor.fetch().at(0, 0).as_integer() == 1);
  REQUIRE(register_function(database.database(), constant(2)).ok());
  CHECK(prepared.execute().at(0, 0).as_integer() == 2);
  CHECK(database.number("RETURN my.f()") == 2);
  for (QueryResult rows = cursor.fetch(); rows.num_rows() > 0; rows = cursor.fetch()) {
    CHECK(rows.at(0, 0).as_integer() == 1);  // a query that runs keeps what it began with
  }
  kith::AggregateFunction aggregate = median();  // of another kind, under the same name
  aggregate.name = "my.F";
  REQUIRE(register_function(database.database(), aggregate).ok());
  CHECK(error_of(database, "RETURN my.f()").detail == "InvalidNumberOfArguments");
  CHECK(database.run("UNWIND [3, 1, 2] AS x RETURN my.f(x)").at(0, 0).as_float() == 2.0);
  REQUIRE(register_function(database.database(), constant(3)).ok());
  CHECK(database.number("RETURN my.f()") == 3);
}

TEST_CASE("an aggregate of the program aggregates groups") {
  OwnDatabase database;
  database.run(
      "UNWIND range(0, 9) AS i CREATE (a:N {i: i, g: i % 3}) FOREACH (k IN range(1, i) | CREATE (a)-[:R]->(:E))");
  REQUIRE(register_function(database.database(), median()).ok());
  under_every_setting(database, [&] {
    CHECK(database.run("MATCH (n:N) RETURN my.median(n.i)").at(0, 0).as_float() == 4.0);
    const QueryResult groups = database.run("MATCH (n:N) RETURN n.g AS g, my.median(n.i) AS m, count(*) ORDER BY g");
    REQUIRE(groups.num_rows() == 3);
    CHECK(groups.at(0, 1).as_float() == 3.0);
    CHECK(groups.at(1, 1).as_float() == 4.0);
    CHECK(groups.at(2, 1).as_float() == 5.0);
    CHECK(database.run("UNWIND [1, 1, 1, 5, 6] AS x RETURN my.median(DISTINCT x)").at(0, 0).as_float() == 5.0);
    CHECK(database.run("UNWIND [1, null, 3, null] AS x RETURN my.median(x)").at(0, 0).as_float() == 1.0);
    CHECK(database.run("MATCH (n:Nothing) RETURN my.median(n.i)").at(0, 0).is_null());
    CHECK(database.run("MATCH (n:Nothing) RETURN n.g, my.median(n.i)").num_rows() == 0);
    // Rows that an expansion multiplies count as often as they are there.
    CHECK(database.run("MATCH (n:N)-[:R]->() RETURN my.median(n.i)").at(0, 0).as_float() == 7.0);
    CHECK(database.run("MATCH (n:N) WITH my.median(n.i) AS m MATCH (n:N) WHERE n.i > m RETURN count(n) AS c")
              .at(0, 0)
              .as_integer() == 5);
  });
  CHECK(error_of(database, "MATCH (n) WHERE my.median(n.i) > 1 RETURN n").detail == "InvalidAggregation");
  CHECK(error_of(database, "RETURN my.median(my.median(1))").detail == "NestedAggregation");
  CHECK(error_of(database, "RETURN my.median('a')").detail == "InvalidArgumentType");
  CHECK(error_of(database, "UNWIND $list AS x RETURN my.median(x)", {{"list", Value(List{Value("a")})}}).kind ==
        ErrorKind::kTypeError);
}

TEST_CASE("an aggregate of the program that fails fails the query") {
  OwnDatabase database;
  for (const char* where : {"start", "null", "add", "finish", "result"}) {
    INFO(where);
    REQUIRE(register_function(database.database(),
                              kith::AggregateFunction{.name = "my.failing",
                                                      .parameters = {{"x", "ANY?"}},
                                                      .result = "INTEGER",
                                                      .start = [where]() -> std::unique_ptr<Aggregation> {
                                                        if (std::string_view(where) == "start")
                                                          throw std::runtime_error("no start");
                                                        if (std::string_view(where) == "null") return nullptr;
                                                        return std::make_unique<Failing>(where);
                                                      }})
                .ok());
    const Error error = error_of(database, "UNWIND [1, 2] AS x RETURN my.failing(x)");
    CHECK(error.where.has_value());
    const bool is_result = std::string_view(where) == "result", is_finish = std::string_view(where) == "finish";
    CHECK(error.kind == (is_result   ? ErrorKind::kTypeError
                         : is_finish ? ErrorKind::kArgumentError
                                     : ErrorKind::kProcedureError));
  }
}

TEST_CASE("an aggregate that sees nulls is given them") {
  OwnDatabase database;
  class Nulls final : public Aggregation {
   public:
    Status add(std::span<const Value> arguments) override {
      count_ += arguments[0].is_null() ? 1 : 0;
      return Status::success();
    }
    Result<Value> finish() override { return Value(count_); }

   private:
    std::int64_t count_ = 0;
  };
  REQUIRE(
      register_function(database.database(), kith::AggregateFunction{.name = "my.nulls",
                                                                     .parameters = {{"x", "ANY?"}},
                                                                     .result = "INTEGER",
                                                                     .null_rule = kith::NullRule::kCalled,
                                                                     .start = [] { return std::make_unique<Nulls>(); }})
          .ok());
  CHECK(database.number("UNWIND [1, null, 2, null] AS x RETURN my.nulls(x)") == 2);
}

TEST_CASE("a procedure that throws fails the query, and its help is shown") {
  OwnDatabase database;
  REQUIRE(register_procedure(database.database(),
                             kith::ProcedureDefinition{
                                 .name = "my.rows",
                                 .inputs = {},
                                 .outputs = {{"x", "INTEGER"}},
                                 .callback = [](std::span<const Value>) -> Result<std::vector<std::vector<Value>>> {
                                   throw std::runtime_error("no rows");
                                 },
                                 .help = "Rows of its own."})
              .ok());
  const Error error = error_of(database, "CALL my.rows() YIELD x RETURN x");
  CHECK(error.message == "`my.rows` failed: no rows");
  CHECK(error_of(database, "CALL my.row() YIELD x RETURN x").hint == "did you mean `my.rows`?");
  bool found = false;
  for (const auto& row : database.run("SHOW PROCEDURES")) {
    if (row["name"].as_string() != "my.rows") continue;
    found = true;
    CHECK(row["description"].as_string() == "Rows of its own.");
  }
  CHECK(found);
}

}  // namespace
}  // namespace kith::engine::testing
