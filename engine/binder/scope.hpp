// engine/binder/scope.hpp: which variables are visible, and what is known of each.
#pragma once

#include <map>
#include <string>

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

/// Below DISTINCT or an aggregation, whether a name from before it may still be used.
enum class Visibility : std::uint8_t { kVisible, kNotProjected, kNotGroupingKey };

struct Symbol {
  Slot slot = 0;
  StaticType type = StaticType::kAny;
  bool local = false;  ///< Of a comprehension, quantifier or reduce.
  Visibility visibility = Visibility::kVisible;
};

/// By name: RETURN * and error messages list variables in this order.
using Scope = std::map<std::string, Symbol, std::less<>>;

}  // namespace kith::engine
