// engine/optimizer/nest_counts.cpp: an expansion that only leads to counted ones is counted with them. The rows between
// are never made: a two-hop count is one loop over neighbour lists, a chain costs its relationships instead of its
// paths.
#include <algorithm>

#include "engine/binder/binder.hpp"
#include "engine/binder/free_slots.hpp"
#include "engine/optimizer/optimizer.hpp"
#include "engine/planner/operator_slots.hpp"

namespace kith::engine {
namespace {

/// The label test on `node` that an expression is; null when it is something else.
const LabelTest* label_test_on(const BoundExpression& expression, Slot node) {
  const auto* test = std::get_if<LabelTestExpression>(&expression.node);
  if (test == nullptr) return nullptr;
  const auto* subject = std::get_if<SlotExpression>(&test->subject->node);
  return subject != nullptr && subject->slot == node ? &test->test : nullptr;
}

/// Counted expansions on top, then filters and expansions, right below an aggregation that counts rows.
class Stack {
 public:
  explicit Stack(LogicalPlan& aggregate) : aggregate_(aggregate) {
    LogicalPlan at = aggregate->inputs.front();
    const auto is_counted = [](const OperatorNode& node) {
      const auto* expand = std::get_if<ExpandOperator>(&node);
      return (expand != nullptr && expand->count_only && !expand->into) ||
             std::holds_alternative<ExpandPairOperator>(node);
    };
    for (; is_counted(at->node); at = at->inputs.front()) counted_.push_back(at);
    for (; std::holds_alternative<FilterOperator>(at->node) || std::holds_alternative<ExpandOperator>(at->node);
         at = at->inputs.front()) {
      below_.push_back(at);
    }
    bottom_ = at;
  }

  void rewrite() {
    bool changed = false;
    while (absorb_one()) changed = true;
    if (changed) join_again();
  }

 private:
  bool absorb_one() {
    for (std::size_t i = 0; i < below_.size(); ++i) {
      const auto* expand = std::get_if<ExpandOperator>(&below_[i]->node);
      if (expand != nullptr && !expand->into && !expand->count_only && absorb(i, *expand)) return true;
    }
    return false;
  }

  /// Takes below_[i] out of the rows when nothing needs its relationship, and only counted expansions and label tests
  /// its end.
  bool absorb(std::size_t i, const ExpandOperator& expand) {
    if (!expand.to.has_value()) return false;
    std::vector<std::size_t> beyond;
    for (std::size_t c = 0; c < counted_.size(); ++c) {
      if (leads_on_from(counted_[c]->node, expand)) beyond.push_back(c);
    }
    std::set<Slot> read;
    add_slots_read(aggregate_->node, read);
    for (std::size_t c = 0; c < counted_.size(); ++c) {
      if (std::find(beyond.begin(), beyond.end(), c) == beyond.end()) add_slots_read(counted_[c]->node, read);
    }
    CountedExpansion made{.types = expand.types, .direction = expand.direction, .labels = {}, .beyond = {}};
    for (std::size_t other = 0; other < below_.size(); ++other) {
      if (other == i) continue;
      const auto* filter = std::get_if<FilterOperator>(&below_[other]->node);
      if (filter == nullptr) {
        add_slots_read(below_[other]->node, read);
        continue;
      }
      std::vector<ExpressionPtr> conjuncts;
      split_conjuncts(filter->predicate, conjuncts);
      for (const ExpressionPtr& conjunct : conjuncts) {
        if (const LabelTest* test = label_test_on(*conjunct, *expand.to)) {
          made.labels.push_back(*test);
        } else {
          add_free_slots(*conjunct, read);
        }
      }
    }
    if ((beyond.empty() && made.labels.empty()) || read.contains(*expand.to)) return false;
    if (expand.relationship.has_value() && read.contains(*expand.relationship)) return false;
    for (std::size_t b = beyond.size(); b-- > 0;) {
      made.beyond.push_back(nested(counted_[beyond[b]]->node, expand));
      counted_.erase(counted_.begin() + static_cast<std::ptrdiff_t>(beyond[b]));
    }
    drop_label_tests(*expand.to);
    counted_.push_back(
        std::make_shared<LogicalOperator>(LogicalOperator{CountTreeOperator{expand.from, std::move(made)}, {}, 0}));
    below_.erase(std::find_if(below_.begin(), below_.end(), [&](const LogicalPlan& plan) {
      return std::get_if<ExpandOperator>(&plan->node) == &expand;
    }));
    return true;
  }

