// loaders/csv/import.cpp: rows to nodes and relationships. A row is read completely before anything of it is added, so
// a rejected row leaves nothing behind.
#include "loaders/csv/import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include <kith/bulk_loader.hpp>
#include <kith/parse.hpp>

#include "loaders/csv/header.hpp"
#include "loaders/csv/id_space.hpp"
#include "loaders/csv/validity.hpp"

namespace kith::loaders {
namespace {

constexpr std::size_t kBatchSize = 64 * 1024;        // relationships without properties, per call of the bulk loader
constexpr std::uint64_t kRowsPerReport = 16 * 1024;  // between two calls of the progress listener

std::vector<std::string_view> split(std::string_view text, char delimiter) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(delimiter);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// One assertion of a row, its passage still an id of the file.
struct RowAssertion {
  std::string passage;
  BulkAssertion assertion;
};

/// A problem with one cell: not yet an Error, because the row may be left out.
struct CellProblem {
  std::size_t column;
  std::string what;
};

class CsvImport {
 public:
  CsvImport(BulkLoader& loader, const CsvImportOptions& options, const ImportListener& listener)
      : loader_(loader), options_(options), listener_(listener), rejections_(options.max_errors, listener) {}

  Status run();
  ImportSummary summary() const { return summary_; }

 private:
  /// A column and what was looked up for it once per file.
  struct BoundColumn {
    Column column;
    PropertyKeyId key{};
    IdSpace* ids = nullptr;
  };
  struct PendingEvidence {
    NodeId node;
    RowAssertion row_assertion;
    IdSpace* ids;
    std::string place;  // "people.csv:7: column 3 `:EVIDENCE(Passage)`"
  };

  Status load_group(const CsvFileGroup& group, bool relationships);
  Status load_file(CsvReader& reader, const CsvFileGroup& group, bool relationships);
  Status bind_columns(const CsvHeader& header);
  Status load_node(const CsvReader& reader, const CsvFileGroup& group);
  Status load_relationship(const CsvReader& reader, const CsvFileGroup& group, bool plain);
  Status flush_batch();
  Status resolve_evidence();

  std::optional<CellProblem> read_properties(std::span<const CsvField> fields);
  std::optional<CellProblem> read_property(std::size_t index, const CsvField& field);
  std::optional<CellProblem> read_evidence(std::span<const CsvField> fields);
  std::optional<CellProblem> add_property(std::size_t index, PropertyKeyId key, Value value);
  Result<Value> read_value(const Column& column, const CsvField& field) const;
  std::string place(const CsvReader& reader, std::size_t column) const {
    return fmt::format("{}:{}: column {} `{}`", reader.file_name(), reader.line(), column + 1,
                       columns_[column].column.as_written);
  }
  Status reject(const CsvReader& reader, const CellProblem& problem) {
    return rejections_.reject(fmt::format("{}: {}", place(reader, problem.column), problem.what));
  }
  std::string no_node(const Column& column, std::string_view id) const;
  std::optional<std::size_t> column_of(ColumnRole role) const;
  Result<BulkLoader::LabelSet> label_set(const CsvFileGroup& group, std::span<const CsvField> fields);
  Result<RelationshipTypeId> relationship_type(std::string_view name);
  void report(const CsvReader& reader, bool always);

  BulkLoader& loader_;
  const CsvImportOptions& options_;
  const ImportListener& listener_;
  Rejections rejections_;
  ImportSummary summary_;
  std::map<std::string, IdSpace, std::less<>> id_spaces_;
  std::string node_file_without_ids_;  // the first whose header has no :ID; empty: none
  std::uint64_t bytes_before_ = 0, bytes_total_ = 0, rows_ = 0;

  std::optional<CsvHeader> header_;  // of the group
  std::vector<BoundColumn> columns_;
  PropertyKeyId valid_from_{}, valid_to_{};
  std::map<std::string, BulkLoader::LabelSet, std::less<>> label_sets_;
  std::map<std::string, RelationshipTypeId, std::less<>> types_;

  // The row being read.
  std::vector<BulkLoader::Property> properties_;
  std::vector<RowAssertion> assertions_;

