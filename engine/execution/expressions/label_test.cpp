// engine/execution/expressions/label_test.cpp: n:A&(B|!C), decided once per distinct label set, and once per type.
#include <algorithm>

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
  }
  return false;
}

bool holds_for_label_set(const LabelTest& test, std::uint32_t label_set, const storage::Names& names) {
  const std::span<const LabelId> labels = names.label_set(label_set);
  return holds(test, !labels.empty(), [&](std::string_view name) {
    const std::optional<LabelId> id = names.label(name);
    return id.has_value() && std::binary_search(labels.begin(), labels.end(), *id);
  });
}

/// The answers known so far, by label set or type number.
class Answers {
 public:
  template <class Decide>
  std::uint8_t operator()(std::uint32_t number, Decide decide) {
    if (number >= known_.size()) known_.resize(number + 1, kNotYet);
    if (known_[number] == kNotYet) known_[number] = decide(number) ? 1 : 0;
    return known_[number];
  }

 private:
  static constexpr std::uint8_t kNotYet = 2;
  std::vector<std::uint8_t> known_;
};

}  // namespace

Result<Vector> evaluate_node(const LabelTestExpression& expression, const Chunk& chunk, ExecContext& context) {
  KITH_TRY(const Vector subject, evaluate(*expression.subject, chunk, context));
  const std::uint32_t size = chunk.size;
  if (subject.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  const storage::Names& names = context.view->names();
  Answers set_answers, type_answers;
  const auto of_set = [&](std::uint32_t set) {
    return set_answers(set, [&](std::uint32_t number) { return holds_for_label_set(expression.test, number, names); });
  };
  const auto of_type = [&](RelationshipTypeId type) {
    return type_answers(type.value, [&](std::uint32_t number) {
      const std::string_view own = names.name(RelationshipTypeId{number});
      return holds(expression.test, true, [&](std::string_view name) { return name == own; });
    });
  };
  auto buffer = std::make_shared<VectorBuffer<std::uint8_t>>();
  buffer->values.resize(size);
  if (subject.kind() == VectorKind::kNode) {
    const VectorView<std::uint64_t> view = subject.view<std::uint64_t>();
    PinnedNodes& nodes = context.pins().nodes();
    for (std::uint32_t row = 0; row < size; ++row) {
      if (!view.valid(row)) {
        buffer->set_null(row);
        continue;
      }
      const std::uint64_t id = view[row];
      const storage::NodeBlock* block = nodes.find(storage::column_block_of(id));
      if (block == nullptr) [[unlikely]] {
        KITH_TRY(block, nodes.fetch(*context.view, storage::column_block_of(id)));
      }
      std::uint32_t set = block->uniform_set;
      if (set == storage::NodeBlock::kAbsent || block->num_present != block->label_sets.size()) {
        const std::uint32_t block_row = storage::column_row_of(id);
        set = block_row < block->label_sets.size() ? block->label_sets[block_row] : storage::NodeBlock::kAbsent;
        if (set == storage::NodeBlock::kAbsent) return deleted_entity_access(ElementKind::kNode);
      }
      buffer->values[row] = of_set(set);
    }
    return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
  }
  for (std::uint32_t row = 0; row < size; ++row) {
    const Value value = subject.value(row);
    if (value.is_null()) {
      buffer->set_null(row);
    } else if (value.is(ValueKind::kNode)) {
      KITH_TRY(const std::uint32_t set, label_set_of(value.get<Node>().id, context));
      buffer->values[row] = of_set(set);
    } else if (value.is(ValueKind::kRelationship)) {
      KITH_TRY(const RelationshipEnds ends, ends_of(value.get<Relationship>().id, context));
      buffer->values[row] = of_type(ends.type);
    } else {
      return type_error("a NODE or RELATIONSHIP", value);
    }
  }
  return Vector::own<std::uint8_t>(VectorKind::kBoolean, std::move(buffer));
}

}  // namespace kith::engine
