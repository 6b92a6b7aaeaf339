// tests/reference/minimise.cpp: every way to make a syntax tree or a graph smaller by one step, tried until none helps.
#include "tests/reference/minimise.hpp"

#include <algorithm>
#include <optional>

#include "parser/parser.hpp"
#include "tests/reference/printer.hpp"

namespace kith::reference {
namespace {

/// Walks a tree, numbers the places where something can be left out, and does so at one of them.
class Edit {
 public:
  Edit(ast::Arena& arena, std::size_t wanted) : arena_(arena), wanted_(wanted) {}

  bool done() const { return done_; }

  void visit(ast::RegularQuery& query) {
    if (query.before != nullptr && offered()) {
      query.before = nullptr;
      return;
    }
    if (query.before != nullptr) visit(*query.before);
    for (std::size_t p = 0; p < query.parts.size(); ++p) {
      if (query.parts.size() > 1 && offered()) {
        query.parts.erase(query.parts.begin() + static_cast<std::ptrdiff_t>(p));
        query.operators.erase(query.operators.begin());
        return;
      }
      visit(query.parts[p]);
      if (done_) return;
    }
  }

 private:
  bool offered() { return !done_ && (done_ = number_++ == wanted_); }

  void visit(ast::SingleQuery& query) {
    for (std::size_t c = 0; c < query.clauses.size(); ++c) {
      if (query.clauses.size() > 1 && offered()) {
        query.clauses.erase(query.clauses.begin() + static_cast<std::ptrdiff_t>(c));
        return;
      }
      std::visit([&](auto& clause) { visit_clause(clause); }, query.clauses[c]->node);
      if (done_) return;
    }
  }

  template <class Other>
  void visit_clause(Other&) {}
  void visit_clause(ast::Match& match) {
    if (match.optional && offered()) match.optional = false;
    if (match.mode != ast::MatchMode::kUnspecified && offered()) match.mode = ast::MatchMode::kUnspecified;
    visit(match.patterns);
    leave_out(match.where);
  }
  void visit_clause(ast::Unwind& unwind) { visit(unwind.list); }
  void visit_clause(ast::With& with) {
    visit(with.projection);
    leave_out(with.where);
  }
  void visit_clause(ast::Return& last) { visit(last.projection); }
  void visit_clause(ast::CallSubquery& call) {
    if (call.optional && offered()) call.optional = false;
    leave_out_each(call.imports, 0);
    visit(*call.query);
  }
  void visit_clause(ast::Let& let) {
    leave_out_each(let.items, 1);
    for (auto& [name, value] : let.items) visit(value);
  }
  void visit_clause(ast::Filter& filter) { visit(filter.predicate); }
  void visit_clause(ast::Conditional& conditional) {
    leave_out_each(conditional.branches, 1);
    for (auto& branch : conditional.branches) visit(branch.when), visit(*branch.query);
  }

  void visit(std::vector<ast::PatternPart*>& parts) {
    for (std::size_t p = 0; p < parts.size() && !done_; ++p) {
      if (parts.size() > 1 && offered()) {
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(p));
        return;
      }
      visit(*parts[p]);
    }
  }

  void visit(ast::PatternPart& part) {
    if (part.variable.has_value() && offered()) part.variable.reset();
    if (part.prefix.selector != ast::PathSelector::kNone && offered()) part.prefix.selector = ast::PathSelector::kNone;
    if (part.prefix.mode != ast::PathMode::kUnspecified && offered()) part.prefix.mode = ast::PathMode::kUnspecified;
    leave_out(part.where);
    if (!part.relationships.empty() && offered()) {
      part.relationships.pop_back();
      part.nodes.pop_back();
      return;
    }
    if (!part.relationships.empty() && offered()) {
      part.relationships.erase(part.relationships.begin());
      part.nodes.erase(part.nodes.begin());
      return;
    }
    for (ast::NodePattern& node : part.nodes) {
      if (node.variable.has_value() && offered()) node.variable.reset();
      if (node.labels != nullptr && offered()) node.labels = nullptr;
      leave_out(node.properties);
      leave_out(node.where);
    }
    for (ast::RelationshipPattern& one : part.relationships) {
      if (one.variable.has_value() && offered()) one.variable.reset();
      if (one.types != nullptr && offered()) one.types = nullptr;
      if (one.group != nullptr) {
        visit(*one.group);
        continue;
      }
      if (one.length.has_value() && offered()) one.length.reset();
      leave_out(one.properties);
      leave_out(one.where);
    }
  }

  template <class T>
  void leave_out_each(std::vector<T>& items, std::size_t least) {
    for (std::size_t i = 0; i < items.size() && items.size() > least; ++i) {
      if (offered()) {
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
        return;
      }
    }
  }

