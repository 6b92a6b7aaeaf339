// tests/parser/tree_printer.cpp: a syntax tree as an s-expression.
#include "tree_printer.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

namespace kith::test {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::string print(const std::vector<ast::Expression*>& list) {
  std::string out;
  for (const auto* item : list) out += " " + test::print(item);
  return out;
}

std::string optional(std::string_view word, const ast::Expression* expression) {
  return expression == nullptr ? "" : fmt::format(" {} {}", word, test::print(expression));
}

std::string name_of(const std::optional<ast::Name>& name) { return name ? name->text : ""; }

constexpr std::string_view kUnary[] = {"not", "plus", "minus", "is-null", "is-not-null"};
constexpr std::string_view kBinary[] = {"+", "-", "*", "/", "%", "^", "||", "in", "starts", "ends", "contains", "=~"};
constexpr std::string_view kLogical[] = {"and", "or", "xor"};
constexpr std::string_view kComparison[] = {"=", "<>", "<", "<=", ">", ">="};
constexpr std::string_view kQuantifier[] = {"all", "any", "none", "single"};
constexpr std::string_view kSubquery[] = {"exists", "count", "collect"};

template <class Kind>
std::string_view word(const std::string_view* words, Kind kind) {
  return words[static_cast<std::size_t>(kind)];
}

std::string print(const ast::MapProjection::Item& item) {
  return std::visit(Overloaded{
                        [](const ast::MapProjection::AllProperties&) -> std::string { return ".*"; },
                        [](const ast::MapProjection::Property& p) { return "." + p.key.text; },
                        [](const ast::MapProjection::Entry& e) { return e.key.text + ": " + test::print(e.value); },
                        [](const ast::MapProjection::VariableSelector& v) { return v.variable.text; },
                    },
                    item);
}

std::string print(const ast::NodePattern& node) {
  std::string out = "(" + name_of(node.variable);
  if (node.labels != nullptr) out += ":" + test::print(node.labels);
  if (node.properties != nullptr) out += " " + test::print(node.properties);
  return out + optional("where", node.where) + ")";
}

std::string print(const ast::RelationshipPattern& relationship) {
  if (relationship.group != nullptr) {
    return fmt::format(" group{}..{}({}{}) ", relationship.length->minimum.value_or(-1),
                       relationship.length->maximum ? std::to_string(*relationship.length->maximum) : "?",
                       test::print(*relationship.group), optional("where", relationship.group->where));
  }
  std::string inside = name_of(relationship.variable);
  if (relationship.types != nullptr) inside += ":" + test::print(relationship.types);
  if (relationship.length) {
    const auto bound = [](const std::optional<std::int64_t>& n) { return n ? std::to_string(*n) : "?"; };
    inside += fmt::format("*{}..{}", bound(relationship.length->minimum), bound(relationship.length->maximum));
  }
  if (relationship.properties != nullptr) inside += " " + test::print(relationship.properties);
  inside += optional("where", relationship.where);
  return fmt::format("{}-[{}]-{}", relationship.direction == Direction::kIncoming ? "<" : "", inside,
                     relationship.direction == Direction::kOutgoing ? ">" : "");
}

std::string print(const ast::Projection& projection) {
  std::string out;
  if (projection.distinct) out += " distinct";
  if (projection.star) out += " *";
  for (const auto& item : projection.items) {
    out += " " + test::print(item.expression);
    if (item.alias) out += " as " + item.alias->text;
  }
  for (const auto& item : projection.order_by) {
    out += fmt::format(" {} {}", item.descending ? "desc" : "asc", test::print(item.expression));
  }
  return out + optional("skip", projection.skip) + optional("limit", projection.limit);
}

std::string print(const std::vector<ast::PatternPart*>& parts) {
  std::string out;
  for (const auto* part : parts) out += " " + test::print(*part);
  return out;
}

std::string print(const std::vector<ast::WrittenLabel>& labels) {
  std::string out;
  for (const auto& label : labels)
    out += ":" + (label.value != nullptr ? "$" + test::print(label.value) : label.name.text);
  return out;
}

std::string print(const std::vector<ast::SetItem>& items) {
  std::string out;
  for (const auto& item : items) {
    switch (item.kind) {
      case ast::SetItem::Kind::kProperty:
        out += fmt::format(" [{} .{} = {}]", test::print(item.subject),
                           item.dynamic_key != nullptr ? test::print(item.dynamic_key) : item.key.text,
                           test::print(item.value));
        break;
      case ast::SetItem::Kind::kReplace:
        out += fmt::format(" [{} = {}]", test::print(item.subject), test::print(item.value));
        break;
      case ast::SetItem::Kind::kMerge:
        out += fmt::format(" [{} += {}]", test::print(item.subject), test::print(item.value));
        break;
      case ast::SetItem::Kind::kLabels:
        out += fmt::format(" [{}", test::print(item.subject));
        out += print(item.labels) + "]";
        break;
    }
  }
  return out;
}

std::string print(const ast::Clause& clause) {
  return std::visit(
      Overloaded{
          [](const ast::Match& m) {
            constexpr std::string_view kMode[] = {"", " different", " repeatable"};
            return fmt::format("({}match{}{}{})", m.optional ? "optional-" : "", word(kMode, m.mode), print(m.patterns),
                               optional("where", m.where));
          },
          [](const ast::Unwind& u) {
            return fmt::format("({} {} {}{})", u.is_for ? "for" : "unwind", test::print(u.list), u.variable.text,
                               u.ordinal ? (u.from_one ? " ordinality " : " offset ") + u.ordinal->text : "");
          },
          [](const ast::Let& l) {
            std::string out = "(let";
            for (const auto& [name, value] : l.items) out += fmt::format(" {} {}", name.text, test::print(value));
            return out + ")";
          },
          [](const ast::Filter& f) { return fmt::format("(filter {})", test::print(f.predicate)); },
          [](const ast::Finish&) -> std::string { return "(finish)"; },
          [](const ast::LoadCsv& l) {
            return fmt::format("(load-csv{} {} {}{})", l.headers ? " headers" : "", test::print(l.source),
                               l.variable.text, optional("terminator", l.terminator));
          },
          [](const ast::Conditional& c) {
            std::string out = "(conditional";
            for (const auto& branch : c.branches) {
              out += fmt::format("{} {{{}}}", branch.when == nullptr ? " else" : " when " + test::print(branch.when),
                                 test::print(*branch.query));
            }
            return out + ")";
          },
          [](const ast::With& w) { return fmt::format("(with{}{})", print(w.projection), optional("where", w.where)); },
          [](const ast::Return& r) { return fmt::format("(return{})", print(r.projection)); },
          [](const ast::Create& c) { return fmt::format("(create{})", print(c.patterns)); },
          [](const ast::Set& s) { return fmt::format("(set{})", print(s.items)); },
          [](const ast::Remove& r) {
            std::string out = "(remove";
            for (const auto& item : r.items) {
              out += " [" + test::print(item.subject);
              if (item.key) out += " ." + item.key->text;
              if (item.dynamic_key != nullptr) out += " ." + test::print(item.dynamic_key);
              out += print(item.labels) + "]";
            }
            return out + ")";
          },
          [](const ast::Delete& d) { return fmt::format("({}delete{})", d.detach ? "detach-" : "", print(d.targets)); },
          [](const ast::Merge& m) {
            std::string out = "(merge " + test::print(*m.pattern);
            if (!m.on_create.empty()) out += " on-create" + print(m.on_create);
            if (!m.on_match.empty()) out += " on-match" + print(m.on_match);
            return out + ")";
          },
          [](const ast::Call& c) {
            std::string out =
                fmt::format("({}call{} {}{}{}", c.optional ? "optional-" : "", c.standalone ? "-standalone" : "",
                            c.procedure, c.implicit_arguments ? " implicit" : "", print(c.arguments));
            if (c.yields) out += c.yield_star ? " yield *" : " yield";
            for (const auto& item : c.yield_items) {
              out += " " + item.field.text;
              if (item.alias) out += " as " + item.alias->text;
            }
            return out + optional("where", c.where) + ")";
          },
          [](const ast::Foreach& f) {
            std::string out = fmt::format("(foreach {} {}", f.variable.text, test::print(f.list));
            for (const auto* inner : f.body) out += " " + print(*inner);
            return out + ")";
          },
          [](const ast::CallSubquery& c) {
            std::string imports = c.imports_all ? " *" : "";
            for (const auto& name : c.imports) imports += " " + name.text;
            return fmt::format("({}call{}{} {{{}}}{})", c.optional ? "optional-" : "", c.scoped ? " scoped" : "",
                               imports, test::print(*c.query), c.transactions ? " in-transactions" : "");
          },
      },
      clause.node);
}

}  // namespace

