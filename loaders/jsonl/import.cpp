// loaders/jsonl/import.cpp: each line parsed by simdjson, completely read before anything of it is added.
#include "loaders/jsonl/import.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <kith/bulk_loader.hpp>
#include <kith/parse.hpp>

#include "loaders/csv/id_space.hpp"
#include "loaders/json/decode.hpp"
#include "loaders/text/line_reader.hpp"

namespace kith::loaders {
namespace {

namespace dom = simdjson::dom;

constexpr std::uint64_t kLinesPerReport = 16 * 1024;

Error bad(std::string message) { return {ErrorKind::kData, std::move(message)}; }

Result<std::string_view> text_of(const dom::element& element, std::string_view what) {
  std::string_view text;
  if (element.get(text) != simdjson::SUCCESS) return bad(fmt::format("{} is not a string", what));
  return text;
}

/// Ids are strings; a number is taken by its digits.
Result<std::string> id_of(const dom::element& element, std::string_view what) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return std::string(text);
  std::int64_t number = 0;
  if (element.get(number) == simdjson::SUCCESS) return std::to_string(number);
  return bad(fmt::format("{} is neither a string nor an integer", what));
}

Result<Value> typed_value(const dom::element& element, std::string_view type) {
  if (type.ends_with("[]")) {
    dom::array array;
    if (element.get(array) != simdjson::SUCCESS) return bad(fmt::format("not a list, but of type `{}`", type));
    List list;
    for (const dom::element child : array) {
      KITH_TRY(Value value, typed_value(child, type.substr(0, type.size() - 2)));
      list.push_back(std::move(value));
    }
    return Value(std::move(list));
  }
  if (!is_value_type(type)) return bad(fmt::format("unknown type `{}`", type));
  KITH_TRY(const std::string_view text, text_of(element, fmt::format("a value of type `{}`", type)));
  return parse_value(text, type);
}

Result<Value> value_of(const dom::element& element, const std::optional<dom::element>& note) {
  if (note) {
    std::string_view type;
    if (note->get(type) == simdjson::SUCCESS) return typed_value(element, type);
  }
  dom::array array;
  if (element.get(array) == simdjson::SUCCESS) {
    dom::array notes;
    const bool has_notes = note && note->get(notes) == simdjson::SUCCESS;
    List list;
    for (const dom::element child : array) {
      dom::element child_note;
      const bool noted =
          has_notes && notes.at(list.size()).get(child_note) == simdjson::SUCCESS && !child_note.is_null();
      KITH_TRY(Value value, value_of(child, noted ? std::optional(child_note) : std::nullopt));
      list.push_back(std::move(value));
    }
    return Value(std::move(list));
  }
  if (element.is_object()) return bad("an object, which cannot be a property");
  return value_from_json(element);
}

/// What a property cannot hold, in words; empty for what it can.
std::string_view unstorable_part(const Value& value) {
  if (!value.is(ValueKind::kList)) return {};
  for (const Value& element : value.list()) {
    if (element.is_null()) return "a list with null in it, which cannot be a property";
    if (element.is(ValueKind::kList)) return "a list with a list in it, which cannot be a property";
  }
  return {};
}

struct LineAssertion {
  std::string passage;
  BulkAssertion assertion;
};

/// A node or relationship as its line has it.
struct ParsedLine {
  bool is_node = false;
  std::string id, start, end;
  std::vector<std::string> labels;  // of a relationship: its type
  std::vector<std::pair<std::string, Value>> properties;
  std::vector<LineAssertion> assertions;
};

Result<LineAssertion> parse_assertion(const dom::element& element) {
  dom::object object;
  if (element.get(object) != simdjson::SUCCESS) return bad("an entry of `assertions` is not an object");
  LineAssertion line;
  for (const auto& [key, value] : object) {
    if (key == "passage") {
      KITH_TRY(line.passage, id_of(value, "`passage`"));
    } else if (key == "key" && !value.is_null()) {
      KITH_TRY(line.assertion.property_key, text_of(value, "`key`"));
    } else if (key == "modality") {
      KITH_TRY(line.assertion.modality, text_of(value, "`modality`"));
    } else if (key == "rule") {
      KITH_TRY(line.assertion.rule, text_of(value, "`rule`"));
    } else if (key == "confidence" && value.get(line.assertion.confidence) != simdjson::SUCCESS) {
      return bad("`confidence` is not a number");
    }
  }
  if (line.passage.empty()) return bad("an assertion without `passage`");
  const std::string& modality = line.assertion.modality;
  if (modality != "fact" && modality != "planned" && modality != "negated") {
    return bad(fmt::format("modality '{}' is none of fact, planned and negated", modality));
  }
  if (!(line.assertion.confidence >= 0.0 && line.assertion.confidence <= 1.0)) {
    return bad("`confidence` is not between 0 and 1");
  }
  return line;
}

Result<std::string> end_of(const dom::object& object, std::string_view field) {
  dom::element id;
  if (object.at_key(field).at_key("id").get(id) != simdjson::SUCCESS) {
    return bad(fmt::format("a relationship without `{}`.`id`", field));
  }
  return id_of(id, fmt::format("`{}`.`id`", field));
}

constexpr std::string_view kNotAnArray = "; an array is not JSON lines, which have an object each: jq -c '.[]'";

/// Requires text that is not blank.
Result<ParsedLine> parse_line(dom::parser& parser, std::string_view text) {
  dom::element root;
  // The line has LineReader::kPadding readable bytes behind it, so simdjson need not copy it.
  static_assert(LineReader::kPadding >= simdjson::SIMDJSON_PADDING);
  if (const auto code = parser.parse(text.data(), text.size(), false).get(root); code != simdjson::SUCCESS) {
    const bool begins_array = text[text.find_first_not_of(" \t")] == '[';
    return bad(fmt::format("not a JSON value: {}{}", simdjson::error_message(code),
                           begins_array ? kNotAnArray : std::string_view()));
  }
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS) {
    return bad(fmt::format("not a JSON object{}", root.is_array() ? kNotAnArray : std::string_view()));
  }
  ParsedLine line;
  dom::element field;
  if (object.at_key("type").get(field) != simdjson::SUCCESS) return bad("no `type`");
  KITH_TRY(const std::string_view type, text_of(field, "`type`"));
  if (type != "node" && type != "relationship") {
    return bad(fmt::format("type '{}' is neither 'node' nor 'relationship'", type));
  }
  line.is_node = type == "node";
  if (object.at_key("id").get(field) == simdjson::SUCCESS) {
    KITH_TRY(line.id, id_of(field, "`id`"));
  } else if (line.is_node) {
    return bad("a node without `id`");
  }
  if (line.is_node) {
    dom::array labels;
    if (object.at_key("labels").get(field) == simdjson::SUCCESS) {
      if (field.get(labels) != simdjson::SUCCESS) return bad("`labels` is not a list");
      for (const dom::element label : labels) {
        KITH_TRY(line.labels.emplace_back(), text_of(label, "a label"));
      }
    }
  } else {
    if (object.at_key("label").get(field) != simdjson::SUCCESS) return bad("a relationship without `label`");
    KITH_TRY(line.labels.emplace_back(), text_of(field, "`label`"));
    KITH_TRY(line.start, end_of(object, "start"));
    KITH_TRY(line.end, end_of(object, "end"));
  }
  dom::element types;
  const bool has_types = object.at_key("types").get(types) == simdjson::SUCCESS;
  if (object.at_key("properties").get(field) == simdjson::SUCCESS && !field.is_null()) {
    dom::object properties;
    if (field.get(properties) != simdjson::SUCCESS) return bad("`properties` is not an object");
    for (const auto& [key, element] : properties) {
      dom::element note;
      const bool noted = has_types && types.at_key(key).get(note) == simdjson::SUCCESS;
      Result<Value> value = value_of(element, noted ? std::optional(note) : std::nullopt);
      if (!value.ok()) return bad(fmt::format("property `{}`: {}", key, value.error().message));
      if (const std::string_view part = unstorable_part(*value); !part.empty()) {
        return bad(fmt::format("property `{}`: {}", key, part));
      }
      if (!value->is_null()) line.properties.emplace_back(key, *std::move(value));
    }
  }
  if (object.at_key("assertions").get(field) == simdjson::SUCCESS) {
    dom::array assertions;
    if (field.get(assertions) != simdjson::SUCCESS) return bad("`assertions` is not a list");
    for (const dom::element element : assertions) {
      KITH_TRY(LineAssertion assertion, parse_assertion(element));
      line.assertions.push_back(std::move(assertion));
    }
  }
  return line;
}