  /// Whether a counted expansion starts at the end of `expand`, and is told of no relationship met before but its.
  static bool leads_on_from(const OperatorNode& node, const ExpandOperator& expand) {
    if (const auto* tree = std::get_if<CountTreeOperator>(&node)) return tree->from == *expand.to;
    const auto* counted = std::get_if<ExpandOperator>(&node);
    if (counted == nullptr || counted->from != *expand.to) return false;
    const auto is_end = [&](Slot slot) { return slot == expand.from || slot == *expand.to; };
    return counted->used.empty() ||
           (counted->used.size() == 1 && is_end(counted->used.front().start) && is_end(counted->used.front().end) &&
            counted->used.front().start != counted->used.front().end);
  }

  static CountedExpansion nested(const OperatorNode& node, const ExpandOperator& before) {
    if (const auto* tree = std::get_if<CountTreeOperator>(&node)) return tree->expansion;
    const auto& counted = std::get<ExpandOperator>(node);
    CountedExpansion made{.types = counted.types, .direction = counted.direction, .labels = {}, .beyond = {}};
    if (!counted.used.empty()) {
      using Returning = CountedExpansion::Returning;
      // The relationship before starts or ends at the node that this one goes on from: one that goes the same way as it
      // meets it only where both its ends are that node.
      const bool starts_here = counted.used.front().start == *before.to;
      const bool meets =
          counted.direction == Direction::kBoth || (counted.direction == Direction::kOutgoing) == starts_here;
      made.returning = meets ? Returning::kAlways : Returning::kAtLoops;
    }
    return made;
  }

  void drop_label_tests(Slot node) {
    for (std::size_t i = below_.size(); i-- > 0;) {
      auto* filter = std::get_if<FilterOperator>(&below_[i]->node);
      if (filter == nullptr) continue;
      std::vector<ExpressionPtr> conjuncts;
      split_conjuncts(filter->predicate, conjuncts);
      const std::size_t before = conjuncts.size();
      std::erase_if(conjuncts, [&](const ExpressionPtr& one) { return label_test_on(*one, node) != nullptr; });
      if (conjuncts.size() == before) continue;
      if (conjuncts.empty()) {
        below_.erase(below_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        filter->predicate = join_conjuncts(std::move(conjuncts));
      }
    }
  }

  void join_again() {
    LogicalPlan plan = bottom_;
    const auto* scan = std::get_if<NodeScanOperator>(&bottom_->node);
    const bool only_scans = scan != nullptr && bottom_->inputs.empty() &&
                            std::none_of(below_.begin(), below_.end(), [](const LogicalPlan& one) {
                              return std::holds_alternative<ExpandOperator>(one->node);
                            });
    for (std::size_t i = below_.size(); i-- > 0;) {
      below_[i]->inputs = {plan};
      plan = below_[i];
    }
    for (std::size_t i = counted_.size(); i-- > 0;) {
      if (auto* tree = std::get_if<CountTreeOperator>(&counted_[i]->node)) tree->distinct = only_scans;
      counted_[i]->inputs = {plan};
      counted_[i]->estimated_rows = plan->estimated_rows;
      plan = counted_[i];
    }
    aggregate_->inputs = {plan};
  }

  LogicalPlan& aggregate_;
  std::vector<LogicalPlan> counted_;  // topmost first
  std::vector<LogicalPlan> below_;    // the same
  LogicalPlan bottom_;
};

}  // namespace

void nest_counts(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) nest_counts(input);
  const auto* aggregate = std::get_if<AggregateOperator>(&plan->node);
  if (aggregate != nullptr && takes_multiplicity(*aggregate)) Stack(plan).rewrite();
}

}  // namespace kith::engine
