// engine/optimizer/count_expansions.cpp: factorised counting. Below an aggregation that takes multiplicities, an
// expansion whose relationship and end nothing reads only multiplies the rows: by the degree, less the relationships
// that the same MATCH has used.
#include <algorithm>

#include "engine/binder/binder.hpp"
#include "engine/binder/free_slots.hpp"
#include "engine/functions/function.hpp"
#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/operator_slots.hpp"

namespace kith::engine {
namespace {

/// The run of expansions and filters right below an aggregation.
class Run {
 public:
  explicit Run(LogicalPlan& aggregate) : aggregate_(aggregate) {
    LogicalPlan at = aggregate->inputs.front();
    while (std::holds_alternative<FilterOperator>(at->node) || std::holds_alternative<ExpandOperator>(at->node)) {
      operators_.push_back(at);
      at = at->inputs.front();
    }
    bottom_ = at;
  }

  void rewrite() {
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      if (const auto* filter = std::get_if<FilterOperator>(&operators_[i]->node))
        split_conjuncts_of(i, filter->predicate);
    }
    start_at_the_first_end();
    std::vector<bool> counted(operators_.size());
    std::vector<LogicalPlan> on_top;  // counted expansions, topmost first
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      auto* expand = std::get_if<ExpandOperator>(&operators_[i]->node);
      if (expand == nullptr || counted[i] || expand->into || !only_counted(i)) continue;
      const std::vector<std::size_t> partners = partners_of(i);
      if (std::any_of(partners.begin(), partners.end(), [&](std::size_t partner) { return counted[partner]; }))
        continue;
      if (LogicalPlan pair = try_pair(i, partners)) {
        counted[i] = counted[partners.front()] = true;
        on_top.push_back(std::move(pair));
      } else if (try_used(*expand, partners)) {
        counted[i] = true;
        drop_disjoint(i);
        expand->count_only = true;
        expand->relationship.reset();
        expand->to.reset();
        on_top.push_back(operators_[i]);
      }
    }
    if (on_top.empty()) return;
    LogicalPlan plan = bottom_;
    for (std::size_t i = operators_.size(); i-- > 0;) {
      if (counted[i]) continue;
      if (std::holds_alternative<FilterOperator>(operators_[i]->node) && !restore_filter(i)) continue;
      operators_[i]->inputs = {plan};
      plan = operators_[i];
    }
    for (std::size_t i = on_top.size(); i-- > 0;) {
      on_top[i]->inputs = {plan};
      on_top[i]->estimated_rows = plan->estimated_rows;
      plan = on_top[i];
    }
    aggregate_->inputs = {plan};
  }

 private:
  struct Conjunct {
    std::size_t filter;
    ExpressionPtr expression;
    bool dropped = false;
  };

  void split_conjuncts_of(std::size_t filter, const ExpressionPtr& predicate) {
    std::vector<ExpressionPtr> parts;
    split_conjuncts(predicate, parts);
    for (ExpressionPtr& part : parts) conjuncts_.push_back({filter, std::move(part)});
  }

  /// The slots that something beside uniqueness tests reads: the aggregation, filters, other expansions than the given
  /// one.
  std::set<Slot> read_beside(std::size_t i) const {
    std::set<Slot> read;
    add_slots_read(aggregate_->node, read);
    for (std::size_t other = 0; other < operators_.size(); ++other) {
      if (other != i && std::holds_alternative<ExpandOperator>(operators_[other]->node))
        add_slots_read(operators_[other]->node, read);
    }
    for (const Conjunct& conjunct : conjuncts_) {
      if (!conjunct.dropped && !std::holds_alternative<DisjointExpression>(conjunct.expression->node)) {
        add_free_slots(*conjunct.expression, read);
      }
    }
    return read;
  }

  /// Whether nothing but uniqueness tests reads the expansion's relationship and end.
  bool only_counted(std::size_t i) const {
    const auto& expand = std::get<ExpandOperator>(operators_[i]->node);
    const std::set<Slot> read = read_beside(i);
    return (!expand.relationship.has_value() || !read.contains(*expand.relationship)) &&
           (!expand.to.has_value() || !read.contains(*expand.to));
  }

  /// A scan of all nodes whose first expansion only leads on to a counted one scans the ends of that expansion instead:
  /// then both are counted, each node's arrivals by its departures, and no path is enumerated.
  void start_at_the_first_end() {
    auto* scan = std::get_if<NodeScanOperator>(&bottom_->node);
    if (scan == nullptr || scan->label.has_value() || !bottom_->inputs.empty() || operators_.empty()) return;
    const std::size_t lowest = operators_.size() - 1;
    auto* first = std::get_if<ExpandOperator>(&operators_[lowest]->node);
    if (first == nullptr || first->into || !first->to.has_value() || first->from != scan->node) return;
    const std::set<Slot> read = read_beside(lowest);
    if (read.contains(first->from) || (first->relationship.has_value() && read.contains(*first->relationship))) return;
    const bool leads_on = std::any_of(operators_.begin(), operators_.end() - 1, [&](const LogicalPlan& above) {
      const auto* expand = std::get_if<ExpandOperator>(&above->node);
      return expand != nullptr && expand->from == *first->to;
    });
    if (!leads_on) return;
    scan->node = *first->to;
    std::swap(first->from, *first->to);
    if (first->direction != Direction::kBoth) {
      first->direction = first->direction == Direction::kOutgoing ? Direction::kIncoming : Direction::kOutgoing;
    }
  }

