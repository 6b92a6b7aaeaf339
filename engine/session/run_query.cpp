// engine/session/run_query.cpp: the path of a query, from text to rows.
#include "engine/session/run_query.hpp"

#include <algorithm>

#include <kith/display_width.hpp>
#include <kith/script.hpp>

#include "engine/planner/plan_query.hpp"
#include "engine/session/foreign_syntax.hpp"
#include "engine/session/given_value.hpp"
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
      return Error(ErrorKind::kReadOnly, "this transaction only reads")
          .with_hint("reports and transactions that only read take no writes: run it by itself");
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

/// From now on.
Interrupt interrupt_of(const QueryOptions& options) {
  Interrupt interrupt{.deadline = std::nullopt, .cancel = options.cancel};
  if (options.timeout_ms != 0)
    interrupt.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.timeout_ms);
  return interrupt;
}

Error out_of_memory() {
  return Error(ErrorKind::kMemoryLimit, "the query needs more memory than the system gives")
      .with_hint("lower memory_limit, so that the query ends before, or let it hold fewer rows");
}

ExecContext make_context(DatabaseImplementation& database, const Work& work, const PlannedQuery& query,
                         const Parameters& parameters, const QueryOptions& options, const Interrupt& interrupt) {
  ExecContext context;
  context.view = work.view;
  context.transaction = query.writes ? work.transaction : nullptr;
  context.parameters = &parameters;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  context.clock = {seconds.count(), static_cast<std::int32_t>(
                                        std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count())};
  const ExecutionSettings settings = database.settings();
  context.vector_size = settings.vector_size;
  context.morsel_size = settings.morsel_size;
  context.num_slots = query.num_slots;
  context.interrupt = interrupt;
  context.import_directory = database.options().import_directory;
  context.memory =
      std::make_shared<MemoryBudget>(options.memory_limit != 0 ? options.memory_limit : database.query_memory());
  context.threads = options.threads != 0 ? options.threads : database.threads();
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
    KITH_CHECK_OK(materializer.append_rows(chunk, plan.query.columns, cells));
  }
  QueryResult result(column_names(plan.query), std::move(cells));
  result.set_counters(context.counters);
  if (context.profile != nullptr) result.set_plan(to_string(plan.query, context.profile));
  return result;
}

/// Plans a parsed query, and remembers the plan.
Result<CachedPlanRef> make_plan(DatabaseImplementation& database, const std::string& key, std::string_view text,
                                const Parameters& parameters, const Work& work, const ast::Statement& statement,
                                const Interrupt& interrupt) {
  const auto& query = *std::get<ast::RegularQuery*>(statement.node);
  const std::uint64_t epoch = database.planning_epoch(*work.view);  // before planning: what comes later makes it stale
  KITH_TRY(PlannedQuery planned, plan_query(query, text,
                                            PlanningContext{.view = *work.view,
                                                            .procedures = database.procedures(),
                                                            .functions = database.functions(),
                                                            .parameters = parameters,
                                                            .rules = database.settings().rules_in_force(),
                                                            .interrupt = interrupt}));
  auto plan = std::make_shared<CachedPlan>(CachedPlan{std::move(planned), statement.explain, epoch});
  database.plans().insert(key, plan);
  return CachedPlanRef(std::move(plan));
}

