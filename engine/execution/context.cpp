// engine/execution/context.cpp: interruption, the memory budget, and subplans of one running query.
#include "engine/execution/context.hpp"

#include <cassert>

#include <fmt/format.h>

#include "engine/execution/expressions/evaluation_cache.hpp"
#include "engine/execution/operator.hpp"

namespace kith::engine {

ExecContext::ExecContext() = default;
ExecContext::~ExecContext() = default;
ExecContext::ExecContext(ExecContext&&) noexcept = default;

Status ExecContext::check_interrupt() const { return interrupt.check(); }

MemoryBudget::~MemoryBudget() {
  assert(used() == 0);  // reservations end with what made them
}

Status MemoryBudget::reserve(std::size_t bytes) {
  const std::size_t before = used_.fetch_add(bytes, std::memory_order_relaxed);
  if (limit_ == 0 || (bytes <= limit_ && before <= limit_ - bytes)) return Status::success();
  release(bytes);
  return Error(ErrorKind::kMemoryLimit,
               fmt::format("the query needs more than its memory limit of {} bytes ({} in use, {} more asked for)",
                           limit_, before, bytes))
      .with_hint("raise memory_limit, or let fewer rows reach ORDER BY, DISTINCT, collect() and joins");
}

ExecContext ExecContext::for_worker() const {
  ExecContext worker;
  worker.view = view;
  worker.parameters = parameters;
  worker.clock = clock;
  worker.vector_size = vector_size;
  worker.num_slots = num_slots;
  worker.interrupt = interrupt;
  worker.memory = memory;
  worker.import_directory = import_directory;
  return worker;
}

void ExecContext::replace_view(storage::WriteTransaction* next) {
  pins_.clear();
  subplans_.clear();
  view = transaction = next;
}

Result<Subplan*> ExecContext::subplan(const SubqueryBoundExpression& subquery) {
  const auto found = subplans_.find(&subquery);
  if (found != subplans_.end()) return found->second.get();
  KITH_TRY(std::unique_ptr<Subplan> made, lower_subplan(subquery.plan, *this));
  return subplans_.emplace(&subquery, std::move(made)).first->second.get();
}

EvaluationCache& ExecContext::evaluation_cache() {
  if (evaluation_cache_ == nullptr) evaluation_cache_ = std::make_unique<EvaluationCache>();
  return *evaluation_cache_;
}

}  // namespace kith::engine
