// tests/reference/expression_generator.cpp: random expressions and patterns.
#include "tests/reference/expression_generator.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace kith::reference {

using std::string;

std::vector<string> ExpressionGenerator::variables(Type type) const {
  std::vector<string> names;
  for (const Variable& variable : scope) {
    if (variable.type == type) names.push_back(variable.name);
  }
  return names;
}

std::optional<string> ExpressionGenerator::variable(Type type) {
  const std::vector<string> names = variables(type);
  if (names.empty()) return std::nullopt;
  // What was bound last is used most.
  return random_.chance(0.4) ? names.back() : random_.pick(names);
}

Type ExpressionGenerator::scalar() {
  return random_.pick(std::vector<Type>{Type::kInteger, Type::kInteger, Type::kInteger, Type::kFloat, Type::kString,
                                        Type::kString, Type::kBoolean, Type::kAny});
}

string ExpressionGenerator::literal(Type type) {
  if (random_.chance(0.04)) return "null";
  if (random_.chance(0.03)) {
    switch (type) {
      case Type::kInteger:
        return random_.word({"$i", "$j"});
      case Type::kFloat:
        return "$f";
      case Type::kString:
        return "$s";
      case Type::kBoolean:
        return "$b";
      case Type::kIntegerList:
        return "$l";
      default:
        break;
    }
  }
  switch (type) {
    case Type::kInteger:
      return random_.word({"0", "1", "1", "2", "3", "4", "(-1)"});
    case Type::kFloat:
      return random_.word({"0.5", "1.0", "1.5", "2.0", "(-0.5)", "0.0"});
    case Type::kString:
      return random_.word({"'a'", "'b'", "'ab'", "'B'", "''", "'中'"});
    case Type::kBoolean:
      return random_.word({"true", "false"});
    case Type::kIntegerList:
      return random_.word({"[1, 2]", "[]", "[0, 1, 1]", "[3]", "[1, null]", "[2, 1, 0]"});
    case Type::kStringList:
      return random_.word({"['a', 'b']", "[]", "['ab']", "['a', null, 'a']"});
    case Type::kMap:
      return random_.word({"{k: 1, s: 'a'}", "{k: null, s: 'b'}", "{k: 2, s: null}"});
    default:
      return random_.word({"1", "'a'", "true", "1.0", "[1]", "2", "null"});
  }
}

/// n.key of that type, or nothing.
string ExpressionGenerator::property(Type type) {
  const bool on_relationship = random_.chance(0.25) && !variables(Type::kRelationship).empty();
  const auto subject = variable(on_relationship ? Type::kRelationship : Type::kNode);
  if (!subject.has_value()) return {};
  const auto of = [&](const char* key) {
    return random_.chance(0.05) ? *subject + "['" + key + "']" : *subject + "." + key;
  };
  switch (type) {
    case Type::kInteger:
      if (random_.chance(0.2)) return of("uid");
      return of(on_relationship ? "w" : "i");
    case Type::kFloat:
      return on_relationship ? "" : of("f");
    case Type::kString:
      return of("s");
    case Type::kBoolean:
      return on_relationship ? "" : of("b");
    case Type::kIntegerList:
      return on_relationship ? "" : of("l");
    case Type::kAny:
      return of("x");
    default:
      return {};
  }
}