std::string print(const ast::LabelExpression* labels) {
  using Kind = ast::LabelExpression::Kind;
  if (labels->kind == Kind::kName) return labels->name.text;
  if (labels->kind == Kind::kWildcard) return "%";
  if (labels->kind == Kind::kNot) return "!" + print(labels->operands.at(0));
  if (labels->kind == Kind::kDynamic) return fmt::format("${}({})", labels->any ? "any" : "", print(labels->value));
  std::string out;
  for (const auto* operand : labels->operands) {
    if (!out.empty()) out += labels->kind == Kind::kAnd ? "&" : "|";
    out += print(operand);
  }
  return "(" + out + ")";
}

std::string print(const ast::PatternPart& part) {
  REQUIRE(part.nodes.size() == part.relationships.size() + 1);
  std::string out;
  if (part.variable) out += part.variable->text + "=";
  constexpr std::string_view kSelector[] = {
      "", "shortest:", "all-shortest:", "select-shortest", "select-all-shortest:", "select-groups"};
  constexpr std::string_view kMode[] = {"", "walk:", "trail:", "acyclic:", "simple:"};
  out += word(kSelector, part.prefix.selector);
  if (part.prefix.selector == ast::PathSelector::kShortest ||
      part.prefix.selector == ast::PathSelector::kShortestGroups)
    out += (part.prefix.count != nullptr ? " " + print(part.prefix.count) : "") + ":";
  out += word(kMode, part.prefix.mode);
  for (std::size_t i = 0; i < part.nodes.size(); ++i) {
    out += print(part.nodes[i]);
    if (i < part.relationships.size()) out += print(part.relationships[i]);
  }
  return out;
}

