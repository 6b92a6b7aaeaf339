// The steps, in the words of the conformance kit. How side effects are counted: tests/harness/graph_state.hpp.
#include "tests/tck/scenario_run.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "tests/harness/statements.hpp"
#include "tests/tck/named_graph.hpp"
#include "tests/tck/procedure_table.hpp"

namespace kith::tck {
namespace {

using harness::GraphState;
using harness::ListOrder;
using harness::Outcome;
using harness::RowOrder;
using harness::SideEffects;

/// What `expected` needs to become the text after it; empty when `text` does not begin so.
std::optional<std::string_view> after(std::string_view text, std::string_view expected) {
  if (!text.starts_with(expected)) return std::nullopt;
  return text.substr(expected.size());
}

std::string one_line(std::string_view text) {
  std::string result(text.substr(0, 300));
  for (char& c : result) c = c == '\n' ? ' ' : c;
  return result;
}

class ScenarioRun {
 public:
  ScenarioRun(const Scenario& scenario, harness::ScratchDatabase& database)
      : scenario_(scenario), database_(database) {}

  Status run() {
    KITH_CHECK_OK(database_.make_empty());
    for (const Step& step : scenario_.steps) {
      if (Status status = run_step(step); !status.ok()) {
        Error error = std::move(status).error();
        error.message = fmt::format("line {}: {}", step.line, error.message);
        return error;
      }
    }
    return require_no_pending_error();
  }

 private:
  static Error failure(std::string message) { return {ErrorKind::kUsage, std::move(message)}; }
  static Error failure(std::string_view what, const Error& error) {
    return failure(fmt::format("{}: {}", what, to_display_string(error)));
  }

  Status run_step(const Step& step) {
    const std::string_view text = step.text;
    if (text == "an empty graph" || text == "any graph") return {};
    if (const auto rest = after(text, "the "); rest && rest->ends_with(" graph")) {
      return load_named_graph(rest->substr(0, rest->size() - std::string_view(" graph").size()));
    }
    if (text == "having executed:") return set_up(step.doc_string.value_or(""));
    if (text == "parameters are:" || text == "parameter values are:") return read_parameters(step);
    if (const auto signature = after(text, "there exists a procedure ")) {
      auto definition = parse_procedure(*signature, step.table);
      if (!definition.ok()) return std::move(definition).error();
      return database_.add_procedure(*std::move(definition));
    }
    if (text == "executing query:") return execute(step.doc_string.value_or(""), true);
    if (text == "executing control query:") return execute(step.doc_string.value_or(""), false);
    if (text == "the result should be empty") {
      KITH_CHECK_OK(require_result());
      if ((*result_)->num_rows() == 0) return {};
      return failure(fmt::format("{} rows, expected none", (*result_)->num_rows()));
    }
    if (const auto how = after(text, "the result should be")) return compare_result(step, *how);
    if (text == "no side effects") return compare_side_effects({});
    if (text == "the side effects should be:") return compare_side_effects(step.table);
    if (text.find(" should be raised at ") != std::string_view::npos) return compare_error(text);
    return failure(fmt::format("the step `{}` is not known", text));
  }

  Status load_named_graph(std::string_view name) {
    auto statements = named_graph(name, scenario_.file);
    if (!statements.ok()) return std::move(statements).error();
    for (const std::string& statement : *statements) KITH_CHECK_OK(set_up(statement));
    return {};
  }

  Status set_up(std::string_view text) {
    if (auto result = database_.query(text); !result.ok()) {
      return failure(fmt::format("set-up `{}` failed", one_line(text)), result.error());
    }
    return {};
  }

  Status read_parameters(const Step& step) {
    for (const harness::TableRow& row : step.table) {
      if (row.size() != 2) return failure("a parameter is a name and a value");
      auto parsed = harness::parse_comparable(row[1]);
      if (!parsed.ok()) return std::move(parsed).error();
      auto value = harness::to_value(*parsed);
      if (!value.ok()) return std::move(value).error();
      parameters_.insert_or_assign(row[0], *std::move(value));
    }
    return {};
  }

