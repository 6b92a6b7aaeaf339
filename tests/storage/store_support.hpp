// tests/storage/store_support.hpp: temporary databases and short forms for the tests of the store.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "storage/store.hpp"

namespace kith::storage::testing {

/// A directory of its own, removed at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    static std::atomic<int> next = 0;
    path_ = std::filesystem::temp_directory_path() / fmt::format("kith_store_{}_{}", ::getpid(), next++);
    std::filesystem::remove_all(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

template <class T>
T take(Result<T> result) {
  if (!result.ok()) FAIL(result.error().message);
  return *std::move(result);
}
inline void check_ok(const Status& status) {
  if (!status.ok()) FAIL(status.error().message);
}
template <class T>
ErrorKind kind_of(const Result<T>& result) {
  REQUIRE(!result.ok());
  return result.error().kind;
}
inline ErrorKind kind_of(const Status& status) {
  REQUIRE(!status.ok());
  return status.error().kind;
}

inline std::unique_ptr<Store> open(const std::filesystem::path& path, StoreOptions options = {}) {
  options.cache_bytes = std::size_t{64} << 20;
  return take(Store::open(path, options));
}
inline std::unique_ptr<WriteTransaction> begin(Store& store) {
  return take(store.begin_write(std::chrono::seconds(10)));
}

inline Value value_of(const ReadView& view, NodeId node, PropertyKeyId key) {
  return take(view.column(ElementKind::kNode, key, column_block_of(node.value)))->value(column_row_of(node.value));
}
inline Value value_of(const ReadView& view, RelationshipId relationship, PropertyKeyId key) {
  return take(view.column(ElementKind::kRelationship, key, column_block_of(relationship.value)))
      ->value(column_row_of(relationship.value));
}
inline std::uint32_t label_set_of(const ReadView& view, NodeId node) {
  return take(view.nodes(column_block_of(node.value)))->label_sets[column_row_of(node.value)];
}
inline bool exists(const ReadView& view, NodeId node) { return label_set_of(view, node) != NodeBlock::kAbsent; }

using Neighbours = std::vector<std::pair<std::uint64_t, std::uint64_t>>;  // node, relationship
inline Neighbours neighbours_of(const ReadView& view, NodeId node, RelationshipTypeId type, Direction direction) {
  const AdjacencyRef block = take(view.adjacency(type, direction, adjacency_block_of(node)));
  const NeighbourList list = block->of(adjacency_row_of(node));
  Neighbours out;
  for (std::uint32_t i = 0; i < list.size; ++i) out.emplace_back(list.neighbour(i).value, list.relationship(i).value);
  return out;
}

/// The files of an open database as they are at one moment: taken again while some vanish meanwhile.
inline void copy_live(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code failed;
  do {
    std::filesystem::remove_all(to, failed);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive, failed);
  } while (failed == std::errc::no_such_file_or_directory);
  REQUIRE(!failed);
}

/// No findings; the first is printed otherwise.
inline void check_clean(const Store& store) {
  const CheckReport report = take(store.check(nullptr));
  for (const CheckFinding& finding : report.findings) UNSCOPED_INFO(finding.key << ": " << finding.problem);
  REQUIRE(report.findings.empty());
}

/// KITH_SEED, or one that is printed.
inline std::uint64_t seed() {
  const char* given = std::getenv("KITH_SEED");
  const std::uint64_t value = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cerr << "KITH_SEED=" << value << '\n';
  return value;
}

}  // namespace kith::storage::testing
