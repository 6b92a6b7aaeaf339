// engine/session/cursor.cpp: Cursor.
#include "engine/session/cursor_implementation.hpp"

namespace kith {

Cursor::Implementation::Implementation(std::shared_ptr<DatabaseImplementation> database, engine::PreparedPlan plan, std::string_view text,
                                       const Parameters& parameters, const QueryOptions& options)
    : database_(std::move(database)), plan_(std::move(plan)), text_(text), parameters_(parameters), materialiser_(context_) {
  for (const auto& [name, slot] : plan_.query->columns) columns_.push_back(name);
  context_.view = plan_.view.get();
  engine::prepare_context(context_, *database_, *plan_.query, parameters_, options);
}

Result<std::unique_ptr<Cursor::Implementation>> Cursor::Implementation::make(std::shared_ptr<DatabaseImplementation> database,
                                                                             engine::PreparedPlan plan, std::string_view text,
                                                                             const Parameters& parameters, const QueryOptions& options) {
  std::unique_ptr<Implementation> cursor(new Implementation(std::move(database), std::move(plan), text, parameters, options));
  KITH_TRY(cursor->root_, engine::lower(cursor->plan_.query->root, cursor->context_));
  return cursor;
}

Result<QueryResult> Cursor::Implementation::next_rows() {
  KITH_CHECK_OK(context_.check_interrupt());
  engine::Chunk chunk;
  KITH_CHECK_OK(root_->next(context_, chunk));
  std::vector<Value> cells;
  if (chunk.size != 0) KITH_CHECK_OK(materialiser_.append(chunk, plan_.query->columns, cells));
  return QueryResult(columns_, std::move(cells));
}

Result<QueryResult> Cursor::Implementation::fetch() {
  Result<QueryResult> rows = next_rows();
  if (rows.ok() || !rows.error().where.has_value()) return rows;
  Error error = std::move(rows).error();
  locate(error, text_);
  return error;
}

Cursor::Cursor(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;
const std::vector<std::string>& Cursor::columns() const { return implementation_->columns(); }
Result<QueryResult> Cursor::try_fetch() { return implementation_->fetch(); }
QueryResult Cursor::fetch() { return try_fetch().value_or_throw(); }

}  // namespace kith