class JsonlImport {
 public:
  JsonlImport(BulkLoader& loader, const JsonlImportOptions& options, const ImportListener& listener)
      : loader_(loader), options_(options), listener_(listener), rejections_(options.max_errors, listener) {}
  Status run();
  ImportSummary summary() const { return summary_; }

 private:
  /// A relationship seen before one of its nodes.
  struct Deferred {
    std::uint64_t line_number, offset;
    std::size_t size;
    std::string text;  // only where the file cannot be read again
  };
  struct PendingAssertion {
    NodeId node;
    LineAssertion assertion;
    std::string place;
  };

  Status load(const std::filesystem::path& path);
  Status add_node(const ParsedLine& line, const std::string& place);
  /// False when a node of it is not known (yet); `missing` then has its id.
  Result<bool> add_relationship(ParsedLine& line, std::string& missing);
  Status load_deferred();
  Status resolve_assertions();
  Status bind_properties(const ParsedLine& line);
  void report(std::uint64_t bytes);

  BulkLoader& loader_;
  const JsonlImportOptions& options_;
  const ImportListener& listener_;
  Rejections rejections_;
  ImportSummary summary_;
  dom::parser parser_;
  IdSpace ids_;
  std::map<std::vector<std::string>, BulkLoader::LabelSet> label_sets_;
  std::map<std::string, RelationshipTypeId, std::less<>> types_;
  std::map<std::string, PropertyKeyId, std::less<>> keys_;
  std::vector<BulkLoader::Property> properties_;
  std::vector<PendingAssertion> pending_;
  std::vector<std::pair<std::filesystem::path, std::vector<Deferred>>> deferred_;  // by file
  std::uint64_t bytes_before_ = 0, bytes_total_ = 0;
};

