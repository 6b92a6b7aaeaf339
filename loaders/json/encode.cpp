// loaders/json/encode.cpp: by nlohmann-json, keys in the order written here.
#include "loaders/json/encode.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "loaders/text/scalar_text.hpp"

namespace kith::loaders {
namespace {

using Json = nlohmann::ordered_json;

std::string id_text(std::uint64_t id) { return std::to_string(id); }

Json to_json(const Value& value);

Json to_json(const Map& map) {
  Json object = Json::object();
  for (const auto& [key, value] : map) object[key] = to_json(value);
  return object;
}

Json to_json(const Node& node) {
  Json object{{"type", "node"}, {"id", id_text(node.id.value)}};
  if (node.content) {
    object["labels"] = node.content->labels;
    object["properties"] = to_json(node.content->properties);
  }
  return object;
}

Json to_json(const Relationship& relationship) {
  Json object{{"type", "relationship"}, {"id", id_text(relationship.id.value)}};
  if (relationship.content) {
    object["label"] = relationship.content->type;
    object["properties"] = to_json(relationship.content->properties);
    object["start"] = Json{{"id", id_text(relationship.content->start.value)}};
    object["end"] = Json{{"id", id_text(relationship.content->end.value)}};
  }
  return object;
}

Json to_json(const Path& path) {
  Json object{{"type", "path"}, {"nodes", Json::array()}, {"relationships", Json::array()}};
  if (path.content) {
    for (const Node& node : path.content->nodes) object["nodes"].push_back(to_json(node));
    for (const Relationship& step : path.content->relationships) object["relationships"].push_back(to_json(step));
  }
  return object;
}

Json to_json(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return nullptr;
    case ValueKind::kBoolean:
      return value.get<bool>();
    case ValueKind::kInteger:
      return value.get<std::int64_t>();
    case ValueKind::kFloat:
      if (!std::isfinite(value.get<double>())) return scalar_text(value);
      return value.get<double>();
    case ValueKind::kString:
      return value.get<std::string>();
    case ValueKind::kList: {
      Json array = Json::array();
      for (const Value& element : value.list()) array.push_back(to_json(element));
      return array;
    }
    case ValueKind::kMap:
      return to_json(value.map());
    case ValueKind::kNode:
      return to_json(value.get<Node>());
    case ValueKind::kRelationship:
      return to_json(value.get<Relationship>());
    case ValueKind::kPath:
      return to_json(value.get<Path>());
    default:
      return scalar_text(value);
  }
}

/// What must be said of a value's type for its JSON form to read back: null for nothing, "date", "date[]" for a list
/// all of one kind, else an array with an entry per element.
Json type_note(const Value& value) {
  if (value.is(ValueKind::kList)) {
    Json notes = Json::array();
    bool any = false;
    bool alike = true;
    for (const Value& element : value.list()) {
      notes.push_back(type_note(element));
      any = any || !notes.back().is_null();
      alike = alike && notes.back().is_string() && notes.back() == notes.front();
    }
    if (!any) return nullptr;
    return alike ? Json(notes.front().get<std::string>() + "[]") : notes;
  }
  const bool is_odd_float = value.is(ValueKind::kFloat) && !std::isfinite(value.get<double>());
  const bool is_temporal = value.kind() >= ValueKind::kDate;
  return is_odd_float || is_temporal ? Json(std::string(type_name(value))) : Json(nullptr);
}

void append_line(std::string& out, Json object, const Map& properties, std::span<const ExportedAssertion> assertions) {
  Json types = Json::object();
  for (const auto& [key, value] : properties) {
    if (Json note = type_note(value); !note.is_null()) types[key] = std::move(note);
  }
  if (!types.empty()) object["types"] = std::move(types);
  if (!assertions.empty()) {
    Json& list = object["assertions"] = Json::array();
    for (const ExportedAssertion& assertion : assertions) {
      list.push_back(Json{{"passage", id_text(assertion.passage.value)},
                          {"key", assertion.property_key.empty() ? Json(nullptr) : Json(assertion.property_key)},
                          {"confidence", assertion.confidence},
                          {"modality", assertion.modality},
                          {"rule", assertion.rule}});
    }
  }
  // Strings of a database are UTF-8; should one not be, a replacement character beats an exception.
  out += object.dump(-1, ' ', false, Json::error_handler_t::replace);
  out += '\n';
}

}  // namespace

void append_json(std::string& out, const Value& value) {
  out += to_json(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_json_string(std::string& out, std::string_view text) {
  out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_node_line(std::string& out, const Node& node, std::span<const ExportedAssertion> assertions) {
  append_line(out, to_json(node), node.content ? node.content->properties : Map{}, assertions);
}

void append_relationship_line(std::string& out, const Relationship& relationship,
                              std::span<const ExportedAssertion> assertions) {
  append_line(out, to_json(relationship), relationship.content ? relationship.content->properties : Map{}, assertions);
}

}  // namespace kith::loaders