  void visit(ast::Projection& projection) {
    if (projection.distinct && offered()) projection.distinct = false;
    leave_out_each(projection.items, projection.star ? 0 : 1);
    leave_out_each(projection.order_by, 0);
    for (ast::ProjectionItem& item : projection.items) visit(item.expression);
    for (ast::SortItem& item : projection.order_by) {
      if (item.descending && offered()) item.descending = false;
      visit(item.expression);
    }
    leave_out(projection.skip);
    leave_out(projection.limit);
  }

  void leave_out(ast::Expression*& expression) {
    if (expression == nullptr || done_) return;
    if (offered()) {
      expression = nullptr;
    } else {
      visit(expression);
    }
  }

  void visit(std::vector<ast::Expression*>& expressions) {
    for (ast::Expression*& expression : expressions) visit(expression);
  }

  /// In its place one of its parts, or a literal; else goes into it.
  void visit(ast::Expression*& expression) {
    if (expression == nullptr || done_) return;
    const std::vector<ast::Expression*> parts = parts_of(*expression);
    for (ast::Expression* part : parts) {
      if (offered()) {
        expression = part;
        return;
      }
    }
    if (!parts.empty() || std::holds_alternative<ast::PropertyAccess>(expression->node) ||
        std::holds_alternative<ast::SubqueryExpression>(expression->node) ||
        std::holds_alternative<ast::PatternExpression>(expression->node) ||
        std::holds_alternative<ast::PatternComprehension>(expression->node)) {
      const decltype(ast::Expression::node) literals[] = {ast::NullLiteral{}, ast::BooleanLiteral{true},
                                                          ast::IntegerLiteral{1}, ast::ListLiteral{}};
      for (const auto& literal : literals) {
        if (offered()) {
          expression = &arena_.expressions.emplace_back(ast::Expression{{}, literal});
          return;
        }
      }
    }
    std::visit([&](auto& node) { visit_inside(node); }, expression->node);
  }

  static std::vector<ast::Expression*> parts_of(ast::Expression& expression) {
    std::vector<ast::Expression*> parts;
    auto& node = expression.node;
    if (const auto* n = std::get_if<ast::ListLiteral>(&node)) parts = n->elements;
    if (const auto* n = std::get_if<ast::UnaryOperator>(&node)) parts = {n->operand};
    if (const auto* n = std::get_if<ast::BinaryOperator>(&node)) parts = {n->left, n->right};
    if (const auto* n = std::get_if<ast::LogicalOperator>(&node)) parts = n->operands;
    if (const auto* n = std::get_if<ast::Comparison>(&node)) parts = n->operands;
    if (const auto* n = std::get_if<ast::FunctionCall>(&node)) parts = n->arguments;
    if (const auto* n = std::get_if<ast::IndexAccess>(&node)) parts = {n->subject, n->index};
    if (const auto* n = std::get_if<ast::SliceAccess>(&node)) parts = {n->subject, n->from, n->to};
    if (const auto* n = std::get_if<ast::ListComprehension>(&node)) parts = {n->list};
    if (const auto* n = std::get_if<ast::Quantifier>(&node)) parts = {n->list};
    if (const auto* n = std::get_if<ast::Reduce>(&node)) parts = {n->initial, n->list};
    if (const auto* n = std::get_if<ast::LabelPredicate>(&node)) parts = {n->subject};
    if (const auto* n = std::get_if<ast::CaseExpression>(&node)) {
      for (const auto& branch : n->branches) parts.insert(parts.end(), {branch.when, branch.then});
      parts.push_back(n->otherwise);
    }
    std::erase(parts, nullptr);
    return parts;
  }

