// engine/binder/binder.hpp: resolves names and finds every compile-time error. The public door is
// planner/plan_query.hpp.
#pragma once

#include <functional>
#include <set>
#include <string_view>

#include "engine/binder/bound_query.hpp"
#include "engine/binder/scope.hpp"
#include "engine/planner/plan_query.hpp"

namespace kith::engine {

/// One statement's binding. Slots are numbered from 0 in order of first need.
class Binder {
 public:
  /// Plans a subquery's bound query for use inside an expression; `row` receives the outer row's ordinal.
  using SubqueryPlanner = std::function<LogicalPlan(const BoundQuery& query, Slot row, const std::set<Slot>& outer)>;

  Binder(std::string_view text, const PlanningContext& context, SubqueryPlanner plan_subquery)
      : text_(text), context_(context), plan_subquery_(std::move(plan_subquery)) {}

  Result<BoundQuery> bind(const ast::RegularQuery& query);

  std::uint32_t num_slots() const { return static_cast<std::uint32_t>(slot_names_.size()); }
  const std::vector<std::string>& slot_names() const { return slot_names_; }
  Slot new_slot(std::string name = {});

 private:
  /// What an expression that contains aggregates, or follows DISTINCT, may refer to.
  struct KeyContext {
    std::map<std::string, Slot> keys;                       ///< Canonical form of a projected expression -> its slot.
    Scope aliases;                                          ///< In ORDER BY and WHERE: what the projection named.
    std::vector<AggregateOperator::Item>* items = nullptr;  ///< Where aggregates go; null: none are allowed (DISTINCT).
    std::map<std::string, Slot> known_aggregates;
    std::set<Slot> key_slots;  ///< What the grouping keys are made of.
    bool ordering = false;     ///< In ORDER BY.
  };

  using Columns = std::vector<std::pair<std::string, Slot>>;
  /// Where a query stands, which says what it may do and how long it sees the variables around it.
  enum class QueryRole : std::uint8_t {
    kMain,
    kExpression,             ///< EXISTS { } and kin: sees them throughout, and must not write.
    kImporting,              ///< CALL { WITH ... }: up to the first WITH.
    kImportingInExpression,  ///< The same inside of EXISTS { } and kin.
    kScoped,                 ///< CALL (x) { }, a branch of WHEN, before NEXT: throughout.
  };
  static bool is_importing(QueryRole role) {
    return role == QueryRole::kImporting || role == QueryRole::kImportingInExpression;
  }
  static bool is_in_expression(QueryRole role) {
    return role == QueryRole::kExpression || role == QueryRole::kImportingInExpression;
  }
  /// Of a query inside one of the given role that sees the variables around it throughout.
  static QueryRole role_inside(QueryRole role) {
    return is_in_expression(role) ? QueryRole::kExpression : QueryRole::kScoped;
  }
  /// What a pattern is for.
  struct PatternUse {
    ast::MatchMode mode = ast::MatchMode::kUnspecified;
    bool is_predicate = false;     ///< All its variables must be known.
    const Scope* outer = nullptr;  ///< The variables before it; bind_pattern sets it.
  };