  Status execute(std::string_view text, bool is_measured) {
    KITH_CHECK_OK(require_no_pending_error());
    if (is_measured) {
      KITH_CHECK_OK(database_.reload());
      KITH_CHECK_OK(read_state(before_));
    }
    result_ = database_.query(text, parameters_);
    error_is_pending_ = !(*result_).ok();
    if (is_measured) KITH_CHECK_OK(read_state(after_));
    return {};
  }

  Status read_state(GraphState& state) {
    auto read = database_.state();
    if (!read.ok()) return failure("the graph cannot be read", read.error());
    state = *std::move(read);
    return {};
  }

  /// A query failed and no step said that it should.
  Status require_no_pending_error() {
    if (!error_is_pending_) return {};
    return failure("an error was raised", (*result_).error());
  }

  Status require_result() {
    if (!result_) return failure("no query was executed");
    return require_no_pending_error();
  }

  Status compare_result(const Step& step, std::string_view how) {
    KITH_CHECK_OK(require_result());
    const RowOrder rows = how.find("in order") != std::string_view::npos ? RowOrder::kSignificant : RowOrder::kAny;
    const ListOrder lists = how.find("ignoring element order for lists") != std::string_view::npos
                                ? ListOrder::kIgnored
                                : ListOrder::kSignificant;
    auto found = harness::difference(**result_, step.table, rows, lists);
    if (!found.ok()) return std::move(found).error();
    if (found->has_value()) return failure(**found);
    return {};
  }

  Status compare_side_effects(std::span<const harness::TableRow> table) {
    KITH_CHECK_OK(require_result());
    SideEffects expected;
    for (const harness::TableRow& row : table) {
      std::uint64_t count = 0;
      if (row.size() != 2) return failure("a side effect is a name and a count");
      if (std::from_chars(row[1].data(), row[1].data() + row[1].size(), count).ec != std::errc{})
        return failure("a count is a number");
      KITH_CHECK_OK(expected.set(row[0], count));
    }
    const SideEffects found = side_effects(before_, after_);
    if (found == expected) return {};
    return failure(fmt::format("side effects are {}; expected {}", found.to_text(), expected.to_text()));
  }

  /// `a TypeError should be raised at runtime: InvalidArgumentType`
  Status compare_error(std::string_view text) {
    if (!result_) return failure("no query was executed");
    if ((*result_).ok())
      return failure(fmt::format("no error was raised; the query returned {} rows", (**result_).num_rows()));
    error_is_pending_ = false;
    const std::size_t name_begin = text.find(' ') + 1;
    const std::string_view name = text.substr(name_begin, text.find(' ', name_begin) - name_begin);
    constexpr std::string_view kAt = " should be raised at ";
    const std::string_view rest = text.substr(text.find(kAt) + kAt.size());
    const std::size_t colon = rest.find(':');
    const std::string_view phase = rest.substr(0, colon);
    std::string_view detail = colon == std::string_view::npos ? "*" : rest.substr(colon + 1);
    detail.remove_prefix(std::min(detail.find_first_not_of(' '), detail.size()));

    const Error& error = (*result_).error();
    const bool phase_matches = phase == "any time" || (phase == "compile time" && error.phase == Phase::kCompileTime) ||
                               (phase == "runtime" && error.phase == Phase::kRuntime);
    if (to_string(error.kind) != name || !phase_matches || (detail != "*" && detail != error.detail)) {
      return failure(fmt::format("expected {} at {}: {}; raised at {}: {}", name, phase, detail,
                                 error.phase == Phase::kCompileTime ? "compile time" : "runtime",
                                 to_display_string(error)));
    }
    const SideEffects left = side_effects(before_, after_);
    if (!(left == SideEffects())) return failure(fmt::format("the failed query left {}", left.to_text()));
    return {};
  }

  const Scenario& scenario_;
  harness::ScratchDatabase& database_;
  Parameters parameters_;
  std::optional<Result<QueryResult>> result_;
  bool error_is_pending_ = false;
  GraphState before_, after_;
};

}  // namespace

Outcome run_scenario(const Scenario& scenario, harness::ScratchDatabase& database) {
  Status status = ScenarioRun(scenario, database).run();
  if (status.ok()) return Outcome::passed();
  return Outcome::failed(std::move(status).error().message);
}

}  // namespace kith::tck
