// engine/session/run_query.cpp: the whole path of a statement, from text to result.
#include <fmt/format.h>

#include "engine/execution/operator.hpp"
#include "engine/session/materialise.hpp"
#include "engine/session/session.hpp"
#include "parser/parser.hpp"

namespace kith::engine {
namespace {

/// `keep`: in the cache, which knows nothing of PROFILE.
Result<std::shared_ptr<const PlannedQuery>> plan(const ast::RegularQuery& query, std::string_view text, const Parameters& parameters,
                                                 const storage::ReadView& view, DatabaseImplementation& database, bool keep = true) {
  const ExecutionSettings settings = database.settings();
  KITH_TRY(PlannedQuery planned, plan_query(query, text, PlanningContext{view, database.procedures, parameters, settings.optimize}));
  std::shared_ptr<const PlannedQuery> shared = std::make_shared<const PlannedQuery>(std::move(planned));
  if (keep) database.plans.put(plan_key(text, parameters, view, database.procedures.epoch(), settings), shared);
  return shared;
}

std::shared_ptr<const PlannedQuery> find_plan(std::string_view text, const Parameters& parameters, const storage::ReadView& view,
                                              DatabaseImplementation& database) {
  return database.plans.find(plan_key(text, parameters, view, database.procedures.epoch(), database.settings()));
}

std::vector<std::string> column_names(const PlannedQuery& query) {
  std::vector<std::string> names;
  for (const auto& [name, slot] : query.columns) names.push_back(name);
  return names;
}

/// Runs a plan to its end.
Result<QueryResult> execute(const PlannedQuery& query, const storage::ReadView& view, storage::WriteTransaction* transaction,
                            const Parameters& parameters, const QueryOptions& options, const DatabaseImplementation& database,
                            bool profile) {
  ExecContext context;
  context.view = &view;
  context.transaction = transaction;
  prepare_context(context, database, query, parameters, options);
  QueryProfile counters;
  if (profile) context.profile = &counters;

  KITH_TRY(const OperatorPtr root, lower(query.root, context));
  Materialiser materialiser(context);
  std::vector<Value> cells;
  Chunk chunk;
  while (true) {
    KITH_CHECK_OK(context.check_interrupt());
    KITH_CHECK_OK(root->next(context, chunk));
    if (chunk.size == 0) break;
    if (query.columns.empty()) continue;
    KITH_CHECK_OK(context.reserve(std::size_t{chunk.size} * query.columns.size() * sizeof(Value)));
    KITH_CHECK_OK(materialiser.append(chunk, query.columns, cells));
  }
  QueryResult result(column_names(query), std::move(cells));
  result.set_counters(context.counters);
  if (profile) result.set_plan(to_string(query, counters));
  return result;
}

Result<QueryResult> write_and_commit(DatabaseImplementation& database,
                                     const std::function<Result<QueryResult>(storage::WriteTransaction&)>& statement) {
  KITH_TRY(const std::unique_ptr<storage::WriteTransaction> transaction, database.store->begin_write(database.lock_timeout()));
  KITH_TRY(QueryResult result, statement(*transaction));
  KITH_CHECK_OK(transaction->check_statement());
  KITH_TRY([[maybe_unused]] const CommitNumber commit, transaction->commit());
  return result;
}

/// Runs `statement` where the session says: in its transaction, or in one of its own.
Result<QueryResult> write(const Session& session, const std::function<Result<QueryResult>(storage::WriteTransaction&)>& statement) {
  if (session.view != nullptr) {
    return Error(ErrorKind::kReadOnly, "this transaction only reads").with_hint("begin() gives one that writes");
  }
  if (session.transaction == nullptr) return write_and_commit(session.database, statement);
  KITH_TRY(QueryResult result, statement(*session.transaction));
  KITH_CHECK_OK(session.transaction->check_statement());
  return result;
}

/// What the session reads; the shared pointer is null when it is the open transaction.
struct Reading {
  std::shared_ptr<const storage::ReadView> shared;
  const storage::ReadView* view;
};
Reading reading_of(const Session& session) {
  if (session.transaction != nullptr) return {nullptr, session.transaction};
  const auto shared = session.view != nullptr ? session.view : session.database.store->snapshot();
  return {shared, shared.get()};
}

Result<QueryResult> run_statement(const Session& session, std::string_view text, const Parameters& parameters,
                                  const QueryOptions& options) {
  DatabaseImplementation& database = session.database;
  KITH_CHECK_OK(check_parameters(parameters));
  const Reading reading = reading_of(session);
  const auto execute_write = [&](const ast::RegularQuery* query, bool profile) {
    return write(session, [&](storage::WriteTransaction& transaction) -> Result<QueryResult> {
      std::shared_ptr<const PlannedQuery> planned = find_plan(text, parameters, transaction, database);
      if (planned == nullptr && query != nullptr) {
        KITH_TRY(planned, plan(*query, text, parameters, transaction, database, !profile));
      }
      if (planned == nullptr) {  // the schema changed since the cached plan was found
        KITH_TRY(const ast::Statement again, parser::parse(text));
        KITH_TRY(planned, plan(*std::get<ast::RegularQuery*>(again.node), text, parameters, transaction, database));
      }
      return execute(*planned, transaction, &transaction, parameters, options, database, profile);
    });
  };

  if (const auto cached = find_plan(text, parameters, *reading.view, database)) {
    if (cached->writes) return execute_write(nullptr, false);
    return execute(*cached, *reading.view, nullptr, parameters, options, database, false);
  }
  KITH_TRY(const ast::Statement statement, parser::parse(text));
  const auto* query = std::get_if<ast::RegularQuery*>(&statement.node);
  if (query == nullptr) {
    if (std::holds_alternative<ast::ShowSchema>(statement.node)) {
      return run_schema_command(statement, database.procedures, *reading.view, nullptr);
    }
    return write(session, [&](storage::WriteTransaction& transaction) {
      return run_schema_command(statement, database.procedures, transaction, &transaction);
    });
  }
  if (statement.explain == ast::ExplainMode::kExplain) {
    KITH_TRY(const PlannedQuery planned,
             plan_query(**query, text, PlanningContext{*reading.view, database.procedures, parameters, database.settings().optimize}));
    QueryResult result;
    result.set_plan(to_string(planned));
    return result;
  }
  const bool profile = statement.explain == ast::ExplainMode::kProfile;
  if (is_write(**query, database.procedures)) return execute_write(*query, profile);
  KITH_TRY(const std::shared_ptr<const PlannedQuery> planned, plan(**query, text, parameters, *reading.view, database, !profile));
  return execute(*planned, *reading.view, nullptr, parameters, options, database, profile);
}

Error located(Error error, std::string_view text) {
  if (error.where.has_value()) locate(error, text);
  return error;
}

Status check_parameter(const std::string& name, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      return Error(ErrorKind::kTypeError, fmt::format("the parameter `${}` holds a {}, which cannot be passed in", name, to_string(value.kind())))
          .with_detail("InvalidArgumentType")
          .with_hint("pass its id, and MATCH it by id(n) = $id");
    case ValueKind::kList:
      for (const Value& element : value.list()) KITH_CHECK_OK(check_parameter(name, element));
      return Status::success();
    case ValueKind::kMap:
      for (const auto& [key, element] : value.map()) KITH_CHECK_OK(check_parameter(name, element));
      return Status::success();
    default: return Status::success();
  }
}

}  // namespace

