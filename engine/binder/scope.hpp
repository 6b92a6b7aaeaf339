// engine/binder/scope.hpp: which variables are visible, and what is known of each.
#pragma once

#include <map>
#include <string>

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

struct Symbol {
  Slot slot = 0;
  StaticType type = StaticType::kAny;
  StaticType element = StaticType::kAny;  ///< Of a list: what its elements are known to be.
  bool local = false;                     ///< Of a comprehension, quantifier or reduce.
};

/// By name: RETURN * and error messages list variables in this order.
using Scope = std::map<std::string, Symbol, std::less<>>;

}  // namespace kith::engine
