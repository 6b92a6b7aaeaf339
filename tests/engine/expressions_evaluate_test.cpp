// tests/engine/expressions_evaluate_test.cpp: expressions over chunks: what is evaluated for which rows, and what it
// gives.
#include <catch2/catch.hpp>

#include "tests/engine/expressions_support.hpp"

namespace kith::engine {
namespace {

using namespace testing;
using ast::LogicalOperatorKind;
using ast::QuantifierKind;

std::string text_of(const ExpressionPtr& expression, const Chunk& chunk) {
  ExecContext context;
  context.num_slots = 8;
  const Result<Vector> result = evaluate(*expression, chunk, context);
  if (!result.ok()) return std::string(to_string(result.error().kind)) + ": " + result.error().detail;
  List values;
  for (std::uint32_t row = 0; row < chunk.size; ++row) values.push_back(result->value(row));
  return to_cypher_string(Value(values));
}

Vector ints(std::initializer_list<Value> values) { return Vector::from_values(values); }

ExpressionPtr logical(LogicalOperatorKind kind, std::vector<ExpressionPtr> operands) {
  return make(LogicalExpression{kind, std::move(operands)});
}

TEST_CASE("AND, OR and XOR are three-valued", "[expressions]") {
  std::vector<Value> left, right;
  const Value all[] = {Value(true), Value(false), Value()};
  for (const Value& a : all) {
    for (const Value& b : all) {
      left.push_back(a);
      right.push_back(b);
    }
  }
  const Chunk chunk = chunk_of({Vector::from_values(left), Vector::from_values(right)});
  CHECK(text_of(logical(LogicalOperatorKind::kAnd, {slot(0), slot(1)}), chunk) ==
        "[true, false, null, false, false, false, null, false, null]");
  CHECK(text_of(logical(LogicalOperatorKind::kOr, {slot(0), slot(1)}), chunk) ==
        "[true, true, true, true, false, null, true, null, null]");
  CHECK(text_of(logical(LogicalOperatorKind::kXor, {slot(0), slot(1)}), chunk) ==
        "[false, true, null, true, false, null, null, null, null]");
  CHECK(text_of(make(UnaryExpression{UnaryKind::kNot, slot(0)}), chunk) ==
        "[false, false, false, true, true, true, null, null, null]");
  ExecContext context;
  const auto rows = [&](LogicalOperatorKind kind) {
    return *evaluate_predicate(*logical(kind, {slot(0), slot(1)}), chunk, context);
  };
  CHECK(rows(LogicalOperatorKind::kAnd) == std::vector<std::uint32_t>{0});
  CHECK(rows(LogicalOperatorKind::kOr) == std::vector<std::uint32_t>{0, 1, 2, 3, 6});
  CHECK(rows(LogicalOperatorKind::kXor) == std::vector<std::uint32_t>{1, 3});
}

TEST_CASE("a later operand and a branch not taken raise nothing", "[expressions]") {
  const Chunk chunk = chunk_of({ints({0, 2, 0, 5})});
  const ExpressionPtr division =
      binary(BinaryKind::kGreater, binary(BinaryKind::kDivide, constant(10), slot(0)), constant(3));
  const ExpressionPtr not_zero = binary(BinaryKind::kNotEqual, slot(0), constant(0));
  CHECK(text_of(logical(LogicalOperatorKind::kAnd, {not_zero, division}), chunk) == "[false, true, false, false]");
  CHECK(text_of(logical(LogicalOperatorKind::kOr, {binary(BinaryKind::kEqual, slot(0), constant(0)), division}),
                chunk) == "[true, true, true, false]");
  CHECK(text_of(logical(LogicalOperatorKind::kAnd, {division, not_zero}), chunk) == "ArithmeticError: DivisionByZero");
  const ExpressionPtr guarded = make(
      CaseBoundExpression{nullptr, {{not_zero, binary(BinaryKind::kDivide, constant(10), slot(0))}}, constant("none")});
  CHECK(text_of(guarded, chunk) == "['none', 5, 'none', 2]");
  const ExpressionPtr simple =
      make(CaseBoundExpression{slot(0), {{constant(2), constant("two")}, {constant(5.0), constant("five")}}, nullptr});
  CHECK(text_of(simple, chunk) == "[null, 'two', null, 'five']");
}

TEST_CASE("what is no boolean is a type error", "[expressions]") {
  const Chunk chunk = chunk_of({ints({1})});
  CHECK(text_of(logical(LogicalOperatorKind::kAnd, {constant(true), slot(0)}), chunk) ==
        "TypeError: InvalidArgumentType");
  ExecContext context;
  CHECK_FALSE(evaluate_predicate(*slot(0), chunk, context).ok());
}

TEST_CASE("integers overflow into an error, floats do not", "[expressions]") {
  const std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
  const Chunk chunk = chunk_of({ints({1, greatest})});
  CHECK(text_of(binary(BinaryKind::kAdd, slot(0), constant(1)), chunk) == "ArithmeticError: IntegerOverflow");
  CHECK(text_of(binary(BinaryKind::kMultiply, slot(0), constant(2)), chunk) == "ArithmeticError: IntegerOverflow");
  CHECK(text_of(binary(BinaryKind::kModulo, slot(0), constant(0)), chunk) == "ArithmeticError: DivisionByZero");
  CHECK(text_of(binary(BinaryKind::kDivide, constant(-7), constant(2)), chunk) == "[-3, -3]");
  CHECK(text_of(binary(BinaryKind::kModulo, constant(-7), constant(2)), chunk) == "[-1, -1]");
  CHECK(text_of(binary(BinaryKind::kPower, constant(2), constant(3)), chunk) == "[8.0, 8.0]");
  CHECK(text_of(binary(BinaryKind::kAdd, constant("a"), constant(1)), chunk) == "['a1', 'a1']");
  CHECK(text_of(binary(BinaryKind::kAdd, constant(List{1}), constant(List{2})), chunk) == "[[1, 2], [1, 2]]");
  CHECK(text_of(binary(BinaryKind::kAdd, constant(true), constant(1)), chunk) == "TypeError: InvalidArgumentType");
}

TEST_CASE("elements, entries and slices", "[expressions]") {
  const Chunk one = chunk_of({});
  const ExpressionPtr list = constant(List{1, 2, 3});
  const auto at = [&](ExpressionPtr subject, Value index) {
    return text_of(make(IndexExpression{subject, constant(index)}), one);
  };
  CHECK(at(list, 0) == "[1]");
  CHECK(at(list, -1) == "[3]");
  CHECK(at(list, 3) == "[null]");
  CHECK(at(list, Value()) == "[null]");
  CHECK(at(list, "a") == "TypeError: ListElementAccessByNonInteger");
  CHECK(at(constant(Map{{"a", 1}}), "a") == "[1]");
  CHECK(at(constant(Map{{"a", 1}}), 0) == "TypeError: MapElementAccessByNonString");
  CHECK(at(constant(100), 0) == "TypeError: InvalidArgumentType");
  const auto slice = [&](ExpressionPtr from, ExpressionPtr to) {
    return text_of(make(SliceExpression{list, from, to}), one);
  };
  CHECK(slice(constant(1), nullptr) == "[[2, 3]]");
  CHECK(slice(nullptr, constant(-1)) == "[[1, 2]]");
  CHECK(slice(constant(-2), constant(100)) == "[[2, 3]]");
  CHECK(slice(constant(2), constant(1)) == "[[]]");
  CHECK(slice(constant(Value()), constant(1)) == "[null]");
  CHECK(text_of(make(PropertyExpression{constant(Map{{"a", 1}}), "b"}), one) == "[null]");
  CHECK(text_of(make(PropertyExpression{constant(1), "b"}), one) == "TypeError: InvalidArgumentType");
  CHECK(text_of(make(PropertyExpression{constant(Date{0}), "year"}), one) == "[1970]");
}

TEST_CASE("comprehensions, quantifiers and reduce see outer columns", "[expressions]") {
  for (const std::uint32_t vector_size : {1U, 3U, 2048U}) {
    const Chunk chunk = chunk_of(
        {ints({10, 20, Value(), 40}), Vector::from_values({List{1, 2, 3}, List{}, List{4, Value()}, Value()})});
    ExecContext context;
    context.num_slots = 8;
    context.vector_size = vector_size;
    const auto text = [&](const ExpressionPtr& expression) {
      const Result<Vector> result = evaluate(*expression, chunk, context);
      REQUIRE(result.ok());
      List values;
      for (std::uint32_t row = 0; row < chunk.size; ++row) values.push_back(result->value(row));
      return to_cypher_string(Value(values));
    };
    const ExpressionPtr sum = binary(BinaryKind::kAdd, slot(0), slot(2));
    const ExpressionPtr above_one = binary(BinaryKind::kGreater, slot(2), constant(1));
    CHECK(text(make(ListComprehensionExpression{2, slot(1), nullptr, sum})) ==
          "[[11, 12, 13], [], [null, null], null]");
    CHECK(text(make(ListComprehensionExpression{2, slot(1), above_one, nullptr})) == "[[2, 3], [], [4], null]");
    CHECK(text(make(ListComprehensionExpression{2, slot(1), above_one, sum})) == "[[12, 13], [], [null], null]");
    CHECK(text(make(QuantifierExpression{QuantifierKind::kAny, 2, slot(1), above_one})) == "[true, false, true, null]");
    CHECK(text(make(QuantifierExpression{QuantifierKind::kAll, 2, slot(1), above_one})) == "[false, true, null, null]");
    CHECK(text(make(QuantifierExpression{QuantifierKind::kNone, 2, slot(1), above_one})) ==
          "[false, true, false, null]");
    CHECK(text(make(QuantifierExpression{QuantifierKind::kSingle, 2, slot(1), above_one})) ==
          "[false, false, null, null]");
    CHECK(text(make(ReduceExpression{3, slot(0), 2, slot(1), binary(BinaryKind::kAdd, slot(3), slot(2))})) ==
          "[16, 20, null, null]");
    CHECK(text(make(ReduceExpression{3, constant(""), 2, slot(1),
                                     call("coalesce", {binary(BinaryKind::kAdd, slot(3), slot(2)), constant("?")})})) ==
          "['123', '', '?', null]");
  }
}

TEST_CASE("reduce neither nests nor grows without end", "[expressions]") {
  List many;
  for (int i = 0; i < 5000; ++i) many.push_back(i);
  const Chunk chunk = chunk_of({ints({1})});
  CHECK(text_of(make(ReduceExpression{3, constant(List{}), 2, constant(many), make(ListExpression{{slot(3)}})}),
                chunk) == "ArgumentError: NumberOutOfRange");
  ExecContext context;
  context.memory = std::make_shared<MemoryBudget>(1'000'000);
  const ExpressionPtr doubled =
      make(ReduceExpression{3, constant("text"), 2, constant(many), binary(BinaryKind::kAdd, slot(3), slot(3))});
  const Result<Vector> result = evaluate(*doubled, chunk, context);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorKind::kMemoryLimit);
}

TEST_CASE("literals, null tests and parameters", "[expressions]") {
  const Chunk chunk = chunk_of({ints({1, Value()})});
  CHECK(text_of(make(ListExpression{{slot(0), constant("a")}}), chunk) == "[[1, 'a'], [null, 'a']]");
  CHECK(text_of(make(MapExpression{{{"k", slot(0)}}}), chunk) == "[{k: 1}, {k: null}]");
  CHECK(text_of(make(MapProjectionExpression{constant(Map{{"a", 1}, {"b", 2}}), true, {{"b", slot(0)}}}), chunk) ==
        "[{a: 1, b: 1}, {a: 1, b: null}]");
  CHECK(text_of(make(UnaryExpression{UnaryKind::kIsNull, slot(0)}), chunk) == "[false, true]");
  CHECK(text_of(make(UnaryExpression{UnaryKind::kIsNotNull, slot(0)}), chunk) == "[true, false]");
  CHECK(text_of(make(UnaryExpression{UnaryKind::kNegate, slot(0)}), chunk) == "[-1, null]");
  CHECK(text_of(make(ParameterExpression{"p"}), chunk) == "ParameterMissing: MissingParameter");
}

}  // namespace
}  // namespace kith::engine
