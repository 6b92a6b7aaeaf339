// engine/execution/operators/transaction_batches.cpp: CALL { ... } IN TRANSACTIONS.
#include <algorithm>

#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"

namespace kith::engine {
namespace {

constexpr std::int64_t kRowsUnlessSaid = 1000;

/// The input is taken whole, and every batch is run and committed, before the first row is passed on: what follows sees
/// all that was written.
class TransactionBatches final : public UnaryOperator {
 public:
  TransactionBatches(const TransactionBatchesOperator& node, OperatorPtr input, std::unique_ptr<Subplan> subplan)
      : UnaryOperator(std::move(input)), node_(node), subplan_(std::move(subplan)) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (!done_) {
      done_ = true;
      KITH_CHECK_OK(run(context));
    }
    if (position_ >= answers_.size) return end_of_rows(out, context);
    out = answers_.slice(position_, std::min(context.vector_size, answers_.size - position_));
    position_ += out.size;
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    done_ = false;
    answers_ = {};
    memory_.clear();
    position_ = 0;
  }

 private:
  Status run(ExecContext& context) {
    if (!context.commit_batch) {
      return Error(ErrorKind::kTransaction, "CALL { } IN TRANSACTIONS cannot run inside a transaction")
          .with_hint("run it as a query of its own: it begins and commits its transactions itself");
    }
    std::int64_t num_rows = kRowsUnlessSaid;
    if (node_.num_rows != nullptr) {
      KITH_TRY(const Value written, evaluate_constant(*node_.num_rows, context));
      if (!written.is(ValueKind::kInteger) || written.get<std::int64_t>() < 1) {
        return Error(ErrorKind::kArgumentError,
                     fmt::format("a transaction takes at least 1 row, not {}", to_cypher_string(written)))
            .with_detail("InvalidArgumentValue")
            .at(node_.num_rows->range);
      }
      num_rows = std::min<std::int64_t>(written.get<std::int64_t>(), std::int64_t{1} << 30);
    }
    RowBuffer buffer;
    KITH_CHECK_OK(buffer.fill(context, *input_));
    const Chunk outer = buffer.concatenate();
    // What was written before the call is a transaction of its own.
    KITH_CHECK_OK(context.commit_batch());
    const auto size = static_cast<std::uint32_t>(num_rows);
    bool stopped = false;
    for (std::uint32_t begin = 0; begin < outer.size; begin += size) {
      const Chunk rows = outer.slice(begin, std::min(size, outer.size - begin));
      if (stopped) {
        KITH_CHECK_OK(pass_without_answers(context, rows, false, false, {}));
        continue;
      }
      const QueryCounters before = context.counters;
      Chunk answers;
      Status status = run_batch(context, rows, answers);
      if (status.ok()) status = context.commit_batch();
      if (status.ok()) {
        add_status(answers, true, true, {});
        KITH_CHECK_OK(append(context, std::move(answers)));
        continue;
      }
      const ErrorKind kind = status.error().kind;
      const bool ends_query = kind == ErrorKind::kCancelled || kind == ErrorKind::kTimeout ||
                              kind == ErrorKind::kOutcomeUnknown || kind == ErrorKind::kIo;
      if (node_.on_error == ast::InTransactions::OnError::kFail || ends_query) return status;
      KITH_CHECK_OK(context.discard_batch());
      context.counters = before;
      KITH_CHECK_OK(pass_without_answers(context, rows, true, false, status.error().message));
      stopped = node_.on_error == ast::InTransactions::OnError::kBreak;
    }
    return Status::success();
  }

  /// Row by row, as every subquery that writes.
  Status run_batch(ExecContext& context, const Chunk& rows, Chunk& answers) {
    for (std::uint32_t row = 0; row < rows.size; ++row) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(subplan_->start(context, rows.slice(row, 1)));
      while (true) {
        Chunk answer;
        KITH_CHECK_OK(subplan_->next(context, answer));
        if (answer.size == 0) break;
        if (node_.unit) continue;
        Chunk part = rows.slice(row, 1);
        part.select(std::vector<std::uint32_t>(answer.size, 0));
        for (const Slot slot : node_.introduced) set_column(part, slot, answer.columns[slot]);
        answers.append(part);
      }
      if (node_.unit) answers.append(rows.slice(row, 1));
    }
    return Status::success();
  }

  /// A batch that failed, or that a failure before it kept from starting: its rows pass once each.
  Status pass_without_answers(ExecContext& context, const Chunk& rows, bool started, bool committed,
                              const std::string& message) {
    Chunk part = rows;
    for (const Slot slot : node_.introduced) set_column(part, slot, Vector::nulls(part.size));
    add_status(part, started, committed, message);
    return append(context, std::move(part));
  }

  void add_status(Chunk& rows, bool started, bool committed, const std::string& message) const {
    if (!node_.status.has_value() || rows.size == 0) return;
    Map status;
    status["started"] = Value(started);
    status["committed"] = Value(committed);
    status["errorMessage"] = message.empty() ? Value() : Value(message);
    set_column(rows, *node_.status, Vector::constant(Value(std::move(status)), rows.size));
  }

  Status append(ExecContext& context, Chunk rows) {
    if (rows.size == 0) return Status::success();
    KITH_CHECK_OK(memory_.add(context, memory_bytes(rows)));
    answers_.append(rows);
    return Status::success();
  }

  const TransactionBatchesOperator& node_;
  std::unique_ptr<Subplan> subplan_;
  bool done_ = false;
  Chunk answers_;
  MemoryReservation memory_;  ///< Of these.
  std::uint32_t position_ = 0;
};

}  // namespace

OperatorPtr make_transaction_batches(const TransactionBatchesOperator& node, OperatorPtr input,
                                     std::unique_ptr<Subplan> subplan) {
  return std::make_unique<TransactionBatches>(node, std::move(input), std::move(subplan));
}

}  // namespace kith::engine