std::string print(const ast::Expression* expression) {
  return std::visit(
      Overloaded{
          [](const ast::NullLiteral&) -> std::string { return "null"; },
          [](const ast::BooleanLiteral& b) -> std::string { return b.value ? "true" : "false"; },
          [](const ast::IntegerLiteral& i) { return std::to_string(i.value); },
          [](const ast::FloatLiteral& f) { return fmt::format("{}f", f.value); },
          [](const ast::StringLiteral& s) { return "'" + s.value + "'"; },
          [](const ast::ListLiteral& l) { return "(list" + print(l.elements) + ")"; },
          [](const ast::MapLiteral& m) {
            std::string out = "{";
            for (const auto& [key, value] : m.entries) out += (out == "{" ? "" : ", ") + key.text + ": " + print(value);
            return out + "}";
          },
          [](const ast::Variable& v) { return v.name; },
          [](const ast::Parameter& p) { return "$" + p.name; },
          [](const ast::PropertyAccess& a) { return fmt::format("(. {} {})", print(a.subject), a.key.text); },
          [](const ast::IndexAccess& a) { return fmt::format("(at {} {})", print(a.subject), print(a.index)); },
          [](const ast::SliceAccess& a) {
            return fmt::format("(slice {} {} {})", print(a.subject), a.from ? print(a.from) : "-",
                               a.to ? print(a.to) : "-");
          },
          [](const ast::UnaryOperator& u) { return fmt::format("({} {})", word(kUnary, u.kind), print(u.operand)); },
          [](const ast::BinaryOperator& b) {
            return fmt::format("({} {} {})", word(kBinary, b.kind), print(b.left), print(b.right));
          },
          [](const ast::LogicalOperator& l) {
            return fmt::format("({}{})", word(kLogical, l.kind), print(l.operands));
          },
          [](const ast::Comparison& c) {
            REQUIRE(c.operands.size() == c.operators.size() + 1);
            std::string out = "(compare " + print(c.operands[0]);
            for (std::size_t i = 0; i < c.operators.size(); ++i) {
              out += fmt::format(" {} {}", word(kComparison, c.operators[i]), print(c.operands[i + 1]));
            }
            return out + ")";
          },
          [](const ast::FunctionCall& f) {
            return fmt::format("({}{}{}{})", f.name, f.distinct ? " distinct" : "", f.star ? " *" : "",
                               print(f.arguments));
          },
          [](const ast::CaseExpression& c) {
            std::string out = "(case" + optional("of", c.subject);
            for (const auto& branch : c.branches)
              out += fmt::format(" [{} {}]", print(branch.when), print(branch.then));
            return out + optional("else", c.otherwise) + ")";
          },
          [](const ast::ListComprehension& l) {
            return fmt::format("(for {} {}{}{})", l.variable.text, print(l.list), optional("where", l.where),
                               optional("|", l.projection));
          },
          [](const ast::Quantifier& q) {
            return fmt::format("({} {} {} {})", word(kQuantifier, q.kind), q.variable.text, print(q.list),
                               print(q.where));
          },
          [](const ast::Reduce& r) {
            return fmt::format("(reduce {} {} {} {} {})", r.accumulator.text, print(r.initial), r.variable.text,
                               print(r.list), print(r.body));
          },
          [](const ast::PatternComprehension& p) {
            return fmt::format("(paths {}{} | {})", print(*p.pattern), optional("where", p.where), print(p.projection));
          },
          [](const ast::PatternExpression& p) { return fmt::format("(pattern {})", print(*p.pattern)); },
          [](const ast::SubqueryExpression& s) {
            if (s.query != nullptr) return fmt::format("({} {})", word(kSubquery, s.kind), print(*s.query));
            return fmt::format("({}{}{})", word(kSubquery, s.kind), print(s.patterns), optional("where", s.where));
          },
          [](const ast::MapProjection& m) {
            std::string out = m.subject.text + "{";
            for (const auto& item : m.items) out += (out.back() == '{' ? "" : ", ") + print(item);
            return out + "}";
          },
          [](const ast::TypePredicate& t) {
            return fmt::format("({} {} {})", t.negated ? "not-typed" : "typed", print(t.subject),
                               static_cast<int>(t.type.kind));
          },
          [](const ast::LabelPredicate& l) { return fmt::format("(is {} {})", print(l.subject), print(l.labels)); },
      },
      expression->node);
}

