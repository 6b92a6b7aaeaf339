// engine/session/run_query.cpp: the path of a query, from text to rows.
#include "engine/session/run_query.hpp"

#include "engine/planner/plan_query.hpp"
#include "engine/session/schema_command.hpp"
#include "parser/parser.hpp"

namespace kith::engine {
namespace {

/// The view that a statement reads, and the transaction it writes in: the user's, or its own until commit.
struct Work {
  std::shared_ptr<const storage::ReadView> snapshot;
  std::unique_ptr<storage::WriteTransaction> own;
  const storage::ReadView* view = nullptr;
  storage::WriteTransaction* transaction = nullptr;
};

Result<Work> begin_work(const Session& session, bool writes) {
  Work work;
  if (session.view != nullptr) {
    if (writes && session.transaction == nullptr) {
      return Error(ErrorKind::kReadOnly, "this transaction only reads").with_hint("begin a write transaction");
    }
    work.view = session.view;
    work.transaction = session.transaction;
  } else if (writes) {
    KITH_TRY(work.own, session.database.begin_write());
    work.view = work.transaction = work.own.get();
  } else {
    work.snapshot = session.database.store().snapshot();
    work.view = work.snapshot.get();
  }
  return work;
}

/// Checks at the end of a statement that wrote, and the commit when the transaction is its own.
Status end_work(Work& work, bool wrote) {
  if (!wrote) return Status::success();
  KITH_CHECK_OK(work.transaction->check_statement());
  if (work.own == nullptr) return Status::success();
  KITH_TRY([[maybe_unused]] const CommitNumber commit, work.own->commit());
  return Status::success();
}

ExecContext make_context(DatabaseImplementation& database, const Work& work, const PlannedQuery& query,
                         const Parameters& parameters, const QueryOptions& options) {
  ExecContext context;
  context.view = work.view;
  context.transaction = query.writes ? work.transaction : nullptr;
  context.parameters = &parameters;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  context.clock = {seconds.count(), static_cast<std::int32_t>(
                                        std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count())};
  context.vector_size = database.settings().vector_size;
  context.num_slots = query.num_slots;
  if (options.timeout_ms != 0)
    context.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.timeout_ms);
  context.cancel = options.cancel;
  context.import_directory = database.options().import_directory;
  context.memory_limit = options.memory_limit != 0 ? options.memory_limit : database.query_memory();
  return context;
}

std::vector<std::string> column_names(const PlannedQuery& query) {
  std::vector<std::string> names;
  for (const auto& [name, slot] : query.columns) names.push_back(name);
  return names;
}

Result<QueryResult> execute(const CachedPlan& plan, ExecContext& context) {
  QueryProfile profile;
  if (plan.explain == ast::ExplainMode::kProfile) context.profile = &profile;
  KITH_TRY(const OperatorPtr root, lower(plan.query.root, context));
  Materializer materializer(context);
  std::vector<Value> cells;
  Chunk chunk;
  while (true) {
    KITH_CHECK_OK(root->next(context, chunk));
    if (chunk.size == 0) break;
    const std::size_t before = cells.size();
    KITH_CHECK_OK(materializer.append_rows(chunk, plan.query.columns, cells));
    KITH_CHECK_OK(context.reserve((cells.size() - before) * sizeof(Value)));
  }
  QueryResult result(column_names(plan.query), std::move(cells));
  result.set_counters(context.counters);
  if (context.profile != nullptr) result.set_plan(to_string(plan.query, context.profile));
  return result;
}

/// Plans a parsed query, and remembers the plan.
Result<CachedPlanRef> make_plan(DatabaseImplementation& database, const std::string& key, std::string_view text,
                                const Parameters& parameters, const Work& work, const ast::Statement& statement) {
  const auto& query = *std::get<ast::RegularQuery*>(statement.node);
  KITH_TRY(PlannedQuery planned, plan_query(query, text,
                                            PlanningContext{.view = *work.view,
                                                            .procedures = database.procedures(),
                                                            .parameters = parameters,
                                                            .optimize = database.settings().optimize}));
  auto plan =
      std::make_shared<CachedPlan>(CachedPlan{std::move(planned), statement.explain, planning_epoch(*work.view)});
  database.plans().insert(key, plan);
  return CachedPlanRef(std::move(plan));
}

/// For CALL { } IN TRANSACTIONS. `work` and `context` outlive the query.
void let_commit_batches(DatabaseImplementation& database, Work& work, ExecContext& context) {
  const auto begin_again = [&database, &work, &context]() -> Status {
    work.own.reset();  // the write lock is free before it is taken again
    KITH_TRY(work.own, database.begin_write());
    work.view = work.transaction = work.own.get();
    context.view = context.transaction = work.own.get();
    return Status::success();
  };
  context.discard_batch = begin_again;
  context.commit_batch = [&work, begin_again]() -> Status {
    KITH_CHECK_OK(work.transaction->check_statement());
    KITH_TRY([[maybe_unused]] const CommitNumber commit, work.own->commit());
    return begin_again();
  };
}

Result<QueryResult> run_plan(const Session& session, const CachedPlan& plan, Work& work, const Parameters& parameters,
                             const QueryOptions& options) {
  if (plan.explain == ast::ExplainMode::kExplain) {
    QueryResult result(column_names(plan.query), {});
    result.set_plan(to_string(plan.query));
    return result;
  }
  ExecContext context = make_context(session.database, work, plan.query, parameters, options);
  if (plan.query.writes && work.own != nullptr) let_commit_batches(session.database, work, context);
  KITH_TRY(QueryResult result, execute(plan, context));
  KITH_CHECK_OK(end_work(work, plan.query.writes));
  return result;
}

/// A value that a query may be given: not one that belongs to a snapshot.
Status check_parameters(const Parameters& parameters) {
  for (const auto& [name, value] : parameters) {
    if (value.is(ValueKind::kNode) || value.is(ValueKind::kRelationship) || value.is(ValueKind::kPath)) {
      return Error(ErrorKind::kTypeError, "the parameter `$" + name + "` is a " + std::string(to_string(value.kind())) +
                                              ", which belongs to the result it came from")
          .with_detail("InvalidArgumentType")
          .with_hint("pass its id or a key, and MATCH it");
    }
  }
  return Status::success();
}

Result<QueryResult> run_statement(const Session& session, std::string_view text, const Parameters& parameters,
                                  const QueryOptions& options) {
  KITH_CHECK_OK(check_parameters(parameters));
  DatabaseImplementation& database = session.database;
  const std::string key = plan_key(text, parameters, database.settings().optimize);
  if (const CachedPlanRef cached = database.plans().find(key)) {
    KITH_TRY(Work work, begin_work(session, cached->query.writes && cached->explain != ast::ExplainMode::kExplain));
    if (cached->epoch == planning_epoch(*work.view)) return run_plan(session, *cached, work, parameters, options);
  }
  KITH_TRY(const ast::Statement statement, parser::parse(text));
  if (is_schema_command(statement)) {
    const bool writes = schema_command_writes(statement);
    KITH_TRY(Work work, begin_work(session, writes));
    KITH_TRY(QueryResult result, run_schema_command(statement, *work.view, work.transaction, database.procedures()));
    KITH_CHECK_OK(end_work(work, writes));
    return result;
  }
  const bool writes = is_write(*std::get<ast::RegularQuery*>(statement.node), database.procedures());
  KITH_TRY(Work work, begin_work(session, writes && statement.explain != ast::ExplainMode::kExplain));
  KITH_TRY(const CachedPlanRef plan, make_plan(database, key, text, parameters, work, statement));
  return run_plan(session, *plan, work, parameters, options);
}

}  // namespace

