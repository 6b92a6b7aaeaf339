// loaders/text/scalar_text.cpp: see the header.
#include "loaders/text/scalar_text.hpp"

namespace kith::loaders {

std::string_view type_name(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBoolean:
      return "boolean";
    case ValueKind::kInteger:
      return "long";
    case ValueKind::kFloat:
      return "double";
    case ValueKind::kString:
      return "string";
    case ValueKind::kDate:
      return "date";
    case ValueKind::kLocalTime:
      return "localtime";
    case ValueKind::kTime:
      return "time";
    case ValueKind::kLocalDateTime:
      return "localdatetime";
    case ValueKind::kDateTime:
      return "datetime";
    case ValueKind::kDuration:
      return "duration";
    default:
      return {};
  }
}

std::string scalar_text(const Value& value) { return to_display_string(value); }

}  // namespace kith::loaders
