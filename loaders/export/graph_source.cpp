// loaders/export/graph_source.cpp: assertions, nodes and relationships by one query, hence of one snapshot.
#include "loaders/export/graph_source.hpp"

#include <unordered_map>
#include <vector>

namespace kith::loaders {
namespace {

// A list is an assertion; the first branch ends before the first node comes. Nodes are scanned by id, relationships
// from node to node: without ORDER BY, an export of what an export was imported as would have another order and other
// ids.
constexpr std::string_view kWholeGraph =
    "CALL kith.assertions() YIELD kind, id, key, passage, confidence, modality, rule "
    "RETURN [kind, id, key, passage, confidence, modality, rule] AS x "
    "UNION ALL MATCH (n) RETURN n AS x "
    "UNION ALL MATCH ()-[r]->() RETURN r AS x ORDER BY id(r)";

using AssertionsById = std::unordered_map<std::uint64_t, std::vector<ExportedAssertion>>;

std::span<const ExportedAssertion> assertions_of(const AssertionsById& assertions, std::uint64_t id) {
  const auto found = assertions.find(id);
  return found == assertions.end() ? std::span<const ExportedAssertion>() : found->second;
}

}  // namespace

Status visit_graph(Transaction& snapshot, GraphVisitor& visitor, const ExportProgress& progress) {
  AssertionsById of_nodes;
  AssertionsById of_relationships;
  std::uint64_t done = 0;
  KITH_TRY(Cursor cursor, snapshot.try_stream(kWholeGraph));
  while (true) {
    KITH_TRY(const QueryResult rows, cursor.try_fetch());
    if (rows.empty()) return {};
    for (std::size_t i = 0; i < rows.num_rows(); ++i) {
      const Value& element = rows.at(i, 0);
      if (element.is(ValueKind::kNode)) {
        const Node& node = element.get<Node>();
        KITH_CHECK_OK(visitor.visit_node(node, assertions_of(of_nodes, node.id.value)));
        ++done;
      } else if (element.is(ValueKind::kRelationship)) {
        const Relationship& relationship = element.get<Relationship>();
        KITH_CHECK_OK(visitor.visit_relationship(relationship, assertions_of(of_relationships, relationship.id.value)));
        ++done;
      } else {
        const List& fields = element.list();
        ExportedAssertion assertion;
        if (!fields[2].is_null()) assertion.property_key = fields[2].get<std::string>();
        assertion.passage = NodeId{static_cast<std::uint64_t>(fields[3].get<std::int64_t>())};
        assertion.confidence = fields[4].get<double>();
        assertion.modality = fields[5].get<std::string>();
        if (!fields[6].is_null()) assertion.rule = fields[6].get<std::string>();
        auto& assertions = fields[0].get<std::string>() == "node" ? of_nodes : of_relationships;
        assertions[static_cast<std::uint64_t>(fields[1].get<std::int64_t>())].push_back(std::move(assertion));
      }
    }
    if (progress) progress(done);
  }
}

}  // namespace kith::loaders
