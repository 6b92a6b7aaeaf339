// engine/optimizer/cardinality.hpp: how many rows a step of a pattern will give, from the statistics of a snapshot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/binder/bound_query.hpp"
#include "storage/read_view.hpp"

namespace kith::engine {

/// Estimates; never errors. An unknown label or type has no members.
class Cardinality {
 public:
  explicit Cardinality(const storage::ReadView& view) : names_(view.names()), statistics_(view.statistics()) {}

  double num_nodes() const { return static_cast<double>(statistics_.num_nodes); }
  double nodes_with_label(const std::string& label) const;
  /// The share of all nodes that pass these label tests.
  double label_selectivity(const std::vector<LabelTest>& labels) const;
  /// Relationships of a node with `from` that lead to one with `to`; by the counts of (label, type, label) where both
  /// name a label and those are known, none otherwise.
  std::optional<double> degree_between(const std::vector<std::string>& types, Direction direction,
                                       const std::vector<LabelTest>& from, const std::vector<LabelTest>& to) const;
  /// Relationships of the types (all when empty) per node that carries `labels`.
  double degree(const std::vector<std::string>& types, Direction direction, const std::vector<LabelTest>& labels) const;
  /// The share of rows that a predicate keeps, from its form alone.
  double selectivity(const BoundExpression& predicate) const;
  /// Nodes of a label with one value of a key.
  double nodes_with_value(const std::string& label, const std::string& key, bool unique) const;

 private:
  const storage::Names& names_;
  const storage::Statistics& statistics_;
};

}  // namespace kith::engine