  std::vector<PendingEvidence> pending_evidence_;
  RelationshipTypeId batch_type_{};
  std::vector<NodeId> batch_starts_, batch_ends_;
};

Status CsvImport::run() {
  for (const auto* const groups : {&options_.nodes, &options_.relationships}) {
    for (const CsvFileGroup& group : *groups) {
      for (const std::filesystem::path& path : group.files) {
        KITH_TRY(const std::uint64_t size, size_of_file(path));
        bytes_total_ += size;
      }
    }
  }
  for (const CsvFileGroup& group : options_.nodes) KITH_CHECK_OK(load_group(group, false));
  KITH_CHECK_OK(resolve_evidence());
  for (const CsvFileGroup& group : options_.relationships) KITH_CHECK_OK(load_group(group, true));
  summary_.num_rejected = rejections_.count();
  return {};
}

Status CsvImport::load_group(const CsvFileGroup& group, bool relationships) {
  header_.reset();
  label_sets_.clear();
  for (const std::filesystem::path& path : group.files) {
    KITH_TRY(CsvReader reader, CsvReader::try_open(path, options_.dialect));
    KITH_CHECK_OK(load_file(reader, group, relationships));
    KITH_CHECK_OK(flush_batch());
    report(reader, true);
    bytes_before_ += reader.bytes_read();
  }
  return {};
}

Status CsvImport::load_file(CsvReader& reader, const CsvFileGroup& group, bool relationships) {
  KITH_TRY(CsvReader::Outcome outcome, reader.next());
  if (outcome == CsvReader::Outcome::kBad) return Error{ErrorKind::kData, reader.problem()};
  if (outcome == CsvReader::Outcome::kEnd) {
    if (header_) return {};
    return Error{ErrorKind::kData, fmt::format("{}: an empty file, without a header", reader.file_name())};
  }
  if (!header_ || looks_like_header(reader.fields())) {
    KITH_TRY(header_, parse_header(reader.fields(), reader.file_name(), options_.id_type));
    if (header_->is_relationships != relationships) {
      return Error{ErrorKind::kData, fmt::format("{}:1: the header is one of {}", reader.file_name(),
                                                 relationships ? "nodes: it has no :START_ID and :END_ID"
                                                               : "relationships: it has :START_ID and :END_ID")}
          .with_hint(!relationships                       ? "name the file with --relationships"
                     : looks_like_header(reader.fields()) ? "name the file with --nodes"
                                                          : "call the columns of the two ends :START_ID and :END_ID");
    }
    KITH_CHECK_OK(bind_columns(*header_));
    if (!relationships && node_file_without_ids_.empty() && !column_of(ColumnRole::kId)) {
      node_file_without_ids_ = reader.file_name();
    }
    if (relationships && group.names.empty() && !column_of(ColumnRole::kType)) {
      return Error{ErrorKind::kData, fmt::format("{}:1: no relationship type", reader.file_name())}.with_hint(
          "add a :TYPE column, or name the type: --relationships=TYPE=" + reader.file_name());
    }
    KITH_TRY(outcome, reader.next());
  }
  const bool plain = std::all_of(columns_.begin(), columns_.end(), [](const BoundColumn& bound) {
    return bound.column.role == ColumnRole::kStartId || bound.column.role == ColumnRole::kEndId ||
           bound.column.role == ColumnRole::kIgnore || bound.column.role == ColumnRole::kType;
  });
  while (outcome != CsvReader::Outcome::kEnd) {
    if (outcome == CsvReader::Outcome::kBad) {
      KITH_CHECK_OK(rejections_.reject(reader.problem()));
    } else if (reader.fields().size() != columns_.size()) {
      KITH_CHECK_OK(rejections_.reject(fmt::format("{}:{}: {} columns, but the header has {}", reader.file_name(),
                                                   reader.line(), reader.fields().size(), columns_.size())));
    } else if (relationships) {
      KITH_CHECK_OK(load_relationship(reader, group, plain));
    } else {
      KITH_CHECK_OK(load_node(reader, group));
    }
    report(reader, false);
    KITH_TRY(outcome, reader.next());
  }
  return {};
}

Status CsvImport::bind_columns(const CsvHeader& header) {
  columns_.clear();
  for (const Column& column : header.columns) {
    BoundColumn bound{column};
    switch (column.role) {
      case ColumnRole::kProperty: {
        KITH_TRY(bound.key, loader_.property_key(column.name));
        break;
      }
      case ColumnRole::kId:
        if (!column.name.empty()) {
          KITH_TRY(bound.key, loader_.property_key(column.name));
        }
        [[fallthrough]];
      case ColumnRole::kStartId:
      case ColumnRole::kEndId:
      case ColumnRole::kEvidence:
        bound.ids = &id_spaces_[column.id_space];
        break;
      case ColumnRole::kValid: {
        KITH_TRY(valid_from_, loader_.property_key("valid_from"));
        KITH_TRY(valid_to_, loader_.property_key("valid_to"));
        break;
      }
      default:
        break;
    }
    columns_.push_back(std::move(bound));
  }
  return {};
}

std::optional<std::size_t> CsvImport::column_of(ColumnRole role) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].column.role == role) return i;
  }
  return std::nullopt;
}

