// engine/execution/operators/argument.cpp: the outer rows of a subplan, with their ordinals.
#include <numeric>

#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

Vector ordinals(std::uint32_t size) {
  auto buffer = std::make_shared<VectorBuffer<std::int64_t>>();
  buffer->values.resize(size);
  std::iota(buffer->values.begin(), buffer->values.end(), 0);
  return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
}

class Argument final : public Operator {
 public:
  Argument(std::shared_ptr<const ArgumentSource> source, std::optional<Slot> row)
      : source_(std::move(source)), row_(row) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (given_) return end_of_rows(out, context);
    given_ = true;
    out = source_->rows;
    if (row_.has_value()) set_column(out, *row_, ordinals(out.size));
    return Status::success();
  }
  void reset() override { given_ = false; }

 private:
  std::shared_ptr<const ArgumentSource> source_;
  std::optional<Slot> row_;
  bool given_ = false;
};

}  // namespace

OperatorPtr make_argument(std::shared_ptr<const ArgumentSource> source, std::optional<Slot> row) {
  return std::make_unique<Argument>(std::move(source), row);
}

Status Subplan::start(ExecContext& context, Chunk outer) {
  argument_->rows = std::move(outer);
  argument_->rows.multiplicity.clear();
  if (argument_->rows.columns.size() < context.num_slots) argument_->rows.columns.resize(context.num_slots);
  root_->reset();
  return Status::success();
}

}  // namespace kith::engine
