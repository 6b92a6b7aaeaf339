// loaders/export/graphml_text.cpp: see the header. Keys are n0, n1, ... and r0, r1, ... in order of their names.
#include "loaders/export/graphml_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "loaders/json/encode.hpp"
#include "loaders/text/scalar_text.hpp"

namespace kith::loaders {
namespace {

using Keys = std::map<std::string, std::string, std::less<>>;

std::string_view attribute_type(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBoolean:
      return "boolean";
    case ValueKind::kInteger:
      return "long";
    case ValueKind::kFloat:
      return "double";
    default:
      return "string";
  }
}

void add_properties(Keys& keys, const Map& properties) {
  for (const auto& [key, value] : properties) {
    const auto [found, is_new] = keys.try_emplace(key, attribute_type(value));
    if (!is_new && found->second != attribute_type(value)) found->second = "string";
  }
}

void append_declarations(std::string& out, const Keys& keys, std::string_view prefix, std::string_view element,
                         std::uint64_t& num_replaced) {
  std::size_t number = 0;
  for (const auto& [name, type] : keys) {
    out += fmt::format("  <key id=\"{}{}\" for=\"{}\" attr.name=\"", prefix, number++, element);
    append_xml_text(out, name, num_replaced);
    out += fmt::format("\" attr.type=\"{}\"/>\n", type);
  }
}

void append_data(std::string& out, const Keys& keys, std::string_view prefix, const Map& properties,
                 std::uint64_t& num_replaced) {
  for (const auto& [key, value] : properties) {
    const auto number = std::distance(keys.begin(), keys.find(key));
    out += fmt::format("<data key=\"{}{}\">", prefix, number);
    if (value.is(ValueKind::kFloat)) {
      // XML Schema writes INF.
      const std::string text = scalar_text(value);
      out += text == "Infinity" ? "INF" : text == "-Infinity" ? "-INF" : text;
    } else if (!type_name(value).empty()) {
      append_xml_text(out, scalar_text(value), num_replaced);
    } else {
      std::string json;
      append_json(json, value);
      append_xml_text(out, json, num_replaced);
    }
    out += "</data>";
  }
}

}  // namespace

void GraphmlKeys::add(const Node& node) { add_properties(nodes, node.content->properties); }
void GraphmlKeys::add(const Relationship& relationship) {
  add_properties(relationships, relationship.content->properties);
}

void append_xml_text(std::string& out, std::string_view text, std::uint64_t& num_replaced) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\t':
        out += "&#9;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\xEF\xBF\xBD";
          ++num_replaced;
        } else {
          out += c;
        }
    }
  }
}

void append_graphml_begin(std::string& out, const GraphmlKeys& keys, std::uint64_t& num_replaced) {
  out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "  <key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>\n"
      "  <key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>\n";
  append_declarations(out, keys.nodes, "n", "node", num_replaced);
  append_declarations(out, keys.relationships, "r", "edge", num_replaced);
  out += "  <graph id=\"G\" edgedefault=\"directed\">\n";
}

void append_graphml(std::string& out, const Node& node, const GraphmlKeys& keys, std::uint64_t& num_replaced) {
  out += fmt::format("    <node id=\"n{}\">", node.id.value);
  if (!node.content->labels.empty()) {
    out += "<data key=\"labels\">";
    for (const std::string& label : node.content->labels) {
      out += ':';
      append_xml_text(out, label, num_replaced);
    }
    out += "</data>";
  }
  append_data(out, keys.nodes, "n", node.content->properties, num_replaced);
  out += "</node>\n";
}

void append_graphml(std::string& out, const Relationship& relationship, const GraphmlKeys& keys,
                    std::uint64_t& num_replaced) {
  const RelationshipContent& content = *relationship.content;
  out += fmt::format("    <edge id=\"e{}\" source=\"n{}\" target=\"n{}\"><data key=\"label\">", relationship.id.value,
                     content.start.value, content.end.value);
  append_xml_text(out, content.type, num_replaced);
  out += "</data>";
  append_data(out, keys.relationships, "r", content.properties, num_replaced);
  out += "</edge>\n";
}

void append_graphml_end(std::string& out) { out += "  </graph>\n</graphml>\n"; }

}  // namespace kith::loaders
