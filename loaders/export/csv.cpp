// loaders/export/csv.cpp: two walks over the graph. The first learns which columns each file needs: a property with
// values of several types has a column for each. The second writes.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "loaders/csv/writer.hpp"
#include "loaders/export/export.hpp"
#include "loaders/text/scalar_text.hpp"

namespace kith::loaders {
namespace {

/// A column by name and type: ("born", "date"), ("tags", "string[]").
using PropertyColumn = std::pair<std::string, std::string>;

/// Nodes of one label set, or relationships of one type.
struct FileColumns {
  std::set<PropertyColumn> properties;
  bool has_assertions = false;
};

/// Label sets (sorted) and types to their columns.
struct Layout {
  std::map<std::vector<std::string>, FileColumns> nodes;
  std::map<std::string, FileColumns> relationships;
};

/// The type of the column that holds the value. Errors: kData for a list that no column holds.
Result<std::string> column_type(const Value& value) {
  if (!value.is(ValueKind::kList)) return std::string(type_name(value));
  const List& list = value.list();
  if (list.empty()) return std::string("string[]");
  const std::string_view element_type = type_name(list.front());
  const bool alike =
      std::all_of(list.begin(), list.end(), [&](const Value& element) { return type_name(element) == element_type; });
  if (!alike || element_type.empty()) {
    return Error{ErrorKind::kData, "a list of mixed or nested values has no CSV form"}.with_hint("use --format jsonl");
  }
  return std::string(element_type) + "[]";
}

Error locate_property(Error error, std::string_view element, std::uint64_t id, std::string_view key) {
  error.message = fmt::format("{} {}, property `{}`: {}", element, id, key, error.message);
  return error;
}

class LayoutFinder final : public GraphVisitor {
 public:
  Status visit_node(const Node& node, std::span<const ExportedAssertion> assertions) override {
    return add(layout.nodes[node.content->labels], node.content->properties, assertions, "node", node.id.value);
  }
  Status visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion> assertions) override {
    return add(layout.relationships[relationship.content->type], relationship.content->properties, assertions,
               "relationship", relationship.id.value);
  }
  Layout layout;

 private:
  static Status add(FileColumns& file, const Map& properties, std::span<const ExportedAssertion> assertions,
                    std::string_view element, std::uint64_t id) {
    for (const auto& [key, value] : properties) {
      Result<std::string> type = column_type(value);
      if (!type.ok()) return locate_property(std::move(type).error(), element, id, key);
      file.properties.emplace(key, *std::move(type));
    }
    file.has_assertions = file.has_assertions || !assertions.empty();
    return {};
  }
};

/// A file name from labels or a type: what a file system may dislike becomes `_`, a number tells names apart.
class FileNames {
 public:
  std::string take(std::string_view prefix, std::string_view name) {
    std::string base = fmt::format("{}_{}", prefix, name.empty() ? "unlabelled" : name);
    for (char& c : base) {
      if (static_cast<unsigned char>(c) < 0x20 ||
          std::string_view("/\\:*?\"<>|., =").find(c) != std::string_view::npos) {
        c = '_';
      }
    }
    constexpr std::size_t kLongest = 200;  // bytes; file systems take 255
    if (base.size() > kLongest) {
      base.resize(kLongest);
      while (!base.empty() && (static_cast<unsigned char>(base.back()) & 0xC0) == 0x80) base.pop_back();
      if (!base.empty() && static_cast<unsigned char>(base.back()) >= 0xC0) base.pop_back();
    }
    std::string chosen = base;
    for (int i = 2; !taken_.insert(chosen).second; ++i) chosen = fmt::format("{}_{}", base, i);
    return chosen + ".csv";
  }

 private:
  std::set<std::string> taken_;
};

class CsvWriter final : public GraphVisitor {
 public:
  CsvWriter(const Layout& layout, const CsvExportOptions& options) : layout_(layout), options_(options) {}

  Status open_files(const std::filesystem::path& directory);
  Status finish();
  Status visit_node(const Node& node, std::span<const ExportedAssertion> assertions) override;
  Status visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion> assertions) override;
  ExportSummary summary;

