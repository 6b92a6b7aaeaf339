// loaders/export/cypher_text.hpp: values as expressions that a Cypher script evaluates back to them.
#pragma once

#include <string>
#include <string_view>

#include <kith/value.hpp>

namespace kith::loaders {

/// A name, in back-ticks unless it needs none.
void append_cypher_name(std::string& out, std::string_view name);

/// As to_cypher_string, but date('2020-01-01') for temporal values and 0.0 / 0.0 for NaN. Requires a value that a
/// property may have, or a map or list of such.
void append_cypher_expression(std::string& out, const Value& value);

}  // namespace kith::loaders
