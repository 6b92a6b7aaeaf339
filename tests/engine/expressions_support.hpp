// tests/engine/expressions_support.hpp: random vectors, and expressions built by hand.
#pragma once

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <random>

#include "engine/execution/evaluate.hpp"
#include "engine/functions/function.hpp"

namespace kith::engine::testing {

/// From KITH_SEED, or random; printed, so that a failure can be run again.
inline std::uint64_t test_seed() {
  static const std::uint64_t kSeed = [] {
    const char* given = std::getenv("KITH_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cerr << "KITH_SEED=" << seed << '\n';
    return seed;
  }();
  return kSeed;
}

class RandomVectors {
 public:
  explicit RandomVectors(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t below(std::uint64_t end) { return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(engine_); }

  Value value(VectorKind kind) {
    switch (kind) {
      case VectorKind::kNull:
        return {};
      case VectorKind::kBoolean:
        return below(2) == 0;
      case VectorKind::kInteger: {
        static const std::int64_t kEdges[] = {0,
                                              1,
                                              -1,
                                              2,
                                              7,
                                              std::numeric_limits<std::int64_t>::max(),
                                              std::numeric_limits<std::int64_t>::min(),
                                              (std::int64_t{1} << 53) + 1};
        return below(8) == 0 ? kEdges[below(8)] : static_cast<std::int64_t>(below(100)) - 50;
      }
      case VectorKind::kFloat: {
        static const double kEdges[] = {
            0.0, -0.0, std::nan(""), HUGE_VAL, -HUGE_VAL, 9007199254740992.0, 9223372036854775808.0, 0.5};
        return below(6) == 0 ? kEdges[below(8)] : (static_cast<double>(below(200)) - 100) / 2;
      }
      case VectorKind::kString: {
        static const char* const kTexts[] = {
            "", "a", "ab", "abc", "b", "B", "\u4e0a\u6d77\u5149\u6e90", "\u4e0a\u6d77", "z", "bc"};
        return kTexts[below(10)];
      }
      case VectorKind::kDate:
        return Date{static_cast<std::int64_t>(below(20)) - 10};
      case VectorKind::kNode:
        return Node{NodeId{below(10)}, nullptr};
      case VectorKind::kRelationship:
        return Relationship{RelationshipId{below(10)}, nullptr};
      case VectorKind::kMixed:
        break;
    }
    if (below(8) == 0) return List{value(VectorKind::kInteger), value(VectorKind::kNull)};
    if (below(10) == 0) return Map{{"k", value(VectorKind::kInteger)}};
    return value(static_cast<VectorKind>(below(8)));
  }

  /// `size` rows of a kind, some null, in any form that a vector can have.
  Vector vector(VectorKind kind, std::uint32_t size) {
    const std::uint64_t form = below(5);
    if (form == 0) return Vector::constant(value(kind), size);
    const bool nulls = below(2) == 0;
    const auto make = [&](std::uint32_t count) {
      std::vector<Value> values(count);
      for (Value& v : values) v = nulls && below(4) == 0 ? Value() : value(kind);
      return Vector::from_values(std::move(values));
    };
    if (form == 1) return make(size);
    if (form == 2) {
      const auto skip = static_cast<std::uint32_t>(below(70));
      return make(size + skip).slice(skip, size);
    }
    const auto base_size = static_cast<std::uint32_t>(below(100) + 1);
    Vector base = make(base_size);
    const auto pick = [&](std::uint32_t count, std::uint32_t end) {
      auto rows = std::make_shared<std::vector<std::uint32_t>>(count);
      for (std::uint32_t& row : *rows) row = static_cast<std::uint32_t>(below(end));
      return rows;
    };
    if (form == 3) return base.select(pick(size, base_size));
    return base.select(pick(50, base_size)).select(pick(size, 50));
  }

 private:
  std::mt19937_64 engine_;
};

/// Equal as a test sees it: null with null, NaN with NaN, and an INTEGER is not a FLOAT.
inline bool same(const Value& a, const Value& b) {
  return to_cypher_string(a) == to_cypher_string(b) && (a.kind() == b.kind());
}

template <class Node>
ExpressionPtr make(Node node) {
  auto expression = std::make_shared<BoundExpression>();
  expression->node = std::move(node);
  return expression;
}
inline ExpressionPtr constant(Value value) { return make(ConstantExpression{std::move(value)}); }
inline ExpressionPtr slot(Slot number) { return make(SlotExpression{number}); }
inline ExpressionPtr binary(BinaryKind kind, ExpressionPtr left, ExpressionPtr right) {
  return make(BinaryExpression{kind, std::move(left), std::move(right)});
}
inline ExpressionPtr call(const char* name, std::vector<ExpressionPtr> arguments) {
  return make(FunctionExpression{find_function(name), std::move(arguments)});
}

/// A chunk with these columns in slots 0, 1, ..., and a few slots to spare.
inline Chunk chunk_of(std::vector<Vector> columns) {
  Chunk chunk;
  chunk.size = columns.empty() ? 1 : columns[0].size();
  chunk.columns = std::move(columns);
  chunk.columns.resize(8);
  return chunk;
}

}  // namespace kith::engine::testing
