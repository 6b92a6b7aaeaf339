// cli/statement_runner.hpp: statements of the user, run in order, their rows printed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
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
  bool separates_results = true;     ///< An empty line between the rows of two statements.
  bool is_quiet = false;             ///< Rows and errors only, no counts and times.
  std::size_t max_rows = 0;          ///< Of a table, beyond which rows are only counted; 0: none.
  std::optional<std::size_t> width;  ///< Columns that a table is cut to, 0: not at all; nothing: those of the terminal.
  std::size_t memory_limit = 0;      ///< Of one statement, in bytes; 0: what the database allows.

  /// Runs the statements of `script` up to the first that fails, whose Error is located in `script`. Ctrl-C cancels.
  Status run_script(std::string_view script);
  /// The same, but the counts of several statements are printed as one line at the end.
  Status run_whole_script(std::string_view script);

  // An explicit transaction, for the shell. Errors: kTransaction, when there is one already, or none.
  Status begin();
  Status commit();
  Status rollback();
  bool in_transaction() const { return transaction_.has_value(); }

 private:
  using Clock = std::chrono::steady_clock;
  /// Of the statements of a whole script.
  struct Totals {
    std::uint64_t num_statements = 0, num_rows = 0;
    QueryCounters counters;
  };

  Status run_statement(std::string_view statement);
  Status print_rows(Cursor cursor, Clock::time_point start);
  Status print_result(const QueryResult& result, Clock::time_point start);
  Status print_plan(const QueryResult& result);
  Status separate();
  void summarize(std::string text, std::uint64_t num_rows, const QueryCounters& counters, Clock::time_point start);

  Connection connection_;
  StandardOutput& out_;
  std::optional<Transaction> transaction_;
  std::optional<Totals> totals_;
  bool has_printed_rows_ = false;
};

}  // namespace kith::cli