 private:
  struct File {
    const FileColumns* columns;
    OutputFile output;
  };

  void append(std::string_view text) { append_csv_field(line_, text, options_.delimiter); }
  void next_field() { line_ += options_.delimiter; }
  Status append_header(File& file, std::string_view first_columns);
  Status append_properties(const FileColumns& columns, const Map& properties, std::string_view element,
                           std::uint64_t id);
  Result<std::string> list_text(const List& list) const;
  Status append_assertions(std::span<const ExportedAssertion> assertions, std::string_view element, std::uint64_t id);

  const Layout& layout_;
  CsvExportOptions options_;
  std::map<std::vector<std::string>, File> nodes_;
  std::map<std::string, File> relationships_;
  std::string line_;
};

Status CsvWriter::open_files(const std::filesystem::path& directory) {
  std::error_code code;
  std::filesystem::create_directories(directory, code);
  if (code) return Error{ErrorKind::kData, fmt::format("cannot create '{}': {}", directory.string(), code.message())};
  FileNames names;
  for (const auto& [labels, columns] : layout_.nodes) {
    std::string name;
    for (const std::string& label : labels) name += (name.empty() ? "" : "_") + label;
    KITH_TRY(OutputFile output, OutputFile::try_create(directory / names.take("nodes", name)));
    File& file = nodes_.emplace(labels, File{&columns, std::move(output)}).first->second;
    line_ = ":ID";
    next_field();
    line_ += ":LABEL";
    KITH_CHECK_OK(append_header(file, line_));
  }
  for (const auto& [type, columns] : layout_.relationships) {
    KITH_TRY(OutputFile output, OutputFile::try_create(directory / names.take("relationships", type)));
    File& file = relationships_.emplace(type, File{&columns, std::move(output)}).first->second;
    line_ = ":START_ID";
    next_field();
    line_ += ":END_ID";
    next_field();
    line_ += ":TYPE";
    KITH_CHECK_OK(append_header(file, line_));
  }
  return {};
}

Status CsvWriter::append_header(File& file, std::string_view first_columns) {
  line_ = std::string(first_columns);
  for (const auto& [name, type] : file.columns->properties) {
    next_field();
    append(fmt::format("{}:{}", name, type));
  }
  if (file.columns->has_assertions) {
    for (const std::string_view column : {":EVIDENCE", ":EVIDENCE_KEY", ":MODALITY", ":CONFIDENCE", ":RULE"}) {
      next_field();
      line_ += column;
    }
  }
  line_ += '\n';
  return file.output.write(line_);
}

Result<std::string> CsvWriter::list_text(const List& list) const {
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string element = scalar_text(list[i]);
    // A list of one empty text would read back as the empty list.
    if (element.find(options_.array_delimiter) != std::string::npos || (list.size() == 1 && element.empty())) {
      return Error{ErrorKind::kData, fmt::format("'{}' in a list has no CSV form", element)}.with_hint(
          "choose another --array-delimiter, or use --format jsonl");
    }
    if (i > 0) text += options_.array_delimiter;
    text += element;
  }
  return text;
}

Status CsvWriter::append_properties(const FileColumns& columns, const Map& properties, std::string_view element,
                                    std::uint64_t id) {
  for (const auto& [key, type] : columns.properties) {
    next_field();
    const auto found = properties.find(key);
    if (found == properties.end()) continue;
    const Value& value = found->second;
    Result<std::string> value_type = column_type(value);
    if (!value_type.ok()) return locate_property(std::move(value_type).error(), element, id, key);
    if (*value_type != type) continue;
    if (!value.is(ValueKind::kList)) {
      append(scalar_text(value));
      continue;
    }
    Result<std::string> text = list_text(value.list());
    if (!text.ok()) return locate_property(std::move(text).error(), element, id, key);
    append(*text);
  }
  return {};
}