string ExpressionGenerator::expression(Type type, int depth) {
  if (depth > 0 && random_.chance(0.04) && type != Type::kPath) {
    return "CASE WHEN " + predicate(depth - 1) + " THEN " + expression(type, depth - 1) + " ELSE " +
           expression(type, depth - 1) + " END";
  }
  if (depth > 0 && random_.chance(0.02)) {
    return fmt::format("CASE {} WHEN {} THEN {} WHEN {} THEN {} END", integer(depth - 1), literal(Type::kInteger),
                       expression(type, depth - 1), integer(0), expression(type, 0));
  }
  if (depth > 0 && random_.chance(0.03)) {
    return "coalesce(" + expression(type, depth - 1) + ", " + expression(type, depth - 1) + ")";
  }
  switch (type) {
    case Type::kBoolean:
      return boolean(depth, false);
    case Type::kInteger:
      return integer(depth);
    case Type::kFloat:
      return floating(depth);
    case Type::kString:
      return text(depth);
    case Type::kAny:
      return any(depth);
    case Type::kIntegerList:
    case Type::kStringList:
    case Type::kNodeList:
    case Type::kRelationshipList:
      return list(type, depth);
    case Type::kMap:
      if (const auto map = variable(type); map && random_.chance(0.5)) return *map;
      if (const auto node = variable(Type::kNode); node && random_.chance(0.4)) {
        return *node + random_.word({"{.s, k: 1}", "{.*, k: 2}", "{.s, .uid}", "{.i, .none}"});
      }
      if (const auto node = variable(Type::kNode); node && random_.chance(0.3)) return "properties(" + *node + ")";
      if (depth > 0) return fmt::format("{{k: {}, s: {}}}", integer(depth - 1), text(depth - 1));
      return literal(type);
    case Type::kNode:
      if (const auto one = variable(Type::kRelationship); one && random_.chance(0.15)) {
        return random_.word({"startNode(", "endNode("}) + *one + ")";
      }
      return variable(type).value_or("null");
    case Type::kRelationship:
    case Type::kPath:
      return variable(type).value_or("null");
  }
  return "null";
}

string ExpressionGenerator::predicate(int depth) { return boolean(depth, true); }

string ExpressionGenerator::integer(int depth) {
  const std::size_t choice = depth > 0 && random_.chance(0.6) ? random_.below(28) : random_.below(9);
  if (choice < 6) {
    if (const string found = property(Type::kInteger); !found.empty()) return found;
  }
  if (choice < 8) {
    if (const auto found = variable(Type::kInteger)) return *found;
  }
  switch (choice) {
    case 9:
    case 10:
      return fmt::format("({} {} {})", integer(depth - 1), random_.word({"+", "-", "+"}), integer(depth - 1));
    case 11:
      return fmt::format("({} * {})", integer(depth - 1), random_.word({"2", "3", "(-1)"}));
    case 12:
      return fmt::format("({} {} {})", integer(depth - 1), random_.word({"%", "/"}), random_.word({"2", "3", "(-2)"}));
    case 13:
    case 14:
      return "size(" + list(random_.word({"i", "s"}) == "i" ? Type::kIntegerList : Type::kStringList, depth - 1) + ")";
    case 15:
      if (const auto path = variable(Type::kPath)) return "length(" + *path + ")";
      return "abs(" + integer(depth - 1) + ")";
    case 16:
      return "sign(" + integer(depth - 1) + ")";
    case 17:
      return "toInteger(" + floating(depth - 1) + ")";
    case 18:
      return subquery("COUNT", depth);
    case 19:
      return fmt::format("reduce(acc = 0, e IN {} | acc + coalesce(e, 1))", list(Type::kIntegerList, depth - 1));
    case 20:
      return random_.word({"head(", "last("}) + list(Type::kIntegerList, depth - 1) + ")";
    case 21:
      return list(Type::kIntegerList, depth - 1) + random_.word({"[0]", "[1]", "[-1]"});
    case 22:
      return expression(Type::kMap, depth - 1) + ".k";
    case 23:
      if (const auto one = variable(Type::kNodeList)) return "size(" + *one + ")";
      if (const auto one = variable(Type::kRelationshipList)) return "size(" + *one + ")";
      return "nullIf(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
    case 24:
      if (const auto node = variable(Type::kNode)) return "size(labels(" + *node + "))";
      return literal(Type::kInteger);
    case 25:
      if (!allow_failing) return "(-" + integer(depth - 1) + ")";
      may_fail = true;
      return fmt::format("({} {} {})", integer(depth - 1), random_.word({"/", "%"}), integer(depth - 1));
    case 26:
      if (const string found = property(Type::kAny); allow_failing && !found.empty()) {
        may_fail = true;
        return fmt::format("({} {} {})", found, random_.word({"+", "-", "*"}), integer(depth - 1));
      }
      return literal(Type::kInteger);
    default:
      return literal(Type::kInteger);
  }
}

