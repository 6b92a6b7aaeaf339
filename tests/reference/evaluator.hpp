// tests/reference/evaluator.hpp: what a query means, by nested loops over rows of named values. It shares the syntax
// tree and Value with the engine, and nothing else; where there is a choice it takes the simpler way, however slow.
// Inside, what goes wrong is thrown (a language's Error, Skipped): forty forms of expression read better without a test
// after each call. answer() is the door, and lets nothing through.
#pragma once

#include <functional>
#include <optional>

#include "parser/ast/statement.hpp"
#include "tests/reference/graph.hpp"
#include "tests/reference/random.hpp"

namespace kith::reference {

using Row = std::map<std::string, Value>;
using Rows = std::vector<Row>;
using Truth = std::optional<bool>;  ///< Nothing: null.

/// Why there is no answer: "unsupported: ...", "too large", "order dependent: ...". Not a difference.
struct Skipped {
  std::string reason;
};

/// What a query returns. Rows of one tie may come in any order among themselves; ties come in order.
struct Answer {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;  ///< Before SKIP and LIMIT of the last clause.
  std::vector<std::size_t> tie;          ///< Of each row: how many ties come before its own.
  std::size_t skip = 0;
  std::optional<std::size_t> limit;
};

/// An answer, the error that the query raises, or a reason why neither is known here.
using Outcome = std::variant<Answer, Error, Skipped>;

/// Cost: the number of combinations of elements that patterns give; past some hundred thousand it gives up.
///   shuffle  when set, whatever the language leaves open (the order of matches, groups, ties, of an element's labels)
///            is shuffled: two answers that differ are then both right, and say that the query depends on it
Outcome answer(const ast::Statement& statement, const Graph& graph, const Parameters& parameters,
               Random* shuffle = nullptr);

/// Where an expression is evaluated.
struct Scope {
  const Row& row;
  const Rows* group = nullptr;  ///< In a projection that aggregates: the rows of the group that `row` is one of.
};

/// Whether a query sees the row around it to its end (EXISTS { }), or after the first WITH no more (CALL { }).
enum class OuterRow : std::uint8_t { kStays, kGone };

class Evaluator {
 public:
  Evaluator(const Graph& graph, const Parameters& parameters, Random* shuffle)
      : graph_(graph), parameters_(parameters), shuffle_(shuffle) {}

  Answer query(const ast::RegularQuery& query, const Row& outer, OuterRow stays);

 private:
  // expression.cpp
  Value evaluate(const ast::Expression& expression, const Scope& scope);
  Truth truth(const ast::Expression& expression, const Scope& scope);
  bool holds(const ast::Expression* predicate, const Row& row);  ///< True; not false and not null. Null: true.
  Value evaluate_node(const ast::PropertyAccess& node, const Scope& scope);
  Value evaluate_node(const ast::IndexAccess& node, const Scope& scope);
  Value evaluate_node(const ast::SliceAccess& node, const Scope& scope);
  Value evaluate_node(const ast::UnaryOperator& node, const Scope& scope);
  Value evaluate_node(const ast::BinaryOperator& node, const Scope& scope);
  Value evaluate_node(const ast::LogicalOperator& node, const Scope& scope);
  Value evaluate_node(const ast::Comparison& node, const Scope& scope);
  Value evaluate_node(const ast::CaseExpression& node, const Scope& scope);
  Value evaluate_node(const ast::ListComprehension& node, const Scope& scope);
  Value evaluate_node(const ast::Quantifier& node, const Scope& scope);
  Value evaluate_node(const ast::Reduce& node, const Scope& scope);
  Value evaluate_node(const ast::PatternComprehension& node, const Scope& scope);
  Value evaluate_node(const ast::SubqueryExpression& node, const Scope& scope);
  Value evaluate_node(const ast::MapProjection& node, const Scope& scope);
  Value evaluate_node(const ast::FunctionCall& node, const Scope& scope);
  bool has_label(const ast::LabelExpression& labels, const std::set<std::string>& names) const;
  Value property(const Value& subject, const std::string& key) const;
  List list_of(const ast::Expression& expression, const Scope& scope, bool& is_null);

