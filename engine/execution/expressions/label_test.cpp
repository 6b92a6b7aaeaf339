// engine/execution/expressions/label_test.cpp: n:A&(B|!C), decided once per distinct label set, and once per type.
#include "engine/execution/expressions/label_test.hpp"

#include <algorithm>

#include "engine/binder/free_slots.hpp"
#include "engine/execution/expressions/element.hpp"
#include "engine/execution/expressions/nodes.hpp"

namespace kith::engine {
namespace {

template <class HasName>
bool holds(const LabelTest& test, bool has_any, const HasName& has_name) {
  switch (test.kind) {
    case ast::LabelExpression::Kind::kName:
      return has_name(test.name);
    case ast::LabelExpression::Kind::kAnd:
      return std::all_of(test.operands.begin(), test.operands.end(),
                         [&](const LabelTest& t) { return holds(t, has_any, has_name); });
    case ast::LabelExpression::Kind::kOr:
      return std::any_of(test.operands.begin(), test.operands.end(),
                         [&](const LabelTest& t) { return holds(t, has_any, has_name); });
    case ast::LabelExpression::Kind::kNot:
      return !holds(test.operands[0], has_any, has_name);
    case ast::LabelExpression::Kind::kWildcard:
      return has_any;
    case ast::LabelExpression::Kind::kDynamic:
      break;  // with_names() has replaced it
  }
  return false;
}

void add_slots_of_names(const LabelTest& test, std::set<Slot>& slots) {
  if (test.value != nullptr) add_free_slots(*test.value, slots);
  for (const LabelTest& operand : test.operands) add_slots_of_names(operand, slots);
}

/// The test with `$(e)` replaced by names, as one row has them. Nothing: a name is null.
Result<std::optional<LabelTest>> with_names(const LabelTest& test, const Chunk& row, ExecContext& context) {
  using Kind = ast::LabelExpression::Kind;
  if (test.kind != Kind::kDynamic) {
    LabelTest named{.kind = test.kind, .name = test.name, .operands = {}};
    for (const LabelTest& operand : test.operands) {
      KITH_TRY(std::optional<LabelTest> one, with_names(operand, row, context));
      if (!one.has_value()) return std::optional<LabelTest>();
      named.operands.push_back(*std::move(one));
    }
    return std::optional<LabelTest>(std::move(named));
  }
  KITH_TRY(const Vector vector, evaluate(*test.value, row, context));
  const Value value = vector.value(0);
  if (value.is_null()) return std::optional<LabelTest>();
  if (value.is(ValueKind::kString)) {
    return std::optional<LabelTest>(LabelTest{.kind = Kind::kName, .name = value.get<std::string>(), .operands = {}});
  }
  if (!value.is(ValueKind::kList))
    return type_error("a STRING or a LIST of them as a label", value).at(test.value->range);
  LabelTest all{.kind = test.any ? Kind::kOr : Kind::kAnd, .name = {}, .operands = {}};
  for (const Value& element : value.list()) {
    if (element.is_null()) return std::optional<LabelTest>();
    if (!element.is(ValueKind::kString)) return type_error("a STRING as a label", element).at(test.value->range);
    all.operands.push_back(LabelTest{.kind = Kind::kName, .name = element.get<std::string>(), .operands = {}});
  }
  return std::optional<LabelTest>(std::move(all));
}

bool holds_for_label_set(const LabelTest& test, std::uint32_t label_set, const storage::Names& names) {
  const std::span<const LabelId> labels = names.label_set(label_set);
  return holds(test, !labels.empty(), [&](std::string_view name) {
    const std::optional<LabelId> id = names.label(name);
    return id.has_value() && std::binary_search(labels.begin(), labels.end(), *id);
  });
}

/// Row by row, unless every row has the same names.
Result<Vector> evaluate_dynamic(const LabelTestExpression& expression, const Chunk& chunk, ExecContext& context) {
  const auto of_rows = [&](const Chunk& rows) -> Result<Vector> {
    KITH_TRY(std::optional<LabelTest> test, with_names(expression.test, rows, context));
    if (!test.has_value()) return Vector::nulls(rows.size);
    return evaluate_node(LabelTestExpression{expression.subject, *std::move(test)}, rows, context);
  };
  std::set<Slot> slots;
  add_slots_of_names(expression.test, slots);
  if (slots.empty() || chunk.size <= 1) return chunk.size == 0 ? Vector::nulls(0) : of_rows(chunk);
  std::vector<Value> answers(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    KITH_TRY(const Vector one, of_rows(chunk.slice(row, 1)));
    answers[row] = one.value(0);
  }
  return Vector::from_values(std::move(answers));
}

}  // namespace

void NodeLabelTest::start(ExecContext& context) {
  nodes_ = &context.pins().nodes();
  holds_for_all_ = tests_.empty();
  if (holds_for_all_) return;
  if (context.transaction != nullptr) {
    answers_.clear();  // a label set may since have got its number
    return;            // nodes may have been deleted: each is looked at
  }
  const storage::Statistics& statistics = context.view->statistics();
  holds_for_all_ = std::all_of(tests_.begin(), tests_.end(), [&](const LabelTest& test) {
    if (test.kind != ast::LabelExpression::Kind::kName) return false;
    const std::optional<LabelId> label = context.view->names().label(test.name);
    return label.has_value() && statistics.with_label(*label) == statistics.num_nodes;
  });
}

Status NodeLabelTest::decide(const ExecContext& context, std::uint64_t node) {
  const storage::BlockNumber block = storage::column_block_of(node);
  if (nodes_->find(block) == nullptr) KITH_CHECK_OK(nodes_->fetch(*context.view, block));
  const std::uint32_t set = nodes_->find(block)->label_set(storage::column_row_of(node));
  if (set == storage::NodeBlock::kAbsent) return deleted_entity_access(ElementKind::kNode);
  if (set >= answers_.size()) answers_.resize(set + 1, kNotYet);
  answers_[set] = std::all_of(tests_.begin(), tests_.end(), [&](const LabelTest& test) {
    return holds_for_label_set(test, set, context.view->names());
  });
  return Status::success();
}

Result<Vector> evaluate_node(const LabelTestExpression& expression, const Chunk& chunk, ExecContext& context) {
  if (is_dynamic(expression.test)) return evaluate_dynamic(expression, chunk, context);
  KITH_TRY(const Vector subject, evaluate(*expression.subject, chunk, context));
  const std::uint32_t size = chunk.size;
  if (subject.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  NodeLabelTest nodes(std::span(&expression.test, 1));
  nodes.start(context);
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(size);
  if (subject.kind() == VectorKind::kNode) {
    if (nodes.holds_for_all() && !subject.may_have_nulls()) return Vector::constant(true, size);
    const VectorView<std::uint64_t> view = subject.view<std::uint64_t>();
    for (std::uint32_t row = 0; row < size; ++row) {
      if (!view.valid(row)) {
        buffer->set_null(row);
        continue;
      }
      buffer->values[row] = nodes.known(view[row]);
      if (buffer->values[row] == NodeLabelTest::kNotYet) [[unlikely]] {
        bool holds = false;
        KITH_CHECK_OK(nodes.holds(context, view[row], holds));
        buffer->values[row] = holds;
      }
    }
    return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
  }
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = subject.value(row);
    if (value.is_null()) {
      buffer->set_null(row);
    } else if (value.is(ValueKind::kNode)) {
      bool holds = false;
      KITH_CHECK_OK(nodes.holds(context, value.get<Node>().id.value, holds));
      buffer->values[row] = holds;
    } else if (value.is(ValueKind::kRelationship)) {
      KITH_TRY(const RelationshipEnds ends, ends_of(value.get<Relationship>().id, context));
      const std::string_view type = context.view->names().name(ends.type);
      buffer->values[row] = holds(expression.test, true, [&](std::string_view name) { return name == type; });
    } else {
      return type_error("a NODE or RELATIONSHIP", value);
    }
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace kith::engine
