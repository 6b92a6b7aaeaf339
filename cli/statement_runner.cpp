// cli/statement_runner.cpp: see the header.
#include "cli/statement_runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <kith/script.hpp>

#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

std::string changes_text(const QueryCounters& counters) {
  std::string text;
  const auto add = [&](std::string_view verb, std::uint64_t count, std::string_view singular, std::string_view plural) {
    if (count == 0) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", verb, counted(count, singular, plural));
  };
  add("created", counters.nodes_created, "node", "nodes");
  add("created", counters.relationships_created, "relationship", "relationships");
  add("deleted", counters.nodes_deleted, "node", "nodes");
  add("deleted", counters.relationships_deleted, "relationship", "relationships");
  add("set", counters.properties_set, "property", "properties");
  add("added", counters.labels_added, "label", "labels");
  add("removed", counters.labels_removed, "label", "labels");
  add("added", counters.indexes_added, "index", "indexes");
  add("removed", counters.indexes_removed, "index", "indexes");
  add("added", counters.constraints_added, "constraint", "constraints");
  add("removed", counters.constraints_removed, "constraint", "constraints");
  add("made", counters.assertions_made, "assertion", "assertions");
  return text;
}

std::string duration_text(std::chrono::steady_clock::duration elapsed) {
  const double milliseconds = std::chrono::duration<double, std::milli>(elapsed).count();
  return milliseconds < 1000 ? fmt::format("{:.1f} ms", milliseconds) : fmt::format("{:.2f} s", milliseconds / 1000);
}

/// "a, b" without empty parts.
std::string joined(std::string left, const std::string& right) {
  if (!left.empty() && !right.empty()) left += ", ";
  return left + right;
}

/// A plan as rows, for formats that have nothing but rows.
QueryResult plan_rows(std::string_view plan) {
  std::vector<Value> lines;
  while (!plan.empty()) {
    const std::size_t end = std::min(plan.find('\n'), plan.size());
    lines.emplace_back(plan.substr(0, end));
    plan.remove_prefix(std::min(end + 1, plan.size()));
  }
  return {{"plan"}, std::move(lines)};
}

/// The first rows of a result.
QueryResult first_rows(const QueryResult& result, std::size_t num_rows) {
  std::vector<Value> cells;
  for (std::size_t row = 0; row < num_rows; ++row) {
    for (std::size_t column = 0; column < result.columns().size(); ++column) cells.push_back(result.at(row, column));
  }
  return {result.columns(), std::move(cells)};
}

}  // namespace

Status StatementRunner::run_script(std::string_view script) {
  for (const std::string_view statement : split_statements(script)) {
    Status status = run_statement(statement);
    if (status.ok()) continue;
    Error error = std::move(status).error();
    if (error.where) {
      const auto offset = static_cast<std::uint32_t>(statement.data() - script.data());
      error.where->begin += offset;
      error.where->end += offset;
      locate(error, script);
    }
    return error;
  }
  return {};
}

Status StatementRunner::run_whole_script(std::string_view script) {
  const std::size_t num_statements = split_statements(script).size();
  if (num_statements < 2) return run_script(script);
  const Clock::time_point start = Clock::now();
  totals_.emplace();
  Status status = run_script(script);
  const Totals totals = *std::exchange(totals_, std::nullopt);
  if (is_quiet || out_.reader_is_gone()) return status;
  if (!status.ok()) {
    print_note(fmt::format("{} of {} ran before the failure, and what they changed stays", totals.num_statements,
                           counted(num_statements, "statement", "statements")));
    return status;
  }
  std::string text = counted(totals.num_statements, "statement", "statements");
  if (totals.num_rows > 0) text += ", " + counted(totals.num_rows, "row", "rows");
  print_note(fmt::format("{}, {}", joined(std::move(text), changes_text(totals.counters)),
                         duration_text(Clock::now() - start)));
  return status;
}

Status StatementRunner::run_statement(std::string_view statement) {
  const InterruptScope interrupt;
  const QueryOptions options{.timeout_ms = timeout_ms, .cancel = interrupt.token(), .memory_limit = memory_limit};
  const Clock::time_point start = Clock::now();
  if (!transaction_ && can_stream(format)) {
    Result<Cursor> cursor = connection_.try_stream(statement, parameters, options);
    if (cursor.ok()) return print_rows(*std::move(cursor), start);
    if (cursor.error().kind != ErrorKind::kReadOnly) return std::move(cursor).error();
  }
  KITH_TRY(const QueryResult result, transaction_ ? transaction_->try_query(statement, parameters, options)
                                                  : connection_.try_query(statement, parameters, options));
  return print_result(result, start);
}

