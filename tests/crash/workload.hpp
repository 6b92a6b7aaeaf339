// tests/crash/workload.hpp: transactions whose effect can be told from the database alone, whichever of them survived.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "storage/store.hpp"

namespace kith::testing {

/// Commit k (from 1) creates a node with n = k and a text, links it both ways with the first node, updates the first
/// node's n to k, and every fifth time deletes the relationships of node k - 3 and the node. Of any prefix of commits
/// the state is known.
class Workload {
 public:
  static Status run(storage::WriteTransaction& tx, std::uint64_t k) {
    KITH_TRY(const LabelId label, tx.add_label_name(k % 2 == 0 ? "Even" : "Odd"));
    KITH_TRY(const RelationshipTypeId type, tx.add_relationship_type_name("LINK"));
    KITH_TRY(const PropertyKeyId n, tx.add_property_key_name("n"));
    KITH_TRY(const PropertyKeyId text, tx.add_property_key_name("text"));
    NodeId first{0};
    if (k == 1) {
      KITH_TRY(first, tx.create_node({}));
      KITH_TRY(const PropertyKeyId id_key, tx.add_property_key_name("n"));
      KITH_CHECK_OK(tx.create_index({.name = "by_n", .label_or_type = label.value, .keys = {id_key}}));
    }
    KITH_TRY(const NodeId node, tx.create_node(std::span(&label, 1)));
    KITH_CHECK_OK(tx.set_property(node, n, static_cast<std::int64_t>(k)));
    KITH_CHECK_OK(tx.set_property(node, text, std::string(k % 50 == 0 ? 90'000 : k % 300, 'x')));
    KITH_TRY([[maybe_unused]] const RelationshipId out, tx.create_relationship(type, first, node));
    KITH_TRY([[maybe_unused]] const RelationshipId in, tx.create_relationship(type, node, first));
    KITH_CHECK_OK(tx.set_property(first, n, static_cast<std::int64_t>(k)));
    if (k % 5 != 0) return {};
    KITH_TRY(const NodeId victim, find(tx, k - 3));
    for (const Direction direction : {Direction::kOutgoing, Direction::kIncoming}) {
      KITH_TRY(const storage::AdjacencyRef lists, tx.adjacency(type, direction, storage::adjacency_block_of(victim)));
      const storage::NeighbourList list = lists->of(storage::adjacency_row_of(victim));
      for (std::uint32_t i = 0; i < list.size; ++i) KITH_CHECK_OK(tx.delete_relationship(list.relationship(i)));
    }
    return tx.delete_node(victim);
  }

  /// The number of commits the database holds. Errors: kCorruption when it is no prefix of them.
  static Result<std::uint64_t> verify(const storage::Store& store) {
    const auto view = store.snapshot();
    const std::uint64_t k = view->commit_number();
    const auto wrong = [&](const std::string& what) {
      return Error(ErrorKind::kCorruption, fmt::format("after commit {}: {}", k, what));
    };
    if (view->statistics().num_nodes != (k == 0 ? 0 : k + 1 - k / 5)) return wrong("number of nodes");
    if (view->statistics().num_relationships != 2 * (k - k / 5)) return wrong("number of relationships");
    if (k > 0) {
      const auto n = view->names().property_key("n");
      if (!n) return wrong("the key `n` is unknown");
      KITH_TRY(const storage::ColumnRef column, view->column(ElementKind::kNode, *n, 0));
      if (column->value(0).as_integer() != static_cast<std::int64_t>(k)) return wrong("the first node's `n`");
      KITH_TRY([[maybe_unused]] const NodeId last, find(*view, k));
    }
    KITH_TRY(const storage::CheckReport report, store.check(nullptr));
    if (!report.findings.empty()) return wrong(report.findings[0].key + ": " + report.findings[0].problem);
    return k;
  }

 private:
  static Result<NodeId> find(const storage::ReadView& view, std::uint64_t wanted) {
    const auto label = view.names().label(wanted % 2 == 0 ? "Even" : "Odd");
    const auto n = view.names().property_key("n");
    if (!label || !n) return Error(ErrorKind::kCorruption, "a name is missing");
    KITH_TRY(const std::vector<storage::BlockNumber> blocks, view.blocks_with_label(*label));
    for (const storage::BlockNumber block : blocks) {
      KITH_TRY(const storage::NodeBlockRef nodes, view.nodes(block));
      KITH_TRY(const storage::ColumnRef column, view.column(ElementKind::kNode, *n, block));
      for (std::uint32_t row = 0; row < storage::kColumnBlockSize; ++row) {
        const std::uint64_t id = block * storage::kColumnBlockSize + row;
        if (id == 0 || !column->has(row) || nodes->label_sets[row] == storage::NodeBlock::kAbsent) continue;
        if (column->value(row).as_integer() == static_cast<std::int64_t>(wanted)) return NodeId{id};
      }
    }
    return Error(ErrorKind::kCorruption, fmt::format("the node of commit {} is missing", wanted));
  }
};

}  // namespace kith::testing
