// cli/output/result_graph.cpp: see the header.
#include "cli/output/result_graph.hpp"

#include <fmt/format.h>

#include "loaders/export/graphml_text.hpp"

namespace kith::cli {
namespace {

void collect(const Value& value, ResultGraph& graph) {
  switch (value.kind()) {
    case ValueKind::kNode:
      graph.nodes.insert_or_assign(value.get<Node>().id.value, value.get<Node>());
      break;
    case ValueKind::kRelationship:
      graph.relationships.insert_or_assign(value.get<Relationship>().id.value, value.get<Relationship>());
      break;
    case ValueKind::kPath:
      for (const Node& node : value.get<Path>().content->nodes) collect(node, graph);
      for (const Relationship& step : value.get<Path>().content->relationships) collect(step, graph);
      break;
    case ValueKind::kList:
      for (const Value& element : value.list()) collect(element, graph);
      break;
    case ValueKind::kMap:
      for (const auto& [key, element] : value.map()) collect(element, graph);
      break;
    default:
      break;
  }
}

void append_dot_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
}

/// What a reader would call the node.
std::string caption(const Node& node) {
  for (const std::string_view key : {"name", "title", "label", "id"}) {
    const auto found = node.content->properties.find(key);
    if (found != node.content->properties.end()) return to_display_string(found->second);
  }
  return fmt::format("#{}", node.id.value);
}

}  // namespace

ResultGraph result_graph(const QueryResult& result) {
  ResultGraph graph;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    for (std::size_t column = 0; column < result.columns().size(); ++column) collect(result.at(row, column), graph);
  }
  for (const auto& [id, relationship] : graph.relationships) {
    for (const NodeId end : {relationship.content->start, relationship.content->end}) {
      graph.nodes.try_emplace(end.value, Node{end, std::make_shared<const NodeContent>()});
    }
  }
  return graph;
}

std::string to_dot(const ResultGraph& graph) {
  std::string out = "digraph kith {\n  node [shape=box, style=rounded];\n";
  for (const auto& [id, node] : graph.nodes) {
    out += fmt::format("  n{} [label=\"", id);
    append_dot_text(out, caption(node));
    if (!node.content->labels.empty()) {
      out += "\\n";
      for (const std::string& label : node.content->labels) append_dot_text(out, ":" + label);
    }
    out += "\"];\n";
  }
  for (const auto& [id, relationship] : graph.relationships) {
    out += fmt::format("  n{} -> n{} [label=\"", relationship.content->start.value, relationship.content->end.value);
    append_dot_text(out, relationship.content->type);
    out += "\"];\n";
  }
  return out + "}\n";
}

std::string to_graphml(const ResultGraph& graph) {
  loaders::GraphmlKeys keys;
  for (const auto& [id, node] : graph.nodes) keys.add(node);
  for (const auto& [id, relationship] : graph.relationships) keys.add(relationship);
  std::uint64_t num_replaced = 0;
  std::string out;
  loaders::append_graphml_begin(out, keys, num_replaced);
  for (const auto& [id, node] : graph.nodes) loaders::append_graphml(out, node, keys, num_replaced);
  for (const auto& [id, relationship] : graph.relationships)
    loaders::append_graphml(out, relationship, keys, num_replaced);
  loaders::append_graphml_end(out);
  return out;
}

}  // namespace kith::cli
