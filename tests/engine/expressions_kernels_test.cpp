// tests/engine/expressions_kernels_test.cpp: typed kernels agree with the slow path over Values, whatever form vectors
// have.
#include <catch2/catch.hpp>

#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/expressions/kernels.hpp"
#include "tests/engine/expressions_support.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

using testing::RandomVectors;
using testing::same;

std::vector<Value> values_of(const Vector& vector) {
  std::vector<Value> values;
  for (std::uint32_t row = 0; row < vector.size(); ++row) values.push_back(vector.value(row));
  return values;
}

void check_same(const std::vector<Value>& expected, const Vector& actual) {
  REQUIRE(actual.size() == expected.size());
  for (std::uint32_t row = 0; row < expected.size(); ++row) {
    INFO("row " << row << ": expected " << to_cypher_string(expected[row]) << ", got "
                << to_cypher_string(actual.value(row)));
    REQUIRE(same(expected[row], actual.value(row)));
    REQUIRE(actual.is_null(row) == expected[row].is_null());
  }
}

TEST_CASE("comparison kernels agree with values/compare.hpp", "[expressions]") {
  RandomVectors random(testing::test_seed());
  for (int round = 0; round < 1500; ++round) {
    const auto size = static_cast<std::uint32_t>(random.below(200));
    const auto left_kind = static_cast<VectorKind>(random.below(9));
    const auto right_kind = random.below(2) == 0 ? left_kind : static_cast<VectorKind>(random.below(9));
    const Vector left = random.vector(left_kind, size), right = random.vector(right_kind, size);
    const auto kind = static_cast<BinaryKind>(static_cast<int>(BinaryKind::kEqual) + random.below(6));
    std::vector<Value> expected;
    std::vector<std::uint32_t> expected_rows;
    for (std::uint32_t row = 0; row < size; ++row) {
      expected.push_back(comparison(kind, left.value(row), right.value(row)));
      if (!expected.back().is_null() && expected.back().get<bool>()) expected_rows.push_back(row);
    }
    INFO("round " << round << " kinds " << static_cast<int>(left_kind) << ' ' << static_cast<int>(right_kind));
    check_same(expected, evaluate_comparison(kind, left, right));
    REQUIRE(select_comparison(kind, left, right) == expected_rows);
  }
}

TEST_CASE("arithmetic kernels agree with one pair at a time", "[expressions]") {
  RandomVectors random(testing::test_seed() + 1);
  const VectorKind kinds[] = {VectorKind::kInteger, VectorKind::kFloat, VectorKind::kString, VectorKind::kMixed,
                              VectorKind::kNull};
  for (int round = 0; round < 1500; ++round) {
    const auto size = static_cast<std::uint32_t>(random.below(100));
    const Vector left = random.vector(kinds[random.below(5)], size),
                 right = random.vector(kinds[random.below(5)], size);
    const auto kind = static_cast<BinaryKind>(random.below(7));
    std::vector<Value> expected;
    std::optional<Error> error;
    for (std::uint32_t row = 0; row < size && !error.has_value(); ++row) {
      Result<Value> one = arithmetic(kind, left.value(row), right.value(row));
      if (one.ok()) {
        expected.push_back(*one);
      } else {
        error = one.error();
      }
    }
    INFO("round " << round << " operator " << static_cast<int>(kind));
    const Result<Vector> actual = evaluate_arithmetic(kind, left, right);
    REQUIRE(actual.ok() == !error.has_value());
    if (error.has_value()) {
      CHECK(actual.error().detail == error->detail);
    } else {
      check_same(expected, *actual);
    }
  }
}

TEST_CASE("IN agrees with comparing each element", "[expressions]") {
  RandomVectors random(testing::test_seed() + 2);
  ExecContext context;
  for (int round = 0; round < 800; ++round) {
    const auto size = static_cast<std::uint32_t>(random.below(80) + 1);
    const auto kind = static_cast<VectorKind>(random.below(9));
    const Vector left = random.vector(kind, size);
    List list;
    for (std::uint64_t i = random.below(20); i > 0; --i) {
      list.push_back(random.value(random.below(8) == 0   ? VectorKind::kNull
                                  : random.below(4) == 0 ? VectorKind::kMixed
                                                         : kind));
    }
    std::vector<Value> expected;
    for (std::uint32_t row = 0; row < size; ++row) {
      bool any = false, unknown = false;
      for (const Value& element : list) {
        const std::optional<bool> equal = equals(left.value(row), element);
        any = any || equal.value_or(false);
        unknown = unknown || !equal.has_value();
      }
      expected.push_back(any ? Value(true) : unknown ? Value() : Value(false));
    }
    INFO("round " << round);
    const Result<Vector> actual = evaluate_membership(left, Vector::constant(list, size), context);
    REQUIRE(actual.ok());
    check_same(expected, *actual);
    const Result<Vector> row_by_row =
        evaluate_membership(left, Vector::from_values(std::vector<Value>(size, Value(list))), context);
    REQUIRE(row_by_row.ok());
    check_same(expected, *row_by_row);
  }
  const Result<Vector> wrong = evaluate_membership(Vector::constant(1, 1), Vector::constant(1, 1), context);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().kind == ErrorKind::kTypeError);
}

