// engine/session/transaction.cpp: Transaction.
#include "engine/graph/build_graph_view.hpp"
#include "engine/session/transaction_implementation.hpp"

namespace kith {

Status Transaction::Implementation::check_usable() const {
  if (transaction_ == nullptr && view_ == nullptr) return Error(ErrorKind::kTransaction, "the transaction has ended");
  if (failed_) {
    return Error(ErrorKind::kTransaction, "a statement of this transaction failed; it can only be rolled back");
  }
  return Status::success();
}

Result<QueryResult> Transaction::Implementation::query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  KITH_CHECK_OK(check_usable());
  Result<QueryResult> result = engine::run_query({*database_, transaction_.get(), view_}, text, parameters, options);
  failed_ = !result.ok() && transaction_ != nullptr;
  return result;
}

Result<GraphView> Transaction::Implementation::graph_view(const GraphViewOptions& options) const {
  KITH_CHECK_OK(check_usable());
  return engine::build_graph_view(transaction_ != nullptr ? static_cast<const storage::ReadView&>(*transaction_) : *view_, options);
}

Result<CommitNumber> Transaction::Implementation::commit() {
  KITH_CHECK_OK(check_usable());
  if (view_ != nullptr) {
    const CommitNumber number = view_->commit_number();
    view_.reset();
    return number;
  }
  Result<CommitNumber> number = transaction_->commit();
  transaction_.reset();
  return number;
}

void Transaction::Implementation::rollback() {
  transaction_.reset();
  view_.reset();
}

Transaction::Transaction(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

Result<QueryResult> Transaction::try_query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return implementation_->query(text, parameters, options);
}
QueryResult Transaction::query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_query(text, parameters, options).value_or_throw();
}
Result<GraphView> Transaction::try_graph_view(const GraphViewOptions& options) { return implementation_->graph_view(options); }
GraphView Transaction::graph_view(const GraphViewOptions& options) { return try_graph_view(options).value_or_throw(); }
Result<CommitNumber> Transaction::try_commit() { return implementation_->commit(); }
void Transaction::commit() { static_cast<void>(try_commit().value_or_throw()); }
void Transaction::rollback() { implementation_->rollback(); }

}  // namespace kith
