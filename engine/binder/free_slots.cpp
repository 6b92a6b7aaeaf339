// engine/binder/free_slots.cpp: which columns an expression needs.
#include "engine/binder/free_slots.hpp"

namespace kith::engine {
namespace {

struct Collector {
  std::set<Slot>& slots;
  bool& has_subquery;

  void add(const ExpressionPtr& expression) const {
    if (expression != nullptr) std::visit(*this, expression->node);
  }
  void add(const std::vector<ExpressionPtr>& expressions) const {
    for (const ExpressionPtr& expression : expressions) add(expression);
  }
  void add_entries(const std::vector<std::pair<std::string, ExpressionPtr>>& entries) const {
    for (const auto& [key, value] : entries) add(value);
  }
  /// What an inner expression reads, without what is bound around it.
  void add_inner(std::initializer_list<const ExpressionPtr*> expressions, std::initializer_list<Slot> bound) const {
    std::set<Slot> inner;
    for (const ExpressionPtr* expression : expressions) {
      if (*expression != nullptr) std::visit(Collector{inner, has_subquery}, (*expression)->node);
    }
    for (const Slot slot : bound) inner.erase(slot);
    slots.insert(inner.begin(), inner.end());
  }

  void operator()(const ConstantExpression&) const {}
  void operator()(const ParameterExpression&) const {}
  void operator()(const SlotExpression& node) const { slots.insert(node.slot); }
  void operator()(const PropertyExpression& node) const { add(node.subject); }
  void operator()(const IndexExpression& node) const { add(node.subject), add(node.index); }
  void operator()(const SliceExpression& node) const { add(node.subject), add(node.from), add(node.to); }
  void operator()(const BinaryExpression& node) const { add(node.left), add(node.right); }
  void operator()(const UnaryExpression& node) const { add(node.operand); }
  void operator()(const LogicalExpression& node) const { add(node.operands); }
  void operator()(const FunctionExpression& node) const { add(node.arguments); }
  void operator()(const CaseBoundExpression& node) const {
    add(node.subject);
    for (const auto& [when, then] : node.branches) add(when), add(then);
    add(node.otherwise);
  }
  void operator()(const ListExpression& node) const { add(node.elements); }
  void operator()(const MapExpression& node) const { add_entries(node.entries); }
  void operator()(const MapProjectionExpression& node) const { add(node.subject), add_entries(node.entries); }
  void operator()(const ListComprehensionExpression& node) const {
    add(node.list);
    add_inner({&node.where, &node.projection}, {node.element});
  }
  void operator()(const QuantifierExpression& node) const {
    add(node.list);
    add_inner({&node.where}, {node.element});
  }
  void operator()(const ReduceExpression& node) const {
    add(node.initial), add(node.list);
    add_inner({&node.body}, {node.element, node.accumulator});
  }
  void add(const LabelTest& test) const {
    add(test.value);
    for (const LabelTest& operand : test.operands) add(operand);
  }
  void operator()(const LabelTestExpression& node) const { add(node.subject), add(node.test); }
  void operator()(const TypeTestExpression& node) const { add(node.operand); }
  void operator()(const PathExpression& node) const {
    slots.insert(node.nodes.begin(), node.nodes.end());
    slots.insert(node.relationships.begin(), node.relationships.end());
  }
  void operator()(const DisjointExpression& node) const { slots.insert({node.left, node.right}); }
  void operator()(const SubqueryBoundExpression& node) const {
    slots.insert(node.outer.begin(), node.outer.end());
    has_subquery = true;
  }
};

}  // namespace

void add_free_slots(const BoundExpression& expression, std::set<Slot>& slots) {
  bool has_subquery = false;
  std::visit(Collector{slots, has_subquery}, expression.node);
}

bool has_subquery(const BoundExpression& expression) {
  std::set<Slot> slots;
  bool found = false;
  std::visit(Collector{slots, found}, expression.node);
  return found;
}

std::set<Slot> free_slots(const BoundExpression& expression) {
  std::set<Slot> slots;
  add_free_slots(expression, slots);
  return slots;
}

}  // namespace kith::engine