Result<Value> CsvImport::read_value(const Column& column, const CsvField& field) const {
  const auto read_one = [&](std::string_view text) -> Result<Value> {
    if (column.value_type == "string") return Value(text);
    return parse_value(column.value_type == "char" ? text : trimmed(text), column.value_type);
  };
  if (!column.is_array) return read_one(field.text);
  List list;
  if (!field.text.empty()) {
    for (const std::string_view element : split(field.text, options_.array_delimiter)) {
      KITH_TRY(Value value, read_one(element));
      list.push_back(std::move(value));
    }
  }
  return Value(std::move(list));
}

std::optional<CellProblem> CsvImport::add_property(std::size_t index, PropertyKeyId key, Value value) {
  if (std::any_of(properties_.begin(), properties_.end(),
                  [&](const auto& property) { return property.first == key; })) {
    return CellProblem{index, "a second value for the same property"};
  }
  properties_.emplace_back(key, std::move(value));
  return std::nullopt;
}

std::optional<CellProblem> CsvImport::read_property(std::size_t index, const CsvField& field) {
  const BoundColumn& bound = columns_[index];
  if (bound.column.role == ColumnRole::kValid) {
    Result<Validity> validity = parse_validity(trimmed(field.text));
    if (!validity.ok()) return CellProblem{index, validity.error().message};
    if (validity->from) {
      if (auto problem = add_property(index, valid_from_, *validity->from)) return problem;
    }
    return validity->to ? add_property(index, valid_to_, *validity->to) : std::nullopt;
  }
  Result<Value> value = read_value(bound.column, field);
  if (!value.ok()) return CellProblem{index, value.error().message};
  return add_property(index, bound.key, *std::move(value));
}

std::optional<CellProblem> CsvImport::read_properties(std::span<const CsvField> fields) {
  properties_.clear();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Column& column = columns_[i].column;
    if (fields[i].text.empty() && !fields[i].quoted) continue;  // absent
    const bool is_stored_id = column.role == ColumnRole::kId && !column.name.empty();
    if (column.role == ColumnRole::kProperty || column.role == ColumnRole::kValid || is_stored_id) {
      if (auto problem = read_property(i, fields[i])) return problem;
    }
  }
  return read_evidence(fields);
}

std::optional<CellProblem> CsvImport::read_evidence(std::span<const CsvField> fields) {
  assertions_.clear();
  const auto evidence_column = column_of(ColumnRole::kEvidence);
  if (!evidence_column || fields[*evidence_column].text.empty()) return std::nullopt;
  for (const std::string_view id : split(fields[*evidence_column].text, options_.array_delimiter)) {
    assertions_.push_back({std::string(trimmed(id)), {}});
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const ColumnRole role = columns_[i].column.role;
    const bool describes = role == ColumnRole::kEvidenceKey || role == ColumnRole::kModality ||
                           role == ColumnRole::kConfidence || role == ColumnRole::kRule;
    if (!describes || fields[i].text.empty()) continue;
    const std::vector<std::string_view> parts = split(fields[i].text, options_.array_delimiter);
    if (parts.size() != 1 && parts.size() != assertions_.size()) {
      return CellProblem{i, fmt::format("{} entries for {} passages", parts.size(), assertions_.size())};
    }
    for (std::size_t a = 0; a < assertions_.size(); ++a) {
      const std::string_view text = trimmed(parts[parts.size() == 1 ? 0 : a]);
      BulkAssertion& assertion = assertions_[a].assertion;
      if (role == ColumnRole::kEvidenceKey) assertion.property_key = text;
      if (role == ColumnRole::kRule) assertion.rule = text;
      if (role == ColumnRole::kModality && !text.empty()) {
        if (text != "fact" && text != "planned" && text != "negated") {
          return CellProblem{i, fmt::format("'{}' is none of fact, planned and negated", text)};
        }
        assertion.modality = text;
      }
      if (role == ColumnRole::kConfidence && !text.empty()) {
        const Result<Value> confidence = parse_value(text, "float");
        if (!confidence.ok()) return CellProblem{i, confidence.error().message};
        assertion.confidence = confidence->get<double>();
        if (!(assertion.confidence >= 0.0 && assertion.confidence <= 1.0)) {
          return CellProblem{i, fmt::format("{} is not between 0 and 1", text)};
        }
      }
    }
  }
  return std::nullopt;
}

