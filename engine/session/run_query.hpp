// engine/session/run_query.hpp: the path of a query, from text to rows.
#pragma once

#include "engine/execution/operator.hpp"
#include "engine/session/database_implementation.hpp"
#include "engine/session/materialize.hpp"

namespace kith::engine {

/// What a statement runs in: a transaction that the user began, or none (then it is a transaction of its own).
struct Session {
  DatabaseImplementation& database;
  const storage::ReadView* view = nullptr;           ///< Of the user's transaction.
  storage::WriteTransaction* transaction = nullptr;  ///< Of the user's write transaction.
};

/// The whole path. Errors have their place in `text`. On an error outside of a user's transaction nothing of it stays.
Result<QueryResult> run_query(const Session& session, std::string_view text, const Parameters& parameters,
                              const QueryOptions& options);

/// The syntax error of a text, if it has one.
Status check_syntax(std::string_view text);

/// A query that only reads, opened for pulling.
struct OpenQuery {
  std::shared_ptr<DatabaseImplementation> database;
  std::shared_ptr<const storage::ReadView> snapshot;
  CachedPlanRef plan;
  Parameters parameters;
  std::optional<ExecContext> context;
  std::unique_ptr<Operator> root;
  std::unique_ptr<Materializer> materializer;
  std::vector<std::string> columns;
  std::string text;
};
/// Of `snapshot`, or when that is null of the last commit. Errors: kReadOnly for a query that writes.
Result<std::unique_ptr<OpenQuery>> open_query(const std::shared_ptr<DatabaseImplementation>& database,
                                              std::shared_ptr<const storage::ReadView> snapshot, std::string_view text,
                                              const Parameters& parameters, const QueryOptions& options);
/// The next rows; an empty result at the end.
Result<QueryResult> fetch(OpenQuery& query);

}  // namespace kith::engine
