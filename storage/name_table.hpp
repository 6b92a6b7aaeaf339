// storage/name_table.hpp: the one table of names that all snapshots of a store share.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <map>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

#include "storage/names.hpp"

namespace kith::storage {

/// A list that only grows, read without a lock beside one writer: chunks double, so an entry never moves.
template <class T>
class AppendOnlyList {
 public:
  AppendOnlyList() = default;
  AppendOnlyList(const AppendOnlyList&) = delete;
  AppendOnlyList& operator=(const AppendOnlyList&) = delete;
  ~AppendOnlyList() {
    for (std::atomic<T*>& chunk : chunks_) delete[] chunk.load(std::memory_order_relaxed);
  }
  std::uint32_t size() const { return size_.load(std::memory_order_acquire); }
  const T& operator[](std::uint32_t i) const {
    const unsigned chunk = chunk_of(i);
    return chunks_[chunk].load(std::memory_order_acquire)[i + kFirst - (kFirst << chunk)];
  }
  /// One thread at a time.
  const T& append(T value) {
    const std::uint32_t i = size_.load(std::memory_order_relaxed);
    const unsigned chunk = chunk_of(i);
    T* entries = chunks_[chunk].load(std::memory_order_relaxed);
    if (entries == nullptr) {
      entries = new T[std::size_t{kFirst} << chunk];
      chunks_[chunk].store(entries, std::memory_order_release);
    }
    T& slot = entries[i + kFirst - (kFirst << chunk)];
    slot = std::move(value);
    size_.store(i + 1, std::memory_order_release);
    return slot;
  }

 private:
  static constexpr std::uint32_t kFirst = 64;
  static unsigned chunk_of(std::uint32_t i) { return static_cast<unsigned>(std::bit_width((i + kFirst) / kFirst)) - 1; }
  std::array<std::atomic<T*>, 26> chunks_{};
  std::atomic<std::uint32_t> size_ = 0;
};

/// Threads: as Names says. add_...: the one writer only.
class NameTable final : public Names {
 public:
  /// How many entries of each list the log holds; the next commit writes the rest.
  struct Extent {
    std::uint32_t labels = 0, types = 0, keys = 0, label_sets = 0;
  };

  NameTable();
  std::optional<LabelId> label(std::string_view name) const override { return found<LabelId>(labels_, name); }
  std::optional<RelationshipTypeId> relationship_type(std::string_view name) const override {
    return found<RelationshipTypeId>(types_, name);
  }
  std::optional<PropertyKeyId> property_key(std::string_view name) const override {
    return found<PropertyKeyId>(keys_, name);
  }
  // A number out of a damaged block has no name, rather than no memory.
  std::string_view name(LabelId id) const override { return text(labels_, id.value); }
  std::string_view name(RelationshipTypeId id) const override { return text(types_, id.value); }
  std::string_view name(PropertyKeyId id) const override { return text(keys_, id.value); }
  std::uint32_t num_labels() const override { return labels_.list.size(); }
  std::uint32_t num_relationship_types() const override { return types_.list.size(); }
  std::uint32_t num_property_keys() const override { return keys_.list.size(); }
  std::span<const LabelId> label_set(std::uint32_t number) const override {
    if (number >= label_sets_.size()) return {};
    return label_sets_[number];
  }
  std::uint32_t num_label_sets() const override { return label_sets_.size(); }

  LabelId add_label(std::string_view name) { return LabelId{add(labels_, name)}; }
  RelationshipTypeId add_relationship_type(std::string_view name) { return RelationshipTypeId{add(types_, name)}; }
  PropertyKeyId add_property_key(std::string_view name) { return PropertyKeyId{add(keys_, name)}; }
  /// `labels` ascending, without repetition.
  std::uint32_t add_label_set(std::span<const LabelId> labels);
  Extent extent() const { return {num_labels(), num_relationship_types(), num_property_keys(), num_label_sets()}; }

 private:
  struct List {
    mutable std::shared_mutex mutex;  // of `numbers` alone
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    AppendOnlyList<std::string> list;
  };
  template <class Id>
  static std::optional<Id> found(const List& list, std::string_view name) {
    const std::shared_lock lock(list.mutex);
    const auto entry = list.numbers.find(name);
    if (entry == list.numbers.end()) return std::nullopt;
    return Id{entry->second};
  }
  static std::string_view text(const List& list, std::uint32_t number) {
    return number < list.list.size() ? std::string_view(list.list[number]) : std::string_view();
  }
  static std::uint32_t add(List& list, std::string_view name);

  List labels_, types_, keys_;
  std::map<std::vector<LabelId>, std::uint32_t> label_set_numbers_;  // the writer's alone
  AppendOnlyList<std::vector<LabelId>> label_sets_;
};

}  // namespace kith::storage
