// engine/session/transaction_implementation.hpp: an explicit transaction.
#pragma once

#include "engine/session/session.hpp"

namespace kith {

/// Either writes, or reads one snapshot. After a failed statement of a writing one, part of it may stand in the pending state: only
/// rollback is left.
class Transaction::Implementation {
 public:
  Implementation(std::shared_ptr<DatabaseImplementation> database, std::unique_ptr<storage::WriteTransaction> transaction)
      : database_(std::move(database)), transaction_(std::move(transaction)) {}
  Implementation(std::shared_ptr<DatabaseImplementation> database, std::shared_ptr<const storage::ReadView> view)
      : database_(std::move(database)), view_(std::move(view)) {}

  Result<QueryResult> query(std::string_view text, const Parameters& parameters, const QueryOptions& options);
  Result<GraphView> graph_view(const GraphViewOptions& options) const;
  Result<CommitNumber> commit();
  void rollback();

 private:
  Status check_usable() const;

  std::shared_ptr<DatabaseImplementation> database_;
  std::unique_ptr<storage::WriteTransaction> transaction_;  ///< Null when it only reads, and after its end.
  std::shared_ptr<const storage::ReadView> view_;           ///< Null when it writes, and after its end.
  bool failed_ = false;
};

}  // namespace kith
