// loaders/json/encode.hpp: values as JSON, with the types that JSON has no words for beside them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <kith/bulk_loader.hpp>
#include <kith/value.hpp>

namespace kith::loaders {

/// An assertion as exports carry it: the passage is a node of the same export.
struct ExportedAssertion {
  NodeId passage;
  std::string property_key;  ///< Empty: the element itself.
  double confidence = 1.0;
  std::string modality;
  std::string rule;
};

/// The value as JSON. Temporal values, NaN and infinities are strings; a node is {"type": "node", "id": ...} and so on.
void append_json(std::string& out, const Value& value);
/// A JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

/// A line of an export, with its line end: the shape of apoc.export.json. `types` is added where a property's JSON form
/// alone would read back as another value, `assertions` where there are any.
void append_node_line(std::string& out, const Node& node, std::span<const ExportedAssertion> assertions);
void append_relationship_line(std::string& out, const Relationship& relationship,
                              std::span<const ExportedAssertion> assertions);

}  // namespace kith::loaders
