// engine/execution/operators/update.cpp: SET and REMOVE.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engine/binder/free_slots.hpp"
#include "engine/execution/evaluate.hpp"
#include "engine/execution/expressions/element.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/pattern_writer.hpp"
#include "engine/execution/operators/update_items.hpp"
#include "engine/execution/operators/write_operator.hpp"
#include "engine/execution/operators/written_names.hpp"

namespace kith::engine {
namespace {

Error not_an_element(const Value& value, std::string_view clause) {
  return Error(ErrorKind::kTypeError,
               fmt::format("{} takes a NODE or RELATIONSHIP, got {}", clause, to_string(value.kind())))
      .with_detail("InvalidArgumentType");
}

Result<ElementReference> element_of(const Value& value, std::string_view clause) {
  const auto element = as_element(value);
  if (!element.has_value()) return not_an_element(value, clause);
  return *element;
}

Status write_property(ExecContext& context, ElementReference element, PropertyKeyId key, const Value& value) {
  return element.element == ElementKind::kNode
             ? context.transaction->set_property(NodeId{element.id}, key, value)
             : context.transaction->set_property(RelationshipId{element.id}, key, value);
}

Status located(Status status, SourceRange range) {
  if (status.ok() || status.error().where.has_value()) return status;
  Error error = std::move(status).error();
  if (range.end > range.begin) error.where = range;
  return error;
}

/// Does one item for the rows of a chunk.
struct ItemWriter {
  ExecContext& context;
  const Chunk& chunk;

  Status operator()(const SetPropertyItem& item) const {
    KITH_TRY(const Vector subjects, evaluate(*item.subject, chunk, context));
    KITH_TRY(const Vector values, evaluate(*item.value, chunk, context));
    KITH_TRY(const WrittenNames names, WrittenNames::evaluate({&item.key, 1}, chunk, context));
    PropertyKeyId key{};
    if (!names.varies()) {
      KITH_TRY(key, context.transaction->add_property_key_name(item.key.name));
    }
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      if (subjects.is_null(row)) continue;
      if (names.varies()) {
        KITH_TRY(const std::string name, names.one_of(row));
        KITH_TRY(key, context.transaction->add_property_key_name(name));
      }
      KITH_TRY(const ElementReference element, element_of(subjects.value(row), "SET"));
      KITH_CHECK_OK(located(write_property(context, element, key, values.value(row)), item.value->range));
      ++context.counters.properties_set;
    }
    return Status::success();
  }

  Status operator()(const SetPropertiesItem& item) const {
    KITH_TRY(const Vector values, evaluate(*item.value, chunk, context));
    PropertyKeys keys;
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      if (chunk.columns[item.subject].is_null(row)) continue;
      KITH_TRY(const ElementReference element, element_of(chunk.columns[item.subject].value(row), "SET"));
      KITH_TRY(const Map map, properties_given(values.value(row), item.value->range));
      if (item.replace) {
        KITH_TRY(const std::vector<std::string> old, keys_of(element.element, element.id, context));
        for (const std::string& key : old) {
          if (map.contains(key)) continue;
          KITH_TRY(const PropertyKeyId id, keys.id_of(key, *context.transaction));
          KITH_CHECK_OK(write_property(context, element, id, Value()));
          ++context.counters.properties_set;
        }
      }
      for (const auto& [key, value] : map) {
        KITH_TRY(const PropertyKeyId id, keys.id_of(key, *context.transaction));
        KITH_CHECK_OK(located(write_property(context, element, id, value), item.value->range));
        ++context.counters.properties_set;
      }
    }
    return Status::success();
  }

  Status operator()(const SetLabelsItem& item) const {
    KITH_TRY(const WrittenNames names, WrittenNames::evaluate(item.labels, chunk, context));
    return for_each_node(item.subject, "SET of labels", [&](NodeId node, std::uint32_t row) -> Status {
      KITH_TRY(const std::vector<std::string> labels, names.of(row));
      for (const std::string& name : labels) {
        KITH_TRY(const LabelId label, context.transaction->add_label_name(name));
        KITH_TRY(const bool has, has_label(node, label));
        if (has) continue;
        KITH_CHECK_OK(context.transaction->add_label(node, label));
        ++context.counters.labels_added;
      }
      return Status::success();
    });
  }

  Status operator()(const RemovePropertyItem& item) const {
    KITH_TRY(const Vector subjects, evaluate(*item.subject, chunk, context));
    KITH_TRY(const WrittenNames names, WrittenNames::evaluate({&item.key, 1}, chunk, context));
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      if (subjects.is_null(row)) continue;
      KITH_TRY(const ElementReference element, element_of(subjects.value(row), "REMOVE"));
      KITH_TRY(const std::string name, names.one_of(row));
      KITH_TRY(const Value old, property_of(element.element, element.id, name, context));
      if (old.is_null()) continue;
      KITH_CHECK_OK(write_property(context, element, *context.transaction->names().property_key(name), Value()));
      ++context.counters.properties_set;
    }
    return Status::success();
  }

  Status operator()(const RemoveLabelsItem& item) const {
    KITH_TRY(const WrittenNames names, WrittenNames::evaluate(item.labels, chunk, context));
    return for_each_node(item.subject, "REMOVE of labels", [&](NodeId node, std::uint32_t row) -> Status {
      KITH_TRY(const std::vector<std::string> labels, names.of(row));
      for (const std::string& name : labels) {
        const auto label = context.transaction->names().label(name);
        if (!label.has_value()) continue;
        KITH_TRY(const bool has, has_label(node, *label));
        if (!has) continue;
        KITH_CHECK_OK(context.transaction->remove_label(node, *label));
        ++context.counters.labels_removed;
      }
      return Status::success();
    });
  }

 private:
  Result<Map> properties_given(const Value& value, SourceRange range) const {
    if (value.is(ValueKind::kMap)) return value.map();
    if (const auto element = as_element(value)) return properties_of(element->element, element->id, context);
    return Error(ErrorKind::kTypeError,
                 fmt::format("properties are set from a MAP, NODE or RELATIONSHIP, got {}", to_string(value.kind())))
        .with_detail("InvalidArgumentType")
        .at(range);
  }

  Result<bool> has_label(NodeId node, LabelId label) const {
    KITH_TRY(const std::uint32_t set, label_set_of(node, context));
    const auto labels = context.transaction->names().label_set(set);
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  }

  template <class F>
  Status for_each_node(Slot subject, std::string_view clause, F f) const {
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      const Value value = chunk.columns[subject].value(row);
      if (value.is_null()) continue;
      if (!value.is(ValueKind::kNode)) return not_an_element(value, clause);
      KITH_CHECK_OK(f(value.get<Node>().id, row));
    }
    return Status::success();
  }
};

