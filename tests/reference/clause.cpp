// tests/reference/clause.cpp: queries clause by clause, each taking all rows of the one before it.
#include <algorithm>

#include "tests/reference/evaluator.hpp"
#include "values/compare.hpp"

namespace kith::reference {
namespace {

std::string column_name(const ast::ProjectionItem& item) {
  if (item.alias.has_value()) return item.alias->text;
  const auto* variable = std::get_if<ast::Variable>(&item.expression->node);
  return variable != nullptr ? variable->name : item.text;
}

/// What a subquery returns.
std::vector<std::string> columns_of(const ast::RegularQuery& query) {
  const auto* conditional = std::get_if<ast::Conditional>(&query.parts.front().clauses.back()->node);
  if (conditional != nullptr) return columns_of(*conditional->branches.front().query);
  const auto* last = std::get_if<ast::Return>(&query.parts.front().clauses.back()->node);
  if (last == nullptr || last->projection.star) unsupported("a subquery whose columns have no names of their own");
  std::vector<std::string> columns;
  for (const ast::ProjectionItem& item : last->projection.items) columns.push_back(column_name(item));
  return columns;
}

/// Source first, then the columns, which hide what was called so before.
Row overlaid(const Row& source, const Row& columns) {
  Row row = columns;
  row.insert(source.begin(), source.end());
  return row;
}

bool same_values(const std::vector<Value>& left, const std::vector<Value>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), equivalent);
}

/// The first of each set of equal keys; `keys` is parallel to the items.
template <class T>
std::vector<T> distinct(const std::vector<T>& items, const std::vector<std::vector<Value>>& keys) {
  std::vector<T> kept;
  std::vector<std::vector<Value>> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (std::any_of(seen.begin(), seen.end(), [&](const auto& other) { return same_values(keys[i], other); })) continue;
    seen.push_back(keys[i]);
    kept.push_back(items[i]);
  }
  return kept;
}

std::vector<Value> values_of(const Row& row, const std::vector<std::string>& columns) {
  std::vector<Value> values;
  values.reserve(columns.size());
  for (const std::string& column : columns) values.push_back(row.at(column));
  return values;
}

}  // namespace

std::vector<std::string> names_in(const std::vector<ast::PatternPart*>& parts) {
  std::vector<std::string> names;
  for (const ast::PatternPart* part : parts) {
    if (part->variable.has_value()) names.push_back(part->variable->text);
    for (const ast::NodePattern& node : part->nodes) {
      if (node.variable.has_value()) names.push_back(node.variable->text);
    }
    for (const ast::RelationshipPattern& one : part->relationships) {
      if (one.variable.has_value()) names.push_back(one.variable->text);
      if (one.group == nullptr) continue;
      const std::vector<std::string> inner = names_in({one.group});
      names.insert(names.end(), inner.begin(), inner.end());
    }
  }
  return names;
}

bool contains_aggregate(const ast::Expression& expression) {
  static const std::set<std::string> kAggregates = {
      "count", "sum", "avg", "min", "max", "stdev", "collect", "stdevp", "percentiledisc", "percentilecont"};
  const auto in = [](const ast::Expression* child) { return child != nullptr && contains_aggregate(*child); };
  const auto in_any = [&](const std::vector<ast::Expression*>& children) {
    return std::any_of(children.begin(), children.end(), in);
  };
  const auto& node = expression.node;
  if (const auto* n = std::get_if<ast::FunctionCall>(&node)) {
    return kAggregates.contains(lower_case(n->name)) || in_any(n->arguments);
  }
  if (const auto* n = std::get_if<ast::ListLiteral>(&node)) return in_any(n->elements);
  if (const auto* n = std::get_if<ast::MapLiteral>(&node)) {
    return std::any_of(n->entries.begin(), n->entries.end(), [&](const auto& entry) { return in(entry.second); });
  }
  if (const auto* n = std::get_if<ast::PropertyAccess>(&node)) return in(n->subject);
  if (const auto* n = std::get_if<ast::IndexAccess>(&node)) return in(n->subject) || in(n->index);
  if (const auto* n = std::get_if<ast::SliceAccess>(&node)) return in(n->subject) || in(n->from) || in(n->to);
  if (const auto* n = std::get_if<ast::UnaryOperator>(&node)) return in(n->operand);
  if (const auto* n = std::get_if<ast::BinaryOperator>(&node)) return in(n->left) || in(n->right);
  if (const auto* n = std::get_if<ast::LogicalOperator>(&node)) return in_any(n->operands);
  if (const auto* n = std::get_if<ast::Comparison>(&node)) return in_any(n->operands);
  if (const auto* n = std::get_if<ast::CaseExpression>(&node)) {
    return in(n->subject) || in(n->otherwise) || std::any_of(n->branches.begin(), n->branches.end(), [&](auto& branch) {
             return in(branch.when) || in(branch.then);
           });
  }
  if (const auto* n = std::get_if<ast::ListComprehension>(&node)) return in(n->list) || in(n->projection);
  if (const auto* n = std::get_if<ast::Quantifier>(&node)) return in(n->list) || in(n->where);
  if (const auto* n = std::get_if<ast::Reduce>(&node)) return in(n->initial) || in(n->list) || in(n->body);
  return false;
}

