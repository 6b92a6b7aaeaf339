// tests/reference/check.cpp: running a query in all ways, and comparing.
#include "tests/reference/check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "parser/parser.hpp"
#include "tests/harness/comparable.hpp"
#include "tests/reference/evaluator.hpp"
#include "tests/reference/printer.hpp"
#include "tests/reference/rewrite.hpp"

namespace kith::reference {

const Parameters& parameters() {
  static const Parameters kParameters = {{"i", Value(1)},   {"j", Value(2)},    {"s", Value("a")},
                                         {"f", Value(1.5)}, {"b", Value(true)}, {"l", Value(List{Value(1), Value(2)})}};
  return kParameters;
}

namespace {

using harness::ListOrder;
using Verdict = Finding::Verdict;
using Table = std::vector<std::vector<Value>>;

struct Setting {
  std::string_view name;
  ExecutionSettings execution;
};

constexpr std::array kSettings = {
    Setting{"default", {}},
    Setting{"vector size 1", {.vector_size = 1}},
    Setting{"vector size 3", {.vector_size = 3}},
    Setting{"unoptimized", {.optimize = false}},
    Setting{"without merge_matches", {.rules = {.merge_matches = false}}},
    Setting{"without order_joins", {.rules = {.order_joins = false}}},
    Setting{"without seek_indexes", {.rules = {.seek_indexes = false}}},
    Setting{"without hash_joins", {.rules = {.hash_joins = false}}},
    Setting{"without use_top", {.rules = {.use_top = false}}},
    Setting{"without prune_expansions", {.rules = {.prune_expansions = false}}},
    Setting{"without count_expansions", {.rules = {.count_expansions = false}}},
    Setting{"without nest_counts", {.rules = {.nest_counts = false}}},
    Setting{"without use_reachability", {.rules = {.use_reachability = false}}},
    Setting{"without use_intersections", {.rules = {.use_intersections = false}}},
    Setting{"without use_semi_joins", {.rules = {.use_semi_joins = false}}},
    Setting{"without push_limit", {.rules = {.push_limit = false}}},
    Setting{"without compute_early", {.rules = {.compute_early = false}}},
    Setting{"morsels of one row", {.vector_size = 3, .morsel_size = 1}},
};

/// Sums come in different orders: twelve digits agree.
Value rounded(const Value& value) {
  if (value.is(ValueKind::kFloat)) {
    const double number = value.as_float();
    if (!std::isfinite(number) || number == 0) return value;
    const double scale = std::pow(10.0, 11 - std::floor(std::log10(std::fabs(number))));
    return std::round(number * scale) / scale;
  }
  if (value.is(ValueKind::kList)) {
    List list;
    for (const Value& element : value.list()) list.push_back(rounded(element));
    return list;
  }
  if (value.is(ValueKind::kMap)) {
    Map map;
    for (const auto& [key, entry] : value.map()) map[key] = rounded(entry);
    return map;
  }
  return value;
}

std::string text_of(const std::vector<Value>& row, ListOrder lists) {
  std::vector<std::string> cells;
  cells.reserve(row.size());
  for (const Value& value : row) cells.push_back(canonical(harness::to_comparable(rounded(value)), lists));
  return fmt::format("| {} |", fmt::join(cells, " | "));
}

Table rows_of(const QueryResult& result) {
  Table rows;
  for (std::size_t i = 0; i < result.num_rows(); ++i) {
    rows.emplace_back();
    for (std::size_t c = 0; c < result.columns().size(); ++c) rows.back().push_back(result.at(i, c));
  }
  return rows;
}

struct Window {
  std::size_t begin, end;
};

Window window_of(const Answer& answer) {
  const std::size_t size = answer.rows.size();
  const std::size_t begin = std::min(answer.skip, size);
  return {begin, answer.limit.has_value() ? begin + std::min(*answer.limit, size - begin) : size};
}

Table returned_rows(const Answer& answer) {
  const Window window = window_of(answer);
  return {answer.rows.begin() + static_cast<std::ptrdiff_t>(window.begin),
          answer.rows.begin() + static_cast<std::ptrdiff_t>(window.end)};
}

/// Whether `rows` is an answer that `expected` admits: of every tie as many rows as SKIP and LIMIT leave of it.
bool admits(const Answer& expected, const Table& rows, ListOrder lists) {
  const Window window = window_of(expected);
  if (rows.size() != window.end - window.begin) return false;
  for (std::size_t begin = 0, end = 0; begin < expected.rows.size(); begin = end) {
    std::multiset<std::string> tied;
    while (end < expected.rows.size() && expected.tie[end] == expected.tie[begin]) {
      tied.insert(text_of(expected.rows[end++], lists));
    }
    for (std::size_t i = std::max(begin, window.begin); i < std::min(end, window.end); ++i) {
      const auto found = tied.find(text_of(rows[i - window.begin], lists));
      if (found == tied.end()) return false;
      tied.erase(found);
    }
  }
  return true;
}

std::string text_of(const Table& rows) {
  std::string text = fmt::format("{} rows", rows.size());
  for (std::size_t i = 0; i < rows.size() && i < 12; ++i)
    text += "\n      " + text_of(rows[i], ListOrder::kSignificant);
  return rows.size() > 12 ? text + "\n      ..." : text;
}

std::string text_of(const Error& error) { return fmt::format("{}: {}", to_string(error.kind), error.message); }

/// What the reference says, and how much of it the language decides.
class Expectation {
 public:
  Expectation(const ast::Statement& statement, const Graph& graph)
      : statement_(statement), graph_(graph), outcome_(reference::answer(statement, graph, parameters())) {
    vary(2);
  }