Status CsvWriter::append_assertions(std::span<const ExportedAssertion> assertions, std::string_view element,
                                    std::uint64_t id) {
  std::string passages, keys, modalities, confidences, rules;
  for (const ExportedAssertion& assertion : assertions) {
    for (const std::string* const text : {&assertion.property_key, &assertion.rule}) {
      if (text->find(options_.array_delimiter) != std::string::npos) {
        return Error{ErrorKind::kData, fmt::format("{} {}: '{}' of an assertion has no CSV form", element, id, *text)}
            .with_hint("choose another --array-delimiter, or use --format jsonl");
      }
    }
    if (!passages.empty()) {
      for (std::string* const list : {&passages, &keys, &modalities, &confidences, &rules})
        *list += options_.array_delimiter;
    }
    passages += fmt::to_string(assertion.passage.value);
    keys += assertion.property_key;
    modalities += assertion.modality;
    confidences += fmt::to_string(assertion.confidence);
    rules += assertion.rule;
  }
  for (const std::string* const list : {&passages, &keys, &modalities, &confidences, &rules}) {
    next_field();
    if (!list->empty()) append(*list);
  }
  return {};
}

Status CsvWriter::visit_node(const Node& node, std::span<const ExportedAssertion> assertions) {
  const auto file = nodes_.find(node.content->labels);
  line_ = fmt::to_string(node.id.value);
  next_field();
  std::string labels;
  for (const std::string& label : node.content->labels) {
    if (label.find(options_.array_delimiter) != std::string::npos) {
      return Error{ErrorKind::kData, fmt::format("the label `{}` has no CSV form", label)}.with_hint(
          "choose another --array-delimiter, or use --format jsonl");
    }
    if (!labels.empty()) labels += options_.array_delimiter;
    labels += label;
  }
  if (!labels.empty()) append(labels);
  KITH_CHECK_OK(append_properties(*file->second.columns, node.content->properties, "node", node.id.value));
  if (file->second.columns->has_assertions) KITH_CHECK_OK(append_assertions(assertions, "node", node.id.value));
  line_ += '\n';
  ++summary.num_nodes;
  return file->second.output.write(line_);
}

Status CsvWriter::visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion> assertions) {
  const RelationshipContent& content = *relationship.content;
  const auto file = relationships_.find(content.type);
  line_ = fmt::to_string(content.start.value);
  next_field();
  line_ += fmt::to_string(content.end.value);
  next_field();
  append(content.type);
  KITH_CHECK_OK(append_properties(*file->second.columns, content.properties, "relationship", relationship.id.value));
  if (file->second.columns->has_assertions) {
    KITH_CHECK_OK(append_assertions(assertions, "relationship", relationship.id.value));
  }
  line_ += '\n';
  ++summary.num_relationships;
  return file->second.output.write(line_);
}

Status CsvWriter::finish() {
  for (auto& [labels, file] : nodes_) KITH_CHECK_OK(file.output.finish());
  for (auto& [type, file] : relationships_) KITH_CHECK_OK(file.output.finish());
  return {};
}

/// Files of an earlier export that this one would leave: whoever imports the directory would import them too.
Status refuse_leftovers(const std::filesystem::path& directory) {
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(directory, code)) {
    const std::string name = entry.path().filename().string();
    const bool is_leftover =
        name.ends_with(".csv") && (name.starts_with("nodes_") || name.starts_with("relationships_"));
    if (!is_leftover) continue;
    return Error{ErrorKind::kUsage, fmt::format("'{}' holds '{}' of another export", directory.string(), name)}
        .with_hint("name a new directory, or remove the tables first");
  }
  return {};  // what is missing will be created, what is no directory will be refused then
}

}  // namespace

Result<ExportSummary> export_csv(Connection& connection, const std::filesystem::path& directory,
                                 const CsvExportOptions& options, const ExportProgress& progress) {
  KITH_CHECK_OK(refuse_leftovers(directory));
  KITH_TRY(Transaction snapshot, connection.try_begin_read());
  LayoutFinder finder;
  KITH_CHECK_OK(visit_graph(snapshot, finder, {}));
  CsvWriter writer(finder.layout, options);
  KITH_CHECK_OK(writer.open_files(directory));
  KITH_CHECK_OK(visit_graph(snapshot, writer, progress));
  KITH_CHECK_OK(writer.finish());
  return writer.summary;
}

}  // namespace kith::loaders