  template <class Other>
  void visit_inside(Other&) {}
  void visit_inside(ast::ListLiteral& node) {
    leave_out_each(node.elements, 0);
    visit(node.elements);
  }
  void visit_inside(ast::MapLiteral& node) {
    leave_out_each(node.entries, 0);
    for (auto& [key, value] : node.entries) visit(value);
  }
  void visit_inside(ast::PropertyAccess& node) { visit(node.subject); }
  void visit_inside(ast::IndexAccess& node) { visit(node.subject), visit(node.index); }
  void visit_inside(ast::SliceAccess& node) { visit(node.subject), leave_out(node.from), leave_out(node.to); }
  void visit_inside(ast::UnaryOperator& node) { visit(node.operand); }
  void visit_inside(ast::BinaryOperator& node) { visit(node.left), visit(node.right); }
  void visit_inside(ast::LogicalOperator& node) {
    leave_out_each(node.operands, 2);
    visit(node.operands);
  }
  void visit_inside(ast::Comparison& node) { visit(node.operands); }
  void visit_inside(ast::FunctionCall& node) {
    if (node.distinct && offered()) node.distinct = false;
    visit(node.arguments);
  }
  void visit_inside(ast::CaseExpression& node) {
    for (auto& branch : node.branches) visit(branch.when), visit(branch.then);
    leave_out(node.otherwise);
  }
  void visit_inside(ast::ListComprehension& node) {
    visit(node.list), leave_out(node.where), leave_out(node.projection);
  }
  void visit_inside(ast::Quantifier& node) { visit(node.list), visit(node.where); }
  void visit_inside(ast::Reduce& node) { visit(node.initial), visit(node.list), visit(node.body); }
  void visit_inside(ast::PatternComprehension& node) {
    visit(*node.pattern);
    leave_out(node.where);
    visit(node.projection);
  }
  void visit_inside(ast::PatternExpression& node) { visit(*node.pattern); }
  void visit_inside(ast::SubqueryExpression& node) {
    if (node.query != nullptr) return visit(*node.query);
    visit(node.patterns);
    leave_out(node.where);
  }
  void visit_inside(ast::LabelPredicate& node) { visit(node.subject); }

  ast::Arena& arena_;
  std::size_t wanted_;
  std::size_t number_ = 0;
  bool done_ = false;
};

/// The query with edit number `number`; nothing when there are not so many.
std::optional<std::string> edited(const std::string& query, std::size_t number) {
  Result<ast::Statement> statement = parser::parse(query);
  if (!statement.ok()) return std::nullopt;
  Edit edit(*statement->arena, number);
  edit.visit(*std::get<ast::RegularQuery*>(statement->node));
  if (!edit.done()) return std::nullopt;
  const Result<std::string> text = print(*statement);
  return text.ok() ? *text : query;
}

/// The graphs that have one thing less.
std::vector<Graph> smaller_graphs(const Graph& graph) {
  std::vector<Graph> smaller;
  const auto add = [&](const auto& change) {
    smaller.push_back(graph);
    change(smaller.back());
  };
  for (std::size_t i = 0; i < graph.schema.size(); ++i) {
    add([&](Graph& copy) { copy.schema.erase(copy.schema.begin() + static_cast<std::ptrdiff_t>(i)); });
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    add([&](Graph& copy) { copy.remove_node(i); });
  }
  for (std::size_t i = 0; i < graph.relationships.size(); ++i) {
    add([&](Graph& copy) { copy.relationships.erase(copy.relationships.begin() + static_cast<std::ptrdiff_t>(i)); });
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::string& label : graph.nodes[i].labels) {
      add([&](Graph& copy) { copy.nodes[i].labels.erase(label); });
    }
    for (const auto& [key, value] : graph.nodes[i].properties) {
      if (key != "uid") add([&, key = key](Graph& copy) { copy.nodes[i].properties.erase(key); });
    }
  }
  for (std::size_t i = 0; i < graph.relationships.size(); ++i) {
    for (const auto& [key, value] : graph.relationships[i].properties) {
      if (key != "uid") add([&, key = key](Graph& copy) { copy.relationships[i].properties.erase(key); });
    }
  }
  return smaller;
}

}  // namespace

Case minimise(Case test, const Finding& finding, Laboratory& laboratory) {
  const auto differs_too = [&](const Case& smaller) {
    if (!laboratory.prepare(smaller).ok()) return false;
    const Finding found = laboratory.check(smaller);
    return found.verdict == Finding::Verdict::kDiffers && found.kind == finding.kind;
  };
  bool shrunk = true;
  const auto keep = [&](Case smaller) {
    if (!differs_too(smaller)) return false;
    test = std::move(smaller);
    return shrunk = true;
  };
  while (std::exchange(shrunk, false)) {
    for (std::size_t number = 0;;) {
      const std::optional<std::string> query = edited(test.query, number);
      if (!query.has_value()) break;
      Case smaller = test;
      smaller.query = *query;
      // Only what is shorter, so that it ends.
      if (query->size() >= test.query.size() || !keep(std::move(smaller))) ++number;
    }
    if (test.bulk_loaded) {
      Case smaller = test;
      smaller.bulk_loaded = false;
      keep(std::move(smaller));
    }
    for (std::size_t i = 0;;) {
      const std::vector<Graph> graphs = smaller_graphs(test.graph);
      if (i >= graphs.size()) break;
      Case smaller = test;
      smaller.graph = graphs[i];
      if (!keep(std::move(smaller))) ++i;
    }
  }
  return test;
}

}  // namespace kith::reference
