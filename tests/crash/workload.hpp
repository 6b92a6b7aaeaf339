// tests/crash/workload.hpp: commits whose effect can be told from the database alone, whichever of them survived.
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "storage/store.hpp"

namespace kith::testing {

/// Commit k (from 1) creates a node with n = k and a text, and links it both ways with the first node. Each twentieth
/// is a bulk load of just that. The others set the first node's n to k, and every fifth deletes the relationships of
/// node k - 3 and the node. Of any prefix of commits the state is known. Threads: any number commit.
class Workload {
 public:
  explicit Workload(storage::Store& store) : store_(store) {}

  /// Whether commit k is a bulk load.
  static bool is_bulk_load(std::uint64_t k) { return k % 20 == 0; }

  /// Runs the next commit.
  Result<CommitNumber> commit() {
    std::unique_ptr<storage::WriteTransaction> tx;
    std::unique_ptr<storage::BulkLoad> load;
    std::uint64_t k = 0;
    {
      // Only here is the write lock taken, so nothing comes between learning k and the bulk load.
      const std::lock_guard lock(next_);
      KITH_TRY(tx, store_.begin_write(kWait));
      k = tx->commit_number() + 1;
      if (is_bulk_load(k)) {
        tx.reset();
        KITH_TRY(load, store_.begin_bulk_load(kWait));
      }
    }
    if (load != nullptr) {
      KITH_CHECK_OK(run(*load, k));
      return load->finish();
    }
    KITH_CHECK_OK(run(*tx, k));
    return tx->commit();
  }

  /// The number of commits the database holds. Errors: kCorruption when it is no prefix of them.
  static Result<std::uint64_t> verify(const storage::Store& store) {
    const auto view = store.snapshot();
    const std::uint64_t k = view->commit_number();
    const auto wrong = [&](const std::string& what) {
      return Error(ErrorKind::kCorruption, fmt::format("after commit {}: {}", k, what));
    };
    std::map<std::int64_t, std::string> expected;  // n and text of each node but the first
    for (std::uint64_t i = 1; i <= k; ++i) expected.emplace(i, text_of(i));
    for (std::uint64_t i = 1; i <= k; ++i) {
      if (deletes(i)) expected.erase(static_cast<std::int64_t>(i - 3));
    }
    const std::uint64_t others = expected.size();
    if (view->statistics().num_nodes != (k == 0 ? 0 : others + 1)) return wrong("number of nodes");
    if (view->statistics().num_relationships != 2 * others) return wrong("number of relationships");
    if (k > 0) {
      const auto n = view->names().property_key("n"), text = view->names().property_key("text");
      if (!n || !text) return wrong("a key is unknown");
      for (storage::BlockNumber block = 0; block * storage::kColumnBlockSize < view->node_id_end(); ++block) {
        KITH_TRY(const storage::NodeBlockRef nodes, view->nodes(block));
        KITH_TRY(const storage::ColumnRef numbers, view->column(ElementKind::kNode, *n, block));
        KITH_TRY(const storage::ColumnRef texts, view->column(ElementKind::kNode, *text, block));
        for (std::uint32_t row = 0; row < storage::kColumnBlockSize; ++row) {
          if (nodes->label_sets[row] == storage::NodeBlock::kAbsent) continue;
          const Value number = numbers->value(row);
          if (!number.is(ValueKind::kInteger)) return wrong("a node without `n`");
          if (block == 0 && row == 0) {
            if (number.as_integer() != static_cast<std::int64_t>(k - (is_bulk_load(k) ? 1 : 0)))
              return wrong("the first node's `n`");
            continue;
          }
          const auto found = expected.find(number.as_integer());
          if (found == expected.end())
            return wrong(fmt::format("node {}, deleted or there twice", number.as_integer()));
          if (const Value read = texts->value(row); !read.is(ValueKind::kString) || read.as_string() != found->second)
            return wrong(fmt::format("the text of node {}", found->first));
          expected.erase(found);
        }
      }
      if (!expected.empty()) return wrong(fmt::format("the node of commit {} is missing", expected.begin()->first));
    }
    KITH_TRY(const storage::CheckReport report, store.check(nullptr));
    if (!report.findings.empty()) return wrong(report.findings[0].key + ": " + report.findings[0].problem);
    return k;
  }