  const Outcome& outcome() const { return outcome_; }
  const Answer* answer() const { return std::get_if<Answer>(&outcome_); }
  const Error* error() const { return std::get_if<Error>(&outcome_); }
  ListOrder lists() const { return lists_; }
  /// Answers of more orders of rows: what they do not agree on is left open, and may turn a difference into none.
  void vary(std::size_t times) {
    for (std::size_t i = 0; i < times && !std::holds_alternative<Skipped>(outcome_); ++i) {
      Random shuffle(++num_shuffles_);
      const Outcome other = reference::answer(statement_, graph_, parameters(), &shuffle);
      const Answer *first = answer(), *second = std::get_if<Answer>(&other);
      if ((first == nullptr) != (second == nullptr)) {
        outcome_ = Skipped{"order dependent"};
      } else if (first != nullptr && !admits(*first, returned_rows(*second), lists_)) {
        lists_ = ListOrder::kIgnored;
        if (!admits(*first, returned_rows(*second), lists_)) outcome_ = Skipped{"order dependent"};
      }
    }
  }

 private:
  const ast::Statement& statement_;
  const Graph& graph_;
  Outcome outcome_;
  ListOrder lists_ = ListOrder::kSignificant;
  std::uint64_t num_shuffles_ = 0;
};

Finding differs(std::string kind, std::string description) {
  return {Verdict::kDiffers, std::move(kind), std::move(description)};
}

/// An engine's answer against the expectation.
Finding compare(Expectation& expected, const Result<QueryResult>& result, const Case& test, const std::string& how) {
  const auto judge = [&]() -> Finding {
    if (const auto* skipped = std::get_if<Skipped>(&expected.outcome()))
      return {Verdict::kSkipped, skipped->reason, {}};
    const std::string expectation =
        expected.answer() != nullptr ? text_of(returned_rows(*expected.answer())) : text_of(*expected.error());
    if (!result.ok()) {
      if (result.error().kind == ErrorKind::kUnsupported) return {Verdict::kSkipped, "unsupported by the engine", {}};
      if (expected.error() != nullptr && expected.error()->kind == result.error().kind) return {};
      if (test.may_fail && result.error().phase == Phase::kRuntime) return {Verdict::kSkipped, "error on one side", {}};
      return differs(fmt::format("{} {}", to_string(result.error().kind), result.error().detail),
                     fmt::format("  {}: {}\n  reference: {}", how, text_of(result.error()), expectation));
    }
    if (expected.error() != nullptr) {
      if (test.may_fail) return {Verdict::kSkipped, "error on one side", {}};
      return differs("no error", fmt::format("  {}: {}\n  reference: {}", how, text_of(rows_of(*result)), expectation));
    }
    const Table rows = rows_of(*result);
    const bool same_columns = result->columns() == expected.answer()->columns || result->columns().empty();
    if (same_columns && admits(*expected.answer(), rows, expected.lists())) return {};
    return differs("rows", fmt::format("  {}: {}\n  reference: {}", how, text_of(rows), expectation));
  };
  Finding finding = judge();
  if (finding.verdict != Verdict::kDiffers) return finding;
  expected.vary(30);
  return judge();
}

}  // namespace

Laboratory::Laboratory(const std::filesystem::path& folder)
    : created_(folder / "created", {.name = "created"}),
      loaded_(folder / "loaded", {.name = "loaded", .bulk_load = true}) {}

Status Laboratory::prepare(const Case& test) {
  std::string script = test.bulk_loaded ? "loaded" : "created";
  for (const std::string& statement : test.graph.schema) script += "\n" + statement;
  script += "\n" + create_statement(test.graph);
  if (script == made_) return {};
  made_.clear();
  current_ = test.bulk_loaded ? &loaded_ : &created_;
  KITH_CHECK_OK(current_->make_empty());
  for (const std::string& statement : test.graph.schema) {
    current_->spoil();
    KITH_TRY([[maybe_unused]] const QueryResult made, current_->query(statement));
  }
  if (!test.graph.nodes.empty()) {
    KITH_TRY([[maybe_unused]] const QueryResult made, current_->query(create_statement(test.graph)));
  }
  KITH_CHECK_OK(current_->reload());
  made_ = script;
  return {};
}

Finding Laboratory::check(const Case& test) {
  const Result<ast::Statement> statement = parser::parse(test.query);
  if (!statement.ok()) return differs("unparsable", text_of(statement.error()));
  Expectation expected(*statement, test.graph);
  if (const auto* skipped = std::get_if<Skipped>(&expected.outcome())) return {Verdict::kSkipped, skipped->reason, {}};

  const auto run = [&](const std::string& text, const ExecutionSettings& execution) {
    current_->set_execution(execution);
    return current_->query(text, parameters());
  };
  for (const Setting& setting : kSettings) {
    Finding finding = compare(expected, run(test.query, setting.execution), test, std::string(setting.name));
    if (finding.verdict != Verdict::kAgrees) return finding;
  }
  const Result<std::string> printed = print(*statement);
  if (printed.ok()) {
    Finding finding = compare(expected, run(*printed, {}), test, "printed again: " + *printed);
    if (finding.verdict != Verdict::kAgrees) return finding;
  }
  for (const Rewrite& rewrite : rewrites(test.query)) {
    const Result<ast::Statement> rewritten = parser::parse(rewrite.original.empty() ? rewrite.text : rewrite.original);
    if (!rewritten.ok()) return differs("unparsable", rewrite.text + "\n" + text_of(rewritten.error()));
    Expectation own(*rewritten, test.graph);
    if (std::holds_alternative<Skipped>(own.outcome())) continue;
    const std::string how = fmt::format("{}: {}", rewrite.name, rewrite.text);
    if (rewrite.original.empty() && expected.answer() != nullptr && own.answer() != nullptr &&
        !admits(*expected.answer(), returned_rows(*own.answer()), ListOrder::kIgnored)) {
      expected.vary(30);
      if (std::holds_alternative<Skipped>(expected.outcome())) return {Verdict::kSkipped, "order dependent", {}};
      return differs("rewrite",
                     fmt::format("  the reference, {}: {}\n  before: {}", how, text_of(returned_rows(*own.answer())),
                                 text_of(returned_rows(*expected.answer()))));
    }
    Finding finding = compare(own, run(rewrite.text, {}), test, how);
    if (finding.verdict == Verdict::kDiffers) return finding;
  }
  if (expected.answer() == nullptr) return {Verdict::kAgrees, "errors", {}};
  return {Verdict::kAgrees, returned_rows(*expected.answer()).empty() ? "no rows" : "rows", {}};
}

}  // namespace kith::reference