Result<BulkLoader::LabelSet> CsvImport::label_set(const CsvFileGroup& group, std::span<const CsvField> fields) {
  std::string cells;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (columns_[i].column.role != ColumnRole::kLabel || fields[i].text.empty()) continue;
    if (!cells.empty()) cells += options_.array_delimiter;
    cells += fields[i].text;
  }
  if (const auto found = label_sets_.find(cells); found != label_sets_.end()) return found->second;
  std::vector<std::string> labels = group.names;
  for (const std::string_view label : split(cells, options_.array_delimiter)) {
    if (!trimmed(label).empty()) labels.emplace_back(trimmed(label));
  }
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  KITH_TRY(const BulkLoader::LabelSet set, loader_.label_set(labels));
  label_sets_.emplace(std::move(cells), set);
  return set;
}

Result<RelationshipTypeId> CsvImport::relationship_type(std::string_view name) {
  if (const auto found = types_.find(name); found != types_.end()) return found->second;
  KITH_TRY(const RelationshipTypeId type, loader_.relationship_type(name));
  types_.emplace(name, type);
  return type;
}

Status CsvImport::load_node(const CsvReader& reader, const CsvFileGroup& group) {
  const std::span<const CsvField> fields = reader.fields();
  const auto id_column = column_of(ColumnRole::kId);
  if (id_column) {
    const std::string_view id = fields[*id_column].text;
    if (id.empty()) return reject(reader, {*id_column, "a node without an id"});
    if (columns_[*id_column].ids->find(id)) {
      return reject(reader, {*id_column, fmt::format("a second node with the id '{}'", id)});
    }
  }
  if (const auto problem = read_properties(fields)) return reject(reader, *problem);
  KITH_TRY(const BulkLoader::LabelSet labels, label_set(group, fields));
  KITH_TRY(const NodeId node, loader_.add_node(labels, properties_));
  ++summary_.num_nodes;
  if (id_column) columns_[*id_column].ids->insert(fields[*id_column].text, node);
  if (!assertions_.empty()) {
    const std::size_t column = *column_of(ColumnRole::kEvidence);
    for (RowAssertion& assertion : assertions_) {
      pending_evidence_.push_back({node, std::move(assertion), columns_[column].ids, place(reader, column)});
    }
  }
  return {};
}

/// That there is no such node, and what may be meant: another id space, or a file whose ids were not told apart.
std::string CsvImport::no_node(const Column& column, std::string_view id) const {
  std::string text = column.id_space.empty()
                         ? fmt::format("no node has the id '{}'", id)
                         : fmt::format("no node of the id space {} has the id '{}'", column.id_space, id);
  const std::string_view role = column.role == ColumnRole::kStartId ? ":START_ID" : ":END_ID";
  for (const auto& [space, ids] : id_spaces_) {
    if (space == column.id_space || !ids.find(id)) continue;
    return text + (space.empty() ? fmt::format("; one without id space has: write {}", role)
                                 : fmt::format("; one of the id space {} has: write {}({})", space, role, space));
  }
  if (!node_file_without_ids_.empty()) text += fmt::format("; {} has no :ID column", node_file_without_ids_);
  return text;
}

Status CsvImport::load_relationship(const CsvReader& reader, const CsvFileGroup& group, bool plain) {
  const std::span<const CsvField> fields = reader.fields();
  std::optional<NodeId> start;
  std::optional<NodeId> end;
  std::string_view type_name = group.names.empty() ? std::string_view() : group.names.front();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const BoundColumn& bound = columns_[i];
    if (bound.column.role == ColumnRole::kStartId || bound.column.role == ColumnRole::kEndId) {
      auto& node = bound.column.role == ColumnRole::kStartId ? start : end;
      node = bound.ids->find(fields[i].text);
      if (!node) {
        return reject(reader, {i, no_node(bound.column, fields[i].text)});
      }
    } else if (bound.column.role == ColumnRole::kType) {
      if (!fields[i].text.empty()) type_name = fields[i].text;
      if (type_name.empty()) return reject(reader, {i, "a relationship without a type"});
    }
  }
  KITH_TRY(const RelationshipTypeId type, relationship_type(type_name));
  if (plain) {
    if (type != batch_type_ || batch_starts_.size() == kBatchSize) KITH_CHECK_OK(flush_batch());
    batch_type_ = type;
    batch_starts_.push_back(*start);
    batch_ends_.push_back(*end);
    ++summary_.num_relationships;
    return {};
  }
  if (const auto problem = read_properties(fields)) return reject(reader, *problem);
  if (!assertions_.empty()) {
    const std::size_t column = *column_of(ColumnRole::kEvidence);
    for (RowAssertion& assertion : assertions_) {
      const auto passage = columns_[column].ids->find(assertion.passage);
      if (!passage) return reject(reader, {column, fmt::format("no passage has the id '{}'", assertion.passage)});
      assertion.assertion.passage = *passage;
    }
  }
  KITH_TRY(const BulkLoader::RelationshipHandle relationship,
           loader_.add_relationship(type, *start, *end, properties_));
  ++summary_.num_relationships;
  for (const RowAssertion& assertion : assertions_) {
    KITH_CHECK_OK(loader_.add_assertion(relationship, assertion.assertion));
    ++summary_.num_assertions;
  }
  return {};
}

