// storage/spilling_sorter.hpp: sorting more records than memory holds.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kith/error.hpp>

namespace kith::storage {

/// Byte strings in, ascending out. spill() writes what is in memory to a sorted file of its own; the files are merged
/// with what is left, each read once from its start. They are removed with the sorter.   Threads: one.
class SpillingSorter {
 public:
  /// Files go to `directory`, which is created, with names that begin with `name`.
  SpillingSorter(std::filesystem::path directory, std::string name)
      : directory_(std::move(directory)), name_(std::move(name)) {}
  SpillingSorter(SpillingSorter&&) = default;
  SpillingSorter& operator=(SpillingSorter&&) = delete;
  ~SpillingSorter();

  void add(std::string_view record);
  std::uint64_t size() const { return size_; }
  std::uint64_t memory_bytes() const { return characters_.capacity() + places_.capacity() * sizeof(places_[0]); }
  bool has_spilled() const { return !files_.empty(); }
  Status spill();

  /// Once all are added: the least record that was not yet taken; false at the end. Good until the next call.
  Result<bool> next(std::string_view& record);

 private:
  struct File {
    std::filesystem::path path;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> handle;
    std::string record;
  };
  static constexpr std::size_t kInMemory = ~std::size_t{0};
  struct Source {
    std::string_view record;
    std::size_t file;  // or kInMemory
  };
  struct Later {
    bool operator()(const Source& a, const Source& b) const { return a.record > b.record; }
  };

  void sort();
  std::string_view at(std::size_t i) const {
    return std::string_view(characters_).substr(places_[i].first, places_[i].second);
  }
  Status start();
  Status read(std::size_t source);

  std::filesystem::path directory_;
  std::string name_;
  std::string characters_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> places_;
  std::uint64_t size_ = 0;
  std::vector<File> files_;
  std::priority_queue<Source, std::vector<Source>, Later> sources_;
  std::size_t next_in_memory_ = 0;
  bool started_ = false;
};

}  // namespace kith::storage