string ExpressionGenerator::floating(int depth) {
  const std::size_t choice = random_.below(depth > 0 ? 12 : 6);
  if (choice < 4) {
    if (const string found = property(Type::kFloat); !found.empty()) return found;
  }
  if (choice < 5) {
    if (const auto found = variable(Type::kFloat)) return *found;
  }
  switch (choice) {
    case 6:
    case 7:
      return fmt::format("({} {} {})", floating(depth - 1), random_.word({"+", "-"}),
                         random_.chance(0.5) ? floating(depth - 1) : integer(depth - 1));
    case 8:
      return "toFloat(" + integer(depth - 1) + ")";
    case 9:
      return "(" + integer(depth - 1) + " / 2.0)";
    case 10:
      return random_.word({"floor(", "ceil(", "abs("}) + floating(depth - 1) + ")";
    default:
      return literal(Type::kFloat);
  }
}

string ExpressionGenerator::text(int depth) {
  const std::size_t choice = random_.below(depth > 0 ? 18 : 8);
  if (choice < 5) {
    if (const string found = property(Type::kString); !found.empty()) return found;
  }
  if (choice < 6) {
    if (const auto found = variable(Type::kString)) return *found;
  }
  if (choice == 6) {
    if (const auto one = variable(Type::kRelationship)) return "type(" + *one + ")";
  }
  switch (choice) {
    case 8:
    case 9:
      return fmt::format("({} + {})", text(depth - 1), random_.chance(0.8) ? text(depth - 1) : integer(depth - 1));
    case 10:
      return "toString(" + integer(depth - 1) + ")";
    case 11:
      return random_.word({"toUpper(", "toLower("}) + random_.word({"'aB'", "'b'", "'A'"}) + ")";
    case 12:
      return fmt::format("substring(toString({}), 0, 1)", integer(depth - 1));
    case 13:
      return fmt::format("replace({}, 'a', 'c')", text(depth - 1));
    case 14:
      return "trim(" + text(depth - 1) + ")";
    case 15:
      return random_.word({"head(", "last("}) + list(Type::kStringList, depth - 1) + ")";
    case 16:
      return expression(Type::kMap, depth - 1) + ".s";
    default:
      return literal(Type::kString);
  }
}

string ExpressionGenerator::any(int depth) {
  const std::size_t choice = random_.below(8);
  if (choice < 4) {
    if (const string found = property(Type::kAny); !found.empty()) return found;
  }
  if (choice < 5) {
    if (const auto found = variable(Type::kAny)) return *found;
  }
  if (choice < 7) {
    return expression(random_.pick(std::vector<Type>{Type::kInteger, Type::kString, Type::kFloat, Type::kBoolean,
                                                     Type::kIntegerList}),
                      depth);
  }
  return literal(Type::kAny);
}

/// An expression with one more variable in scope.
string ExpressionGenerator::with_local(const string& name, Type type, Type result, int depth) {
  scope.push_back({name, type});
  string made = result == Type::kBoolean ? predicate(depth) : expression(result, depth);
  scope.pop_back();
  return made;
}