Value with_content(const Value& value, const Graph& graph) {
  const auto full_node = [&](const Node& node) {
    const GraphNode& found = graph.node(node);
    return Node{node.id, std::make_shared<const NodeContent>(
                             NodeContent{{found.labels.begin(), found.labels.end()}, found.properties})};
  };
  const auto full_relationship = [&](const Relationship& one) {
    const GraphRelationship& found = graph.relationship(one);
    return Relationship{one.id, std::make_shared<const RelationshipContent>(RelationshipContent{
                                    found.type, NodeId{found.start}, NodeId{found.end}, found.properties})};
  };
  switch (value.kind()) {
    case ValueKind::kNode:
      return full_node(value.as_node());
    case ValueKind::kRelationship:
      return full_relationship(value.as_relationship());
    case ValueKind::kPath: {
      PathContent path;
      for (const Node& node : value.as_path().content->nodes) path.nodes.push_back(full_node(node));
      for (const Relationship& one : value.as_path().content->relationships) {
        path.relationships.push_back(full_relationship(one));
      }
      return Path{std::make_shared<const PathContent>(std::move(path))};
    }
    case ValueKind::kList: {
      List list;
      for (const Value& element : value.list()) list.push_back(with_content(element, graph));
      return list;
    }
    case ValueKind::kMap: {
      Map map;
      for (const auto& [key, entry] : value.map()) map[key] = with_content(entry, graph);
      return map;
    }
    default:
      return value;
  }
}

Outcome answer(const ast::Statement& statement, const Graph& graph, const Parameters& parameters, Random* shuffle) {
  const auto* query = std::get_if<ast::RegularQuery*>(&statement.node);
  if (query == nullptr || statement.explain != ast::ExplainMode::kNone) {
    return Skipped{"unsupported: not a query"};
  }
  try {
    Answer result = Evaluator(graph, parameters, shuffle).query(**query, {}, OuterRow::kGone);
    for (auto& row : result.rows) {
      for (Value& value : row) value = with_content(value, graph);
    }
    return result;
  } catch (const Error& error) {
    return error;
  } catch (const Skipped& skipped) {
    return skipped;
  }
}

namespace {

/// Without what SKIP and LIMIT cut off.
void cut(Answer& answer) {
  const std::size_t size = answer.rows.size();
  const std::size_t begin = std::min(answer.skip, size);
  const std::size_t end = answer.limit.has_value() ? begin + std::min(*answer.limit, size - begin) : size;
  answer.rows = {answer.rows.begin() + static_cast<std::ptrdiff_t>(begin),
                 answer.rows.begin() + static_cast<std::ptrdiff_t>(end)};
  answer.skip = 0;
  answer.limit.reset();
}

/// UNION ALL, and UNION before its DISTINCT, puts the rows together; the others pair equal rows off.
std::vector<std::vector<Value>> combined(ast::SetOperator set_operator, std::vector<std::vector<Value>> left,
                                         std::vector<std::vector<Value>> right) {
  using Operator = ast::SetOperator;
  if (set_operator <= Operator::kUnionAll) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
  }
  const bool keeps_pairs = set_operator == Operator::kIntersect || set_operator == Operator::kIntersectAll;
  const bool is_all = set_operator == Operator::kExceptAll || set_operator == Operator::kIntersectAll;
  if (!is_all) left = distinct(left, left);
  std::vector<std::vector<Value>> kept;
  for (const auto& row : left) {
    const auto other =
        std::find_if(right.begin(), right.end(), [&](const auto& candidate) { return same_values(row, candidate); });
    if ((other != right.end()) == keeps_pairs) kept.push_back(row);
    if (other != right.end() && is_all) right.erase(other);
  }
  return kept;
}

}  // namespace

