// parser/ast/pattern.hpp: patterns as written.
#pragma once

#include <kith/ids.hpp>

#include "parser/ast/expression.hpp"

namespace kith::ast {

/// (v:Label {k: e} WHERE p)
struct NodePattern {
  SourceRange range;
  std::optional<Name> variable;
  LabelExpression* labels = nullptr;  ///< Null: any.
  Expression* properties = nullptr;   ///< A MapLiteral or a Parameter, or null.
  Expression* where = nullptr;
};

/// *, *2, *1..3, *..3, *1.. inside the brackets; after the arrow or a parenthesis *, +, {2}, {1,3}, {,3}, {1,}
struct VariableLength {
  SourceRange range;
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
};

struct PatternPart;

/// -[v:A|B *1..3 {k: e} WHERE p]->, -[v:A]->{1,3}, or in the place of a relationship ((x)-[r]->(y) WHERE p){1,3}
struct RelationshipPattern {
  SourceRange range;
  Direction direction = Direction::kBoth;  ///< As drawn from left to right; `<-->` is kBoth.
  std::optional<Name> variable;
  LabelExpression* types = nullptr;
  std::optional<VariableLength> length;
  Expression* properties = nullptr;
  Expression* where = nullptr;
  PatternPart* group = nullptr;  ///< A quantified path pattern: only `length` and `range` say more.
};

enum class PathSelector : std::uint8_t {
  kNone,              ///< Every path.
  kShortestPath,      ///< shortestPath()
  kAllShortestPaths,  ///< allShortestPaths()
  kShortest,          ///< ANY, ANY k, ANY SHORTEST, SHORTEST k: k of the shortest
  kAllShortest,       ///< ALL SHORTEST
  kShortestGroups,    ///< SHORTEST k GROUPS: all paths of the k smallest lengths
};
enum class PathMode : std::uint8_t { kUnspecified, kWalk, kTrail, kAcyclic, kSimple };

/// What stands before a path: SHORTEST 2 TRAIL PATHS
struct PathPrefix {
  SourceRange range;
  PathSelector selector = PathSelector::kNone;
  Expression* count = nullptr;  ///< k; null: 1
  PathMode mode = PathMode::kUnspecified;
};

/// p = shortestPath((a)-[]->(b)-[]->(c)): nodes.size() == relationships.size() + 1.
struct PatternPart {
  SourceRange range;
  std::optional<Name> variable;
  PathPrefix prefix;
  std::vector<NodePattern> nodes;
  std::vector<RelationshipPattern> relationships;
  Expression* where = nullptr;  ///< Of a path in parentheses.
};

enum class MatchMode : std::uint8_t { kUnspecified, kDifferentRelationships, kRepeatableElements };

}  // namespace kith::ast
