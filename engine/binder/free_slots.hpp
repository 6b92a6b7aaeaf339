// engine/binder/free_slots.hpp: which columns an expression needs.
#pragma once

#include <set>

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

/// Adds the slots that the expression reads, without those that it binds itself (comprehension elements and kin).
void add_free_slots(const BoundExpression& expression, std::set<Slot>& slots);
std::set<Slot> free_slots(const BoundExpression& expression);
/// Whether it reads the graph beyond what its slots hold.
bool has_subquery(const BoundExpression& expression);

}  // namespace kith::engine