Result<QueryResult> run_query(const Session& session, std::string_view text, const Parameters& parameters,
                              const QueryOptions& options) {
  Result<QueryResult> result = run_statement(session, text, parameters, options);
  if (result.ok()) return result;
  Error error = std::move(result).error();
  locate(error, text);
  return error;
}

Status check_syntax(std::string_view text) {
  Result<ast::Statement> statement = parser::parse(text);
  if (statement.ok()) return Status::success();
  Error error = std::move(statement).error();
  locate(error, text);
  return error;
}

Result<std::unique_ptr<OpenQuery>> open_query(const std::shared_ptr<DatabaseImplementation>& database,
                                              std::string_view text, const Parameters& parameters,
                                              const QueryOptions& options) {
  auto query = std::make_unique<OpenQuery>();
  query->database = database;
  query->parameters = parameters;
  query->text = text;
  const auto open = [&]() -> Status {
    KITH_CHECK_OK(check_parameters(parameters));
    KITH_TRY(const ast::Statement statement, parser::parse(text));
    const auto* regular = std::get_if<ast::RegularQuery*>(&statement.node);
    if (regular == nullptr || statement.explain != ast::ExplainMode::kNone ||
        is_write(**regular, database->procedures())) {
      return Error(ErrorKind::kReadOnly, "only a query that reads can be streamed").with_hint("run it with query()");
    }
    const Session session{*database};
    KITH_TRY(const Work work, begin_work(session, false));
    query->snapshot = work.snapshot;
    const std::string key = plan_key(text, parameters, database->settings().optimize);
    query->plan = database->plans().find(key);
    if (query->plan == nullptr || query->plan->epoch != planning_epoch(*work.view)) {
      KITH_TRY(query->plan, make_plan(*database, key, text, parameters, work, statement));
    }
    query->context.emplace(make_context(*database, work, query->plan->query, query->parameters, options));
    KITH_TRY(query->root, lower(query->plan->query.root, *query->context));
    query->materializer = std::make_unique<Materializer>(*query->context);
    query->columns = column_names(query->plan->query);
    return Status::success();
  };
  if (Status status = open(); !status.ok()) {
    Error error = std::move(status).error();
    locate(error, text);
    return error;
  }
  return query;
}

Result<QueryResult> fetch(OpenQuery& query) {
  Chunk chunk;
  std::vector<Value> cells;
  Status status = query.root->next(*query.context, chunk);
  if (status.ok() && chunk.size > 0) status = query.materializer->append_rows(chunk, query.plan->query.columns, cells);
  if (!status.ok()) {
    Error error = std::move(status).error();
    locate(error, query.text);
    return error;
  }
  return QueryResult(query.columns, std::move(cells));
}

}  // namespace kith::engine
