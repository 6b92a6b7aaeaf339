// engine/session/connection.cpp: connections, transactions, prepared queries and cursors.
#include "engine/graph/build_graph_view.hpp"
#include "engine/session/run_query.hpp"

namespace kith {

// --- Results
// ------------------------------------------------------------------------------------------------------------------

void QueryResult::throw_no_cell(std::size_t row, std::size_t column) const {
  throw described(Error(ErrorKind::kUsage, "there is no cell in row " + std::to_string(row) + ", column " +
                                               std::to_string(column) + " (from 0): the result has " +
                                               std::to_string(num_rows_) + " rows and " +
                                               std::to_string(columns_.size()) + " columns"));
}

std::size_t Row::size() const { return result_->columns().size(); }

const Value& Row::operator[](std::size_t column) const { return result_->at(index_, column); }

const Value& Row::operator[](std::string_view name) const {
  const std::vector<std::string>& columns = result_->columns();
  for (std::size_t column = 0; column < columns.size(); ++column) {
    if (columns[column] == name) return result_->at(index_, column);
  }
  std::string known;
  for (const std::string& column : columns) known += (known.empty() ? "`" : ", `") + column + "`";
  throw described(Error(ErrorKind::kUsage, "the result has no column `" + std::string(name) + "`")
                      .with_hint("its columns are " + known));
}

// --- Connection
// -----------------------------------------------------------------------------------------------------------------

Result<QueryResult> Connection::try_query(std::string_view text, const Parameters& parameters,
                                          const QueryOptions& options) {
  return engine::run_query({*database_}, text, parameters, options);
}

QueryResult Connection::query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_query(text, parameters, options).value_or_throw();
}

Result<GraphView> Connection::try_graph_view(const GraphViewOptions& options) {
  return engine::build_graph_view(*database_->store().snapshot(), options);
}

GraphView Connection::graph_view(const GraphViewOptions& options) { return try_graph_view(options).value_or_throw(); }

// --- Transaction
// ----------------------------------------------------------------------------------------------------------------

class Transaction::Implementation {
 public:
  enum class State { kOpen, kFailed, kEnded };
  // Declared so that the views are gone before the database may close.
  std::shared_ptr<DatabaseImplementation> database;
  std::shared_ptr<const storage::ReadView> snapshot;
  std::unique_ptr<storage::WriteTransaction> write;
  State state = State::kOpen;

  const storage::ReadView* view() const { return write != nullptr ? write.get() : snapshot.get(); }

  Status check_open() const {
    switch (state) {
      case State::kOpen:
        return Status::success();
      case State::kFailed:
        return Error(ErrorKind::kTransaction, "a statement of this transaction failed")
            .with_hint("roll it back and begin again");
      case State::kEnded:
        return Error(ErrorKind::kTransaction, "this transaction has ended").with_hint("begin a new one");
    }
    return Status::success();
  }
};

