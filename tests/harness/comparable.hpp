// tests/harness/comparable.hpp: a value as the conformance kit's result tables write it, and as a query returned it, in
// one form that compares by text. Entities have no ids here: a node is its labels and properties.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <kith/value.hpp>

namespace kith::harness {

struct Comparable {
  enum class Kind : std::uint8_t {
    kNull,
    kBoolean,
    kInteger,
    kFloat,
    kString,
    kList,
    kMap,
    kNode,
    kRelationship,
    kPath
  };

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;                 ///< A string's, or a relationship's type.
  std::vector<std::string> labels;  ///< A node's.
  std::vector<std::string> keys;    ///< A map's, or those of the properties of a node or relationship.
  std::vector<Comparable> items;    ///< The value of each key; a list's; a path's nodes and relationships in turn.
  bool forward = true;              ///< A relationship in a path: walked from its start to its end.
};

enum class ListOrder : std::uint8_t { kSignificant, kIgnored };

/// Reads `1`, `1.0`, `NaN`, `'text'`, `null`, `[1, 2]`, `{a: 1}`, `(:A:B {k: 1})`, `[:T {k: 1}]`,
/// `<(:A)-[:T]->()<-[:U]-(:B)>`. Errors: kUsage, naming the place in `text`.
Result<Comparable> parse_comparable(std::string_view text);

/// Temporal values become the strings that the tables show.
Comparable to_comparable(const Value& value);

/// Equal texts if and only if equal values: NaN equals NaN, -0.0 equals 0.0, 1 differs from 1.0; labels and map keys
/// have no order.
std::string canonical(const Comparable& value, ListOrder order = ListOrder::kSignificant);

/// For parameters and procedure tables. Errors: kUsage for a node, relationship or path.
Result<Value> to_value(const Comparable& value);

}  // namespace kith::harness
