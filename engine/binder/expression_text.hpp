// engine/binder/expression_text.hpp: a bound expression as text: readable for EXPLAIN, canonical for comparing two of
// them.
#pragma once

#include "engine/binder/bound_expression.hpp"

namespace kith::engine {

/// Slots print by `slot_names`, or as #n where there is none. With slot_names empty the text is canonical: equal texts,
/// equal meaning.
std::string to_string(const BoundExpression& expression, const std::vector<std::string>& slot_names);
/// As in a pattern, without the colon: A, (A|B), !A.
std::string to_string(const LabelTest& test);

}  // namespace kith::engine
