// engine/binder/free_slots.hpp: which columns an expression needs.
#pragma once

#include <set>

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

/// Adds the slots that the expression reads, without those that it binds itself (comprehension elements and kin).
void add_free_slots(const BoundExpression& expression, std::set<Slot>& slots);

/// Calls `visit` for every direct sub-expression.
template <class Visitor>
void for_each_child(const BoundExpression& expression, const Visitor& visit);

}  // namespace kith::engine