  std::optional<Slot> disjoint_partner(const Conjunct& conjunct, Slot relationship) const {
    const auto* disjoint = std::get_if<DisjointExpression>(&conjunct.expression->node);
    if (disjoint == nullptr || conjunct.dropped) return std::nullopt;
    if (disjoint->left == relationship) return disjoint->right;
    if (disjoint->right == relationship) return disjoint->left;
    return std::nullopt;
  }

  /// The operators whose relationships must differ from this one's; operators_.size() stands for one outside of the
  /// run.
  std::vector<std::size_t> partners_of(std::size_t i) const {
    std::vector<std::size_t> partners;
    const auto& expand = std::get<ExpandOperator>(operators_[i]->node);
    if (!expand.relationship.has_value()) return partners;
    for (const Conjunct& conjunct : conjuncts_) {
      const std::optional<Slot> slot = disjoint_partner(conjunct, *expand.relationship);
      if (!slot.has_value()) continue;
      std::size_t partner = 0;
      while (partner < operators_.size()) {
        const auto* other = std::get_if<ExpandOperator>(&operators_[partner]->node);
        if (other != nullptr && other->relationship == slot) break;
        ++partner;
      }
      partners.push_back(partner);
    }
    return partners;
  }

  void drop_disjoint(std::size_t i) {
    const auto& expand = std::get<ExpandOperator>(operators_[i]->node);
    if (!expand.relationship.has_value()) return;
    for (Conjunct& conjunct : conjuncts_) {
      if (disjoint_partner(conjunct, *expand.relationship).has_value()) conjunct.dropped = true;
    }
  }

  /// Two counted expansions from one node that must differ only from each other.
  LogicalPlan try_pair(std::size_t i, const std::vector<std::size_t>& partners) {
    if (partners.size() != 1 || partners.front() >= operators_.size()) return nullptr;
    const auto& first = std::get<ExpandOperator>(operators_[i]->node);
    const auto& second = std::get<ExpandOperator>(operators_[partners.front()]->node);
    if (first.from != second.from || second.into || !only_counted(partners.front()) ||
        partners_of(partners.front()).size() != 1)
      return nullptr;
    drop_disjoint(i);
    return std::make_shared<LogicalOperator>(LogicalOperator{
        ExpandPairOperator{first.from, {first.types, first.direction}, {second.types, second.direction}}, {}, 0});
  }

  /// Relationships met before, given by their ends.
  bool try_used(ExpandOperator& expand, const std::vector<std::size_t>& partners) const {
    std::vector<ExpandOperator::Used> used;
    for (const std::size_t partner : partners) {
      if (partner >= operators_.size()) return false;
      const auto& other = std::get<ExpandOperator>(operators_[partner]->node);
      if (!other.to.has_value() || !is_subset(other.types, expand.types)) return false;
      // Which end is the start is known for a directed one; a counted undirected one asks for either.
      if (other.direction == Direction::kBoth && expand.direction != Direction::kBoth) return false;
      const bool reversed = other.direction == Direction::kIncoming;
      used.push_back({reversed ? *other.to : other.from, reversed ? other.from : *other.to});
    }
    expand.used = std::move(used);
    return true;
  }

  /// Puts a filter's remaining conjuncts back; false when none is left.
  bool restore_filter(std::size_t i) {
    std::vector<ExpressionPtr> left;
    for (const Conjunct& conjunct : conjuncts_) {
      if (conjunct.filter == i && !conjunct.dropped) left.push_back(conjunct.expression);
    }
    if (left.empty()) return false;
    operators_[i]->node = FilterOperator{join_conjuncts(std::move(left))};
    return true;
  }

  LogicalPlan& aggregate_;
  std::vector<LogicalPlan> operators_;  // topmost first
  std::vector<Conjunct> conjuncts_;
  LogicalPlan bottom_;
};

}  // namespace

bool is_subset(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  if (whole.empty()) return true;
  return !part.empty() && std::all_of(part.begin(), part.end(), [&](const std::string& type) {
    return std::find(whole.begin(), whole.end(), type) != whole.end();
  });
}

bool takes_multiplicity(const AggregateOperator& aggregate) {
  return std::all_of(aggregate.items.begin(), aggregate.items.end(), [](const AggregateOperator::Item& item) {
    return item.aggregate.distinct || item.aggregate.function->takes_multiplicity;
  });
}

void count_expansions(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) count_expansions(input);
  const auto* aggregate = std::get_if<AggregateOperator>(&plan->node);
  if (aggregate != nullptr && takes_multiplicity(*aggregate)) Run(plan).rewrite();
}

}  // namespace kith::engine
