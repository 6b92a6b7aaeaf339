// engine/execution/operators/key_table.hpp: numbers for distinct rows of keys, by values/compare.hpp's equivalence.
// What grouping, DISTINCT and hash joins share.
#pragma once

#include <span>

#include "engine/execution/vector.hpp"

namespace kith::engine {

/// Keys of one kind of number or id are kept as plain integers; others as Values.
class KeyTable {
 public:
  static constexpr std::uint32_t kAbsent = 0xffffffff;

  explicit KeyTable(std::size_t num_keys) : columns_(num_keys) {}

  /// groups[row] = the number of the row's keys, in order of first occurrence. is_new[row], when asked for, tells first
  /// ones.
  void find_or_add(std::span<const Vector> keys, std::uint32_t size, std::vector<std::uint32_t>& groups,
                   std::vector<std::uint8_t>* is_new = nullptr);
  /// groups[row], or kAbsent.
  void find(std::span<const Vector> keys, std::uint32_t size, std::vector<std::uint32_t>& groups) const;

  std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }
  /// A key of the groups [begin, begin + count).
  Vector column(std::size_t key, std::uint32_t begin, std::uint32_t count) const;
  std::size_t memory_bytes() const;  ///< About.

 private:
  struct Column {
    VectorKind kind = VectorKind::kNull;  ///< While `plain`: the kind of every group's key.
    bool plain = true;
    std::vector<std::int64_t> integers;
    std::vector<Value> values;
    std::size_t heap_bytes = 0;
  };
  /// One key of coded strings: each string of the dictionary is looked up once.
  void find_or_add_coded(const Vector& key, std::uint32_t size, std::vector<std::uint32_t>& groups,
                         std::vector<std::uint8_t>* is_new);
  /// One key that is kept as plain integers.
  void find_or_add_plain(const std::int64_t* keys, const std::uint32_t* selection,
                         const std::vector<std::uint64_t>& hashes, std::vector<std::uint32_t>& groups,
                         std::vector<std::uint8_t>* is_new);
  void make_room(std::size_t groups);
  void prepare(std::span<const Vector> keys);
  bool same(std::span<const Vector> keys, std::uint32_t row, std::uint32_t group) const;
  void add(std::span<const Vector> keys, std::uint32_t row);

  std::vector<Column> columns_;
  std::vector<std::uint64_t> hashes_;  ///< By group.
  std::vector<std::uint32_t> slots_;   ///< Open addressing, linear probing: group + 1, or 0.
};

}  // namespace kith::engine
