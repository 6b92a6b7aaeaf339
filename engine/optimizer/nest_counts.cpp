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

/// The label test on `node` that an expression is; null when it is something else, or takes names from values.
const LabelTest* label_test_on(const BoundExpression& expression, Slot node) {
  const auto* test = std::get_if<LabelTestExpression>(&expression.node);
  if (test == nullptr || is_dynamic(test->test)) return nullptr;
  const auto* subject = std::get_if<SlotExpression>(&test->subject->node);
  return subject != nullptr && subject->slot == node ? &test->test : nullptr;
}

/// Adds the slots that an operator reads, the subplan of an OPTIONAL MATCH included.
void add_read(const LogicalPlan& plan, std::set<Slot>& read) {
  add_slots_read(plan->node, read);
  if (std::holds_alternative<ApplyOperator>(plan->node)) add_all_slots_read(plan->inputs[1], read);
}

/// Counted expansions on top, then filters, expansions and OPTIONAL MATCHes, of which what is above needs no more than
/// the number of rows and the slots in `read`.
class Stack {
 public:
  Stack(LogicalPlan top, std::set<Slot> read) : read_(std::move(read)) {
    LogicalPlan at = std::move(top);
    const auto is_counted = [](const OperatorNode& node) {
      const auto* expand = std::get_if<ExpandOperator>(&node);
      return (expand != nullptr && expand->count_only && !expand->into) ||
             std::holds_alternative<ExpandPairOperator>(node);
    };
    for (; is_counted(at->node); at = at->inputs.front()) counted_.push_back(at);
    const auto is_by_row = [](const OperatorNode& node) {
      const auto* apply = std::get_if<ApplyOperator>(&node);
      return std::holds_alternative<FilterOperator>(node) || std::holds_alternative<ExpandOperator>(node) ||
             std::holds_alternative<IntersectOperator>(node) ||
             (apply != nullptr && apply->kind == ApplyKind::kOptional && !apply->per_row);
    };
    for (; is_by_row(at->node); at = at->inputs.front()) below_.push_back(at);
    bottom_ = at;
  }

  /// The rewritten plan.
  LogicalPlan rewrite() {
    while (absorb_one()) {
    }
    return join_again();
  }

 private:
  bool absorb_one() {
    for (std::size_t i = 0; i < below_.size(); ++i) {
      const auto* expand = std::get_if<ExpandOperator>(&below_[i]->node);
      if (expand != nullptr && !expand->into && !expand->count_only && absorb(i, *expand)) return true;
      if (std::holds_alternative<ApplyOperator>(below_[i]->node) && absorb_optional(i)) return true;
      if (std::holds_alternative<IntersectOperator>(below_[i]->node) && absorb_intersection(i)) return true;
    }
    return false;
  }

  /// Counts an intersection when nothing needs its node but label tests, and its relationships are only held to differ
  /// from each other and from those between the two nodes.
  bool absorb_intersection(std::size_t i) {
    IntersectOperator made = std::get<IntersectOperator>(below_[i]->node);
    if (made.count_only) return false;
    std::set<Slot> read = read_;
    for (const LogicalPlan& counted : counted_) add_slots_read(counted->node, read);
    std::vector<std::vector<ExpressionPtr>> kept(below_.size());
    for (std::size_t other = 0; other < below_.size(); ++other) {
      if (other == i) continue;
      const auto* filter = std::get_if<FilterOperator>(&below_[other]->node);
      if (filter == nullptr) {
        add_read(below_[other], read);
        continue;
      }
      std::vector<ExpressionPtr> conjuncts;
      split_conjuncts(filter->predicate, conjuncts);
      for (const ExpressionPtr& conjunct : conjuncts) {
        if (const LabelTest* test = label_test_on(*conjunct, made.to)) {
          made.labels.push_back(*test);
        } else if (!takes_over(*conjunct, made)) {
          add_free_slots(*conjunct, read);
          kept[other].push_back(conjunct);
        }
      }
    }
    const auto is_read = [&](const std::optional<Slot>& slot) { return slot.has_value() && read.contains(*slot); };
    if (read.contains(made.to) || is_read(made.left.relationship) || is_read(made.right.relationship)) return false;
    made.left.relationship.reset();
    made.right.relationship.reset();
    made.count_only = true;
    std::vector<LogicalPlan> left;
    for (std::size_t other = 0; other < below_.size(); ++other) {
      if (other == i) continue;
      if (auto* filter = std::get_if<FilterOperator>(&below_[other]->node)) {
        if (kept[other].empty()) continue;
        filter->predicate = join_conjuncts(std::move(kept[other]));
      }
      left.push_back(below_[other]);
    }
    below_ = std::move(left);
    counted_.push_back(std::make_shared<LogicalOperator>(LogicalOperator{std::move(made), {}, 0}));
    return true;
  }