Status CsvImport::flush_batch() {
  if (batch_starts_.empty()) return {};
  KITH_CHECK_OK(loader_.add_relationships(batch_type_, batch_starts_, batch_ends_));
  batch_starts_.clear();
  batch_ends_.clear();
  return {};
}

Status CsvImport::resolve_evidence() {
  for (PendingEvidence& pending : pending_evidence_) {
    const auto passage = pending.ids->find(pending.row_assertion.passage);
    if (!passage) {
      KITH_CHECK_OK(rejections_.reject(
          fmt::format("{}: no passage has the id '{}'", pending.place, pending.row_assertion.passage)));
      continue;
    }
    pending.row_assertion.assertion.passage = *passage;
    KITH_CHECK_OK(loader_.add_assertion(pending.node, pending.row_assertion.assertion));
    ++summary_.num_assertions;
  }
  pending_evidence_ = {};
  return {};
}

void CsvImport::report(const CsvReader& reader, bool always) {
  if (!listener_.progress || (++rows_ % kRowsPerReport != 0 && !always)) return;
  listener_.progress(
      {bytes_before_ + reader.bytes_read(), bytes_total_, summary_.num_nodes, summary_.num_relationships});
}

}  // namespace

Result<CsvFileGroup> parse_file_group(std::string_view text) {
  CsvFileGroup group;
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos) {
    for (const std::string_view name : split(text.substr(0, equals), ':')) {
      if (name.empty()) {
        return Error{ErrorKind::kUsage, fmt::format("a name is missing in '{}'", text)}.with_hint(
            "write --nodes=Label:Label=file.csv, or --nodes=file.csv where the file has the labels");
      }
      group.names.emplace_back(name);
    }
    text.remove_prefix(equals + 1);
  }
  for (const std::string_view file : split(text, ',')) {
    if (file.empty()) {
      return Error{ErrorKind::kUsage, "a file name is missing"}.with_hint("write --nodes=Label=file.csv,more.csv");
    }
    group.files.emplace_back(file);
  }
  return group;
}

Result<bool> is_relationship_file(const std::filesystem::path& path, const CsvDialect& dialect) {
  if (std::error_code code; std::filesystem::exists(path, code) && !std::filesystem::is_regular_file(path, code)) {
    return Error{ErrorKind::kUsage, fmt::format("'{}' can be read only once", path.string())}.with_hint(
        "name it with --nodes or --relationships");
  }
  KITH_TRY(CsvReader reader, CsvReader::try_open(path, dialect));
  KITH_TRY(const CsvReader::Outcome outcome, reader.next());
  if (outcome == CsvReader::Outcome::kBad) return Error{ErrorKind::kData, reader.problem()};
  if (outcome == CsvReader::Outcome::kEnd) {
    return Error{ErrorKind::kData, fmt::format("{}: an empty file, without a header", reader.file_name())};
  }
  KITH_TRY(const CsvHeader header, parse_header(reader.fields(), reader.file_name(), "string"));
  return header.is_relationships;
}

Result<ImportSummary> import_csv(const Database& database, const CsvImportOptions& options,
                                 const ImportListener& listener) {
  for (const CsvFileGroup& group : options.relationships) {
    if (group.names.size() > 1) {
      return Error{ErrorKind::kUsage, fmt::format("a relationship has one type, not {}", fmt::join(group.names, ":"))};
    }
  }
  KITH_TRY(BulkLoader loader, BulkLoader::try_begin(database));
  CsvImport import(loader, options, listener);
  KITH_CHECK_OK(import.run());
  ImportSummary summary = import.summary();
  KITH_TRY(summary.commit, loader.finish());
  return summary;
}

}  // namespace kith::loaders
