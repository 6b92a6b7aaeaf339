// engine/execution/operators/distinct.cpp: the first row of each set of equivalent ones.
#include "engine/execution/operators/key_table.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"

namespace kith::engine {
namespace {

class Distinct final : public UnaryOperator {
 public:
  Distinct(const DistinctOperator& node, OperatorPtr input)
      : UnaryOperator(std::move(input)), node_(node), seen_(node.slots.size()) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0) {
        memory_.clear();
        return Status::success();
      }
      std::vector<Vector> keys;
      for (const Slot slot : node_.slots) keys.push_back(out.columns[slot]);
      std::vector<std::uint32_t> groups;
      std::vector<std::uint8_t> is_new;
      seen_.find_or_add(keys, out.size, groups, &is_new);
      KITH_CHECK_OK(memory_.set(context, seen_.memory_bytes()));
      std::vector<std::uint32_t> rows;
      for (std::uint32_t row = 0; row < out.size; ++row) {
        if (is_new[row] != 0) rows.push_back(row);
      }
      out.multiplicity.clear();
      if (rows.empty()) continue;
      if (rows.size() != out.size) out.select(std::move(rows));
      return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    seen_ = KeyTable(node_.slots.size());
    memory_.clear();
  }

 private:
  const DistinctOperator& node_;
  KeyTable seen_;
  MemoryReservation memory_;
};

}  // namespace

OperatorPtr make_distinct(const DistinctOperator& node, OperatorPtr input) {
  return std::make_unique<Distinct>(node, std::move(input));
}

}  // namespace kith::engine
