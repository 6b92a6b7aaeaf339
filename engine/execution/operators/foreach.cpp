// engine/execution/operators/foreach.cpp: FOREACH: writing clauses for each element of a list.
#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/write_operator.hpp"

namespace kith::engine {
namespace {

class Foreach final : public WriteOperator {
 public:
  Foreach(const ForeachOperator& node, OperatorPtr input, std::unique_ptr<Subplan> body, bool single_clause)
      : WriteOperator(std::move(input)), node_(node), body_(std::move(body)), single_clause_(single_clause) {}

 protected:
  Status write(ExecContext& context, Chunk& chunk) override {
    for (std::uint32_t row = 0; row < chunk.size; ++row) {
      // Row by row: the list may depend on what the rows before it wrote.
      const Chunk one = chunk.slice(row, 1);
      KITH_TRY(const Vector list, evaluate(*node_.list, one, context));
      const Value value = list.value(0);
      if (value.is_null()) continue;
      if (!value.is(ValueKind::kList)) {
        return Error(ErrorKind::kTypeError, fmt::format("FOREACH takes a LIST, got {}", to_string(value.kind())))
            .with_detail("InvalidArgumentType")
            .at(node_.list->range);
      }
      const List& elements = value.list();
      const std::size_t step = single_clause_ ? context.vector_size : 1;
      for (std::size_t begin = 0; begin < elements.size(); begin += step) {
        const std::size_t end = std::min(elements.size(), begin + step);
        const auto at = [&](std::size_t i) { return elements.begin() + static_cast<std::ptrdiff_t>(i); };
        Chunk rows = one;
        rows.select(std::vector<std::uint32_t>(end - begin, 0));
        set_column(rows, node_.element, Vector::from_values({at(begin), at(end)}));
        KITH_CHECK_OK(run(context, std::move(rows)));
      }
    }
    return Status::success();
  }

 private:
  Status run(ExecContext& context, Chunk rows) {
    KITH_CHECK_OK(context.check_interrupt());
    KITH_CHECK_OK(body_->start(context, std::move(rows)));
    Chunk done;
    do {
      KITH_CHECK_OK(body_->next(context, done));
    } while (done.size != 0);
    return Status::success();
  }

  const ForeachOperator& node_;
  std::unique_ptr<Subplan> body_;
  bool single_clause_;
};

}  // namespace

OperatorPtr make_foreach(const ForeachOperator& node, OperatorPtr input, std::unique_ptr<Subplan> body,
                         bool single_clause) {
  return std::make_unique<Foreach>(node, std::move(input), std::move(body), single_clause);
}

}  // namespace kith::engine