Answer Evaluator::query(const ast::RegularQuery& query, const Row& outer, OuterRow stays) {
  Table table{{}, {outer}};
  for (const auto& [name, value] : outer) table.names.insert(name);
  if (query.before != nullptr) {
    if (!outer.empty() && stays == OuterRow::kGone) unsupported("NEXT after an importing WITH");
    Answer before = this->query(*query.before, outer, stays);
    cut(before);
    table.names.insert(before.columns.begin(), before.columns.end());
    table.rows.clear();
    for (const auto& values : before.rows) {
      table.rows.push_back(outer);
      for (std::size_t i = 0; i < values.size(); ++i) table.rows.back()[before.columns[i]] = values[i];
    }
    shuffled(table.rows);
  }
  Answer all = single_query(query.parts.front(), table, outer, stays);
  if (query.parts.size() == 1) return all;
  cut(all);
  for (std::size_t p = 1; p < query.parts.size(); ++p) {
    Answer part = single_query(query.parts[p], table, outer, stays);
    cut(part);
    std::vector<std::vector<Value>> rows;
    for (const auto& row : part.rows) {
      std::vector<Value> aligned;  // columns by name, in the order of the first part
      for (const std::string& column : all.columns) {
        const auto found = std::find(part.columns.begin(), part.columns.end(), column);
        if (found == part.columns.end()) unsupported("different columns in UNION");
        aligned.push_back(row[static_cast<std::size_t>(found - part.columns.begin())]);
      }
      rows.push_back(std::move(aligned));
    }
    all.rows = combined(query.operators[p - 1], all.rows, rows);
  }
  shuffled(all.rows);
  if (query.operators.front() == ast::SetOperator::kUnion) all.rows = distinct(all.rows, all.rows);
  all.tie.assign(all.rows.size(), 0);
  return all;
}

/// For each row the first branch whose condition is true, run with that row alone.
Answer Evaluator::conditional(const ast::Conditional& conditional, const Table& table) {
  Answer all;
  all.columns = columns_of(*conditional.branches.front().query);
  for (const Row& row : table.rows) {
    for (const auto& branch : conditional.branches) {
      if (!holds(branch.when, row)) continue;
      Answer inner = query(*branch.query, row, OuterRow::kGone);
      cut(inner);
      for (const auto& values : inner.rows) {
        std::vector<Value> aligned;
        for (const std::string& column : all.columns) {
          const auto found = std::find(inner.columns.begin(), inner.columns.end(), column);
          if (found == inner.columns.end()) unsupported("different columns in WHEN");
          aligned.push_back(values[static_cast<std::size_t>(found - inner.columns.begin())]);
        }
        all.rows.push_back(std::move(aligned));
      }
      break;
    }
  }
  shuffled(all.rows);
  all.tie.assign(all.rows.size(), 0);
  return all;
}

Answer Evaluator::single_query(const ast::SingleQuery& query, Table table, const Row& outer, OuterRow stays) {
  for (const ast::Clause* clause : query.clauses) {
    spend(table.rows.size());
    if (const auto* last = std::get_if<ast::Return>(&clause->node)) {
      const Projection projected = project(last->projection, table);
      Answer result{projected.columns, {}, projected.tie, projected.skip, projected.limit};
      for (const Projected& one : projected.rows) result.rows.push_back(values_of(one.row, projected.columns));
      return result;
    }
    if (const auto* when = std::get_if<ast::Conditional>(&clause->node)) return conditional(*when, table);
    if (const auto* match = std::get_if<ast::Match>(&clause->node)) {
      table = read(*match, table);
    } else if (const auto* unwind = std::get_if<ast::Unwind>(&clause->node)) {
      table = read(*unwind, table);
    } else if (const auto* let = std::get_if<ast::Let>(&clause->node)) {
      table = read(*let, table);
    } else if (const auto* filter = std::get_if<ast::Filter>(&clause->node)) {
      table = read(*filter, table);
    } else if (const auto* subquery = std::get_if<ast::CallSubquery>(&clause->node)) {
      table = read(*subquery, table);
    } else if (const auto* with = std::get_if<ast::With>(&clause->node)) {
      table = read(*with, table);
      if (stays == OuterRow::kStays) {
        for (const auto& [name, value] : outer) {
          table.names.insert(name);
          for (Row& row : table.rows) row.try_emplace(name, value);
        }
      }
    } else {
      unsupported("a clause");
    }
  }
  if (stays == OuterRow::kGone) unsupported("a query without RETURN");
  return {{}, std::vector<std::vector<Value>>(table.rows.size()), std::vector<std::size_t>(table.rows.size()), 0, {}};
}