string ExpressionGenerator::list(Type type, int depth) {
  const Type element = type == Type::kIntegerList  ? Type::kInteger
                       : type == Type::kStringList ? Type::kString
                       : type == Type::kNodeList   ? Type::kNode
                                                   : Type::kRelationship;
  const bool of_elements = element == Type::kNode || element == Type::kRelationship;
  if (random_.chance(0.3)) {
    if (const auto found = variable(type)) return *found;
  }
  if (type == Type::kIntegerList && random_.chance(0.3)) {
    if (const string found = property(type); !found.empty()) return found;
  }
  if (of_elements) {
    if (const auto path = variable(Type::kPath); path && random_.chance(0.5)) {
      return (element == Type::kNode ? "nodes(" : "relationships(") + *path + ")";
    }
    const auto one = variable(element);
    return one.has_value() ? "[" + *one + "]" : "[]";
  }
  if (depth <= 0) return literal(type);
  switch (random_.below(13)) {
    case 0:
    case 1:
      return fmt::format("[{}, {}]", expression(element, depth - 1), expression(element, depth - 1));
    case 2:
      if (type == Type::kIntegerList) {
        return fmt::format("range({}, {})", random_.word({"0", "1", "2"}), random_.word({"0", "2", "3"}));
      }
      if (const auto node = variable(Type::kNode)) return "labels(" + *node + ")";
      return literal(type);
    case 3: {
      const string name = fresh("e");
      const string from = list(type, depth - 1);
      return fmt::format("[{} IN {} WHERE {}]", name, from, with_local(name, element, Type::kBoolean, depth - 1));
    }
    case 4: {
      const Type other = random_.chance(0.5) ? Type::kIntegerList : Type::kStringList;
      const string name = fresh("e");
      const string from = list(other, depth - 1);
      return fmt::format(
          "[{} IN {} | {}]", name, from,
          with_local(name, other == Type::kIntegerList ? Type::kInteger : Type::kString, element, depth - 1));
    }
    case 5:
      return random_.word({"tail(", "reverse("}) + list(type, depth - 1) + ")";
    case 6:
      return list(type, depth - 1) + random_.word({"[1..]", "[..1]", "[0..2]", "[..-1]", "[-2..]"});
    case 7:
      return fmt::format("({} + {})", list(type, depth - 1),
                         random_.chance(0.5) ? list(type, depth - 1) : expression(element, depth - 1));
    case 8:
      if (type == Type::kStringList) return "split(" + text(depth - 1) + ", 'a')";
      return literal(type);
    case 9: {  // a pattern comprehension
      if (variables(Type::kNode).empty()) return literal(type);
      const std::size_t before = scope.size();
      const bool groups = std::exchange(groups_, false);
      const string pattern = subquery_pattern();
      groups_ = groups;
      const string where = random_.chance(0.3) ? " WHERE " + predicate(depth - 1) : "";
      const string made = fmt::format("[{}{} | {}]", pattern, where, expression(element, depth - 1));
      scope.resize(before);
      return pattern.find("-[") == string::npos ? literal(type) : made;
    }
    case 11: {
      const std::size_t before = scope.size();
      const string pattern = subquery_pattern();
      const string where = random_.chance(0.5) ? " WHERE " + predicate(depth - 1) : "";
      const string name = fresh("e");
      const string made =
          fmt::format("COLLECT {{ MATCH {}{} RETURN {} AS {}{} }}", pattern, where, expression(element, depth - 1),
                      name, random_.word({"", " ORDER BY " + name, " ORDER BY " + name + " LIMIT 2"}));
      scope.resize(before);
      return made;
    }
    case 10: {  // elements of a path or of a relationship of variable length
      const bool nodes = random_.chance(0.5);
      const string from = list(nodes ? Type::kNodeList : Type::kRelationshipList, depth - 1);
      const string name = fresh("e");
      return fmt::format("[{} IN {} | {}]", name, from,
                         with_local(name, nodes ? Type::kNode : Type::kRelationship, element, depth - 1));
    }
    default:
      return literal(type);
  }
}

string ExpressionGenerator::comparison(int depth) {
  switch (random_.below(6)) {
    case 0:
    case 1: {
      const Type type = random_.pick(std::vector<Type>{Type::kInteger, Type::kInteger, Type::kFloat, Type::kString});
      return fmt::format("({} {} {})", expression(type, depth), random_.word({"<", "<=", ">", ">=", "=", "<>"}),
                         random_.chance(0.6) ? literal(type) : expression(type, depth));
    }
    case 2: {
      const Type type = scalar();
      return fmt::format("({} {} {})", expression(type, depth), random_.word({"=", "<>", "="}),
                         random_.chance(0.5) ? literal(type) : expression(type, depth));
    }
    case 3:
      return fmt::format("({} {} {})", any(depth), random_.word({"<", "<=", ">", ">=", "=", "<>"}), any(depth));
    case 4:
      return fmt::format("({} {} {} {} {})", literal(Type::kInteger), random_.word({"<", "<="}), integer(depth),
                         random_.word({"<", "<=", "="}), integer(0));
    default: {
      const Type type = random_.chance(0.7) ? Type::kNode : Type::kRelationship;
      const auto left = variable(type), right = variable(type);
      if (!left || !right) return "(" + integer(0) + " >= 0)";
      return fmt::format("({} {} {})", *left, random_.word({"=", "<>"}), *right);
    }
  }
}