Status StatementRunner::separate() {
  if (separates_results && has_printed_rows_ && format != ResultFormat::kJsonl) KITH_CHECK_OK(out_.write("\n"));
  has_printed_rows_ = true;
  return {};
}

Status StatementRunner::print_rows(Cursor cursor, Clock::time_point start) {
  KITH_CHECK_OK(separate());
  ResultWriter writer(format, out_);
  KITH_CHECK_OK(writer.begin(cursor.columns()));
  std::uint64_t num_rows = 0;
  while (true) {
    KITH_TRY(const QueryResult rows, cursor.try_fetch());
    if (rows.empty()) break;
    num_rows += rows.num_rows();
    KITH_CHECK_OK(writer.write(rows));
  }
  KITH_CHECK_OK(writer.end());
  KITH_CHECK_OK(out_.flush());
  summarize(counted(num_rows, "row", "rows"), num_rows, {}, start);
  return {};
}

Status StatementRunner::print_result(const QueryResult& result, Clock::time_point start) {
  const bool is_plan_only = !result.plan().empty() && result.empty();  // EXPLAIN
  const bool cuts_rows = format == ResultFormat::kTable && max_rows > 0 && result.num_rows() > max_rows;
  if (!result.columns().empty() && !is_plan_only) {
    KITH_CHECK_OK(separate());
    const TableStyle style{.max_width = width.value_or(terminal_width()), .bold_header = has_colour(STDOUT_FILENO)};
    KITH_CHECK_OK(write_result(cuts_rows ? first_rows(result, max_rows) : result, format, style, out_));
  }
  KITH_CHECK_OK(print_plan(result));
  KITH_CHECK_OK(out_.flush());
  std::string text;
  if (is_plan_only) {
    text = "plan only";
  } else if (!result.columns().empty()) {
    text = counted(result.num_rows(), "row", "rows");
    if (cuts_rows) text += fmt::format(" (the first {} shown; :rows changes that)", with_thousands(max_rows));
  } else if (!result.counters().any()) {
    text = "no changes";
  }
  summarize(std::move(text), result.num_rows(), result.counters(), start);
  return {};
}

/// In a table's company a plan is text. Elsewhere one that comes alone is the result, a row per line, and one that
/// comes with rows goes to standard error.
Status StatementRunner::print_plan(const QueryResult& result) {
  if (result.plan().empty()) return {};
  const std::string_view line_end = result.plan().ends_with('\n') ? "" : "\n";
  if (format == ResultFormat::kTable) return out_.write(fmt::format("{}{}", result.plan(), line_end));
  if (result.empty() && (can_stream(format) || format == ResultFormat::kMarkdown)) {
    KITH_CHECK_OK(separate());
    return write_result(plan_rows(result.plan()), format, {}, out_);
  }
  print_note(result.plan());
  return {};
}

void StatementRunner::summarize(std::string text, std::uint64_t num_rows, const QueryCounters& counters,
                                Clock::time_point start) {
  if (totals_) {
    ++totals_->num_statements;
    totals_->num_rows += num_rows;
    totals_->counters += counters;
  } else if (!is_quiet) {
    print_note(
        fmt::format("{}, {}", joined(std::move(text), changes_text(counters)), duration_text(Clock::now() - start)));
  }
}

Status StatementRunner::begin() {
  if (transaction_)
    return Error{ErrorKind::kTransaction, "a transaction is open already"}.with_hint(":commit or :rollback it");
  KITH_TRY(transaction_, connection_.try_begin());
  return {};
}

Status StatementRunner::commit() {
  if (!transaction_) return Error{ErrorKind::kTransaction, "no transaction is open"}.with_hint(":begin opens one");
  Result<CommitNumber> committed = transaction_->try_commit();
  transaction_.reset();
  if (!committed.ok()) return std::move(committed).error();
  return {};
}

Status StatementRunner::rollback() {
  if (!transaction_) return Error{ErrorKind::kTransaction, "no transaction is open"}.with_hint(":begin opens one");
  transaction_->rollback();
  transaction_.reset();
  return {};
}

}  // namespace kith::cli