/// For CALL { } IN TRANSACTIONS. `work` and `context` outlive the query.
void let_commit_batches(DatabaseImplementation& database, Work& work, ExecContext& context) {
  const auto begin_again = [&database, &work, &context]() -> Status {
    context.replace_view(nullptr);
    work.view = work.transaction = nullptr;
    work.own.reset();  // the write lock is free before it is taken again
    KITH_TRY(work.own, database.begin_write());
    work.view = work.transaction = work.own.get();
    context.replace_view(work.own.get());
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
                             const QueryOptions& options, const Interrupt& interrupt) {
  if (plan.explain == ast::ExplainMode::kExplain) {
    QueryResult result(column_names(plan.query), {});
    result.set_plan(to_string(plan.query));
    return result;
  }
  ExecContext context = make_context(session.database, work, plan.query, parameters, options, interrupt);
  if (plan.query.writes && work.own != nullptr) let_commit_batches(session.database, work, context);
  KITH_TRY(QueryResult result, execute(plan, context));
  KITH_CHECK_OK(end_work(work, plan.query.writes));
  return result;
}

/// A value that a query may be given: not one that belongs to a snapshot, and no text that is not UTF-8.
Status check_parameters(const Parameters& parameters) {
  for (const auto& [name, value] : parameters) {
    if (value.is(ValueKind::kNode) || value.is(ValueKind::kRelationship) || value.is(ValueKind::kPath)) {
      return Error(ErrorKind::kTypeError, "the parameter `$" + name + "` is a " + std::string(to_string(value.kind())) +
                                              ", which belongs to the result it came from")
          .with_detail("InvalidArgumentType")
          .with_hint("pass its id or a key, and MATCH it");
    }
    if (!has_only_utf8(value)) {
      return Error(ErrorKind::kArgumentError, "the parameter `$" + name + "` has text that is not UTF-8")
          .with_detail("InvalidUnicodeCharacter")
          .with_hint("convert it to UTF-8 first");
    }
  }
  return Status::success();
}

Result<QueryResult> run_statement(const Session& session, std::string_view text, const Parameters& parameters,
                                  const QueryOptions& options) {
  KITH_CHECK_OK(check_parameters(parameters));
  const Interrupt interrupt = interrupt_of(options);
  DatabaseImplementation& database = session.database;
  const std::string key = plan_key(text, parameters, database.settings().rules_in_force());
  if (const CachedPlanRef cached = database.plans().find(key)) {
    KITH_TRY(Work work, begin_work(session, cached->query.writes && cached->explain != ast::ExplainMode::kExplain));
    if (cached->epoch == database.planning_epoch(*work.view))
      return run_plan(session, *cached, work, parameters, options, interrupt);
  }
  KITH_TRY(const ast::Statement statement, parser::parse(text));
  if (is_schema_command(statement)) {
    const bool writes = schema_command_writes(statement);
    KITH_TRY(Work work, begin_work(session, writes));
    KITH_TRY(QueryResult result,
             run_schema_command(statement, *work.view, work.transaction, database.procedures(), database.functions()));
    KITH_CHECK_OK(end_work(work, writes));
    return result;
  }
  const bool writes = is_write(*std::get<ast::RegularQuery*>(statement.node), database.procedures());
  KITH_TRY(Work work, begin_work(session, writes && statement.explain != ast::ExplainMode::kExplain));
  KITH_TRY(const CachedPlanRef plan, make_plan(database, key, text, parameters, work, statement, interrupt));
  return run_plan(session, *plan, work, parameters, options, interrupt);
}

}  // namespace

Result<QueryResult> run_query(const Session& session, std::string_view text, const Parameters& parameters,
                              const QueryOptions& options) {
  try {
    Result<QueryResult> result = run_statement(session, text, parameters, options);
    if (result.ok()) return result;
    Error error = std::move(result).error();
    if (std::string hint = hint_for_foreign_syntax(text, error); !hint.empty()) error.hint = std::move(hint);
    if (error.kind == ErrorKind::kSyntaxError && error.where && error.hint.empty()) {
      const auto statements = split_statements(text);
      if (statements.size() > 1 && text.data() + error.where->begin >= statements[0].data() + statements[0].size()) {
        error.hint = "one statement at a time; split_statements() of <kith/script.hpp> takes a script apart";
      }
    }
    locate(error, text);
    return error;
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

Status check_syntax(std::string_view text) {
  Result<ast::Statement> statement = parser::parse(text);
  if (statement.ok()) return Status::success();
  Error error = std::move(statement).error();
  locate(error, text);
  return error;
}

Result<std::unique_ptr<OpenQuery>> open_query(const std::shared_ptr<DatabaseImplementation>& database,
                                              std::shared_ptr<const storage::ReadView> snapshot, std::string_view text,
                                              const Parameters& parameters, const QueryOptions& options) {
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
    const Interrupt interrupt = interrupt_of(options);
    query->snapshot = snapshot != nullptr ? std::move(snapshot) : database->store().snapshot();
    const Work work{.snapshot = query->snapshot, .own = nullptr, .view = query->snapshot.get()};
    const std::string key = plan_key(text, parameters, database->settings().rules_in_force());
    query->plan = database->plans().find(key);
    if (query->plan == nullptr || query->plan->epoch != database->planning_epoch(*work.view)) {
      KITH_TRY(query->plan, make_plan(*database, key, text, parameters, work, statement, interrupt));
    }
    query->context.emplace(make_context(*database, work, query->plan->query, query->parameters, options, interrupt));
    KITH_TRY(query->root, lower(query->plan->query.root, *query->context));
    query->materializer = std::make_unique<Materializer>(*query->context);
    query->columns = column_names(query->plan->query);
    return Status::success();
  };
  Status status;
  try {
    status = open();
  } catch (const std::bad_alloc&) {
    status = out_of_memory();
  }
  if (!status.ok()) {
    Error error = std::move(status).error();
    locate(error, text);
    return error;
  }
  return query;
}

Result<QueryResult> fetch(OpenQuery& query) {
  Chunk chunk;
  std::vector<Value> cells;
  Status status;
  query.materializer->forget();  // the rows given before are the caller's
  try {
    status = query.root->next(*query.context, chunk);
    if (status.ok() && chunk.size > 0)
      status = query.materializer->append_rows(chunk, query.plan->query.columns, cells);
  } catch (const std::bad_alloc&) {
    status = out_of_memory();
  }
  if (!status.ok()) {
    Error error = std::move(status).error();
    locate(error, query.text);
    return error;
  }
  return QueryResult(query.columns, std::move(cells));
}

}  // namespace kith::engine
