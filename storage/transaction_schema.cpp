// storage/transaction_schema.cpp: indexes and constraints of a transaction: kept up at reads and statement ends.
#include <algorithm>

#include <fmt/format.h>

#include "storage/transaction.hpp"
#include "values/compare.hpp"

namespace kith::storage {
namespace {

bool contains(const std::vector<PropertyKeyId>& keys, PropertyKeyId key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void sort_unique(std::vector<std::uint64_t>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

std::string_view noun(ElementKind element) { return element == ElementKind::kNode ? "node" : "relationship"; }

std::string label_or_type_name(const Names& names, ElementKind element, std::uint32_t number) {
  return element == ElementKind::kNode ? fmt::format("label `{}`", names.name(LabelId{number}))
                                       : fmt::format("type `{}`", names.name(RelationshipTypeId{number}));
}

std::string key_names(const Names& names, const std::vector<PropertyKeyId>& keys) {
  std::string out;
  for (const PropertyKeyId key : keys) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", names.name(key));
  return out;
}

/// At most about a line's worth, cut between characters.
std::string shortened(std::string text) {
  constexpr std::size_t kMostBytes = 100;
  if (text.size() <= kMostBytes) return text;
  std::size_t end = kMostBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

void Transaction::touch(ElementKind element, std::uint64_t id, std::uint32_t label_or_type,
                        std::optional<PropertyKeyId> key) {
  for (const IndexDefinition& index : schema_->indexes) {
    if (index.element == element && index.label_or_type == label_or_type && (!key || contains(index.keys, *key))) {
      indexes_[index.id].touched.push_back(id);
    }
  }
  for (const ConstraintDefinition& constraint : schema_->constraints) {
    if (constraint.kind == ConstraintKind::kNotNull && constraint.element == element &&
        constraint.label_or_type == label_or_type && (!key || contains(constraint.keys, *key))) {
      not_null_touched_[constraint.name].push_back(id);
    }
  }
}

Result<std::optional<std::vector<Value>>> Transaction::indexed_values(const IndexDefinition& index, std::uint64_t id,
                                                                      bool in_base) const {
  using Values = std::optional<std::vector<Value>>;
  const BlockNumber block = column_block_of(id);
  const std::uint32_t row = column_row_of(id);
  if (index.element == ElementKind::kNode) {
    std::uint32_t set = NodeBlock::kAbsent;
    if (in_base) {
      KITH_TRY(const NodeBlockRef base, base_nodes(block));
      set = base->label_sets[row];
    } else {
      KITH_TRY(set, label_set_of(NodeId{id}));
    }
    if (set == NodeBlock::kAbsent) return Values();
    const auto labels = core_.names.label_set(set);
    if (!std::binary_search(labels.begin(), labels.end(), LabelId{index.label_or_type})) return Values();
  } else {
    std::uint32_t type = RelationshipBlock::kAbsent;
    if (in_base) {
      KITH_TRY(const RelationshipBlockRef base, base_relationships(block));
      type = base->types[row];
    } else {
      KITH_TRY(type, type_of(RelationshipId{id}));
    }
    if (type != index.label_or_type) return Values();
  }
  std::vector<Value> values;
  for (const PropertyKeyId key : index.keys) {
    Value value;
    if (in_base) {
      KITH_TRY(const ColumnRef base, base_column(index.element, key, block));
      value = base->value(row);
    } else {
      KITH_TRY(value, value_of(index.element, id, key));
    }
    if (value.is_null()) return Values();
    values.push_back(std::move(value));
  }
  return Values(std::move(values));
}

// Each touched element's entry in the base and its entry now, whatever happened between: the difference is pending.
Status Transaction::flush_indexes() const {
  for (const IndexDefinition& index : schema_->indexes) {
    const auto found = indexes_.find(index.id);
    if (found == indexes_.end() || found->second.touched.empty()) continue;
    PendingIndex& pending = found->second;
    sort_unique(pending.touched);
    for (const std::uint64_t id : pending.touched) {
      if (const auto earlier = pending.entry_of.find(id); earlier != pending.entry_of.end()) {
        index_entries_.erase(index_entries_.find(*earlier->second));
        pending.entry_of.erase(earlier);
      }
      std::string stored;
      if (!pending.created_here) {
        KITH_TRY(const auto values, indexed_values(index, id, true));
        if (values) {
          stored = index_entry(index.id, *values, id);
          index_entries_.erase(stored);
        }
      }
      std::string current;
      KITH_TRY(const auto values, indexed_values(index, id, false));
      if (values) current = index_entry(index.id, *values, id);
      if (current == stored) continue;
      if (!stored.empty()) index_entries_[std::move(stored)] = std::nullopt;
      if (!current.empty()) {
        const auto entry = index_entries_.insert_or_assign(std::move(current), std::string()).first;
        pending.entry_of.emplace(id, &entry->first);
        if (index.unique) pending.unchecked.push_back(id);
      }
    }
    pending.touched.clear();
  }
  return {};
}

Error Transaction::violation(const IndexDefinition& index, std::uint64_t id, std::uint64_t other,
                             const std::vector<Value>& values) const {
  std::string texts;
  for (const Value& value : values) texts += (texts.empty() ? "" : ", ") + shortened(to_cypher_string(value));
  return Error(ErrorKind::kConstraintValidationFailed,
               fmt::format("constraint `{}`: {} {} with {} has {} = {}, as has {} {}", index.name, noun(index.element),
                           id, label_or_type_name(core_.names, index.element, index.label_or_type),
                           key_names(core_.names, index.keys), texts, noun(index.element), other));
}

Status Transaction::check_unique(const IndexDefinition& index, PendingIndex& pending) {
  for (const std::uint64_t id : pending.unchecked) {
    KITH_TRY(const auto values, indexed_values(index, id, false));
    if (!values) continue;
    KITH_TRY(const auto other, other_with_values(core_.index_tier, index.id, *values, id, base_at(), index_entries_));
    if (other) return violation(index, id, *other, *values);
  }
  pending.unchecked.clear();
  return {};
}

Status Transaction::check_not_null(const ConstraintDefinition& constraint, std::vector<std::uint64_t>& touched) {
  sort_unique(touched);
  for (const std::uint64_t id : touched) {
    IndexDefinition probe;
    probe.element = constraint.element;
    probe.label_or_type = constraint.label_or_type;
    KITH_TRY(const auto exists, indexed_values(probe, id, false));
    if (!exists) continue;
    for (const PropertyKeyId key : constraint.keys) {
      KITH_TRY(const Value value, value_of(constraint.element, id, key));
      if (!value.is_null()) continue;
      return Error(ErrorKind::kConstraintValidationFailed,
                   fmt::format("constraint `{}`: {} {} with {} must have a value for `{}`", constraint.name,
                               noun(constraint.element), id,
                               label_or_type_name(core_.names, constraint.element, constraint.label_or_type),
                               core_.names.name(key)));
    }
  }
  touched.clear();
  return {};
}

Result<std::uint64_t> Transaction::num_relationships_of(NodeId node) const {
  std::uint64_t total = 0;
  const BlockNumber block = adjacency_block_of(node);
  const std::uint32_t row = adjacency_row_of(node);
  for (std::uint32_t type = 0; type < core_.names.num_relationship_types(); ++type) {
    for (const Direction direction : {Direction::kOutgoing, Direction::kIncoming}) {
      KITH_TRY(const AdjacencyRef lists, adjacency(RelationshipTypeId{type}, direction, block));
      const NeighbourList list = lists->of(row);
      total += list.size;
      if (direction == Direction::kIncoming) {  // a self-loop is in both lists
        const auto neighbours = list.neighbour_ids();
        const auto [first, last] = std::equal_range(neighbours.begin(), neighbours.end(), node.value);
        total -= static_cast<std::uint64_t>(last - first);
      }
    }
  }
  return total;
}

Status Transaction::check_statement() {
  KITH_CHECK_OK(require_open());
  for (const NodeId node : deleted_nodes_) {
    KITH_TRY(const std::uint64_t left, num_relationships_of(node));
    if (left == 0) continue;
    return Error(ErrorKind::kConstraintVerificationFailed,
                 fmt::format("node {} cannot be deleted: it still has {} relationship{}", node.value, left,
                             left == 1 ? "" : "s"))
        .with_detail("DeleteConnectedNode")
        .with_hint("DETACH DELETE deletes a node with its relationships.");
  }
  deleted_nodes_.clear();
  KITH_CHECK_OK(flush_indexes());
  for (const IndexDefinition& index : schema_->indexes) {
    if (const auto pending = indexes_.find(index.id); index.unique && pending != indexes_.end()) {
      KITH_CHECK_OK(check_unique(index, pending->second));
    }
  }
  for (const ConstraintDefinition& constraint : schema_->constraints) {
    if (const auto touched = not_null_touched_.find(constraint.name); touched != not_null_touched_.end()) {
      KITH_CHECK_OK(check_not_null(constraint, touched->second));
    }
  }
  return {};
}

Result<std::vector<std::uint64_t>> Transaction::elements_with(ElementKind element, std::uint32_t label_or_type) const {
  std::vector<std::uint64_t> out;
  const auto blocks =
      element == ElementKind::kNode ? label_blocks_.get(label_or_type) : type_blocks_.get(label_or_type);
  for (const BlockNumber block : blocks) {
    if (element == ElementKind::kNode) {
      KITH_TRY(const NodeBlockRef sets, nodes(block));
      for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
        if (sets->label_sets[row] == NodeBlock::kAbsent) continue;
        const auto labels = core_.names.label_set(sets->label_sets[row]);
        if (std::binary_search(labels.begin(), labels.end(), LabelId{label_or_type}))
          out.push_back(block * kColumnBlockSize + row);
      }
    } else {
      KITH_TRY(const RelationshipBlockRef ends, relationships(block));
      for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
        if (ends->types[row] == label_or_type) out.push_back(block * kColumnBlockSize + row);
      }
    }
  }
  return out;
}

Status Transaction::fill_index(const IndexDefinition& index) {
  PendingIndex& pending = indexes_[index.id];
  pending.created_here = true;
  KITH_TRY(pending.touched, elements_with(index.element, index.label_or_type));
  KITH_CHECK_OK(flush_indexes());
  return index.unique ? check_unique(index, pending) : Status();
}

void Transaction::forget_index(std::uint32_t index) {
  const std::string first = index_prefix(index);
  index_entries_.erase(index_entries_.lower_bound(first), index_entries_.lower_bound(after_prefix(first)));
  indexes_.erase(index);
  std::erase_if(own_schema().indexes, [&](const IndexDefinition& definition) { return definition.id == index; });
}

namespace {

Status check_name(const Schema& schema, const std::string& name) {
  bool taken = false;
  for (const IndexDefinition& index : schema.indexes) taken |= index.name == name;
  for (const ConstraintDefinition& constraint : schema.constraints) taken |= constraint.name == name;
  if (!taken) return {};
  return Error(ErrorKind::kArgumentError, fmt::format("an index or constraint named `{}` exists already", name));
}

}  // namespace

Status Transaction::create_index(IndexDefinition definition) {
  KITH_CHECK_OK(require_open());
  KITH_CHECK_OK(check_name(*schema_, definition.name));
  if (definition.keys.empty()) return Error(ErrorKind::kArgumentError, "an index needs a property key");
  KITH_CHECK_OK(flush_indexes());
  definition.id = next_index_id_++;
  own_schema().indexes.push_back(definition);
  if (Status failed = fill_index(definition); !failed.ok()) {
    forget_index(definition.id);
    return failed;
  }
  return {};
}

Status Transaction::create_constraint(ConstraintDefinition definition) {
  KITH_CHECK_OK(require_open());
  KITH_CHECK_OK(check_name(*schema_, definition.name));
  if (definition.keys.empty()) return Error(ErrorKind::kArgumentError, "a constraint needs a property key");
  if (definition.kind == ConstraintKind::kUnique) {
    KITH_CHECK_OK(create_index({.name = definition.name,
                                .element = definition.element,
                                .label_or_type = definition.label_or_type,
                                .keys = definition.keys,
                                .unique = true}));
  } else {
    KITH_TRY(std::vector<std::uint64_t> present, elements_with(definition.element, definition.label_or_type));
    KITH_CHECK_OK(check_not_null(definition, present));
  }
  own_schema().constraints.push_back(std::move(definition));
  return {};
}

Status Transaction::drop_index(std::string_view name) {
  KITH_CHECK_OK(require_open());
  for (const ConstraintDefinition& constraint : schema_->constraints) {
    if (constraint.name == name) {
      return Error(ErrorKind::kArgumentError, fmt::format("index `{}` belongs to the constraint of that name", name))
          .with_hint("Drop the constraint.");
    }
  }
  for (const IndexDefinition& index : schema_->indexes) {
    if (index.name != name) continue;
    dropped_indexes_.push_back(index.id);
    forget_index(index.id);
    return {};
  }
  return Error(ErrorKind::kArgumentError, fmt::format("there is no index named `{}`", name));
}

Status Transaction::drop_constraint(std::string_view name) {
  KITH_CHECK_OK(require_open());
  Schema& schema = own_schema();
  const auto found = std::find_if(schema.constraints.begin(), schema.constraints.end(),
                                  [&](const ConstraintDefinition& constraint) { return constraint.name == name; });
  if (found == schema.constraints.end()) {
    return Error(ErrorKind::kArgumentError, fmt::format("there is no constraint named `{}`", name));
  }
  const bool indexed = found->kind == ConstraintKind::kUnique;
  not_null_touched_.erase(found->name);
  schema.constraints.erase(found);
  return indexed ? drop_index(name) : Status();
}

}  // namespace kith::storage
