// engine/execution/context.cpp: interruption, the memory budget, and subplans of one running query.
#include "engine/execution/context.hpp"

#include <cassert>

#include <fmt/format.h>

#include "engine/execution/expressions/evaluation_cache.hpp"
#include "engine/execution/operator.hpp"

namespace kith::engine {

ExecContext::ExecContext() = default;
ExecContext::~ExecContext() {
  subplans_.clear();
  assert(memory_used == 0);  // reservations end with what made them
}
ExecContext::ExecContext(ExecContext&&) noexcept = default;

Status ExecContext::check_interrupt() const { return interrupt.check(); }

Status ExecContext::reserve(std::size_t bytes) {
  if (memory_limit != 0 && (bytes > memory_limit || memory_used > memory_limit - bytes)) {
    return Error(ErrorKind::kMemoryLimit,
                 fmt::format("the query needs more than its memory limit of {} bytes ({} in use, {} more asked for)",
                             memory_limit, memory_used, bytes))
        .with_hint("raise memory_limit, or let fewer rows reach ORDER BY, DISTINCT, collect() and joins");
  }
  memory_used += bytes;
  return Status::success();
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
