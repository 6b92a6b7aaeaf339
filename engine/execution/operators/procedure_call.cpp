// engine/execution/operators/procedure_call.cpp: CALL of a procedure for each row.
#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "engine/procedures/procedure.hpp"

namespace kith::engine {
namespace {

StaticType static_type_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return StaticType::kNull;
    case ValueKind::kBoolean:
      return StaticType::kBoolean;
    case ValueKind::kInteger:
      return StaticType::kInteger;
    case ValueKind::kFloat:
      return StaticType::kFloat;
    case ValueKind::kString:
      return StaticType::kString;
    case ValueKind::kList:
      return StaticType::kList;
    case ValueKind::kMap:
      return StaticType::kMap;
    case ValueKind::kNode:
      return StaticType::kNode;
    case ValueKind::kRelationship:
      return StaticType::kRelationship;
    case ValueKind::kPath:
      return StaticType::kPath;
    case ValueKind::kDate:
      return StaticType::kDate;
    case ValueKind::kLocalTime:
      return StaticType::kLocalTime;
    case ValueKind::kTime:
      return StaticType::kTime;
    case ValueKind::kLocalDateTime:
      return StaticType::kLocalDateTime;
    case ValueKind::kDateTime:
      return StaticType::kDateTime;
    case ValueKind::kDuration:
      return StaticType::kDuration;
  }
  return StaticType::kAny;
}

class ProcedureCall final : public MultiplyingOperator<std::vector<Value>> {
 public:
  ProcedureCall(const ProcedureCallOperator& node, OperatorPtr input)
      : MultiplyingOperator(std::move(input)), node_(node) {}

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    arguments_.clear();
    for (const ExpressionPtr& expression : node_.arguments) {
      KITH_TRY(Vector argument, evaluate(*expression, rows, context));
      arguments_.push_back(std::move(argument));
    }
    return Status::success();
  }

  Status items_of(ExecContext& context, const Chunk&, std::uint32_t row,
                  std::vector<std::vector<Value>>& items) override {
    const ProcedureDefinition& procedure = *node_.procedure;
    std::vector<Value> arguments(arguments_.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      arguments[i] = arguments_[i].value(row);
      const Argument& wanted = procedure.inputs[i];
      if (!accepts(wanted, static_type_of(arguments[i].kind()))) {
        return Error(ErrorKind::kTypeError, fmt::format("`{}` of {} cannot be {}", wanted.name, procedure.name,
                                                        to_string(arguments[i].kind())))
            .with_detail("InvalidArgumentType")
            .at(node_.arguments[i]->range);
      }
      if (wanted.type == StaticType::kFloat && arguments[i].is(ValueKind::kInteger))
        arguments[i] = Value(arguments[i].as_float());
    }
    KITH_TRY(items, procedure.run(arguments, context));
    if (procedure.outputs.empty()) items.assign(1, {});
    for (const std::vector<Value>& item : items) {
      if (item.size() != procedure.outputs.size()) {
        return Error(ErrorKind::kProcedureError, fmt::format("{} gave a row of {} values; it declares {}",
                                                             procedure.name, item.size(), procedure.outputs.size()));
      }
    }
    return Status::success();
  }

  Status finish(ExecContext&, std::vector<std::vector<Value>> items, Chunk& out) override {
    for (const auto& [field, slot] : node_.yields) {
      std::vector<Value> values(items.size());
      for (std::size_t row = 0; row < items.size(); ++row) values[row] = items[row][field];
      set_column(out, slot, Vector::from_values(std::move(values)));
    }
    return Status::success();
  }

 private:
  const ProcedureCallOperator& node_;
  std::vector<Vector> arguments_;
};

}  // namespace

OperatorPtr make_procedure_call(const ProcedureCallOperator& node, OperatorPtr input) {
  return std::make_unique<ProcedureCall>(node, std::move(input));
}

}  // namespace kith::engine
