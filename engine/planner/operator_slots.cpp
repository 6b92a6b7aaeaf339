// engine/planner/operator_slots.cpp: which columns the operators of a plan read.
#include "engine/planner/operator_slots.hpp"

#include "engine/binder/free_slots.hpp"

namespace kith::engine {
namespace {

struct Reader {
  std::set<Slot>& slots;

  void add(const ExpressionPtr& expression) const {
    if (expression != nullptr) add_free_slots(*expression, slots);
  }
  void add(const std::vector<ExpressionPtr>& expressions) const {
    for (const ExpressionPtr& expression : expressions) add(expression);
  }
  void add(const Projections& items) const {
    for (const auto& [slot, expression] : items) add(expression);
  }
  void add(const WrittenName& name) const { add(name.value); }
  void add(const std::vector<WrittenName>& names) const {
    for (const WrittenName& name : names) add(name);
  }
  void add(const std::vector<SortKey>& keys) const {
    for (const SortKey& key : keys) add(key.expression);
  }
  void add(const CreatePattern& pattern) const {
    for (const CreateNode& node : pattern.nodes) add(node.properties), add(node.labels);
    for (const CreateRelationship& relationship : pattern.relationships) {
      slots.insert({relationship.start, relationship.end});
      add(relationship.properties), add(relationship.type);
    }
  }
  void add(const std::vector<UpdateItem>& items) const {
    for (const UpdateItem& item : items) {
      if (const auto* property = std::get_if<SetPropertyItem>(&item))
        add(property->subject), add(property->value), add(property->key);
      if (const auto* properties = std::get_if<SetPropertiesItem>(&item))
        slots.insert(properties->subject), add(properties->value);
      if (const auto* labels = std::get_if<SetLabelsItem>(&item)) slots.insert(labels->subject), add(labels->labels);
      if (const auto* property = std::get_if<RemovePropertyItem>(&item)) add(property->subject), add(property->key);
      if (const auto* labels = std::get_if<RemoveLabelsItem>(&item)) slots.insert(labels->subject), add(labels->labels);
    }
  }

  void operator()(const ArgumentOperator&) const {}
  void operator()(const NodeScanOperator&) const {}
  void operator()(const NodeIndexSeekOperator& node) const {
    add(node.equal), add(node.prefix);
    if (node.lower.has_value()) add(node.lower->value);
    if (node.upper.has_value()) add(node.upper->value);
  }
  void operator()(const NodeByIdSeekOperator& node) const { add(node.ids); }
  void operator()(const ExpandOperator& node) const {
    slots.insert(node.from);
    if (node.into) slots.insert(*node.to);
    for (const ExpandOperator::Used& used : node.used) slots.insert({used.start, used.end});
  }
  void operator()(const CountTreeOperator& node) const {
    slots.insert(node.from);
    if (node.before.has_value()) slots.insert(*node.before);
  }
  void operator()(const IntersectOperator& node) const {
    slots.insert({node.left.from, node.right.from});
    slots.insert(node.left.unlike.begin(), node.left.unlike.end());
    slots.insert(node.right.unlike.begin(), node.right.unlike.end());
  }
  void operator()(const ExpandPairOperator& node) const { slots.insert(node.from); }
  void operator()(const VarExpandOperator& node) const {
    slots.insert(node.from);
    if (node.into) slots.insert(node.to);
    slots.insert(node.unique_against.begin(), node.unique_against.end());
    add(node.where);
  }
  void operator()(const ShortestPathOperator& node) const { slots.insert({node.from, node.to}), add(node.where); }
  void operator()(const PathSearchOperator& node) const {
    slots.insert(node.from);
    if (node.into) slots.insert(node.to);
    slots.insert(node.unique_against.begin(), node.unique_against.end());
    add(node.count), add(node.where);
    for (const PathSegment& segment : node.segments) {
      add(segment.joint_where);
      for (const PathStep& step : segment.steps) add(step.where);
    }
  }
  void operator()(const FilterOperator& node) const { add(node.predicate); }
  void operator()(const ProjectOperator& node) const { add(node.items); }
  void operator()(const AggregateOperator& node) const {
    add(node.keys);
    for (const AggregateOperator::Item& item : node.items) add(item.aggregate.arguments);
  }
  void operator()(const DistinctOperator& node) const { slots.insert(node.slots.begin(), node.slots.end()); }
  void operator()(const SortOperator& node) const { add(node.keys); }
  void operator()(const TopOperator& node) const { add(node.keys), add(node.skip), add(node.limit); }
  void operator()(const SkipOperator& node) const { add(node.count); }
  void operator()(const LimitOperator& node) const { add(node.count); }
  void operator()(const UnwindOperator& node) const { add(node.list); }
  void operator()(const LoadCsvOperator& node) const { add(node.source), add(node.terminator); }
  void operator()(const ProcedureCallOperator& node) const { add(node.arguments); }
  void operator()(const EagerOperator&) const {}
  void operator()(const CreateOperator& node) const { add(node.pattern); }
  void operator()(const UpdateOperator& node) const { add(node.items); }
  void operator()(const DeleteOperator& node) const { add(node.targets); }
  void operator()(const MergeOperator& node) const { add(node.create), add(node.on_create), add(node.on_match); }
  void operator()(const ForeachOperator& node) const { add(node.list); }
  void operator()(const ApplyOperator&) const {}
  void operator()(const TransactionBatchesOperator& node) const { add(node.num_rows); }
  void operator()(const HashJoinOperator& node) const { slots.insert(node.keys.begin(), node.keys.end()); }
  void operator()(const UnionOperator& node) const {
    for (const auto& input : node.slots) slots.insert(input.begin(), input.end());
  }
};

}  // namespace

void add_slots_read(const OperatorNode& node, std::set<Slot>& slots) { std::visit(Reader{slots}, node); }

void add_all_slots_read(const LogicalPlan& plan, std::set<Slot>& slots) {
  add_slots_read(plan->node, slots);
  for (const LogicalPlan& input : plan->inputs) add_all_slots_read(input, slots);
}

}  // namespace kith::engine