  // clauses (bind_clauses.cpp, bind_projection.cpp, bind_write.cpp)
  Result<BoundQuery> bind_query(const ast::RegularQuery& query, const Scope& outer, QueryRole role);
  /// scope: the variables at its start, `outer` among them.
  Result<BoundPart> bind_part(const ast::SingleQuery& query, const Scope& outer, Scope scope, QueryRole role);
  Status check_clause_order(const ast::SingleQuery& query, QueryRole role) const;
  Status align_columns(const Columns& wanted, Columns& columns, ast::SetOperator combined, SourceRange where) const;
  /// What stands before NEXT; its columns join `scope`.
  Result<std::vector<BoundClause>> bind_before(const ast::RegularQuery& before, const Scope& outer, QueryRole role,
                                               Scope& scope);
  Result<BoundQuery> bind_next_of_several(const ast::RegularQuery& query, const Scope& outer, const Scope& before,
                                          std::vector<BoundClause> first, QueryRole role);
  Status check_shadowing(const ast::Projection& projection, const Scope& scope, const Scope& constants) const;
  Error already_bound(const ast::Name& name) const;
  Result<BoundColumns> bind_let(const ast::Let& let, Scope& scope);
  Result<BoundLoadCsv> bind_load_csv(const ast::LoadCsv& load, Scope& scope);
  Result<BoundConditional> bind_conditional(const ast::Conditional& conditional, Scope& scope, QueryRole role);
  Result<BoundMatch> bind_match(const ast::Match& match, Scope& scope);
  Result<BoundUnwind> bind_unwind(const ast::Unwind& unwind, Scope& scope);
  Result<BoundProjection> bind_projection(const ast::Projection& projection, const ast::Expression* where, bool is_with,
                                          Scope& scope);
  Status bind_aggregation(const std::vector<ast::ProjectionItem>& items, const std::vector<std::string>& names,
                          BoundProjection& bound, KeyContext& keys, Scope& result, const Scope& scope);
  Result<ExpressionPtr> bind_order_item(const ast::Expression& item, const BoundProjection& bound, KeyContext& keys,
                                        const Scope& before, const Scope& after);
  Result<ExpressionPtr> bind_row_count(const ast::Expression& count, std::string_view clause);
  Status bind_create(const ast::Create& create, Scope& scope, BoundPart& part);
  /// merged: for MERGE, the slots of the pattern's parts; null for CREATE.
  Status bind_create_part(const ast::PatternPart& part, Scope& scope, CreatePattern& pattern, Projections& paths,
                          const PathExpression* merged);
  Result<BoundMerge> bind_merge(const ast::Merge& merge, Scope& scope);
  Result<std::vector<UpdateItem>> bind_set(const std::vector<ast::SetItem>& items, const Scope& scope);
  Result<std::vector<UpdateItem>> bind_remove(const ast::Remove& remove, const Scope& scope);
  Result<BoundDelete> bind_delete(const ast::Delete& node, const Scope& scope);
  Result<BoundCall> bind_call(const ast::Call& call, Scope& scope, std::vector<std::pair<std::string, Slot>>& columns);
  Result<BoundForeach> bind_foreach(const ast::Foreach& node, const Scope& scope);
  Status bind_updating_clause(const ast::Clause& clause, Scope& scope, BoundPart& part);
  Result<BoundSubquery> bind_call_subquery(const ast::CallSubquery& call, Scope& scope, QueryRole role);
  Result<TransactionBatchesOperator> bind_batches(const ast::InTransactions& written, const BoundSubquery& subquery,
                                                  const Columns& columns, Scope& scope);
  Result<std::vector<WrittenName>> bind_written_labels(const std::vector<ast::WrittenLabel>& labels,
                                                       const Scope& scope);
  Result<WrittenName> bind_written_name(const ast::Name& name, const ast::Expression* value, const Scope& scope,
                                        bool may_be_list);
  Result<std::vector<WrittenName>> labels_to_create(const ast::LabelExpression& labels, SourceRange range,
                                                    const Scope& scope);

  // patterns (bind_pattern.cpp, bind_path_search.cpp)
  /// Declares the pattern's new variables in `scope`; `introduced` receives their slots and those of anonymous parts.
  Result<BoundPattern> bind_pattern(const std::vector<ast::PatternPart*>& parts, const ast::Expression* where,
                                    Scope& scope, std::vector<Slot>& introduced, PatternUse use);
  Result<Slot> declare_node(const ast::NodePattern& node, Scope& scope, BoundPattern& pattern,
                            std::vector<Slot>& introduced, PatternUse use);
  Status declare_relationship(const ast::RelationshipPattern& relationship, Slot from, Slot to,
                              ast::PathSelector selector, Scope& scope, BoundPattern& pattern,
                              std::vector<Slot>& introduced, std::set<std::string>& in_this_match, PatternUse use);
  Status bind_inline_predicates(const ast::PatternPart& part, std::size_t first_relationship,
                                const std::vector<Slot>& node_slots, const Scope& scope, BoundPattern& pattern);
  Status bind_properties(const ast::Expression& properties, Slot slot, StaticType type, const Scope& scope,
                         std::vector<ExpressionPtr>& predicates);
  Result<LabelTest> bind_labels(const ast::LabelExpression& labels, const Scope& scope);
  /// Labels or types, properties and WHERE of one element, as predicates; types of the form A|B go to `types`.
  Status bind_element(const ast::LabelExpression* labels, const ast::Expression* properties,
                      const ast::Expression* where, Slot slot, StaticType type, const Scope& scope,
                      std::vector<std::string>* types, std::vector<ExpressionPtr>& predicates);
  /// A quantified group as a segment of a search; its variables become lists in `scope`.
  Status bind_group(const ast::RelationshipPattern& group, const Scope& outer, Scope& scope,
                    std::vector<Slot>& introduced, BoundPathSearch& into);
  /// One relationship between two joints as a segment of a search.
  Status bind_search_relationship(const ast::RelationshipPattern& relationship, Slot from, Slot to, const Scope& outer,
                                  Scope& scope, std::vector<Slot>& introduced, BoundPathSearch& into);
  /// A whole path, selector and mode and all, as one relationship of the pattern.
  Status bind_whole_path(const ast::PatternPart& part, Scope& scope, BoundPattern& pattern,
                         std::vector<Slot>& introduced, PatternUse use, std::vector<Slot>& node_slots);
  Result<Slot> declare_group_variable(const std::optional<ast::Name>& variable, Scope& scope,
                                      std::vector<Slot>& introduced);
  Status check_match_mode(const std::vector<ast::PatternPart*>& parts, PatternUse use) const;

