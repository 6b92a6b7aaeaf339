// engine/functions/signature.hpp: functions and procedures as users read them: "size(value :: LIST | STRING) ::
// INTEGER".
#pragma once

#include "engine/functions/function.hpp"

namespace kith::engine {

/// "name :: TYPE, [other :: TYPE]"; a type that has alternatives as "LIST | STRING". Those after the first
/// `num_required` may be left out; with `repeats` the last may come again.
std::string arguments_text(const std::vector<Argument>& arguments, std::size_t num_required, bool repeats = false);
std::string signature_text(const FunctionDefinition& function);
std::string signature_text(const AggregateDefinition& aggregate);

/// For the name of a function in other systems: what to write here; empty for a name of no other system.
std::string_view hint_for_foreign_function(std::string_view name);

}  // namespace kith::engine
