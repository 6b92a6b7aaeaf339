// storage/working_column.hpp: a column that is being changed in place, and handed out as immutable whenever asked.
#pragma once

#include <span>

#include "storage/column.hpp"
#include "storage/delta.hpp"

namespace kith::storage {

/// set() costs O(1) while nobody else holds what share() returned, else a copy of the arrays (32 to 64 KB) once.
/// Strings live in an arena that all copies share. Threads: one; shared columns, any.
class WorkingColumn {
 public:
  explicit WorkingColumn(const Column& base);  ///< Copies it.

  void set(std::uint32_t row, const Value& value);  ///< Null removes.
  Value value(std::uint32_t row) const;
  bool has(std::uint32_t row) const;
  ColumnRef share();

 private:
  class Arena;
  struct Owned;  // a Column that keeps its arena alive

  void make_private();
  void become(ColumnKind kind);
  void become_mixed();
  void remove(std::uint32_t row);
  void extend_bounds(const Value& value);
  void find_bounds();

  std::shared_ptr<Owned> column_;
  bool bounds_stale_ = false;
};

}  // namespace kith::storage
