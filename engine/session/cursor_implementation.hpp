// engine/session/cursor_implementation.hpp: a query that gives its rows one batch at a time.
#pragma once

#include "engine/execution/operator.hpp"
#include "engine/session/materialise.hpp"
#include "engine/session/session.hpp"

namespace kith {

class Cursor::Implementation {
 public:
  static Result<std::unique_ptr<Implementation>> make(std::shared_ptr<DatabaseImplementation> database, engine::PreparedPlan plan,
                                                      std::string_view text, const Parameters& parameters, const QueryOptions& options);
  const std::vector<std::string>& columns() const { return columns_; }
  Result<QueryResult> fetch();

 private:
  Implementation(std::shared_ptr<DatabaseImplementation> database, engine::PreparedPlan plan, std::string_view text,
                 const Parameters& parameters, const QueryOptions& options);
  Result<QueryResult> next_rows();

  // In this order: what stands below refers to what stands above.
  std::shared_ptr<DatabaseImplementation> database_;
  engine::PreparedPlan plan_;
  std::string text_;
  Parameters parameters_;
  std::vector<std::string> columns_;
  engine::ExecContext context_;
  engine::Materialiser materialiser_;
  engine::OperatorPtr root_;
};

}  // namespace kith