  // function.cpp
  Value call(const std::string& name, const std::vector<Value>& arguments);
  Value call_on_element(const std::string& name, const std::vector<Value>& arguments);

  // aggregate.cpp
  Value aggregate(const ast::FunctionCall& call, const std::string& name, const Rows& group);

  // pattern.cpp
  using Found = std::function<void(const Row&)>;
  struct Match;
  using Reached = std::function<void(const Row&, std::size_t at)>;
  Rows matches(const std::vector<ast::PatternPart*>& parts, const ast::Expression* where, const Row& row,
               ast::MatchMode mode = ast::MatchMode::kUnspecified);
  bool elements_satisfy(const Match& match, std::size_t first_node, std::size_t first_relationship, const Row& row);
  void match_parts(Match& match, std::size_t part, const Row& row);
  void match_chain(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at, const Row& row,
                   const Reached& then);
  void match_step(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at, const Row& row,
                  const Reached& then);
  void walk(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at,
            std::vector<std::size_t>& walked, const Row& row, const Reached& then);
  void repeat_group(Match& match, const ast::PatternPart& pattern, std::size_t step, std::size_t at, Rows& rounds,
                    const Row& row, const Reached& then);
  void match_selected(Match& match, std::size_t part, const Row& row);
  void take_each(Match& match, const ast::RelationshipPattern& pattern, std::size_t at,
                 const std::function<void(std::size_t one, std::size_t end)>& then);
  static bool may_take(const Match& match, std::size_t one, std::size_t end);
  std::vector<std::pair<std::size_t, std::size_t>> neighbours(const ast::RelationshipPattern& pattern,
                                                              std::size_t node) const;

  // clause.cpp
  struct Projected {
    Row row;                  ///< The columns.
    Row source;               ///< A row that they were made from.
    std::vector<Value> keys;  ///< By which it is ordered.
    Rows group;               ///< Where it aggregates: what it was made from.
  };
  struct Projection {
    std::vector<std::string> columns;
    std::vector<Projected> rows;   ///< In order.
    std::vector<std::size_t> tie;  ///< As in Answer.
    std::size_t skip = 0;
    std::optional<std::size_t> limit;
  };
  struct Table {
    std::set<std::string> names;  ///< Also when there are no rows.
    Rows rows;
  };
  Answer single_query(const ast::SingleQuery& query, Table table, const Row& outer, OuterRow stays);
  Answer conditional(const ast::Conditional& conditional, const Table& table);
  Table read(const ast::Match& match, const Table& table);
  Table read(const ast::Let& let, const Table& table);
  Table read(const ast::Filter& filter, const Table& table);
  Table read(const ast::Unwind& unwind, const Table& table);
  Table read(const ast::CallSubquery& call, const Table& table);
  Table read(const ast::With& with, const Table& table);
  std::vector<Projected> projected_rows(const std::vector<ast::ProjectionItem>& items,
                                        const std::vector<std::string>& columns, const Rows& rows);
  Projection project(const ast::Projection& projection, const Table& table);
  std::size_t row_count(const ast::Expression& count);

  void spend(std::size_t steps = 1);
  template <class T>
  void shuffled(std::vector<T>& items) {
    if (shuffle_ != nullptr) shuffle_->shuffle(items);
  }

  const Graph& graph_;
  const Parameters& parameters_;
  Random* shuffle_;
  std::size_t spent_ = 0;
};

/// Nodes, relationships and paths with what they hold, as the engine returns them.
Value with_content(const Value& value, const Graph& graph);

/// Names that patterns bind, in order, those inside groups too.
std::vector<std::string> names_in(const std::vector<ast::PatternPart*>& parts);
/// order() of values/compare.hpp. Throws Skipped where it would order elements, which go by ids.
std::weak_ordering order_without_ids(const Value& left, const Value& right);
std::string lower_case(std::string text);
bool contains_aggregate(const ast::Expression& expression);
Value to_value(Truth truth);
[[noreturn]] void unsupported(const std::string& form);
[[noreturn]] void type_error(const std::string& message);

}  // namespace kith::reference
