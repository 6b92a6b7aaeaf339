// engine/execution/operators/aggregate.cpp: groups by hashing, aggregates a vector at a time.
#include <algorithm>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/key_table.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"
#include "engine/functions/function.hpp"

namespace kith::engine {
namespace {

/// Memory is counted once in so many chunks: counting walks what aggregates hold.
constexpr std::uint32_t kChunksBetweenCounts = 16;

class Aggregate final : public UnaryOperator {
 public:
  Aggregate(const AggregateOperator& node, OperatorPtr input)
      : UnaryOperator(std::move(input)), node_(node), groups_(node.keys.size()) {
    start();
  }

  Status next(ExecContext& context, Chunk& out) override {
    if (!consumed_) KITH_CHECK_OK(consume(context));
    consumed_ = true;
    const std::uint32_t count = std::min(num_groups() - given_, context.vector_size);
    out.reset(context.num_slots);
    if (count == 0) {
      memory_.clear();
      return Status::success();
    }
    for (std::size_t k = 0; k < node_.keys.size(); ++k)
      set_column(out, node_.keys[k].first, groups_.column(k, given_, count));
    for (std::size_t i = 0; i < node_.items.size(); ++i) {
      std::vector<Value> results(count);
      for (std::uint32_t row = 0; row < count; ++row) {
        Result<Value> result = states_[i]->finish(given_ + row, context);
        if (!result.ok()) return located(std::move(result).error(), node_.items[i].aggregate);
        results[row] = *std::move(result);
      }
      set_column(out, node_.items[i].slot, Vector::from_values(std::move(results)));
    }
    out.size = count;
    given_ += count;
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    start();
  }

 private:
  std::uint32_t num_groups() const { return node_.keys.empty() ? 1 : groups_.size(); }

  static Error located(Error error, const BoundAggregate& aggregate) {
    if (!error.where.has_value()) error.where = aggregate.range;
    return error;
  }

  void start() {
    consumed_ = false;
    given_ = 0;
    memory_.clear();
    groups_ = KeyTable(node_.keys.size());
    states_.clear();
    seen_.clear();
    for (const AggregateOperator::Item& item : node_.items) {
      states_.push_back(item.aggregate.function->make());
      seen_.emplace_back(item.aggregate.distinct ? item.aggregate.arguments.size() + (node_.keys.empty() ? 0 : 1) : 0);
    }
  }

  Status consume(ExecContext& context) {
    Chunk chunk;
    for (std::uint32_t count = 0;; ++count) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, chunk));
      if (chunk.size == 0) break;
      KITH_CHECK_OK(add(context, chunk));
      if (count % kChunksBetweenCounts == 0) KITH_CHECK_OK(count_memory(context));
    }
    for (const auto& state : states_) state->resize(num_groups());
    return Status::success();
  }

  Status count_memory(ExecContext& context) {
    std::size_t bytes = groups_.memory_bytes();
    for (const auto& state : states_) bytes += state->memory_bytes();
    for (const KeyTable& seen : seen_) bytes += seen.memory_bytes();
    return memory_.set(context, bytes);
  }

  Status add(ExecContext& context, const Chunk& chunk) {
    std::vector<std::uint32_t>& groups = group_of_row_;
    if (node_.keys.empty()) {
      groups.resize(chunk.size);  // zeros, always
    } else {
      groups.clear();
      std::vector<Vector> keys;
      for (const auto& [slot, expression] : node_.keys) {
        KITH_TRY(Vector key, evaluate(*expression, chunk, context));
        keys.push_back(std::move(key));
      }
      groups_.find_or_add(keys, chunk.size, groups);
    }
    for (std::size_t i = 0; i < node_.items.size(); ++i) {
      Status status = update(context, chunk, i, groups);
      if (!status.ok()) return located(std::move(status).error(), node_.items[i].aggregate);
    }
    return Status::success();
  }

  Status update(ExecContext& context, const Chunk& chunk, std::size_t i, const std::vector<std::uint32_t>& groups) {
    const BoundAggregate& aggregate = node_.items[i].aggregate;
    AggregateState& state = *states_[i];
    state.resize(num_groups());
    std::vector<Vector> arguments;
    for (const ExpressionPtr& argument : aggregate.arguments) {
      KITH_TRY(Vector vector, evaluate(*argument, chunk, context));
      arguments.push_back(std::move(vector));
    }
    const bool repeated = !chunk.multiplicity.empty();
    if (!aggregate.distinct && (!repeated || aggregate.function->takes_multiplicity)) {
      return state.update(arguments, groups, repeated ? chunk.multiplicity.data() : nullptr, context);
    }
    std::vector<std::uint32_t> rows;
    if (aggregate.distinct) {
      std::vector<Vector> keys = arguments;
      if (!node_.keys.empty()) {
        auto group_column = std::make_shared<VectorBuffer<std::int64_t>>();
        group_column->values.assign(groups.begin(), groups.end());
        keys.push_back(Vector::own<std::int64_t>(VectorKind::kInteger, std::move(group_column)));
      }
      std::vector<std::uint32_t> numbers;
      std::vector<std::uint8_t> is_new;
      seen_[i].find_or_add(keys, chunk.size, numbers, &is_new);
      for (std::uint32_t row = 0; row < chunk.size; ++row) {
        if (is_new[row] != 0) rows.push_back(row);
      }
    } else {
      for (std::uint32_t row = 0; row < chunk.size; ++row) rows.insert(rows.end(), chunk.multiplicity[row], row);
    }
    if (rows.empty()) return Status::success();
    std::vector<std::uint32_t> chosen_groups(rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) chosen_groups[r] = groups[rows[r]];
    const auto selection = std::make_shared<const std::vector<std::uint32_t>>(std::move(rows));
    for (Vector& argument : arguments) argument = argument.select(selection);
    return state.update(arguments, chosen_groups, nullptr, context);
  }

  const AggregateOperator& node_;
  bool consumed_ = false;
  std::uint32_t given_ = 0;
  KeyTable groups_;
  std::vector<std::uint32_t> group_of_row_;  ///< Of the chunk at hand.
  std::vector<std::unique_ptr<AggregateState>> states_;
  std::vector<KeyTable> seen_;  ///< By item: arguments and group, for DISTINCT.
  MemoryReservation memory_;
};

}  // namespace

OperatorPtr make_aggregate(const AggregateOperator& node, OperatorPtr input) {
  return std::make_unique<Aggregate>(node, std::move(input));
}

}  // namespace kith::engine
