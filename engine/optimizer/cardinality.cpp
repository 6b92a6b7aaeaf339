// engine/optimizer/cardinality.cpp: estimates from label, type and triple counts.
#include "engine/optimizer/cardinality.hpp"

#include <algorithm>
#include <set>

namespace kith::engine {
namespace {

constexpr double kEqualitySelectivity = 0.1;
constexpr double kRangeSelectivity = 0.3;
constexpr double kOtherSelectivity = 0.5;

}  // namespace

double Cardinality::nodes_with_label(const std::string& label) const {
  const auto id = names_.label(label);
  return id.has_value() ? static_cast<double>(statistics_.with_label(*id)) : 0.0;
}

double Cardinality::label_selectivity(const std::vector<LabelTest>& labels) const {
  double share = 1;
  for (const LabelTest& test : labels) {
    share *= test.kind == ast::LabelExpression::Kind::kName ? nodes_with_label(test.name) / std::max(num_nodes(), 1.0)
                                                            : kOtherSelectivity;
  }
  return share;
}

double Cardinality::degree(const std::vector<std::string>& types, Direction direction,
                           const std::vector<LabelTest>& labels) const {
  double starts = std::max(num_nodes(), 1.0);
  std::optional<LabelId> label;
  for (const LabelTest& test : labels) {
    if (test.kind != ast::LabelExpression::Kind::kName) continue;
    const double count = nodes_with_label(test.name);
    if (count <= starts) {
      starts = std::max(count, 1.0);
      label = names_.label(test.name);
    }
  }
  const auto of_type = [&](RelationshipTypeId type, bool outgoing) {
    if (label.has_value() && !statistics_.triples.empty()) {
      double sum = 0;
      double most = 0;  // nodes of several labels are in several triples: the largest is the safest single one
      for (const auto& triple : statistics_.triples) {
        if (triple.type != type || (outgoing ? triple.start : triple.end) != *label) continue;
        sum += static_cast<double>(triple.count);
        most = std::max(most, static_cast<double>(triple.count));
      }
      return std::min(sum, std::max(most, static_cast<double>(statistics_.with_type(type))));
    }
    return static_cast<double>(statistics_.with_type(type));
  };
  double relationships = 0;
  const auto add = [&](RelationshipTypeId type) {
    if (direction != Direction::kIncoming) relationships += of_type(type, true);
    if (direction != Direction::kOutgoing) relationships += of_type(type, false);
  };
  if (types.empty()) {
    for (std::uint32_t type = 0; type < names_.num_relationship_types(); ++type) add(RelationshipTypeId{type});
  } else {
    for (const std::string& name : types) {
      if (const auto type = names_.relationship_type(name)) add(*type);
    }
  }
  return relationships / starts;
}

std::optional<double> Cardinality::degree_between(const std::vector<std::string>& types, Direction direction,
                                                  const std::vector<LabelTest>& from,
                                                  const std::vector<LabelTest>& to) const {
  // The rarest label of several says most.
  const auto rarest = [&](const std::vector<LabelTest>& labels) {
    std::optional<LabelId> best;
    double fewest = 0;
    for (const LabelTest& test : labels) {
      if (test.kind != ast::LabelExpression::Kind::kName) continue;
      const auto id = names_.label(test.name);
      const double count = nodes_with_label(test.name);
      if (id.has_value() && (!best.has_value() || count < fewest)) {
        best = id;
        fewest = count;
      }
    }
    return std::make_pair(best, fewest);
  };
  const auto [start, starts] = rarest(from);
  const auto end = rarest(to).first;
  if (!start.has_value() || !end.has_value() || statistics_.triples.empty() || starts <= 0) return std::nullopt;
  std::set<RelationshipTypeId> wanted;
  for (const std::string& name : types) {
    if (const auto type = names_.relationship_type(name)) wanted.insert(*type);
  }
  double relationships = 0;
  for (const auto& triple : statistics_.triples) {
    if (!types.empty() && !wanted.contains(triple.type)) continue;
    const bool outgoing = triple.start == *start && triple.end == *end;
    const bool incoming = triple.start == *end && triple.end == *start;
    if (outgoing && direction != Direction::kIncoming) relationships += static_cast<double>(triple.count);
    if (incoming && direction != Direction::kOutgoing) relationships += static_cast<double>(triple.count);
  }
  return relationships / starts;
}

double Cardinality::selectivity(const BoundExpression& predicate) const {
  if (const auto* binary = std::get_if<BinaryExpression>(&predicate.node)) {
    switch (binary->kind) {
      case BinaryKind::kEqual:
        return kEqualitySelectivity;
      case BinaryKind::kNotEqual:
        return 1 - kEqualitySelectivity;
      case BinaryKind::kIn:
      case BinaryKind::kStartsWith:
      case BinaryKind::kEndsWith:
      case BinaryKind::kContains:
      case BinaryKind::kMatches:
      case BinaryKind::kLess:
      case BinaryKind::kLessOrEqual:
      case BinaryKind::kGreater:
      case BinaryKind::kGreaterOrEqual:
        return kRangeSelectivity;
      default:
        return kOtherSelectivity;
    }
  }
  if (std::holds_alternative<DisjointExpression>(predicate.node)) return 1;
  return kOtherSelectivity;
}

double Cardinality::nodes_with_value(const std::string& label, const std::string& key, bool unique) const {
  if (unique) return 1;
  const auto label_id = names_.label(label);
  const auto key_id = names_.property_key(key);
  if (!label_id.has_value() || !key_id.has_value()) return 0;
  const double nodes = nodes_with_label(label);
  for (const auto& values : statistics_.distinct_values) {
    if (values.element == ElementKind::kNode && values.label_or_type == label_id->value && values.key == *key_id) {
      return std::max(1.0, nodes / static_cast<double>(std::max<std::uint64_t>(values.distinct, 1)));
    }
  }
  return std::max(1.0, nodes * kEqualitySelectivity);
}

}  // namespace kith::engine