std::string print(const ast::RegularQuery& query) {
  REQUIRE(query.parts.size() == query.operators.size() + 1);
  constexpr std::string_view kOperator[] = {" union",      " union-all", " except",
                                            " except-all", " intersect", " intersect-all"};
  std::string out;
  if (query.before != nullptr) out = print(*query.before) + " next";
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) out += word(kOperator, query.operators[i - 1]);
    for (const auto* clause : query.parts[i].clauses) out += (out.empty() ? "" : " ") + print(*clause);
  }
  return out;
}

std::string print(const ast::Statement& statement) {
  const auto keys = [](const std::vector<ast::Name>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ",") + name.text;
    return out;
  };
  std::string out;
  if (statement.explain == ast::ExplainMode::kExplain) out = "explain ";
  if (statement.explain == ast::ExplainMode::kProfile) out = "profile ";
  return out +
         std::visit(Overloaded{
                        [](const ast::RegularQuery* q) { return print(*q); },
                        [&](const ast::CreateIndex& c) {
                          return fmt::format("index {}{} {}{}:{} {}", name_of(c.name), c.if_not_exists ? "?" : "",
                                             c.on_relationship ? "-" : "", c.variable.text, c.label.text, keys(c.keys));
                        },
                        [&](const ast::CreateConstraint& c) {
                          return fmt::format("constraint {}{} {}{}:{} {} {}", name_of(c.name),
                                             c.if_not_exists ? "?" : "", c.on_relationship ? "-" : "", c.variable.text,
                                             c.label.text, keys(c.keys),
                                             c.kind == ast::CreateConstraint::Kind::kUnique ? "unique" : "not-null");
                        },
                        [](const ast::DropSchema& d) {
                          return fmt::format("drop-{} {}{}", d.constraint ? "constraint" : "index", d.name.text,
                                             d.if_exists ? "?" : "");
                        },
                        [](const ast::ShowSchema& s) {
                          constexpr std::string_view kWhat[] = {"indexes", "constraints", "functions", "procedures"};
                          return fmt::format("show {}", word(kWhat, s.what));
                        },
                    },
                    statement.node);
}

std::string tree(std::string_view text) {
  auto parsed = parser::parse(text);
  return parsed.ok() ? print(*parsed) : "error: " + parsed.error().message;
}

std::string expression_tree(std::string_view text) {
  const std::string query = "RETURN " + std::string(text);
  auto parsed = parser::parse(query);
  if (!parsed.ok()) return "error: " + parsed.error().message;
  const auto* const regular = std::get<ast::RegularQuery*>(parsed->node);
  return print(std::get<ast::Return>(regular->parts.at(0).clauses.at(0)->node).projection.items.at(0).expression);
}

Error error_of(std::string_view text) {
  auto parsed = parser::parse(text);
  INFO(text.substr(0, 200));
  REQUIRE_FALSE(parsed.ok());
  const Error error = parsed.error();
  CHECK(error.phase == Phase::kCompileTime);
  CHECK_FALSE(error.message.empty());
  REQUIRE(error.where.has_value());
  CHECK(error.where->begin <= error.where->end);
  CHECK(error.where->end <= text.size());
  return error;
}

}  // namespace kith::test