Evaluator::Table Evaluator::read(const ast::Match& match, const Table& table) {
  Table result{table.names, {}};
  const std::vector<std::string> named = names_in(match.patterns);
  result.names.insert(named.begin(), named.end());
  for (const Row& row : table.rows) {
    const Rows found = matches(match.patterns, match.where, row, match.mode);
    result.rows.insert(result.rows.end(), found.begin(), found.end());
    if (!match.optional || !found.empty()) continue;
    Row without = row;
    for (const std::string& name : named) without.try_emplace(name, Value());
    result.rows.push_back(std::move(without));
  }
  shuffled(result.rows);
  return result;
}

Evaluator::Table Evaluator::read(const ast::Let& let, const Table& table) {
  Table result = table;
  for (const auto& [name, expression] : let.items) {
    result.names.insert(name.text);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      result.rows[i][name.text] = evaluate(*expression, {table.rows[i]});
    }
  }
  return result;
}

Evaluator::Table Evaluator::read(const ast::Filter& filter, const Table& table) {
  Table result{table.names, {}};
  for (const Row& row : table.rows) {
    if (holds(filter.predicate, row)) result.rows.push_back(row);
  }
  return result;
}

Evaluator::Table Evaluator::read(const ast::Unwind& unwind, const Table& table) {
  Table result{table.names, {}};
  result.names.insert(unwind.variable.text);
  if (unwind.ordinal.has_value()) result.names.insert(unwind.ordinal->text);
  for (const Row& row : table.rows) {
    const Value list = evaluate(*unwind.list, {row});
    if (list.is_null()) continue;
    if (!list.is(ValueKind::kList)) unsupported("UNWIND of what is no list");
    std::int64_t number = unwind.from_one ? 1 : 0;
    for (const Value& element : list.list()) {
      result.rows.push_back(row);
      result.rows.back()[unwind.variable.text] = element;
      if (unwind.ordinal.has_value()) result.rows.back()[unwind.ordinal->text] = number++;
    }
  }
  return result;
}

/// CALL { } passes the whole row on to a WITH at its beginning, CALL (x) { } what it names, to the end.
Evaluator::Table Evaluator::read(const ast::CallSubquery& call, const Table& table) {
  if (call.transactions.has_value()) unsupported("a form of CALL");
  const auto& first = call.query->parts.front().clauses;
  const bool imports_by_with = !first.empty() && std::holds_alternative<ast::With>(first.front()->node);
  const std::vector<std::string> columns = columns_of(*call.query);
  Table result{table.names, {}};
  for (const Row& row : table.rows) {
    Row imported;
    if (call.imports_all || (!call.scoped && imports_by_with)) imported = row;
    for (const ast::Name& name : call.imports) imported[name.text] = row.at(name.text);
    Answer inner = query(*call.query, imported, call.scoped ? OuterRow::kStays : OuterRow::kGone);
    cut(inner);
    for (const auto& values : inner.rows) {
      result.rows.push_back(row);
      for (std::size_t i = 0; i < values.size(); ++i) result.rows.back()[inner.columns[i]] = values[i];
    }
    if (!call.optional || !inner.rows.empty()) continue;
    result.rows.push_back(row);
    for (const std::string& column : columns) result.rows.back()[column] = Value();
  }
  result.names.insert(columns.begin(), columns.end());
  shuffled(result.rows);
  return result;
}