Result<QueryResult> run_query(const Session& session, std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  Result<QueryResult> result = run_statement(session, text, parameters, options);
  if (!result.ok()) return located(std::move(result).error(), text);
  return result;
}

Result<PreparedPlan> plan_read(DatabaseImplementation& database, std::string_view text, const Parameters& parameters) {
  const auto prepare = [&]() -> Result<PreparedPlan> {
    KITH_CHECK_OK(check_parameters(parameters));
    PreparedPlan prepared{nullptr, database.store->snapshot()};
    prepared.query = find_plan(text, parameters, *prepared.view, database);
    if (prepared.query == nullptr) {
      KITH_TRY(const ast::Statement statement, parser::parse(text));
      const auto* query = std::get_if<ast::RegularQuery*>(&statement.node);
      if (query == nullptr || statement.explain != ast::ExplainMode::kNone) {
        return Error(ErrorKind::kUsage, "only a query that reads can be streamed").with_hint("run it by query()");
      }
      KITH_TRY(prepared.query, plan(**query, text, parameters, *prepared.view, database));
    }
    if (prepared.query->writes) {
      return Error(ErrorKind::kUsage, "a query that writes cannot be streamed").with_hint("run it by query()");
    }
    return prepared;
  };
  Result<PreparedPlan> prepared = prepare();
  if (!prepared.ok()) return located(std::move(prepared).error(), text);
  return prepared;
}

void prepare_context(ExecContext& context, const DatabaseImplementation& database, const PlannedQuery& query, const Parameters& parameters,
                     const QueryOptions& options) {
  context.parameters = &parameters;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  context.clock.seconds = seconds.count();
  context.clock.nanoseconds = static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count());
  context.vector_size = database.settings().vector_size;
  context.num_slots = query.num_slots;
  if (options.timeout_ms != 0) context.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.timeout_ms);
  context.cancel = options.cancel;
  context.memory_limit = options.memory_limit != 0 ? options.memory_limit : database.query_memory;
}

Status check_parameters(const Parameters& parameters) {
  for (const auto& [name, value] : parameters) KITH_CHECK_OK(check_parameter(name, value));
  return Status::success();
}

}  // namespace kith::engine
