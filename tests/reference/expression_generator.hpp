// tests/reference/expression_generator.hpp: random expressions of a wanted type, over the variables in scope.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/reference/random.hpp"

namespace kith::reference {

enum class Type : std::uint8_t {
  kInteger,
  kFloat,
  kString,
  kBoolean,
  kAny,  ///< A number, string, truth value or list.
  kIntegerList,
  kStringList,
  kNode,
  kRelationship,
  kNodeList,
  kRelationshipList,
  kPath,
  kMap,  ///< {k: INTEGER, s: STRING}
};

struct Variable {
  std::string name;
  Type type;
};

/// Writes expressions as text. Each is an atom or in parentheses, so that it fits anywhere.
class ExpressionGenerator {
 public:
  explicit ExpressionGenerator(Random& random) : random_(random) {}

  std::vector<Variable> scope;
  bool may_fail = false;       ///< Something that can fail has been written.
  bool allow_failing = false;  ///< Write something now and then that can.

  std::string expression(Type type, int depth);
  /// In WHERE, where a pattern is a predicate too.
  std::string predicate(int depth);
  std::string literal(Type type);
  /// `expression` is of `type`; what makes a number, string or truth value of several values.
  std::string aggregate(Type& type);

  std::string fresh(const std::string& prefix) { return prefix + std::to_string(++num_names_); }
  std::optional<std::string> variable(Type type);
  std::vector<std::string> variables(Type type) const;
  /// Types of scalars, for columns and lists.
  Type scalar();

  /// MATCH's pattern, or that of a predicate when `new_variables` is false.
  std::string pattern_part(bool new_variables, std::size_t most_relationships);
  std::string pattern_list();

 private:
  std::string boolean(int depth, bool patterns);
  std::string integer(int depth);
  std::string floating(int depth);
  std::string text(int depth);
  std::string any(int depth);
  std::string list(Type type, int depth);
  std::string comparison(int depth);
  std::string subquery(const char* kind, int depth);
  std::string subquery_pattern();
  std::string property(Type type);
  std::string with_local(const std::string& name, Type type, Type result, int depth);
  std::string node_pattern(bool new_variables, double reuse);
  std::string relationship_pattern(bool new_variables);
  std::string conditions(bool node);
  std::string label_expression(bool of_node);
  std::string group();
  std::string selected_path();
  std::string pattern_parts();

  Random& random_;
  int num_names_ = 0;
  std::vector<std::string> used_in_match_;  ///< Names of relationships.
  std::vector<Variable> visible_;           ///< To a predicate of a group: what earlier clauses have bound.
  bool bounded_ = false;                    ///< REPEATABLE ELEMENTS: nothing may go on without end.
  bool walked_whole_ = false;               ///< A path in which no relationship may be bound already.
  bool groups_ = true;                      ///< Not in a pattern comprehension.
};

}  // namespace kith::reference