Evaluator::Table Evaluator::read(const ast::With& with, const Table& table) {
  const Projection projected = project(with.projection, table);
  const std::size_t size = projected.rows.size();
  const std::size_t begin = std::min(projected.skip, size);
  const std::size_t end = projected.limit.has_value() ? begin + std::min(*projected.limit, size - begin) : size;
  Table result{{projected.columns.begin(), projected.columns.end()}, {}};
  for (std::size_t i = begin; i < end; ++i) {
    const Projected& one = projected.rows[i];
    if (holds(with.where, overlaid(one.source, one.row))) result.rows.push_back(one.row);
  }
  return result;
}

/// One row per row, or one per group where an item aggregates.
std::vector<Evaluator::Projected> Evaluator::projected_rows(const std::vector<ast::ProjectionItem>& items,
                                                            const std::vector<std::string>& columns, const Rows& rows) {
  const auto aggregates = [](const ast::ProjectionItem& item) { return contains_aggregate(*item.expression); };
  std::vector<Projected> result;
  if (std::none_of(items.begin(), items.end(), aggregates)) {
    for (const Row& row : rows) {
      result.push_back({{}, row, {}, {}});
      for (std::size_t i = 0; i < items.size(); ++i) {
        result.back().row[columns[i]] = evaluate(*items[i].expression, {row});
      }
    }
    return result;
  }
  std::vector<std::vector<Value>> keys;
  for (const Row& row : rows) {
    std::vector<Value> key;
    for (const ast::ProjectionItem& item : items) {
      if (!aggregates(item)) key.push_back(evaluate(*item.expression, {row}));
    }
    const auto known =
        std::find_if(keys.begin(), keys.end(), [&](const auto& other) { return same_values(key, other); });
    const auto place = static_cast<std::size_t>(known - keys.begin());
    if (known == keys.end()) {
      keys.push_back(std::move(key));
      result.push_back({{}, row, {}, {}});
    }
    result[place].group.push_back(row);
  }
  if (rows.empty() && std::all_of(items.begin(), items.end(), aggregates)) result.push_back({});  // the one of no row
  for (Projected& one : result) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      one.row[columns[i]] = evaluate(*items[i].expression, {one.source, &one.group});
    }
  }
  shuffled(result);
  return result;
}

Evaluator::Projection Evaluator::project(const ast::Projection& projection, const Table& table) {
  std::deque<ast::Expression> variables;
  std::vector<ast::ProjectionItem> items;
  if (projection.star) {
    for (const std::string& name : table.names) {
      variables.push_back({{}, ast::Variable{name}});
      items.push_back({&variables.back(), std::nullopt, name});
    }
  }
  items.insert(items.end(), projection.items.begin(), projection.items.end());
  Projection result;
  for (const ast::ProjectionItem& item : items) result.columns.push_back(column_name(item));

  result.rows = projected_rows(items, result.columns, table.rows);
  if (projection.distinct) {
    shuffled(result.rows);
    std::vector<std::vector<Value>> keys;
    for (const Projected& one : result.rows) keys.push_back(values_of(one.row, result.columns));
    result.rows = distinct(result.rows, keys);
  }
  if (!projection.order_by.empty()) shuffled(result.rows);
  for (Projected& one : result.rows) {
    const Row visible = overlaid(one.source, one.row);
    for (const ast::SortItem& item : projection.order_by) {
      one.keys.push_back(evaluate(*item.expression, {visible, one.group.empty() ? nullptr : &one.group}));
    }
  }
  const auto before = [&](const Projected& left, const Projected& right) {
    for (std::size_t i = 0; i < projection.order_by.size(); ++i) {
      const auto relation = order_without_ids(left.keys[i], right.keys[i]);
      if (relation != 0) return (relation < 0) != projection.order_by[i].descending;
    }
    return false;
  };
  std::stable_sort(result.rows.begin(), result.rows.end(), before);
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    const bool follows = i > 0 && before(result.rows[i - 1], result.rows[i]);
    result.tie.push_back(i == 0 ? 0 : result.tie.back() + (follows ? 1 : 0));
  }
  if (projection.skip != nullptr) result.skip = row_count(*projection.skip);
  if (projection.limit != nullptr) result.limit = row_count(*projection.limit);
  return result;
}

std::size_t Evaluator::row_count(const ast::Expression& count) {
  const Value value = evaluate(count, {Row{}});
  if (!value.is(ValueKind::kInteger) || value.as_integer() < 0) unsupported("a number of rows");
  return static_cast<std::size_t>(value.as_integer());
}

}  // namespace kith::reference
