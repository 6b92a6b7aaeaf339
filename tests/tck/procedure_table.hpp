// tests/tck/procedure_table.hpp: procedures that a scenario gives as a signature and a table of arguments and results.
#pragma once

#include <span>
#include <string_view>

#include <kith/extension.hpp>

#include "tests/harness/result_table.hpp"

namespace kith::tck {

/// From `test.my.proc(name :: STRING?) :: (city :: STRING?)` and a table whose columns are the inputs, then the
/// outputs. A call returns the outputs of the rows whose inputs equal its arguments; numbers are equal across INTEGER
/// and FLOAT. Errors: kUsage for a signature or table that does not parse.
Result<ProcedureDefinition> parse_procedure(std::string_view signature, std::span<const harness::TableRow> table);

}  // namespace kith::tck
