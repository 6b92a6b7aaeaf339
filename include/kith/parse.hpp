// kith/parse.hpp: a value from its text and the name of its type, as loaders and command lines meet them.
#pragma once

#include <string_view>

#include <kith/value.hpp>

namespace kith {

/// True for the names that parse_value knows, in any case: string, char, boolean, byte, short, int, integer, long,
/// float, double, date, localtime, time, localdatetime, datetime, duration.
bool is_value_type(std::string_view type_name);

/// `text` read as `type_name`. Integers are decimal; byte, short and int are held to their 8, 16 and 32 bits; floats
/// may be NaN, Infinity and -Infinity; booleans true and false in any case; temporal values as Cypher's functions read
/// them. Errors: kData, naming text and type: `'19x4' is not an INTEGER`; kUsage for an unknown type.
Result<Value> parse_value(std::string_view text, std::string_view type_name);

}  // namespace kith