Status JsonlImport::run() {
  for (const std::filesystem::path& path : options_.files) {
    KITH_TRY(const std::uint64_t size, size_of_file(path));
    bytes_total_ += size;
  }
  for (const std::filesystem::path& path : options_.files) KITH_CHECK_OK(load(path));
  KITH_CHECK_OK(resolve_assertions());
  KITH_CHECK_OK(load_deferred());
  summary_.num_rejected = rejections_.count();
  report(0);
  return {};
}

Status JsonlImport::load(const std::filesystem::path& path) {
  KITH_TRY(InputFile file, InputFile::try_open(path));
  const bool can_read_again = file.is_regular();
  const std::uint64_t file_size = file.size();
  LineReader reader(std::move(file));
  std::vector<Deferred> deferred;
  while (true) {
    KITH_TRY(const bool more, reader.next());
    if (!more) break;
    std::string_view text = reader.line();
    if (reader.line_number() == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
    const std::string place = fmt::format("{}:{}", reader.file().name(), reader.line_number());
    Result<ParsedLine> line = parse_line(parser_, text);
    if (!line.ok()) {
      KITH_CHECK_OK(rejections_.reject(fmt::format("{}: {}", place, line.error().message)));
    } else if (line->is_node) {
      KITH_CHECK_OK(add_node(*line, place));
    } else {
      std::string missing;
      KITH_TRY(const bool added, add_relationship(*line, missing));
      if (!added) {
        deferred.push_back({reader.line_number(), reader.offset(), reader.line().size(),
                            can_read_again ? std::string() : std::string(text)});
      }
    }
    if (reader.line_number() % kLinesPerReport == 0) report(reader.offset());
  }
  bytes_before_ += file_size;
  if (!deferred.empty()) deferred_.emplace_back(path, std::move(deferred));
  return {};
}

Status JsonlImport::bind_properties(const ParsedLine& line) {
  properties_.clear();
  for (const auto& [name, value] : line.properties) {
    auto found = keys_.find(name);
    if (found == keys_.end()) {
      KITH_TRY(const PropertyKeyId key, loader_.property_key(name));
      found = keys_.emplace(name, key).first;
    }
    properties_.emplace_back(found->second, value);
  }
  return {};
}

Status JsonlImport::add_node(const ParsedLine& line, const std::string& place) {
  if (ids_.find(line.id)) return rejections_.reject(fmt::format("{}: a second node with the id '{}'", place, line.id));
  auto labels = label_sets_.find(line.labels);
  if (labels == label_sets_.end()) {
    KITH_TRY(const BulkLoader::LabelSet set, loader_.label_set(line.labels));
    labels = label_sets_.emplace(line.labels, set).first;
  }
  KITH_CHECK_OK(bind_properties(line));
  KITH_TRY(const NodeId node, loader_.add_node(labels->second, properties_));
  ids_.insert(line.id, node);
  ++summary_.num_nodes;
  for (const LineAssertion& assertion : line.assertions) pending_.push_back({node, assertion, place});
  return {};
}

Result<bool> JsonlImport::add_relationship(ParsedLine& line, std::string& missing) {
  const auto find = [&](const std::string& id) {
    const auto node = ids_.find(id);
    if (!node) missing = id;
    return node;
  };
  const auto start = find(line.start);
  if (!start) return false;
  const auto end = find(line.end);
  if (!end) return false;
  for (LineAssertion& assertion : line.assertions) {
    const auto passage = find(assertion.passage);
    if (!passage) return false;
    assertion.assertion.passage = *passage;
  }
  auto type = types_.find(line.labels.front());
  if (type == types_.end()) {
    KITH_TRY(const RelationshipTypeId id, loader_.relationship_type(line.labels.front()));
    type = types_.emplace(line.labels.front(), id).first;
  }
  KITH_CHECK_OK(bind_properties(line));
  KITH_TRY(const auto relationship, loader_.add_relationship(type->second, *start, *end, properties_));
  ++summary_.num_relationships;
  for (const LineAssertion& assertion : line.assertions) {
    KITH_CHECK_OK(loader_.add_assertion(relationship, assertion.assertion));
    ++summary_.num_assertions;
  }
  return true;
}

Status JsonlImport::load_deferred() {
  for (auto& [path, lines] : deferred_) {
    std::optional<InputFile> file;
    for (Deferred& deferred : lines) {
      std::string text = std::move(deferred.text);
      if (text.empty()) {
        if (!file) {
          KITH_TRY(file, InputFile::try_open(path));
        }
        KITH_TRY(text, file->read_at(deferred.offset, deferred.size));
      }
      const std::size_t size = text.size();
      text.resize(size + LineReader::kPadding);
      const std::string_view unpadded = std::string_view(text).substr(0, size);
      KITH_TRY(ParsedLine line, parse_line(parser_, unpadded));
      std::string missing;
      KITH_TRY(const bool added, add_relationship(line, missing));
      if (!added) {
        KITH_CHECK_OK(rejections_.reject(
            fmt::format("{}:{}: no node has the id '{}'", path.string(), deferred.line_number, missing)));
      }
    }
  }
  return {};
}

Status JsonlImport::resolve_assertions() {
  for (PendingAssertion& pending : pending_) {
    const auto passage = ids_.find(pending.assertion.passage);
    if (!passage) {
      KITH_CHECK_OK(
          rejections_.reject(fmt::format("{}: no node has the id '{}'", pending.place, pending.assertion.passage)));
      continue;
    }
    pending.assertion.assertion.passage = *passage;
    KITH_CHECK_OK(loader_.add_assertion(pending.node, pending.assertion.assertion));
    ++summary_.num_assertions;
  }
  pending_ = {};
  return {};
}

void JsonlImport::report(std::uint64_t bytes) {
  if (!listener_.progress) return;
  listener_.progress({bytes_before_ + bytes, bytes_total_, summary_.num_nodes, summary_.num_relationships});
}

}  // namespace

Result<ImportSummary> import_jsonl(const Database& database, const JsonlImportOptions& options,
                                   const ImportListener& listener) {
  KITH_TRY(BulkLoader loader, BulkLoader::try_begin(database));
  JsonlImport import(loader, options, listener);
  KITH_CHECK_OK(import.run());
  ImportSummary summary = import.summary();
  KITH_TRY(summary.commit, loader.finish());
  return summary;
}

}  // namespace kith::loaders