Transaction::Transaction(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

Result<Transaction> Connection::try_begin() {
  auto implementation = std::make_unique<Transaction::Implementation>();
  implementation->database = database_;
  KITH_TRY(implementation->write, database_->begin_write());
  return Transaction(std::move(implementation));
}

Transaction Connection::begin() { return try_begin().value_or_throw(); }

Result<Transaction> Connection::try_begin_read() {
  auto implementation = std::make_unique<Transaction::Implementation>();
  implementation->database = database_;
  implementation->snapshot = database_->store().snapshot();
  return Transaction(std::move(implementation));
}

Transaction Connection::begin_read() { return try_begin_read().value_or_throw(); }

Result<QueryResult> Transaction::try_query(std::string_view text, const Parameters& parameters,
                                           const QueryOptions& options) {
  KITH_CHECK_OK(implementation_->check_open());
  const engine::Session session{*implementation_->database, implementation_->view(), implementation_->write.get()};
  Result<QueryResult> result = engine::run_query(session, text, parameters, options);
  // Half of a failed statement may have been written; a transaction that only reads has nothing to undo.
  if (!result.ok() && implementation_->write != nullptr) implementation_->state = Implementation::State::kFailed;
  return result;
}

QueryResult Transaction::query(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_query(text, parameters, options).value_or_throw();
}

Result<GraphView> Transaction::try_graph_view(const GraphViewOptions& options) {
  KITH_CHECK_OK(implementation_->check_open());
  return engine::build_graph_view(*implementation_->view(), options);
}

GraphView Transaction::graph_view(const GraphViewOptions& options) { return try_graph_view(options).value_or_throw(); }

Result<CommitNumber> Transaction::try_commit() {
  KITH_CHECK_OK(implementation_->check_open());
  implementation_->state = Implementation::State::kEnded;
  if (implementation_->write == nullptr) return implementation_->snapshot->commit_number();
  Result<CommitNumber> commit = implementation_->write->commit();
  implementation_->write.reset();
  return commit;
}

void Transaction::commit() { static_cast<void>(try_commit().value_or_throw()); }

void Transaction::rollback() {
  implementation_->state = Implementation::State::kEnded;
  implementation_->write.reset();
  implementation_->snapshot.reset();
}

// --- PreparedQuery
// --------------------------------------------------------------------------------------------------------------

/// The text: its plan is in the database's plan cache, under the parameters that are given.
class PreparedQuery::Implementation {
 public:
  std::shared_ptr<DatabaseImplementation> database;
  std::string text;
};

Result<PreparedQuery> Connection::try_prepare(std::string_view text) {
  KITH_CHECK_OK(engine::check_syntax(text));
  auto implementation = std::make_shared<PreparedQuery::Implementation>();
  implementation->database = database_;
  implementation->text = text;
  return PreparedQuery(std::move(implementation));
}

PreparedQuery Connection::prepare(std::string_view text) { return try_prepare(text).value_or_throw(); }

Result<QueryResult> PreparedQuery::try_execute(const Parameters& parameters, const QueryOptions& options) {
  return engine::run_query({*implementation_->database}, implementation_->text, parameters, options);
}

QueryResult PreparedQuery::execute(const Parameters& parameters, const QueryOptions& options) {
  return try_execute(parameters, options).value_or_throw();
}

// --- Cursor
// -----------------------------------------------------------------------------------------------------------------------

class Cursor::Implementation {
 public:
  std::unique_ptr<engine::OpenQuery> query;
};

Cursor::Cursor(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

const std::vector<std::string>& Cursor::columns() const { return implementation_->query->columns; }

Result<QueryResult> Cursor::try_fetch() { return engine::fetch(*implementation_->query); }

QueryResult Cursor::fetch() { return try_fetch().value_or_throw(); }

Result<Cursor> Connection::try_stream(std::string_view text, const Parameters& parameters,
                                      const QueryOptions& options) {
  auto implementation = std::make_unique<Cursor::Implementation>();
  KITH_TRY(implementation->query, engine::open_query(database_, nullptr, text, parameters, options));
  return Cursor(std::move(implementation));
}

Result<Cursor> Transaction::try_stream(std::string_view text, const Parameters& parameters,
                                       const QueryOptions& options) {
  KITH_CHECK_OK(implementation_->check_open());
  if (implementation_->write != nullptr) {
    return Error(ErrorKind::kUsage, "rows are streamed only in a transaction that reads").with_hint("use query()");
  }
  auto cursor = std::make_unique<Cursor::Implementation>();
  KITH_TRY(cursor->query,
           engine::open_query(implementation_->database, implementation_->snapshot, text, parameters, options));
  return Cursor(std::move(cursor));
}

Cursor Transaction::stream(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_stream(text, parameters, options).value_or_throw();
}

Cursor Connection::stream(std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  return try_stream(text, parameters, options).value_or_throw();
}

}  // namespace kith
