// kith/query_result.hpp: the rows of a query, with what it changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kith/value.hpp>

namespace kith {

/// What a query changed. Zero where it changed nothing.
struct QueryCounters {
  std::uint64_t nodes_created = 0, nodes_deleted = 0;
  std::uint64_t relationships_created = 0, relationships_deleted = 0;
  std::uint64_t properties_set = 0;
  std::uint64_t labels_added = 0, labels_removed = 0;
  std::uint64_t indexes_added = 0, indexes_removed = 0;
  std::uint64_t constraints_added = 0, constraints_removed = 0;
  std::uint64_t assertions_made = 0;  ///< By kith.assert, also where it replaced one.
  QueryCounters& operator+=(const QueryCounters& other) {
    nodes_created += other.nodes_created;
    nodes_deleted += other.nodes_deleted;
    relationships_created += other.relationships_created;
    relationships_deleted += other.relationships_deleted;
    properties_set += other.properties_set;
    labels_added += other.labels_added;
    labels_removed += other.labels_removed;
    indexes_added += other.indexes_added;
    indexes_removed += other.indexes_removed;
    constraints_added += other.constraints_added;
    constraints_removed += other.constraints_removed;
    assertions_made += other.assertions_made;
    return *this;
  }
  bool any() const {
    return (nodes_created | nodes_deleted | relationships_created | relationships_deleted | properties_set |
            labels_added | labels_removed | indexes_added | indexes_removed | constraints_added | constraints_removed |
            assertions_made) != 0;
  }
};

class QueryResult;

/// One row; refers into its QueryResult.
class Row {
 public:
  Row(const QueryResult& result, std::size_t index) : result_(&result), index_(index) {}
  std::size_t size() const;
  const Value& operator[](std::size_t column) const;  ///< Throws Error (kUsage) when there are not so many.
  /// Throws Error (kUsage), naming the columns, when there is none so called.
  const Value& operator[](std::string_view name) const;

 private:
  const QueryResult* result_;
  std::size_t index_;
};

/// Holds every row; independent of the database once returned.
class QueryResult {
 public:
  QueryResult() = default;
  QueryResult(std::vector<std::string> columns, std::vector<Value> cells)
      : columns_(std::move(columns)), cells_(std::move(cells)) {
    num_rows_ = columns_.empty() ? 0 : cells_.size() / columns_.size();
  }
  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t num_rows() const { return num_rows_; }
  bool empty() const { return num_rows_ == 0; }
  Row row(std::size_t index) const { return {*this, index}; }
  /// Throws Error (kUsage) when there is no such row or column.
  const Value& at(std::size_t row, std::size_t column) const {
    if (row >= num_rows_ || column >= columns_.size()) throw_no_cell(row, column);
    return cells_[row * columns_.size() + column];
  }
  const QueryCounters& counters() const { return counters_; }
  /// The plan as an indented tree: for EXPLAIN and PROFILE (then with rows and times), else empty.
  const std::string& plan() const { return plan_; }

  class Iterator {
   public:
    Iterator(const QueryResult& result, std::size_t index) : result_(&result), index_(index) {}
    Row operator*() const { return result_->row(index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const QueryResult* result_;
    std::size_t index_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, num_rows_}; }

  void set_counters(const QueryCounters& counters) { counters_ = counters; }
  void set_plan(std::string plan) { plan_ = std::move(plan); }

 private:
  [[noreturn]] void throw_no_cell(std::size_t row, std::size_t column) const;
  std::vector<std::string> columns_;
  std::vector<Value> cells_;  // row by row
  std::size_t num_rows_ = 0;
  QueryCounters counters_;
  std::string plan_;
};

}  // namespace kith
