// cli/statement_runner.cpp: see the header.
#include "cli/statement_runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <string>

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
  return text;
}

std::string duration_text(double milliseconds) {
  return milliseconds < 1000 ? fmt::format("{:.1f} ms", milliseconds) : fmt::format("{:.2f} s", milliseconds / 1000);
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

Status StatementRunner::run_statement(std::string_view statement) {
  const InterruptScope interrupt;
  const QueryOptions options{.timeout_ms = timeout_ms, .cancel = interrupt.token(), .memory_limit = memory_limit};
  const auto start = std::chrono::steady_clock::now();
  KITH_TRY(const QueryResult result, transaction_ ? transaction_->try_query(statement, parameters, options)
                                                  : connection_.try_query(statement, parameters, options));
  const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
  const bool is_plan_only = !result.plan().empty() && result.empty();  // EXPLAIN
  if (!result.columns().empty() && !is_plan_only) {
    if (separates_results && has_printed_rows_ && format != ResultFormat::kJsonl) KITH_CHECK_OK(out_.write("\n"));
    const TableStyle style{.max_width = terminal_width(), .bold_header = has_colour(STDOUT_FILENO)};
    KITH_CHECK_OK(write_result(result, format, style, out_));
    has_printed_rows_ = true;
  }
  if (!result.plan().empty()) {
    KITH_CHECK_OK(out_.write(result.plan()));
    if (!result.plan().ends_with('\n')) KITH_CHECK_OK(out_.write("\n"));
  }
  KITH_CHECK_OK(out_.flush());
  if (format == ResultFormat::kTable || is_terminal(STDERR_FILENO)) print_summary(result, elapsed.count());
  return {};
}

void StatementRunner::print_summary(const QueryResult& result, double milliseconds) const {
  std::string text = changes_text(result.counters());
  if (result.empty() && !result.plan().empty()) {
    text = "plan only";
  } else if (!result.columns().empty()) {
    text = counted(result.num_rows(), "row", "rows") + (text.empty() ? "" : ", ") + text;
  } else if (text.empty()) {
    text = "no changes";
  }
  print_note(fmt::format("{}, {}", text, duration_text(milliseconds)));
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
