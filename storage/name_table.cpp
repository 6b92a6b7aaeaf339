// storage/name_table.cpp: adding names.
#include "storage/name_table.hpp"

#include <mutex>

namespace kith::storage {

NameTable::NameTable() { add_label_set({}); }

std::uint32_t NameTable::add(List& list, std::string_view name) {
  if (const auto known = list.numbers.find(name); known != list.numbers.end()) return known->second;
  const std::uint32_t number = list.list.size();
  const std::string& stored = list.list.append(std::string(name));
  const std::unique_lock lock(list.mutex);
  list.numbers.emplace(stored, number);
  return number;
}

std::uint32_t NameTable::add_label_set(std::span<const LabelId> labels) {
  std::vector<LabelId> key(labels.begin(), labels.end());
  const auto [entry, added] = label_set_numbers_.try_emplace(key, label_sets_.size());
  if (added) label_sets_.append(std::move(key));
  return entry->second;
}

}  // namespace kith::storage