string ExpressionGenerator::boolean(int depth, bool patterns) {
  if (depth <= 0) {
    if (random_.chance(0.3)) {
      if (const string found = property(Type::kBoolean); !found.empty()) return found;
    }
    return random_.chance(0.9) ? comparison(0) : literal(Type::kBoolean);
  }
  switch (random_.below(26)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
      return comparison(depth - 1);
    case 6:
      return fmt::format("({} {} {})", boolean(depth - 1, patterns), random_.word({"AND", "OR", "OR", "XOR"}),
                         boolean(depth - 1, patterns));
    case 7:
      return fmt::format("({} {} {})", boolean(depth - 1, patterns), random_.word({"AND", "OR"}),
                         boolean(depth - 1, patterns));
    case 8:
      return "(NOT " + boolean(depth - 1, patterns) + ")";
    case 9:
    case 10:
      return fmt::format("({} IS {}NULL)", expression(scalar(), depth - 1), random_.word({"", "NOT ", "NOT "}));
    case 11:
      return fmt::format("({} IN {})", integer(depth - 1), list(Type::kIntegerList, depth - 1));
    case 12:
      return fmt::format("({} IN {})", text(depth - 1), list(Type::kStringList, depth - 1));
    case 13:
      return fmt::format("({} IN [{}, {}, {}])", any(depth - 1), any(0), any(0), any(0));
    case 14:
      return fmt::format("({} {} {})", random_.chance(0.85) ? text(depth - 1) : any(depth - 1),
                         random_.word({"STARTS WITH", "ENDS WITH", "CONTAINS"}), random_.word({"'a'", "'b'", "''"}));
    case 15:
      return fmt::format("({} =~ {})", text(depth - 1), random_.word({"'a.*'", "'[ab]+'", "'.*'"}));
    case 16:
    case 17:
      if (const auto node = variable(Type::kNode)) {
        return fmt::format("({}:{})", *node, label_expression(true));
      }
      return comparison(depth - 1);
    case 18:
      if (const auto one = variable(Type::kRelationship)) {
        return fmt::format("({}:{})", *one, label_expression(false));
      }
      return comparison(depth - 1);
    case 19: {
      const Type type = random_.pick(
          std::vector<Type>{Type::kIntegerList, Type::kStringList, Type::kNodeList, Type::kRelationshipList});
      const Type element = type == Type::kIntegerList  ? Type::kInteger
                           : type == Type::kStringList ? Type::kString
                           : type == Type::kNodeList   ? Type::kNode
                                                       : Type::kRelationship;
      const string name = fresh("e");
      const string from = list(type, depth - 1);
      return fmt::format("{}({} IN {} WHERE {})", random_.word({"all", "any", "none", "single"}), name, from,
                         with_local(name, element, Type::kBoolean, depth - 1));
    }
    case 20:
      return subquery("EXISTS", depth);
    case 21:
    case 22:
      if (patterns && !variables(Type::kNode).empty()) {
        const string pattern = pattern_part(false, 2);
        if (pattern.find('-') != string::npos) return random_.chance(0.2) ? "exists(" + pattern + ")" : pattern;
      }
      return comparison(depth - 1);
    case 23:
      if (const string found = property(Type::kBoolean); !found.empty()) return found;
      return comparison(depth - 1);
    case 24:
      if (const auto found = variable(Type::kBoolean)) return *found;
      return "isEmpty(" + list(Type::kIntegerList, depth - 1) + ")";
    default:
      return literal(Type::kBoolean);
  }
}

/// A MATCH of its own.
string ExpressionGenerator::subquery_pattern() {
  const std::vector<Variable> before = std::exchange(visible_, scope);
  const bool bounded = std::exchange(bounded_, false);
  string pattern = pattern_part(true, 2);
  bounded_ = bounded;
  visible_ = before;
  return pattern;
}

