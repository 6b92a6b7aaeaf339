// loaders/export/graphml_text.hpp: GraphML, for whole graphs and for the graph-shaped results of queries.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <kith/value.hpp>

namespace kith::loaders {

/// The keys that a GraphML file declares: a property's name to its attr.type, for nodes and for relationships.
struct GraphmlKeys {
  std::map<std::string, std::string, std::less<>> nodes, relationships;
  void add(const Node& node);
  void add(const Relationship& relationship);
};

/// Text between tags or in quotes. XML 1.0 has no form for most control characters: U+FFFD stands for each, counted.
void append_xml_text(std::string& out, std::string_view text, std::uint64_t& num_replaced);

void append_graphml_begin(std::string& out, const GraphmlKeys& keys, std::uint64_t& num_replaced);
void append_graphml(std::string& out, const Node& node, const GraphmlKeys& keys, std::uint64_t& num_replaced);
void append_graphml(std::string& out, const Relationship& relationship, const GraphmlKeys& keys,
                    std::uint64_t& num_replaced);
void append_graphml_end(std::string& out);

}  // namespace kith::loaders
