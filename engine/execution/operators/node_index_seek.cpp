// engine/execution/operators/node_index_seek.cpp: nodes by the ordered keys of an index.
#include <unordered_set>

#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

class NodeIndexSeek final : public MultiplyingOperator<std::uint64_t> {
 public:
  NodeIndexSeek(const NodeIndexSeekOperator& node, OperatorPtr input)
      : MultiplyingOperator(std::move(input)), node_(node) {}

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    KITH_TRY(index_, find_index(*context.view));
    equal_.clear();
    for (const ExpressionPtr& expression : node_.equal) {
      KITH_TRY(Vector values, evaluate(*expression, rows, context));
      equal_.push_back(std::move(values));
    }
    if (node_.lower.has_value()) {
      KITH_TRY(lower_, evaluate(*node_.lower->value, rows, context));
    }
    if (node_.upper.has_value()) {
      KITH_TRY(upper_, evaluate(*node_.upper->value, rows, context));
    }
    if (node_.prefix != nullptr) {
      KITH_TRY(prefix_, evaluate(*node_.prefix, rows, context));
    }
    return Status::success();
  }

  Status items_of(ExecContext& context, const Chunk&, std::uint32_t row, std::vector<std::uint64_t>& items) override {
    storage::IndexSeek seek{.index = index_, .equal = {}, .lower = {}, .upper = {}, .prefix = {}};
    if (node_.lower.has_value()) seek.lower = storage::IndexBound{lower_.value(row), node_.lower->inclusive};
    if (node_.upper.has_value()) seek.upper = storage::IndexBound{upper_.value(row), node_.upper->inclusive};
    if ((seek.lower.has_value() && seek.lower->value.is_null()) ||
        (seek.upper.has_value() && seek.upper->value.is_null())) {
      return Status::success();
    }
    if (node_.prefix != nullptr) {
      const Value prefix = prefix_.value(row);
      if (!prefix.is(ValueKind::kString)) return Status::success();
      seek.prefix = prefix.get<std::string>();
    }
    for (const Vector& values : equal_) seek.equal.push_back(values.value(row));
    if (!node_.equal_is_list) return run(context, seek, items);
    const Value list = seek.equal.back();
    if (list.is_null()) return Status::success();
    if (!list.is(ValueKind::kList)) {
      return Error(ErrorKind::kTypeError, fmt::format("IN takes a LIST, got {}", to_string(list.kind())))
          .with_detail("InvalidArgumentType")
          .at(node_.equal.back()->range);
    }
    std::unordered_set<Value, ValueHash, EquivalentValues> sought;
    for (const Value& element : list.list()) {
      if (!sought.insert(element).second) continue;
      seek.equal.back() = element;
      KITH_CHECK_OK(run(context, seek, items));
    }
    return Status::success();
  }

  Status finish(ExecContext&, std::vector<std::uint64_t> items, Chunk& out) override {
    set_column(out, node_.node, id_vector(ElementKind::kNode, std::move(items)));
    return Status::success();
  }

 private:
  /// What does not equal itself (null, NaN, a list with null in it) finds nothing, though an index may hold it.
  static Status run(ExecContext& context, const storage::IndexSeek& seek, std::vector<std::uint64_t>& items) {
    for (const Value& value : seek.equal) {
      if (equals(value, value) != std::optional<bool>(true)) return Status::success();
    }
    return context.view->seek_index(seek, items);
  }

  Result<std::uint32_t> find_index(const storage::ReadView& view) const {
    const auto label = view.names().label(node_.label);
    std::vector<PropertyKeyId> keys;
    for (const std::string& key : node_.keys) {
      if (const auto id = view.names().property_key(key)) keys.push_back(*id);
    }
    for (const storage::IndexDefinition& index : view.schema().indexes) {
      if (label.has_value() && index.element == ElementKind::kNode && index.label_or_type == label->value &&
          index.keys == keys) {
        return index.id;
      }
    }
    return Error(ErrorKind::kInternal,
                 fmt::format("the plan needs an index on :{} that is no longer there", node_.label));
  }

  const NodeIndexSeekOperator& node_;
  std::uint32_t index_ = 0;
  std::vector<Vector> equal_;
  Vector lower_, upper_, prefix_;
};

}  // namespace

OperatorPtr make_node_index_seek(const NodeIndexSeekOperator& node, OperatorPtr input) {
  return std::make_unique<NodeIndexSeek>(node, std::move(input));
}

}  // namespace kith::engine