/// EXISTS { }, COUNT { } over a pattern, now and then with clauses of its own.
string ExpressionGenerator::subquery(const char* kind, int depth) {
  const std::size_t before = scope.size();
  const string pattern = subquery_pattern();
  const string where = random_.chance(0.5) ? " WHERE " + predicate(depth - 1) : "";
  string tail;
  if (random_.chance(0.2)) {
    tail = fmt::format(" RETURN {}{} AS sub", random_.word({"", "DISTINCT "}), integer(depth - 1));
  } else if (random_.chance(0.15)) {
    tail = fmt::format(" WITH {} AS sub WHERE sub > 0 RETURN sub", integer(depth - 1));
  }
  scope.resize(before);
  return fmt::format("{} {{ {}{}{}{} }}", kind, tail.empty() && random_.chance(0.5) ? "" : "MATCH ", pattern, where,
                     tail);
}

string ExpressionGenerator::aggregate(Type& type) {
  const string distinct = random_.chance(0.25) ? "DISTINCT " : "";
  switch (random_.below(14)) {
    case 0:
    case 1:
      type = Type::kInteger;
      return "count(*)";
    case 2:
    case 3: {
      type = Type::kInteger;
      const auto node = variable(random_.chance(0.7) ? Type::kNode : Type::kRelationship);
      return "count(" + distinct + (node && random_.chance(0.5) ? *node : expression(scalar(), 1)) + ")";
    }
    case 4:
    case 5:
      type = Type::kInteger;
      return "sum(" + distinct + integer(1) + ")";
    case 6:
      type = Type::kFloat;
      return "avg(" + distinct + (random_.chance(0.5) ? integer(1) : floating(1)) + ")";
    case 7:
      type = Type::kFloat;
      return "sum(" + floating(1) + " + 0.0)";
    case 8:
    case 9:
      type = random_.pick(std::vector<Type>{Type::kInteger, Type::kString, Type::kFloat, Type::kAny});
      return random_.word({"min(", "max("}) + expression(type, 1) + ")";
    case 10:
      type = Type::kIntegerList;
      return "collect(" + distinct + integer(1) + ")";
    case 11:
      type = Type::kInteger;
      return "size(collect(" + distinct + expression(scalar(), 1) + "))";
    case 12:
      type = Type::kFloat;
      return random_.word({"stDev(", "stDevP("}) + integer(1) + ")";
    default:
      type = Type::kInteger;
      return random_.chance(0.5) ? "(count(*) + 1)" : "percentileDisc(" + integer(1) + ", 0.5)";
  }
}

/// Properties to equal, or a predicate of its own.
string ExpressionGenerator::conditions(bool node) {
  if (random_.chance(0.07)) {
    const bool number = random_.chance(0.6);
    const string value = number ? (random_.chance(0.8) ? literal(Type::kInteger) : integer(0)) : literal(Type::kString);
    return fmt::format(" {{{}: {}}}", number ? (node ? "i" : "w") : "s", value);
  }
  return "";
}

string ExpressionGenerator::node_pattern(bool new_variables, double reuse) {
  string inside;
  const auto known = variable(Type::kNode);
  if (known && random_.chance(reuse)) {
    inside = *known;
  } else if (new_variables && random_.chance(0.8)) {
    inside = fresh("n");
    scope.push_back({inside, Type::kNode});
  }
  if (random_.chance(0.2)) inside += ":" + label_expression(true);
  inside += conditions(true);
  if (new_variables && random_.chance(0.06) && !inside.empty()) inside += " WHERE " + comparison(0);
  return "(" + inside + ")";
}

