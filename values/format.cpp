// values/format.cpp: values as Cypher literals and as users read them.
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include <kith/value.hpp>

#include "values/temporal/text.hpp"

namespace kith {
namespace {

void append_value(std::string& out, const Value& value);

void append_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  out += '\'';
  for (const char c : text) {
    switch (c) {
      case '\'':
        out += "\\'";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4];
          out += kHex[c & 0xF];
        } else {
          out += c;
        }
    }
  }
  out += '\'';
}

/// Shortest digits that read back as the same number: 1000000000.0, 0.000001, but 1e16 and 1e-7 with an exponent.
void append_float(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
    return;
  }
  if (std::isinf(number)) {
    out += number < 0 ? "-Infinity" : "Infinity";
    return;
  }
  const double magnitude = std::fabs(number);
  const bool fixed = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e16);
  std::array<char, 64> buffer{};
  const auto format = fixed ? std::chars_format::fixed : std::chars_format::scientific;
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format).ptr;
  std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (fixed) {
    out += digits;
    if (digits.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  // 1e+305 and 1e-07 are written 1e305 and 1e-7.
  const std::size_t mark = digits.find('e');
  out += digits.substr(0, mark + 1);
  digits.remove_prefix(mark + 1);
  if (digits.front() == '-') out += '-';
  digits.remove_prefix(1);
  out += digits.substr(digits.find_first_not_of('0'));
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word && static_cast<unsigned char>(c) < 0x80) return false;
  }
  return true;
}

void append_name(std::string& out, std::string_view name) {
  if (is_plain_name(name)) {
    out += name;
    return;
  }
  out += '`';
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  out += '`';
}

void append_map(std::string& out, const Map& map) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : map) {
    if (!first) out += ", ";
    first = false;
    append_name(out, key);
    out += ": ";
    append_value(out, value);
  }
  out += '}';
}

void append_node(std::string& out, const Node& node) {
  out += '(';
  if (node.content) {
    for (const std::string& label : node.content->labels) {
      out += ':';
      append_name(out, label);
    }
    if (!node.content->properties.empty()) {
      if (!node.content->labels.empty()) out += ' ';
      append_map(out, node.content->properties);
    }
  }
  out += ')';
}

void append_relationship(std::string& out, const Relationship& relationship) {
  out += '[';
  if (relationship.content) {
    out += ':';
    append_name(out, relationship.content->type);
    if (!relationship.content->properties.empty()) {
      out += ' ';
      append_map(out, relationship.content->properties);
    }
  }
  out += ']';
}

void append_path(std::string& out, const Path& path) {
  out += '<';
  if (path.content) {
    const auto& [nodes, relationships] = *path.content;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      append_node(out, nodes[i]);
      if (i >= relationships.size()) break;
      const auto& content = relationships[i].content;
      const bool backwards = content && content->start != nodes[i].id;
      out += backwards ? "<-" : "-";
      append_relationship(out, relationships[i]);
      out += backwards ? "-" : "->";
    }
  }
  out += '>';
}

template <class Temporal>
void append_temporal(std::string& out, const Value& value) {
  out += '\'';
  out += temporal::to_string(value.get<Temporal>());
  out += '\'';
}

void append_value(std::string& out, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      out += "null";
      break;
    case ValueKind::kBoolean:
      out += value.get<bool>() ? "true" : "false";
      break;
    case ValueKind::kInteger:
      out += std::to_string(value.get<std::int64_t>());
      break;
    case ValueKind::kFloat:
      append_float(out, value.get<double>());
      break;
    case ValueKind::kString:
      append_string(out, value.get<std::string>());
      break;
    case ValueKind::kList: {
      out += '[';
      bool first = true;
      for (const Value& element : value.list()) {
        if (!first) out += ", ";
        first = false;
        append_value(out, element);
      }
      out += ']';
      break;
    }
    case ValueKind::kMap:
      append_map(out, value.map());
      break;
    case ValueKind::kNode:
      append_node(out, value.get<Node>());
      break;
    case ValueKind::kRelationship:
      append_relationship(out, value.get<Relationship>());
      break;
    case ValueKind::kPath:
      append_path(out, value.get<Path>());
      break;
    case ValueKind::kDate:
      append_temporal<Date>(out, value);
      break;
    case ValueKind::kLocalTime:
      append_temporal<LocalTime>(out, value);
      break;
    case ValueKind::kTime:
      append_temporal<Time>(out, value);
      break;
    case ValueKind::kLocalDateTime:
      append_temporal<LocalDateTime>(out, value);
      break;
    case ValueKind::kDateTime:
      append_temporal<DateTime>(out, value);
      break;
    case ValueKind::kDuration:
      append_temporal<Duration>(out, value);
      break;
  }
}

}  // namespace

std::string to_cypher_string(const Value& value) {
  std::string out;
  append_value(out, value);
  return out;
}

std::string to_display_string(const Value& value) {
  if (value.is(ValueKind::kString)) return value.get<std::string>();
  std::string out = to_cypher_string(value);
  if (value.kind() >= ValueKind::kDate) return out.substr(1, out.size() - 2);  // a temporal value, in quotes
  return out;
}

}  // namespace kith
