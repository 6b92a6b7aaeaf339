// cli/statement_runner.hpp: statements of the user, run in order, their rows printed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <kith/database.hpp>

#include "cli/output/result_format.hpp"
#include "cli/standard_output.hpp"

namespace kith::cli {

class StatementRunner {
 public:
  StatementRunner(Connection connection, StandardOutput& out) : connection_(std::move(connection)), out_(out) {}

  Parameters parameters;
  ResultFormat format = ResultFormat::kTable;
  std::uint32_t timeout_ms = 0;
  std::size_t memory_limit = 0;   ///< Of one statement, in bytes; 0: what the database allows.
  bool separates_results = true;  ///< An empty line between the rows of two statements.

  /// Runs the statements of `script` up to the first that fails, whose Error is located in `script`. Ctrl-C cancels.
  Status run_script(std::string_view script);

  // An explicit transaction, for the shell. Errors: kTransaction, when there is one already, or none.
  Status begin();
  Status commit();
  Status rollback();
  bool in_transaction() const { return transaction_.has_value(); }

 private:
  Status run_statement(std::string_view statement);
  void print_summary(const QueryResult& result, double milliseconds) const;

  Connection connection_;
  StandardOutput& out_;
  std::optional<Transaction> transaction_;
  bool has_printed_rows_ = false;
};

}  // namespace kith::cli
