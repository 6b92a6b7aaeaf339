// loaders/text/scalar_text.hpp: values that are neither lists nor maps, as files hold them: text beside a type's name.
#pragma once

#include <string>
#include <string_view>

#include <kith/value.hpp>

namespace kith::loaders {

/// The name under which parse_value reads the value back: "long", "double", "date", ...; empty for lists, maps, null
/// and elements of a graph.
std::string_view type_name(const Value& value);

/// The text that parse_value reads back as the same value. Requires a type_name.
std::string scalar_text(const Value& value);

}  // namespace kith::loaders