TEST_CASE("text matches agree with one pair at a time", "[expressions]") {
  RandomVectors random(testing::test_seed() + 3);
  ExecContext context;
  for (int round = 0; round < 500; ++round) {
    const auto size = static_cast<std::uint32_t>(random.below(80));
    const Vector left = random.vector(random.below(4) == 0 ? VectorKind::kMixed : VectorKind::kString, size);
    const Vector right = random.vector(random.below(4) == 0 ? VectorKind::kMixed : VectorKind::kString, size);
    const auto kind = static_cast<BinaryKind>(static_cast<int>(BinaryKind::kStartsWith) + random.below(4));
    std::vector<Value> expected(size);
    for (std::uint32_t row = 0; row < size; ++row) {
      const Value a = left.value(row), b = right.value(row);
      if (!a.is(ValueKind::kString) || !b.is(ValueKind::kString)) continue;
      const std::string &text = a.as_string(), &part = b.as_string();
      switch (kind) {
        case BinaryKind::kStartsWith:
          expected[row] = text.substr(0, part.size()) == part;
          break;
        case BinaryKind::kEndsWith:
          expected[row] = text.size() >= part.size() && text.substr(text.size() - part.size()) == part;
          break;
        case BinaryKind::kContains:
          expected[row] = text.find(part) != std::string::npos;
          break;
        default:
          expected[row] = text == part;
          break;  // the texts have no character that is special in a pattern
      }
    }
    const Result<Vector> actual = evaluate_text_match(kind, left, right, context);
    REQUIRE(actual.ok());
    check_same(expected, *actual);
  }
}

TEST_CASE("a bad pattern is an argument error that names it", "[expressions]") {
  ExecContext context;
  const Result<Vector> result =
      evaluate_text_match(BinaryKind::kMatches, Vector::from_values({"a", "b"}), Vector::constant("(", 2), context);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorKind::kArgumentError);
  CHECK(result.error().message.find("`(`") != std::string::npos);
}

TEST_CASE("chunks select, slice and append as plain rows would", "[expressions]") {
  RandomVectors random(testing::test_seed() + 4);
  for (int round = 0; round < 500; ++round) {
    const auto size = static_cast<std::uint32_t>(random.below(60) + 1);
    Chunk chunk;
    chunk.size = size;
    std::vector<std::vector<Value>> rows;
    for (int column = 0; column < 3; ++column) {
      chunk.columns.push_back(random.vector(static_cast<VectorKind>(random.below(9)), size));
      rows.push_back(values_of(chunk.columns.back()));
    }
    chunk.columns.emplace_back();
    chunk.multiplicity.assign(size, 1);
    for (std::uint64_t& times : chunk.multiplicity) times = random.below(5) + 1;
    std::vector<std::uint64_t> times = chunk.multiplicity;
    for (int step = 0; step < 4; ++step) {
      if (random.below(2) == 0) {
        std::vector<std::uint32_t> picked(random.below(50) + 1);
        for (std::uint32_t& row : picked) row = static_cast<std::uint32_t>(random.below(chunk.size));
        for (auto& column : rows) {
          std::vector<Value> chosen;
          for (const std::uint32_t row : picked) chosen.push_back(column[row]);
          column = chosen;
        }
        std::vector<std::uint64_t> chosen_times;
        for (const std::uint32_t row : picked) chosen_times.push_back(times[row]);
        times = chosen_times;
        chunk.select(picked);
      } else {
        const auto begin = static_cast<std::uint32_t>(random.below(chunk.size));
        const auto count = static_cast<std::uint32_t>(random.below(chunk.size - begin) + 1);
        for (auto& column : rows) column = std::vector<Value>(column.begin() + begin, column.begin() + begin + count);
        times = std::vector<std::uint64_t>(times.begin() + begin, times.begin() + begin + count);
        chunk = chunk.slice(begin, count);
      }
      if (random.below(3) == 0) {
        Chunk more;
        more.size = static_cast<std::uint32_t>(random.below(20) + 1);
        for (auto& column : rows) {
          more.columns.push_back(random.vector(static_cast<VectorKind>(random.below(9)), more.size));
          const std::vector<Value> added = values_of(more.columns.back());
          column.insert(column.end(), added.begin(), added.end());
        }
        more.columns.emplace_back();
        times.resize(times.size() + more.size, 1);
        chunk.append(more);
      }
      REQUIRE(chunk.multiplicity == times);
      for (std::size_t column = 0; column < rows.size(); ++column) check_same(rows[column], chunk.columns[column]);
      CHECK_FALSE(chunk.columns[3].is_live());
    }
  }
}

TEST_CASE("appending many small vectors keeps every row", "[expressions]") {
  RandomVectors random(testing::test_seed() + 5);
  for (int kind = 0; kind < 9; ++kind) {
    Vector all;
    std::vector<Value> expected;
    for (int i = 0; i < 50; ++i) {
      const Vector more = random.vector(static_cast<VectorKind>(kind), static_cast<std::uint32_t>(random.below(40)));
      const Vector before =
          random.below(5) == 0 ? all : Vector();  // sometimes a second owner, which must not see the growth
      const std::vector<Value> before_values = before.is_live() ? values_of(before) : std::vector<Value>();
      for (const Value& value : values_of(more)) expected.push_back(value);
      all.append(more);
      if (before.is_live()) check_same(before_values, before);
    }
    check_same(expected, all);
  }
}

}  // namespace
}  // namespace kith::engine
