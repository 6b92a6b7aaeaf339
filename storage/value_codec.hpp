// storage/value_codec.hpp: values as bytes, and values as index keys whose byte order is ORDER BY's.
#pragma once

#include <string>
#include <string_view>

#include <kith/value.hpp>
#include "storage/byte_reader.hpp"

namespace kith::storage {

/// Any storable value: null, boolean, integer, float, string, temporal values, lists of these.
void append_value(std::string& out, const Value& value);
Result<Value> read_value(ByteReader& reader);

/// Whether a property may hold it; the error says what it is and what may be stored.
Status check_storable(const Value& value);

/// Byte order of the encodings is order() of the values; equal encodings exactly when equivalent() (1 and 1.0 alike).
/// Self- delimiting, so several make a composite key. Not reversible for numbers: the property column has the value. A
/// string's encoding without its last two bytes begins the encodings of just the strings that start with it. Storable
/// values and null.
void append_ordered(std::string& out, const Value& value);
/// The key range [first, second) of all values of `value`'s comparison group (numbers, strings, ...).
std::pair<std::string, std::string> ordered_group_range(const Value& value);

}  // namespace kith::storage
