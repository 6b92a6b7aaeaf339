// Reading a whole graph through queries, and differences between two states of it.
#include "tests/harness/graph_state.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "tests/harness/comparable.hpp"

namespace kith::harness {
namespace {

enum Effect : std::size_t {
  kNodesAdded,
  kNodesRemoved,
  kRelationshipsAdded,
  kRelationshipsRemoved,
  kLabelsAdded,
  kLabelsRemoved,
  kPropertiesAdded,
  kPropertiesRemoved
};

std::string property_text(const Value& value) {
  return fmt::format("{} {}", to_string(value.kind()), canonical(to_comparable(value)));
}

void count_properties(const Map& before, const Map& after, SideEffects& effects) {
  for (const auto& [key, value] : before) {
    const auto other = after.find(key);
    if (other == after.end() || property_text(other->second) != property_text(value))
      ++effects.counts[kPropertiesRemoved];
  }
  for (const auto& [key, value] : after) {
    const auto other = before.find(key);
    if (other == before.end() || property_text(other->second) != property_text(value))
      ++effects.counts[kPropertiesAdded];
  }
}

template <class Elements>
void count_elements(const Elements& before, const Elements& after, Effect added, Effect removed, SideEffects& effects) {
  for (const auto& [id, content] : before) {
    const auto other = after.find(id);
    if (other == after.end()) ++effects.counts[removed];
    count_properties(content->properties, other == after.end() ? Map() : other->second->properties, effects);
  }
  for (const auto& [id, content] : after) {
    if (before.contains(id)) continue;
    ++effects.counts[added];
    count_properties(Map(), content->properties, effects);
  }
}

std::set<std::string> labels_in_use(const GraphState& state) {
  std::set<std::string> labels;
  for (const auto& [id, content] : state.nodes) labels.insert(content->labels.begin(), content->labels.end());
  return labels;
}

std::size_t num_missing(const std::set<std::string>& from, const std::set<std::string>& in) {
  return static_cast<std::size_t>(
      std::count_if(from.begin(), from.end(), [&](const auto& name) { return !in.contains(name); }));
}

}  // namespace

Result<GraphState> read_graph(const std::function<Result<QueryResult>(std::string_view)>& query) {
  GraphState state;
  KITH_TRY(const QueryResult nodes, query("MATCH (n) RETURN n"));
  for (std::size_t row = 0; row < nodes.num_rows(); ++row) {
    const Value& cell = nodes.at(row, 0);
    if (!cell.is(ValueKind::kNode) || !cell.get<Node>().content) {
      return Error{ErrorKind::kInternal, "MATCH (n) RETURN n returned what is not a node with content"};
    }
    const Node& node = cell.get<Node>();
    if (!state.nodes.emplace(node.id, node.content).second) {
      return Error{ErrorKind::kInternal, fmt::format("node {} was returned twice", node.id.value)};
    }
  }
  KITH_TRY(const QueryResult relationships, query("MATCH ()-[r]->() RETURN r"));
  for (std::size_t row = 0; row < relationships.num_rows(); ++row) {
    const Value& cell = relationships.at(row, 0);
    if (!cell.is(ValueKind::kRelationship) || !cell.get<Relationship>().content) {
      return Error{ErrorKind::kInternal, "MATCH ()-[r]->() RETURN r returned what is not a relationship with content"};
    }
    const Relationship& relationship = cell.get<Relationship>();
    if (!state.relationships.emplace(relationship.id, relationship.content).second) {
      return Error{ErrorKind::kInternal, fmt::format("relationship {} was returned twice", relationship.id.value)};
    }
    if (!state.nodes.contains(relationship.content->start) || !state.nodes.contains(relationship.content->end)) {
      return Error{ErrorKind::kInternal,
                   fmt::format("relationship {} has an end that is not a node", relationship.id.value)};
    }
  }
  return state;
}

Status SideEffects::set(std::string_view name, std::uint64_t count) {
  const auto position = std::find(kNames.begin(), kNames.end(), name);
  if (position == kNames.end()) return Error{ErrorKind::kUsage, fmt::format("`{}` is not a side effect", name)};
  counts[static_cast<std::size_t>(position - kNames.begin())] = count;
  return {};
}

std::string SideEffects::to_text() const {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) parts.push_back(fmt::format("{} {}", kNames[i], counts[i]));
  }
  return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, ", "));
}

SideEffects side_effects(const GraphState& before, const GraphState& after) {
  SideEffects effects;
  count_elements(before.nodes, after.nodes, kNodesAdded, kNodesRemoved, effects);
  count_elements(before.relationships, after.relationships, kRelationshipsAdded, kRelationshipsRemoved, effects);
  const std::set<std::string> labels_before = labels_in_use(before);
  const std::set<std::string> labels_after = labels_in_use(after);
  effects.counts[kLabelsAdded] = num_missing(labels_after, labels_before);
  effects.counts[kLabelsRemoved] = num_missing(labels_before, labels_after);
  return effects;
}

}  // namespace kith::harness
