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

/// *, *2, *1..3, *..3, *1..
struct VariableLength {
  SourceRange range;
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
};

/// -[v:A|B *1..3 {k: e} WHERE p]->
struct RelationshipPattern {
  SourceRange range;
  Direction direction = Direction::kBoth;  ///< As drawn from left to right; `<-->` is kBoth.
  std::optional<Name> variable;
  LabelExpression* types = nullptr;
  std::optional<VariableLength> length;
  Expression* properties = nullptr;
  Expression* where = nullptr;
};

enum class PathSelector : std::uint8_t { kNone, kShortestPath, kAllShortestPaths };

/// p = shortestPath((a)-[]->(b)-[]->(c)): nodes.size() == relationships.size() + 1.
struct PatternPart {
  SourceRange range;
  std::optional<Name> variable;
  PathSelector selector = PathSelector::kNone;
  std::vector<NodePattern> nodes;
  std::vector<RelationshipPattern> relationships;
};

}  // namespace kith::ast
