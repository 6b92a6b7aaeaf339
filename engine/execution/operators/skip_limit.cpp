// engine/execution/operators/skip_limit.cpp: SKIP and LIMIT, and the number of rows they name.
#include "engine/execution/operators/row_count.hpp"

#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

class Skip final : public UnaryOperator {
 public:
  Skip(const SkipOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (!left_.has_value()) {
      KITH_TRY(left_, evaluate_row_count(*node_.count, "SKIP", context));
    }
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0 || *left_ == 0) return Status::success();
      if (*left_ >= out.size) {
        *left_ -= out.size;
        continue;
      }
      const auto first = static_cast<std::uint32_t>(*left_);
      left_ = 0;
      out = out.slice(first, out.size - first);
      return Status::success();
    }
  }
  void reset() override {
    UnaryOperator::reset();
    left_.reset();
  }

 private:
  const SkipOperator& node_;
  std::optional<std::uint64_t> left_;
};

class Limit final : public UnaryOperator {
 public:
  Limit(const LimitOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    const bool first = !left_.has_value();
    if (first) {
      KITH_TRY(left_, evaluate_row_count(*node_.count, "LIMIT", context));
    }
    if (*left_ == 0 && !first) return end_of_rows(out, context);
    KITH_CHECK_OK(input_->next(context, out));
    if (*left_ == 0) return end_of_rows(out, context);
    if (out.size > *left_) out = out.slice(0, static_cast<std::uint32_t>(*left_));
    *left_ -= out.size;
    return Status::success();
  }
  void reset() override {
    UnaryOperator::reset();
    left_.reset();
  }

 private:
  const LimitOperator& node_;
  std::optional<std::uint64_t> left_;
};

}  // namespace

Result<std::uint64_t> evaluate_row_count(const BoundExpression& expression, std::string_view clause,
                                         ExecContext& context) {
  KITH_TRY(const Value value, evaluate_constant(expression, context));
  if (!value.is(ValueKind::kInteger)) {
    return Error(ErrorKind::kSyntaxError, fmt::format("{} takes an INTEGER, got {}", clause, to_string(value.kind())))
        .with_detail("InvalidArgumentType")
        .at(expression.range);
  }
  if (value.get<std::int64_t>() < 0) {
    return Error(ErrorKind::kSyntaxError,
                 fmt::format("{} takes a number of rows, got {}", clause, value.get<std::int64_t>()))
        .with_detail("NegativeIntegerArgument")
        .at(expression.range);
  }
  return static_cast<std::uint64_t>(value.get<std::int64_t>());
}

OperatorPtr make_skip(const SkipOperator& node, OperatorPtr input) {
  return std::make_unique<Skip>(node, std::move(input));
}
OperatorPtr make_limit(const LimitOperator& node, OperatorPtr input) {
  return std::make_unique<Limit>(node, std::move(input));
}

}  // namespace kith::engine
