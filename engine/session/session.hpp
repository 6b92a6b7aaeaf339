// engine/session/session.hpp: what one statement runs in.
#pragma once

#include "engine/session/database_implementation.hpp"

namespace kith::engine {

/// One statement's surroundings. Without transaction and without view it is on its own: it takes a snapshot, or the write lock.
struct Session {
  DatabaseImplementation& database;
  storage::WriteTransaction* transaction = nullptr;          ///< Of an explicit transaction that writes.
  std::shared_ptr<const storage::ReadView> view = nullptr;   ///< Of an explicit transaction that reads.
};

/// Text to result: the whole path. Errors carry their place in `text`.
Result<QueryResult> run_query(const Session& session, std::string_view text, const Parameters& parameters, const QueryOptions& options);

/// A plan with its columns, ready to run against the view that it was made for.
struct PreparedPlan {
  std::shared_ptr<const PlannedQuery> query;
  std::shared_ptr<const storage::ReadView> view;
};
/// For cursors: plans a query that must only read. Errors: kUsage for one that writes, for commands and EXPLAIN.
Result<PreparedPlan> plan_read(DatabaseImplementation& database, std::string_view text, const Parameters& parameters);

/// Fills context from options: deadline, memory, clock.
void prepare_context(ExecContext& context, const DatabaseImplementation& database, const PlannedQuery& query, const Parameters& parameters,
                     const QueryOptions& options);

/// Refuses what cannot be passed in: nodes, relationships and paths of an earlier result.
Status check_parameters(const Parameters& parameters);

/// CREATE / DROP / SHOW INDEX, CONSTRAINT, FUNCTIONS, PROCEDURES. `transaction` is null for those that only show.
Result<QueryResult> run_schema_command(const ast::Statement& statement, const ProcedureTable& procedures, const storage::ReadView& view,
                                       storage::WriteTransaction* transaction);

}  // namespace kith::engine
