// loaders/json/decode.cpp: by simdjson, which bounds the nesting.
#include "loaders/json/decode.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace kith::loaders {

namespace dom = simdjson::dom;

Result<Value> value_from_json(const dom::element& element) {
  switch (element.type()) {
    case dom::element_type::NULL_VALUE:
      return Value();
    case dom::element_type::BOOL:
      return Value(element.get_bool().value_unsafe());
    case dom::element_type::INT64:
      return Value(element.get_int64().value_unsafe());
    case dom::element_type::UINT64:
      return Error{ErrorKind::kData,
                   fmt::format("{} is not an INTEGER of 64 bits", element.get_uint64().value_unsafe())};
    case dom::element_type::DOUBLE:
      return Value(element.get_double().value_unsafe());
    case dom::element_type::STRING:
      return Value(element.get_string().value_unsafe());
    case dom::element_type::ARRAY: {
      const dom::array array = element.get_array().value_unsafe();
      List list;
      for (const dom::element child : array) {
        KITH_TRY(Value value, value_from_json(child));
        list.push_back(std::move(value));
      }
      return Value(std::move(list));
    }
    case dom::element_type::OBJECT: {
      const dom::object object = element.get_object().value_unsafe();
      Map map;
      for (const auto& [key, child] : object) {
        KITH_TRY(Value value, value_from_json(child));
        map.insert_or_assign(std::string(key), std::move(value));
      }
      return Value(std::move(map));
    }
  }
  return Error{ErrorKind::kData, "not a JSON value"};
}

Result<Value> parse_json(std::string_view text) {
  dom::parser parser;
  dom::element root;
  if (const auto code = parser.parse(text.data(), text.size()).get(root); code != simdjson::SUCCESS) {
    return Error{ErrorKind::kData, fmt::format("not a JSON value: {}", simdjson::error_message(code))};
  }
  return value_from_json(root);
}

}  // namespace kith::loaders
