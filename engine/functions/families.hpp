// engine/functions/families.hpp: the tables that make up the one registry, and what their functions share.
#pragma once

#include "engine/functions/function.hpp"

namespace kith::engine {

using FunctionTable = std::vector<FunctionDefinition>;
using AggregateTable = std::vector<AggregateDefinition>;

FunctionTable numeric_functions();
FunctionTable string_functions();
FunctionTable list_functions();
FunctionTable graph_functions();
FunctionTable predicate_functions();
FunctionTable conversion_functions();
FunctionTable temporal_functions();
FunctionTable knowledge_functions();
FunctionTable load_csv_functions();

AggregateTable basic_aggregates();
AggregateTable numeric_aggregates();

/// TypeError (InvalidArgumentValue): "abs() takes a NUMBER, got LIST".
Error invalid_argument(std::string_view function, std::string_view expected, const Value& actual);
/// ArgumentError (NumberOutOfRange).
Error out_of_range(std::string message);

inline double to_double(const Value& number) {
  return number.is(ValueKind::kInteger) ? static_cast<double>(number.get<std::int64_t>()) : number.get<double>();
}

}  // namespace kith::engine
