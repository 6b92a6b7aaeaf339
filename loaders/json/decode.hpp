// loaders/json/decode.hpp: JSON to values.
#pragma once

#include <string_view>

#include <kith/value.hpp>

namespace simdjson::dom {
class element;
}

namespace kith::loaders {

/// The whole text as one value: integers to INTEGER, other numbers to FLOAT, objects to MAP. Errors: kData.
Result<Value> parse_json(std::string_view text);

/// An element that simdjson parsed. Errors: kData, for integers beyond 64 bits.
Result<Value> value_from_json(const simdjson::dom::element& element);

}  // namespace kith::loaders
