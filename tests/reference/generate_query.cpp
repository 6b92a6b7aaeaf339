// tests/reference/generate_query.cpp: random clauses.
#include "tests/reference/generate_query.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tests/reference/expression_generator.hpp"

namespace kith::reference {
namespace {

using std::string;

class QueryGenerator {
 public:
  explicit QueryGenerator(Random& random) : random_(random), write_(random) {
    write_.allow_failing = random.chance(0.1);
  }

  GeneratedQuery generate() {
    string text;
    if (random_.chance(0.05)) return {composed(), write_.may_fail};
    if (random_.chance(0.09)) {
      const std::size_t num_columns = 1 + random_.below(3);
      const string joint = random_.word({" UNION ", " UNION ALL ", " UNION ", " UNION ALL ", " EXCEPT ", " EXCEPT ALL ",
                                         " INTERSECT ", " INTERSECT ALL "});
      for (std::size_t i = 2 + random_.below(2); i > 0; --i) {
        write_.scope.clear();
        text += (text.empty() ? "" : joint) + reading_clauses(1 + random_.below(2)) + last_clause(num_columns);
      }
    } else {
      text = reading_clauses(random_.pick(std::vector<std::size_t>{1, 1, 2, 2, 3, 4})) + last_clause({});
    }
    return {text, write_.may_fail};
  }

 private:
  string where(double probability) {
    return random_.chance(probability) ? " WHERE " + write_.predicate(static_cast<int>(1 + random_.below(2))) : "";
  }

  string match() {
    const string word = random_.chance(0.25) && !write_.scope.empty() ? "OPTIONAL MATCH " : "MATCH ";
    const string pattern = write_.pattern_list();
    return word + pattern + where(0.55) + " ";
  }

  /// Queries joined by NEXT, the last one now and then a WHEN.
  string composed() {
    std::vector<Variable> after;
    string text = reading_clauses(1);
    const string first = projection_of(1 + random_.below(2), after, false);
    text += "RETURN" + first + order_and_cut(after, true) + " NEXT ";
    write_.scope = after;
    if (random_.chance(0.5)) {
      text += reading_clauses(1);
      return text + last_clause({});
    }
    const std::size_t num_columns = 1 + random_.below(2);
    const std::size_t num_branches = 1 + random_.below(2);
    for (std::size_t i = 0; i <= num_branches; ++i) {
      if (i == num_branches && random_.chance(0.3)) break;
      write_.scope = after;
      text += i == num_branches ? "ELSE " : "WHEN " + write_.predicate(1) + " THEN ";
      const string clauses = random_.chance(0.5) ? reading_clauses(1) : "";
      text += "{ " + clauses + last_clause(num_columns) + " } ";
    }
    return text;
  }

  string let() {
    const string word = write_.fresh("w");
    const Type type = write_.scalar();
    const string value = write_.expression(type, 2);
    string text = "LET " + word + " = " + value;
    const std::size_t known = write_.scope.size();
    const Type second = write_.scalar();
    if (random_.chance(0.3)) {
      const string other = write_.fresh("w");
      text += ", " + other + " = " + write_.expression(second, 1);
      write_.scope.push_back({other, second});
    }
    write_.scope.insert(write_.scope.begin() + static_cast<std::ptrdiff_t>(known), {word, type});
    return text + " ";
  }

  string unwind() {
    const std::vector<std::pair<Type, Type>> lists = {{Type::kIntegerList, Type::kInteger},
                                                      {Type::kIntegerList, Type::kInteger},
                                                      {Type::kStringList, Type::kString},
                                                      {Type::kNodeList, Type::kNode},
                                                      {Type::kRelationshipList, Type::kRelationship}};
    const auto [type, element] = random_.pick(lists);
    const string list = write_.expression(type, 1);
    const string name = write_.fresh("u");
    write_.scope.push_back({name, element});
    if (random_.chance(0.75)) return fmt::format("UNWIND {} AS {} ", list, name);
    if (random_.chance(0.5)) return fmt::format("FOR {} IN {} ", name, list);
    const string ordinal = write_.fresh("o");
    write_.scope.push_back({ordinal, Type::kInteger});
    return fmt::format("FOR {} IN {} WITH {} {} ", name, list, random_.word({"ORDINALITY", "OFFSET"}), ordinal);
  }

  string call() {
    const std::vector<Variable> outer = write_.scope;
    string imports;
    std::vector<Variable> inner;
    for (const Variable& variable : outer) {
      if (!random_.chance(0.5) || inner.size() > 1) continue;
      imports += (imports.empty() ? "" : ", ") + variable.name;
      inner.push_back(variable);
    }
    const bool is_scoped = random_.chance(0.6), imports_all = is_scoped && random_.chance(0.15);
    write_.scope = imports_all ? outer : inner;
    string text = random_.chance(0.25) ? "OPTIONAL CALL " : "CALL ";
    if (is_scoped) {
      text += "(" + (imports_all ? "*" : imports) + ") { ";
    } else {
      text += imports.empty() ? "{ " : "{ WITH " + imports + " ";
    }
    text += reading_clauses(1);
    std::vector<Variable> returned;
    const string projection = projection_of(1 + random_.below(2), returned, true);
    text += "RETURN" + projection + order_and_cut(returned, false) + " } ";
    write_.scope = outer;
    write_.scope.insert(write_.scope.end(), returned.begin(), returned.end());
    return text;
  }