 private:
  static constexpr std::chrono::seconds kWait{60};

  static bool deletes(std::uint64_t k) { return k % 5 == 0 && !is_bulk_load(k); }
  static std::string label_of(std::uint64_t k) { return k % 2 == 0 ? "Even" : "Odd"; }
  static std::string text_of(std::uint64_t k) {
    return std::string(k % 50 == 0 || k % 51 == 0 ? 90'000 : k % 300, static_cast<char>('a' + k % 26));
  }

  static Status run(storage::WriteTransaction& tx, std::uint64_t k) {
    KITH_TRY(const LabelId label, tx.add_label_name(label_of(k)));
    KITH_TRY(const RelationshipTypeId type, tx.add_relationship_type_name("LINK"));
    KITH_TRY(const PropertyKeyId n, tx.add_property_key_name("n"));
    KITH_TRY(const PropertyKeyId text, tx.add_property_key_name("text"));
    NodeId first{0};
    if (k == 1) {
      KITH_TRY(first, tx.create_node({}));
      KITH_CHECK_OK(tx.create_index({.name = "by_n", .label_or_type = label.value, .keys = {n}}));
    }
    KITH_TRY(const NodeId node, tx.create_node(std::span(&label, 1)));
    KITH_CHECK_OK(tx.set_property(node, n, static_cast<std::int64_t>(k)));
    KITH_CHECK_OK(tx.set_property(node, text, text_of(k)));
    KITH_TRY([[maybe_unused]] const RelationshipId out, tx.create_relationship(type, first, node));
    KITH_TRY([[maybe_unused]] const RelationshipId in, tx.create_relationship(type, node, first));
    KITH_CHECK_OK(tx.set_property(first, n, static_cast<std::int64_t>(k)));
    if (!deletes(k)) return {};
    KITH_TRY(const NodeId victim, find(tx, k - 3));
    for (const Direction direction : {Direction::kOutgoing, Direction::kIncoming}) {
      KITH_TRY(const storage::AdjacencyRef lists, tx.adjacency(type, direction, storage::adjacency_block_of(victim)));
      const storage::NeighbourList list = lists->of(storage::adjacency_row_of(victim));
      for (std::uint32_t i = 0; i < list.size; ++i) KITH_CHECK_OK(tx.delete_relationship(list.relationship(i)));
    }
    return tx.delete_node(victim);
  }

  static Status run(storage::BulkLoad& load, std::uint64_t k) {
    KITH_TRY(const LabelId label, load.add_label_name(label_of(k)));
    KITH_TRY(const RelationshipTypeId type, load.add_relationship_type_name("LINK"));
    KITH_TRY(const PropertyKeyId n, load.add_property_key_name("n"));
    KITH_TRY(const PropertyKeyId text, load.add_property_key_name("text"));
    KITH_TRY(const std::uint32_t set, load.add_label_set(std::span(&label, 1)));
    const storage::BulkLoad::Property properties[] = {{n, static_cast<std::int64_t>(k)}, {text, text_of(k)}};
    KITH_TRY(const NodeId node, load.add_node(set, properties));
    const NodeId starts[] = {NodeId{0}, node}, ends[] = {node, NodeId{0}};
    return load.add_relationships(type, starts, ends);
  }

  static Result<NodeId> find(const storage::ReadView& view, std::uint64_t wanted) {
    const auto label = view.names().label(label_of(wanted));
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

  storage::Store& store_;
  std::mutex next_;
};

}  // namespace kith::testing