bool holds_elements(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      return true;
    case ValueKind::kList:
      return std::any_of(value.list().begin(), value.list().end(), holds_elements);
    case ValueKind::kMap:
      return std::any_of(value.map().begin(), value.map().end(),
                         [](const auto& entry) { return holds_elements(entry.second); });
    default:
      return false;
  }
}

bool holds_elements(const Vector& column) {
  if (column.kind() == VectorKind::kNode || column.kind() == VectorKind::kRelationship) return true;
  if (column.kind() != VectorKind::kMixed) return false;
  const VectorView<Value> view = column.view<Value>();
  for (std::uint32_t row = 0; row < column.size(); ++row) {
    if (holds_elements(view[row])) return true;
  }
  return false;
}

/// The slot whose element an item changes; none when it is an expression.
std::optional<Slot> subject_slot(const UpdateItem& item) {
  return std::visit(
      [](const auto& one) -> std::optional<Slot> {
        if constexpr (requires { one.subject->node; }) {
          const auto* slot = std::get_if<SlotExpression>(&one.subject->node);
          return slot != nullptr ? std::optional<Slot>(slot->slot) : std::nullopt;
        } else {
          return one.subject;
        }
      },
      item);
}

/// The expression that an item assigns; null when it has none.
const BoundExpression* value_of(const UpdateItem& item) {
  if (const auto* property = std::get_if<SetPropertyItem>(&item)) return property->value.get();
  if (const auto* properties = std::get_if<SetPropertiesItem>(&item)) return properties->value.get();
  return nullptr;
}

/// Whether it writes a label or key that an expression names.
bool has_dynamic_name(const UpdateItem& item) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.labels; }) {
          return std::any_of(one.labels.begin(), one.labels.end(),
                             [](const WrittenName& label) { return label.value != nullptr; });
        } else if constexpr (requires { one.key; }) {
          return one.key.value != nullptr;
        } else {
          return false;
        }
      },
      item);
}

bool all_different(const Vector& elements) {
  std::vector<std::uint64_t> ids(elements.size());
  const VectorView<std::uint64_t> view = elements.view<std::uint64_t>();
  for (std::uint32_t row = 0; row < elements.size(); ++row) ids[row] = view[row];
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}

/// Whether doing each item for the whole chunk is the same as doing each row's items in turn.
bool may_go_whole(const std::vector<UpdateItem>& items, const Chunk& chunk) {
  if (chunk.size <= 1) return true;
  const std::optional<Slot> subject = subject_slot(items.front());
  if (!subject.has_value()) return false;
  std::set<Slot> read;
  for (const UpdateItem& item : items) {
    if (subject_slot(item) != subject) return false;
    if (has_dynamic_name(item)) return false;
    const BoundExpression* const value = value_of(item);
    if (value == nullptr) continue;
    if (has_subquery(*value)) return false;
    add_free_slots(*value, read);
  }
  const Vector& elements = chunk.columns[*subject];
  const bool are_ids = elements.kind() == VectorKind::kNode || elements.kind() == VectorKind::kRelationship;
  bool reads_subject = items.size() > 1;
  for (const Slot slot : read) {
    if (slot == *subject) {
      reads_subject = true;
    } else if (slot < chunk.columns.size() && holds_elements(chunk.columns[slot])) {
      return false;
    }
  }
  return !reads_subject || (are_ids && !elements.may_have_nulls() && all_different(elements));
}

class Update final : public WriteOperator {
 public:
  Update(const UpdateOperator& node, OperatorPtr input) : WriteOperator(std::move(input)), node_(node) {}

 protected:
  Status write(ExecContext& context, Chunk& chunk) override { return apply_updates(context, node_.items, chunk); }

 private:
  const UpdateOperator& node_;
};

}  // namespace

Status apply_updates(ExecContext& context, const std::vector<UpdateItem>& items, const Chunk& chunk) {
  if (items.empty() || chunk.size == 0) return Status::success();
  if (may_go_whole(items, chunk)) {
    for (const UpdateItem& item : items) KITH_CHECK_OK(std::visit(ItemWriter{context, chunk}, item));
    return Status::success();
  }
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    const Chunk one = chunk.slice(row, 1);
    for (const UpdateItem& item : items) KITH_CHECK_OK(std::visit(ItemWriter{context, one}, item));
  }
  return Status::success();
}

OperatorPtr make_update(const UpdateOperator& node, OperatorPtr input) {
  return std::make_unique<Update>(node, std::move(input));
}

}  // namespace kith::engine
