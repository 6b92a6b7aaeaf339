// engine/execution/block_pins.hpp: the element blocks that a query has read, each fetched from the snapshot once.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/execution/vector.hpp"
#include "storage/read_view.hpp"

namespace kith::engine {

/// The label sets of nodes, by block: two array look-ups for a node whose block is pinned.
class PinnedNodes {
 public:
  struct Entry {
    bool pinned = false;
    std::uint32_t uniform_set = storage::NodeBlock::kAbsent;  ///< Of every row; kAbsent: look at each.
    std::uint32_t num_rows = 0;
    const std::uint32_t* label_sets = nullptr;

    /// NodeBlock::kAbsent where there is no node.
    std::uint32_t label_set(std::uint32_t row) const {
      if (uniform_set != storage::NodeBlock::kAbsent) return uniform_set;
      return row < num_rows ? label_sets[row] : storage::NodeBlock::kAbsent;
    }
  };

  /// Null when the block is not pinned.
  const Entry* find(storage::BlockNumber block) const {
    return block < entries_.size() && entries_[block].pinned ? &entries_[block] : nullptr;
  }
  /// Pins the block; find() has it until clear().
  Status fetch(const storage::ReadView& view, storage::BlockNumber block);
  std::size_t num_pinned() const { return blocks_.size(); }
  void clear();

 private:
  std::vector<Entry> entries_;  ///< By block number.
  std::vector<storage::NodeBlockRef> blocks_;
};

/// The columns of one property, by block, as the typed arrays that gathers read.
class PinnedColumns {
 public:
  struct Entry {
    const storage::Column* column = nullptr;  ///< Null: not pinned.
    const void* data = nullptr;               ///< The array of its kind; null for kNull.
    VectorKind kind = VectorKind::kNull;
  };
  using Columns = std::vector<storage::ColumnRef>;

  bool has(storage::BlockNumber block) const { return block < entries_.size() && entries_[block].column != nullptr; }
  /// Pins the block's column.
  Status fetch(const storage::ReadView& view, ElementKind element, PropertyKeyId key, storage::BlockNumber block);
  /// By block number; requires has(block).
  const Entry* entries() const { return entries_.data(); }

  /// Whether all pinned columns that have any value are of one kind, and which (kNull: none has any).
  bool has_one_kind() const { return has_one_kind_; }
  VectorKind kind() const { return kind_; }
  /// Whether some row of a pinned column may be null.
  bool may_have_nulls() const { return may_have_nulls_; }
  /// One dictionary for the strings of all pinned columns, when each has one of its own and there are few enough. Codes
  /// stay as they are while more columns are pinned. Cost: the strings of the columns pinned since the last call.
  const std::shared_ptr<const std::vector<std::string_view>>& dictionary();
  /// The code of a row that has a value. Requires dictionary().
  std::uint16_t code(storage::BlockNumber block, std::uint32_t row) const {
    return coded_[block].common[coded_[block].codes[row]];
  }

  /// Keeps everything pinned so far alive, also after clear().
  std::shared_ptr<const Columns> owner() const { return columns_; }
  std::size_t num_pinned() const { return columns_ == nullptr ? 0 : columns_->size(); }
  void clear();

 private:
  void add_to_dictionary(storage::BlockNumber block);

  std::vector<Entry> entries_;
  std::shared_ptr<Columns> columns_;
  std::vector<storage::BlockNumber> not_in_dictionary_;  ///< Pinned since the last call of dictionary().
  std::shared_ptr<std::vector<std::string_view>> dictionary_;
  std::shared_ptr<const std::vector<std::string_view>> dictionary_view_;  ///< Null: there is none.
  std::unordered_map<std::string_view, std::uint16_t> code_of_;
  /// Of a block: its own codes by row, and the common code of each of its own.
  struct Coded {
    const std::uint16_t* codes = nullptr;
    const std::uint16_t* common = nullptr;
  };
  std::vector<Coded> coded_;  ///< By block number.
  std::vector<std::unique_ptr<std::vector<std::uint16_t>>> common_codes_;
  bool has_dictionary_ = true;
  VectorKind kind_ = VectorKind::kNull;
  bool has_one_kind_ = true;
  bool may_have_nulls_ = false;
};

/// What one query has pinned. Threads: one, as its ExecContext.
class BlockPins {
 public:
  PinnedNodes& nodes() { return nodes_; }
  PinnedColumns& columns(ElementKind element, PropertyKeyId key);
  /// Lets go of everything when it has become much; to be called only where nothing borrowed from here is in use.
  void bound();
  void clear();

 private:
  struct Property {
    ElementKind element;
    PropertyKeyId key;
    std::unique_ptr<PinnedColumns> columns;
  };
  PinnedNodes nodes_;
  std::vector<Property> properties_;
};

/// The kind of vector that borrows from a column.
VectorKind vector_kind_of(storage::ColumnKind kind);

}  // namespace kith::engine
