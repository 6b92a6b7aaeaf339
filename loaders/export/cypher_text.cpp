// loaders/export/cypher_text.cpp: see the header.
#include "loaders/export/cypher_text.hpp"

#include <cmath>

#include "loaders/text/scalar_text.hpp"

namespace kith::loaders {

void append_cypher_name(std::string& out, std::string_view name) {
  out += '`';
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  out += '`';
}

void append_cypher_expression(std::string& out, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kList: {
      out += '[';
      std::string_view separator;
      for (const Value& element : value.list()) {
        out += separator;
        append_cypher_expression(out, element);
        separator = ", ";
      }
      out += ']';
      return;
    }
    case ValueKind::kMap: {
      out += '{';
      std::string_view separator;
      for (const auto& [key, element] : value.map()) {
        out += separator;
        append_cypher_name(out, key);
        out += ": ";
        append_cypher_expression(out, element);
        separator = ", ";
      }
      out += '}';
      return;
    }
    case ValueKind::kFloat: {
      const double number = value.get<double>();
      if (std::isfinite(number)) break;
      out += std::isnan(number) ? "0.0 / 0.0" : number > 0 ? "1.0 / 0.0" : "-1.0 / 0.0";
      return;
    }
    case ValueKind::kDate:
    case ValueKind::kLocalTime:
    case ValueKind::kTime:
    case ValueKind::kLocalDateTime:
    case ValueKind::kDateTime:
    case ValueKind::kDuration:
      out += type_name(value);
      out += '(';
      out += to_cypher_string(value);
      out += ')';
      return;
    default:
      break;
  }
  out += to_cypher_string(value);
}

}  // namespace kith::loaders
