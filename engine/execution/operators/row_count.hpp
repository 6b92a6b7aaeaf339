// engine/execution/operators/row_count.hpp: what SKIP and LIMIT say.
#pragma once

#include "engine/execution/context.hpp"

namespace kith::engine {

/// Errors: kSyntaxError at run time, NegativeIntegerArgument or InvalidArgumentType (TCK, ReturnSkipLimit).
Result<std::uint64_t> evaluate_row_count(const BoundExpression& expression, std::string_view clause,
                                         ExecContext& context);

}  // namespace kith::engine
