// storage/read_view.hpp: what a query reads. A snapshot, or a write transaction's own state: the same calls for both.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <kith/error.hpp>

#include "storage/adjacency.hpp"
#include "storage/column.hpp"
#include "storage/names.hpp"
#include "storage/schema.hpp"

namespace kith::storage {

/// A bound of a range over the last key of an index; the keys before it are fixed by `equal`.
struct IndexBound {
  Value value;
  bool inclusive = true;
};
struct IndexSeek {
  std::uint32_t index = 0;   ///< IndexDefinition::id
  std::vector<Value> equal;  ///< Values of the first keys; null matches nothing.
  std::optional<IndexBound> lower,
      upper;  ///< On the key after `equal`; within the bound's own kind, as Cypher's `<` has it.
  std::optional<std::string> prefix;  ///< STARTS WITH on the key after `equal`.
};

/// Who says so: one assertion about an element, or one property of it.
struct Assertion {
  ElementKind element = ElementKind::kNode;
  std::uint64_t id = 0;
  std::optional<PropertyKeyId> key;  ///< None: the element itself.
  NodeId passage;
  double confidence = 1.0;
  std::string modality = "fact";  ///< 'fact', 'planned' or 'negated'
  std::string rule;               ///< What derived it; empty when a person or a table did.
};

/// Blocks come from the cache, or are read, checked and decoded. References pin their block, not the cache.
/// Errors of every read: kIo, kCorruption (with the key).   Threads: a snapshot, any number; a transaction, its own.
/// Absent blocks read as empty ones: never an error.
class ReadView {
 public:
  virtual ~ReadView() = default;
  virtual CommitNumber commit_number() const = 0;
  virtual const Names& names() const = 0;
  virtual const Schema& schema() const = 0;
  virtual const Statistics& statistics() const = 0;

  /// Exclusive bounds of the ids ever handed out, as of this view.
  virtual std::uint64_t node_id_end() const = 0;
  virtual std::uint64_t relationship_id_end() const = 0;

  virtual Result<NodeBlockRef> nodes(BlockNumber block) const = 0;
  virtual Result<RelationshipBlockRef> relationships(BlockNumber block) const = 0;
  virtual Result<ColumnRef> column(ElementKind element, PropertyKeyId key, BlockNumber block) const = 0;
  /// The property keys that rows of a block may have, ascending: a superset.
  virtual Result<std::vector<PropertyKeyId>> keys(ElementKind element, BlockNumber block) const = 0;
  /// direction is kOutgoing or kIncoming.
  virtual Result<AdjacencyRef> adjacency(RelationshipTypeId type, Direction direction, BlockNumber block) const = 0;

  /// Column blocks in which some node may carry the label (some relationship may have the type), ascending: a superset.
  virtual Result<std::vector<BlockNumber>> blocks_with_label(LabelId label) const = 0;
  virtual Result<std::vector<BlockNumber>> blocks_with_type(RelationshipTypeId type) const = 0;

  /// Appends the ids of matching elements, in index order.
  virtual Status seek_index(const IndexSeek& seek, std::vector<std::uint64_t>& out) const = 0;

  virtual Result<std::vector<Assertion>> assertions_of(ElementKind element, std::uint64_t id) const = 0;
  virtual Result<std::vector<Assertion>> assertions_from(NodeId passage) const = 0;
};

}  // namespace kith::storage