  // expressions (bind_expression.cpp, bind_function.cpp, bind_subquery.cpp)
  Result<ExpressionPtr> bind_expression(const ast::Expression& expression, const Scope& scope);
  /// What is computed for each element of a list, where aggregates are not allowed.
  Result<ExpressionPtr> bind_per_element(const ast::Expression& expression, const Scope& scope);
  /// In a position where a pattern is a predicate, and aggregates are not allowed.
  Result<ExpressionPtr> bind_predicate(const ast::Expression& expression, const Scope& scope);
  Result<ExpressionPtr> bind_variable(const std::string& name, SourceRange range, const Scope& scope);
  Result<ExpressionPtr> bind_call_expression(const ast::Expression& expression, const ast::FunctionCall& call,
                                             const Scope& scope);
  Result<ExpressionPtr> bind_aggregate(const ast::Expression& expression, const ast::FunctionCall& call,
                                       const Scope& scope);
  Result<ExpressionPtr> bind_pattern_predicate(const ast::PatternPart& part, SourceRange range, const Scope& scope);
  Result<ExpressionPtr> bind_pattern_comprehension(const ast::PatternComprehension& node, SourceRange range,
                                                   const Scope& scope);
  Result<ExpressionPtr> bind_subquery_expression(const ast::SubqueryExpression& node, SourceRange range,
                                                 const Scope& scope);
  Result<ExpressionPtr> bind_operator(const ast::Expression& expression, const Scope& scope);
  Result<ExpressionPtr> bind_element_expression(const ast::Expression& expression, const Scope& scope);
  Result<std::vector<ExpressionPtr>> bind_all(const std::vector<ast::Expression*>& expressions, const Scope& scope);
  /// An error when `expression` is known to be none of `allowed`.
  Status require(const BoundExpression& expression, std::initializer_list<StaticType> allowed,
                 std::string_view what) const;
  Error undefined_variable(const std::string& name, SourceRange range, const Scope& scope) const;
  /// What a symbol is to an expression bound under keys_: the slot of its grouping key, or one that may not be named.
  Symbol seen_through_keys(const Symbol& symbol) const;
  /// What a subquery of an expression sees of `scope`, under keys_: aliases, then what seen_through_keys leaves.
  Scope scope_of_subquery(const Scope& scope) const;
  /// An error when the symbol may not be named here.
  Status check_visible(const Symbol& symbol, const std::string& name, SourceRange range, const Scope& scope) const;
  Symbol element_symbol(const BoundExpression& list, const std::string& name);

  std::string_view text_;
  const PlanningContext& context_;
  SubqueryPlanner plan_subquery_;
  std::vector<std::string> slot_names_;
  std::vector<std::set<Slot>*> trackers_;  ///< Slots that the subqueries being bound refer to.
  KeyContext* keys_ = nullptr;             ///< Set while binding what may only refer to grouping keys.
  const ast::Expression* inside_aggregate_ = nullptr;
  std::optional<std::pair<Slot, Slot>> csv_;  ///< The line and the file of the LOAD CSV whose row is at hand.
  bool csv_lost_ = false;                     ///< A WITH has left it behind.
  bool aggregates_allowed_ = false;
  bool pattern_allowed_ = false;  ///< A pattern here is a predicate.
};

/// A compile-time error with its place.
Error bind_error(ErrorKind kind, std::string detail, std::string message, SourceRange where);
inline Error syntax_error(std::string detail, std::string message, SourceRange where) {
  return bind_error(ErrorKind::kSyntaxError, std::move(detail), std::move(message), where);
}

ExpressionPtr make_expression(SourceRange range, StaticType type, decltype(BoundExpression::node) node);
ExpressionPtr slot_expression(Slot slot, StaticType type = StaticType::kAny, SourceRange range = {});
/// Appends the conjuncts of an AND tree.
void split_conjuncts(const ExpressionPtr& predicate, std::vector<ExpressionPtr>& out);
/// The AND of one or more.
ExpressionPtr join_conjuncts(std::vector<ExpressionPtr> conjuncts);
/// Whether an aggregate occurs outside of subqueries.
bool contains_aggregate(const ast::Expression& expression, const FunctionRegistry& functions);
/// The name in `candidates` nearest to `name` in spelling, or empty.
std::string nearest_name(std::string_view name, const Scope& candidates);
std::string_view to_string(StaticType type);

}  // namespace kith::engine