  string reading_clauses(std::size_t num_clauses) {
    string text;
    for (std::size_t i = 0; i < num_clauses; ++i) {
      const std::size_t choice = random_.below(20);
      if (write_.scope.empty() ? choice < 18 : choice < 9) {
        text += match();
      } else if (!write_.scope.empty() && choice == 9) {
        text += random_.chance(0.5) ? let() : "FILTER " + write_.predicate(2) + " ";
      } else if (write_.scope.empty() || choice < 12) {
        text += unwind();
      } else if (choice < 14 && ++num_calls_ < 2) {
        text += call();
      } else {
        text += with();
      }
    }
    return text;
  }

  /// ` DISTINCT a, b + 1 AS c`, with what it leaves in scope.
  string projection_of(std::size_t num_items, std::vector<Variable>& after, bool only_new_names) {
    const bool distinct = random_.chance(0.13);
    const bool aggregates = random_.chance(0.3);
    std::vector<string> items;
    const std::vector<Variable> before = write_.scope;
    if (!only_new_names) {
      for (const Variable& variable : before) {  // what goes through as it is
        const bool element = variable.type == Type::kNode || variable.type == Type::kRelationship;
        if (random_.chance(aggregates ? 0.25 : element ? 0.7 : 0.5)) {
          items.push_back(variable.name);
          after.push_back(variable);
        }
      }
    }
    for (std::size_t i = 0; i < num_items || items.empty(); ++i) {
      Type type = write_.scalar();
      if (random_.chance(0.12)) {
        type = random_.pick(std::vector<Type>{Type::kIntegerList, Type::kStringList, Type::kMap, Type::kNode,
                                              Type::kNodeList, Type::kRelationshipList, Type::kPath, Type::kPath});
      }
      const bool aggregate = aggregates && (i == 0 || random_.chance(0.4));
      const string value = aggregate ? write_.aggregate(type) : write_.expression(type, 2);
      const string name = write_.fresh("v");
      items.push_back(value + " AS " + name);
      after.push_back({name, type});
    }
    random_.shuffle(items);
    restricted_ = distinct || aggregates;
    return fmt::format(" {}{}", distinct ? "DISTINCT " : "", fmt::join(items, ", "));
  }

  /// ORDER BY, SKIP and LIMIT after a projection that left `after`.
  string order_and_cut(const std::vector<Variable>& after, bool mostly_total) {
    string text;
    if (random_.chance(0.3)) {
      std::vector<string> keys;
      const auto add = [&](string key) { keys.push_back(std::move(key) + random_.word({"", "", " DESC"})); };
      if (!restricted_ && random_.chance(0.3)) add(write_.expression(write_.scalar(), 1));
      const bool total = mostly_total || random_.chance(0.6);
      for (const Variable& variable : after) {
        if (!total && random_.chance(0.6)) continue;
        const bool element = variable.type == Type::kNode || variable.type == Type::kRelationship;
        const bool ordered = !element && variable.type != Type::kNodeList && variable.type != Type::kPath &&
                             variable.type != Type::kRelationshipList && variable.type != Type::kMap;
        if (element) add(variable.name + ".uid");
        if (ordered) add(variable.name);
      }
      if (!keys.empty()) text += fmt::format(" ORDER BY {}", fmt::join(keys, ", "));
    }
    if (random_.chance(text.empty() ? 0.04 : 0.3)) text += " SKIP " + random_.word({"0", "1", "1", "2", "(1 + 1)"});
    if (random_.chance(text.empty() ? 0.04 : 0.4)) {
      text += " LIMIT " + random_.word({"1", "2", "3", "5", "10", "(1 + 2)", "9223372036854775807", "0"});
    }
    return text;
  }

  string with() {
    if (random_.chance(0.1)) {
      restricted_ = false;
      return "WITH *" + order_and_cut(write_.scope, true) + where(0.4) + " ";
    }
    std::vector<Variable> after;
    const string projection = projection_of(random_.below(2), after, false);
    const string order = order_and_cut(after, true);
    write_.scope = after;
    return "WITH" + projection + order + where(0.3) + " ";
  }

  string last_clause(std::optional<std::size_t> num_columns) {
    if (!num_columns.has_value() && random_.chance(0.08) && !write_.scope.empty()) {
      restricted_ = false;
      return "RETURN *" + order_and_cut(write_.scope, false);
    }
    std::vector<Variable> after;
    if (num_columns.has_value()) {  // columns of the same names in every part of a UNION
      std::vector<string> items;
      for (std::size_t i = 0; i < *num_columns; ++i) {
        Type type = write_.scalar();
        const string value = random_.chance(0.2) ? write_.aggregate(type) : write_.expression(type, 1);
        items.push_back(fmt::format("{} AS c{}", value, i));
      }
      return fmt::format("RETURN {}", fmt::join(items, ", "));
    }
    const string projection = projection_of(1 + random_.below(2), after, random_.chance(0.3));
    return "RETURN" + projection + order_and_cut(after, false);
  }

  Random& random_;
  ExpressionGenerator write_;
  bool restricted_ = false;  ///< After DISTINCT or an aggregation only columns may be ordered by.
  int num_calls_ = 0;
};

}  // namespace

GeneratedQuery generate_query(Random& random) { return QueryGenerator(random).generate(); }

}  // namespace kith::reference