  /// A uniqueness test that a counted intersection sees to itself.
  bool takes_over(const BoundExpression& conjunct, IntersectOperator& made) const {
    const auto* disjoint = std::get_if<DisjointExpression>(&conjunct.node);
    if (disjoint == nullptr) return false;
    for (const auto& [one, other] :
         {std::pair(disjoint->left, disjoint->right), std::pair(disjoint->right, disjoint->left)}) {
      if (made.left.relationship == one && made.right.relationship == other) {
        made.must_differ = true;
        return true;
      }
      for (IntersectOperator::Leg* leg : {&made.left, &made.right}) {
        if (leg->relationship == one && is_between(other, made.left.from, made.right.from)) {
          leg->unlike.push_back(other);
          return true;
        }
      }
    }
    return false;
  }

  /// Whether an expansion of this run found the relationship between the two nodes.
  bool is_between(Slot relationship, Slot one, Slot other) const {
    return std::any_of(below_.begin(), below_.end(), [&](const LogicalPlan& plan) {
      const auto* expand = std::get_if<ExpandOperator>(&plan->node);
      return expand != nullptr && expand->relationship == relationship && expand->to.has_value() &&
             ((expand->from == one && *expand->to == other) || (expand->from == other && *expand->to == one));
    });
  }

  /// Takes an OPTIONAL MATCH out of the rows when it is a tree from one node, and nothing reads what it introduces.
  bool absorb_optional(std::size_t i) {
    const auto& apply = std::get<ApplyOperator>(below_[i]->node);
    std::set<Slot> read = read_beside(i, {});
    if (std::any_of(apply.introduced.begin(), apply.introduced.end(), [&](Slot slot) { return read.contains(slot); })) {
      return false;
    }
    Stack inner(copy_of_chain(below_[i]->inputs[1]), {});
    inner.counts_everything_ = true;
    while (inner.absorb_one()) {
    }
    if (!inner.below_.empty() || inner.counted_.size() != 1 ||
        !std::holds_alternative<ArgumentOperator>(inner.bottom_->node)) {
      return false;
    }
    auto* tree = std::get_if<CountTreeOperator>(&inner.counted_.front()->node);
    if (tree == nullptr) return false;
    tree->optional = true;
    counted_.push_back(inner.counted_.front());
    below_.erase(below_.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }

  /// The operators down to one with another number of inputs, each of its own: what is tried on them may fail.
  static LogicalPlan copy_of_chain(const LogicalPlan& plan) {
    LogicalPlan copy = std::make_shared<LogicalOperator>(*plan);
    if (copy->inputs.size() == 1) copy->inputs.front() = copy_of_chain(copy->inputs.front());
    return copy;
  }

  /// The slots that something reads beside below_[i] and the counted expansions in `but`.
  std::set<Slot> read_beside(std::size_t i, const std::vector<std::size_t>& but) const {
    std::set<Slot> read = read_;
    for (std::size_t c = 0; c < counted_.size(); ++c) {
      if (std::find(but.begin(), but.end(), c) == but.end()) add_slots_read(counted_[c]->node, read);
    }
    for (std::size_t other = 0; other < below_.size(); ++other) {
      if (other == i) continue;
      add_read(below_[other], read);
    }
    return read;
  }

  /// Takes below_[i] out of the rows when nothing needs its relationship, and only counted expansions and label tests
  /// its end.
  bool absorb(std::size_t i, const ExpandOperator& expand) {
    if (!expand.to.has_value()) return absorb_bare(i, expand);
    std::vector<std::size_t> beyond;
    for (std::size_t c = 0; c < counted_.size(); ++c) {
      if (leads_on_from(counted_[c]->node, expand)) beyond.push_back(c);
    }
    std::set<Slot> read = read_;
    for (std::size_t c = 0; c < counted_.size(); ++c) {
      if (std::find(beyond.begin(), beyond.end(), c) == beyond.end()) add_slots_read(counted_[c]->node, read);
    }
    CountedExpansion made{.types = expand.types, .direction = expand.direction, .labels = {}, .beyond = {}};
    const ExpandOperator* before = nullptr;
    for (std::size_t other = 0; other < below_.size(); ++other) {
      if (other == i) continue;
      const auto* filter = std::get_if<FilterOperator>(&below_[other]->node);
      if (filter == nullptr) {
        add_read(below_[other], read);
        continue;
      }
      std::vector<ExpressionPtr> conjuncts;
      split_conjuncts(filter->predicate, conjuncts);
      for (const ExpressionPtr& conjunct : conjuncts) {
        if (const LabelTest* test = label_test_on(*conjunct, *expand.to)) {
          made.labels.push_back(*test);
        } else if (const ExpandOperator* other_than = must_differ_from_before(*conjunct, expand);
                   other_than != nullptr && before == nullptr) {
          before = other_than;
        } else {
          add_free_slots(*conjunct, read);
        }
      }
    }
    if ((beyond.empty() && made.labels.empty() && !counts_everything_) || read.contains(*expand.to)) return false;
    if (expand.relationship.has_value() && read.contains(*expand.relationship)) return false;
    for (std::size_t b = beyond.size(); b-- > 0;) {
      made.beyond.push_back(nested(counted_[beyond[b]]->node, expand));
      counted_.erase(counted_.begin() + static_cast<std::ptrdiff_t>(beyond[b]));
    }
    CountTreeOperator tree{expand.from, std::move(made)};
    if (before != nullptr) {
      tree.before = before->from;
      tree.expansion.returning = returning(before->direction == Direction::kIncoming ? *before->to : before->from,
                                           *before->to, expand.direction);
    }
    drop_conjuncts([&](const BoundExpression& one) {
      return label_test_on(one, *expand.to) != nullptr ||
             (before != nullptr && must_differ_from_before(one, expand) == before);
    });
    counted_.push_back(std::make_shared<LogicalOperator>(LogicalOperator{std::move(tree), {}, 0}));
    below_.erase(std::find_if(below_.begin(), below_.end(), [&](const LogicalPlan& plan) {
      return std::get_if<ExpandOperator>(&plan->node) == &expand;
    }));
    return true;
  }

  /// One whose end nobody asks for; count_expansions has seen to it where there is an aggregation.
  bool absorb_bare(std::size_t i, const ExpandOperator& expand) {
    if (!counts_everything_) return false;
    if (expand.relationship.has_value() && read_beside(i, {}).contains(*expand.relationship)) return false;
    CountedExpansion made{.types = expand.types, .direction = expand.direction, .labels = {}, .beyond = {}};
    counted_.push_back(
        std::make_shared<LogicalOperator>(LogicalOperator{CountTreeOperator{expand.from, std::move(made)}, {}, 0}));
    below_.erase(below_.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }

  /// The expansion by which the start of `expand` was found, when the conjunct says that their relationships differ and
  /// `expand` can tell by their ends whether it meets that one again.
  const ExpandOperator* must_differ_from_before(const BoundExpression& conjunct, const ExpandOperator& expand) const {
    const auto* disjoint = std::get_if<DisjointExpression>(&conjunct.node);
    if (disjoint == nullptr || !expand.relationship.has_value()) return nullptr;
    if (disjoint->left != *expand.relationship && disjoint->right != *expand.relationship) return nullptr;
    const Slot other = disjoint->left == *expand.relationship ? disjoint->right : disjoint->left;
    for (const LogicalPlan& plan : below_) {
      const auto* before = std::get_if<ExpandOperator>(&plan->node);
      if (before == nullptr || before->relationship != other) continue;
      const bool finds_start = !before->into && before->to == expand.from && before->from != expand.from;
      const bool knows_way = before->direction != Direction::kBoth || expand.direction == Direction::kBoth;
      return finds_start && knows_way && is_subset(before->types, expand.types) ? before : nullptr;
    }
    return nullptr;
  }

  /// How an expansion from `to` in `direction` meets the relationship by which `to` was reached, which starts at
  /// `start`: one that goes the same way meets it only where both its ends are that node.
  static CountedExpansion::Returning returning(Slot start, Slot to, Direction direction) {
    const bool meets = direction == Direction::kBoth || (direction == Direction::kOutgoing) == (start == to);
    return meets ? CountedExpansion::Returning::kAlways : CountedExpansion::Returning::kAtLoops;
  }

  /// Whether a counted expansion starts at the end of `expand`, and is told of no relationship met before but its.
  static bool leads_on_from(const OperatorNode& node, const ExpandOperator& expand) {
    if (const auto* tree = std::get_if<CountTreeOperator>(&node)) {
      return tree->from == *expand.to && !tree->optional && tree->before.value_or(expand.from) == expand.from;
    }
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
    if (!counted.used.empty()) made.returning = returning(counted.used.front().start, *before.to, counted.direction);
    return made;
  }

  template <class Test>
  void drop_conjuncts(Test is_dropped) {
    for (std::size_t i = below_.size(); i-- > 0;) {
      auto* filter = std::get_if<FilterOperator>(&below_[i]->node);
      if (filter == nullptr) continue;
      std::vector<ExpressionPtr> conjuncts;
      split_conjuncts(filter->predicate, conjuncts);
      const std::size_t before = conjuncts.size();
      std::erase_if(conjuncts, [&](const ExpressionPtr& one) { return is_dropped(*one); });
      if (conjuncts.size() == before) continue;
      if (conjuncts.empty()) {
        below_.erase(below_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        filter->predicate = join_conjuncts(std::move(conjuncts));
      }
    }
  }

  LogicalPlan join_again() {
    LogicalPlan plan = bottom_;
    const auto* scan = std::get_if<NodeScanOperator>(&bottom_->node);
    const bool only_scans = scan != nullptr && bottom_->inputs.empty() &&
                            std::none_of(below_.begin(), below_.end(), [](const LogicalPlan& one) {
                              return !std::holds_alternative<FilterOperator>(one->node);
                            });
    for (std::size_t i = below_.size(); i-- > 0;) {
      below_[i]->inputs.front() = plan;
      plan = below_[i];
    }
    for (std::size_t i = counted_.size(); i-- > 0;) {
      if (auto* tree = std::get_if<CountTreeOperator>(&counted_[i]->node)) tree->distinct = only_scans;
      counted_[i]->inputs = {plan};
      counted_[i]->estimated_rows = plan->estimated_rows;
      plan = counted_[i];
    }
    return plan;
  }

  const std::set<Slot> read_;
  bool counts_everything_ = false;    // also expansions that lead nowhere
  std::vector<LogicalPlan> counted_;  // topmost first
  std::vector<LogicalPlan> below_;    // the same
  LogicalPlan bottom_;
};

}  // namespace

void nest_counts(LogicalPlan& plan) {
  for (LogicalPlan& input : plan->inputs) nest_counts(input);
  const auto* aggregate = std::get_if<AggregateOperator>(&plan->node);
  if (aggregate == nullptr || !takes_multiplicity(*aggregate)) return;
  std::set<Slot> read;
  add_slots_read(plan->node, read);
  plan->inputs = {Stack(plan->inputs.front(), std::move(read)).rewrite()};
}

}  // namespace kith::engine