string ExpressionGenerator::relationship_pattern(bool new_variables) {
  const bool variable_length = random_.chance(0.14);
  string inside;
  if (new_variables && random_.chance(0.5)) {
    inside = fresh("r");
    scope.push_back({inside, variable_length ? Type::kRelationshipList : Type::kRelationship});
  } else if (!walked_whole_ && random_.chance(0.08)) {
    const auto known = variable(variable_length ? Type::kRelationshipList : Type::kRelationship);
    if (known && std::find(used_in_match_.begin(), used_in_match_.end(), *known) == used_in_match_.end()) {
      inside = *known;
    }
  }
  if (!inside.empty()) used_in_match_.push_back(inside);
  if (random_.chance(0.35)) inside += ":" + label_expression(false);
  const bool is_quantified = variable_length && new_variables && random_.chance(0.4);
  string quantifier;
  if (is_quantified) {
    quantifier = random_.word({"+", "*", "{1,2}", "{0,1}", "{,2}", "{2}", "{1,3}", "{2,3}", "{1}", "{1,}"});
    if (bounded_ && quantifier.find_first_of("+*") != string::npos) quantifier = "{1,3}";
    if (bounded_ && quantifier == "{1,}") quantifier = "{0,2}";
  } else if (variable_length) {
    inside +=
        random_.word({bounded_ ? "*0..3" : "*", "*1..2", "*0..1", "*0..2", "*2", "*..2", "*..3", "*2..3", "*1", "*0"});
  }
  if (random_.chance(0.7)) inside += conditions(false);
  if (new_variables && random_.chance(variable_length ? 0.15 : 0.05)) {  // of each relationship by itself
    const std::vector<Variable> before = scope;
    const string name = inside.substr(0, inside.find_first_of(":*{ "));
    if (!name.empty()) {
      if (variable_length) scope = visible_;
      std::erase_if(scope, [&](const Variable& variable) { return variable.name == name; });
      scope.push_back({name, Type::kRelationship});
      inside += " WHERE " + comparison(0);
      scope = before;
    }
  }
  const string line = "-[" + inside + "]-";
  switch (random_.below(5)) {
    case 0:
    case 1:
      return line + ">" + quantifier;
    case 2:
    case 3:
      return "<" + line + quantifier;
    default:
      return line + quantifier;
  }
}

string ExpressionGenerator::label_expression(bool of_node) {
  if (of_node) {
    return random_.word({"A", "A", "A", "B", "B", "C", "A:B", "A|C", "A&!C", "!A", "%", "!%", "(A|B)&C", "!(A&B)", "D",
                         "A|B&!C", "!D"});
  }
  return random_.word({"R", "R", "R", "S", "R|S", "S|T", "T", "!R", "%", "!R&!S", "!(R|T)", "U|R"});
}

/// ((x)-[r]->(y) WHERE ...){1,2}: two nodes, seldom three; outside, its variables are lists.
string ExpressionGenerator::group() {
  const std::vector<Variable> all = scope;
  scope = visible_;
  std::vector<Variable> inside;
  const auto name = [&](const char* prefix, Type type) {
    if (random_.chance(0.3)) return string();
    inside.push_back({fresh(prefix), type});
    return inside.back().name;
  };
  string text = "((" + name("g", Type::kNode) + (random_.chance(0.15) ? ":" + label_expression(true) : "") + ")";
  for (std::size_t i = random_.chance(0.2) ? 2 : 1; i > 0; --i) {
    const string types = random_.chance(0.3) ? ":" + label_expression(false) : "";
    const string line = "-[" + name("h", Type::kRelationship) + types + conditions(false) + "]-";
    text += random_.word({line, line + ">", "<" + line, line + ">"});
    text += "(" + name("g", Type::kNode) + (random_.chance(0.15) ? ":" + label_expression(true) : "") +
            conditions(true) + ")";
  }
  scope.insert(scope.end(), inside.begin(), inside.end());
  if (!inside.empty() && random_.chance(0.4)) text += " WHERE " + comparison(1);
  scope = all;
  for (const Variable& variable : inside) {
    const bool is_node = variable.type == Type::kNode;
    scope.push_back({variable.name, is_node ? Type::kNodeList : Type::kRelationshipList});
  }
  return text + ")" + random_.word({"{1,2}", "{0,1}", "{2}", "{,2}", "{1}", "{1,3}", bounded_ ? "{0,3}" : "+"});
}

