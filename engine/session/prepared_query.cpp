// engine/session/prepared_query.cpp: PreparedQuery: a text known to be well-formed, whose plan the cache keeps.
#include "engine/session/session.hpp"
#include "parser/parser.hpp"

namespace kith {

class PreparedQuery::Implementation {
 public:
  Implementation(std::shared_ptr<DatabaseImplementation> database, std::string_view text) : database_(std::move(database)), text_(text) {}
  Result<QueryResult> execute(const Parameters& parameters, const QueryOptions& options) {
    return engine::run_query({*database_}, text_, parameters, options);
  }

 private:
  std::shared_ptr<DatabaseImplementation> database_;
  std::string text_;
};

Result<PreparedQuery> Connection::try_prepare(std::string_view text) {
  if (const Result<ast::Statement> statement = parser::parse(text); !statement.ok()) {
    Error error = statement.error();
    if (error.where.has_value()) locate(error, text);
    return error;
  }
  return PreparedQuery(std::make_shared<PreparedQuery::Implementation>(database_, text));
}
PreparedQuery Connection::prepare(std::string_view text) { return try_prepare(text).value_or_throw(); }

Result<QueryResult> PreparedQuery::try_execute(const Parameters& parameters, const QueryOptions& options) {
  return implementation_->execute(parameters, options);
}
QueryResult PreparedQuery::execute(const Parameters& parameters, const QueryOptions& options) {
  return try_execute(parameters, options).value_or_throw();
}

}  // namespace kith