/// SHORTEST 2 GROUPS TRAIL ...: a path with a selector, the only one of its MATCH.
string ExpressionGenerator::selected_path() {
  used_in_match_.clear();
  const string selector = random_.word({"ANY ", "ANY SHORTEST ", "SHORTEST 1 ", "SHORTEST 2 ", "ALL SHORTEST ",
                                        "ALL SHORTEST ", "ALL SHORTEST ", "SHORTEST 1 GROUPS ", "SHORTEST 2 GROUPS ",
                                        "SHORTEST $j GROUPS ", "ANY 2 ", "ALL "});
  const string from = node_pattern(true, 0.5);
  string way;
  if (random_.chance(0.3)) {
    way = group();
  } else {
    const string name = random_.chance(0.5) ? fresh("r") : "";
    const string types = random_.chance(0.4) ? ":" + label_expression(false) : "";
    string where;
    if (!name.empty()) {
      scope.push_back({name, Type::kRelationship});
      std::vector<Variable> all = std::exchange(scope, visible_);
      scope.push_back(all.back());
      if (random_.chance(0.2)) where = " WHERE " + comparison(0);
      scope = std::move(all);
      scope.back().type = Type::kRelationshipList;
    }
    const string line = "-[" + name + types + where + "]-";
    way =
        random_.word({line + ">", line, "<" + line}) + random_.word({"+", "+", "*", "{1,3}", "{2,}", "{0,2}", "{2,3}"});
  }
  string path = from + way + node_pattern(true, 0.3);
  if (random_.chance(0.15)) path += random_.chance(0.5) ? "-[]->()" : "<-[:R]-()";
  if (random_.chance(0.2)) path = "(" + path + " WHERE " + comparison(1) + ")";
  if (random_.chance(0.3)) {
    const string name = fresh("p");
    scope.push_back({name, Type::kPath});
    return name + " = " + selector + path;
  }
  return selector + path;
}

string ExpressionGenerator::pattern_part(bool new_variables, std::size_t most_relationships) {
  used_in_match_.clear();
  string part = node_pattern(new_variables, 0.5);
  const std::size_t num =
      std::min(most_relationships, random_.pick(std::vector<std::size_t>{0, 0, 1, 1, 1, 1, 2, 2, 3}));
  const std::size_t wanted = new_variables ? num : std::max<std::size_t>(num, 1);
  for (std::size_t i = 0; i < wanted; ++i) {
    part += new_variables && groups_ && random_.chance(0.04) ? group() : relationship_pattern(new_variables);
    part += node_pattern(new_variables, new_variables ? 0.15 : 0.4);
  }
  return part;
}

string ExpressionGenerator::pattern_list() {
  used_in_match_.clear();
  const std::vector<Variable> before = std::exchange(visible_, scope);
  bounded_ = random_.chance(0.05);
  string text = bounded_ ? "REPEATABLE ELEMENTS " : "";
  text += !bounded_ && random_.chance(0.06) ? selected_path() : pattern_parts();
  bounded_ = false;
  visible_ = before;
  return text;
}

string ExpressionGenerator::pattern_parts() {
  const std::size_t num_parts = random_.chance(0.22) ? 2 : 1;
  string text;
  std::vector<string> used;
  for (std::size_t i = 0; i < num_parts; ++i) {
    string part;
    const auto from = variable(Type::kNode), to = variable(Type::kNode);
    if (random_.chance(0.03) && from && to && *from != *to) {  // the ends are bound, and differ
      const string path = fresh("p");
      part = fmt::format("{} = {}(({})-[{}*]-{}({}))", path, random_.word({"shortestPath", "allShortestPaths"}), *from,
                         random_.word({"", ":R", ":R|S"}), random_.word({"", ">"}), *to);
      scope.push_back({path, Type::kPath});
    } else {
      const std::size_t before = scope.size();
      const string mode = random_.chance(0.06) ? random_.word({"TRAIL ", "ACYCLIC ", "SIMPLE ", "WALK "}) : "";
      walked_whole_ = bounded_ || !mode.empty();
      part = mode + pattern_part(true, 3);
      walked_whole_ = false;
      for (const string& name : used) {
        if (std::find(used_in_match_.begin(), used_in_match_.end(), name) != used_in_match_.end()) {
          scope.resize(before);
          return text;  // a relationship that an earlier part has
        }
      }
      used.insert(used.end(), used_in_match_.begin(), used_in_match_.end());
      if (random_.chance(0.12)) {
        const string path = fresh("p");
        part = path + " = " + part;
        scope.push_back({path, Type::kPath});
      }
    }
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

}  // namespace kith::reference
