// engine/execution/block_pins.cpp: fetching blocks, and how many of them a query may hold.
#include "engine/execution/block_pins.hpp"

#include <algorithm>

namespace kith::engine {
namespace {

/// A pinned column takes some 32 KiB, a block of nodes 16: a query may hold a few hundred MiB beyond the cache.
constexpr std::size_t kMostPinned = 8192;

/// Strings of a dictionary over several blocks; more are better compared one by one.
constexpr std::size_t kMostStrings = 4096;

const void* data_of(const storage::Column& column) {
  switch (column.kind) {
    case storage::ColumnKind::kNull:
      return nullptr;
    case storage::ColumnKind::kBoolean:
      return column.booleans.data();
    case storage::ColumnKind::kInteger:
    case storage::ColumnKind::kDate:
      return column.integers.data();
    case storage::ColumnKind::kFloat:
      return column.floats.data();
    case storage::ColumnKind::kString:
      return column.strings.data();
    case storage::ColumnKind::kMixed:
      return column.values.data();
  }
  return nullptr;
}

template <class Blocks>
void make_room(Blocks& blocks, storage::BlockNumber block) {
  if (blocks.size() <= block) blocks.resize(std::max<std::size_t>(block + 1, blocks.size() * 2));
}

}  // namespace

VectorKind vector_kind_of(storage::ColumnKind kind) {
  switch (kind) {
    case storage::ColumnKind::kNull:
      return VectorKind::kNull;
    case storage::ColumnKind::kBoolean:
      return VectorKind::kBoolean;
    case storage::ColumnKind::kInteger:
      return VectorKind::kInteger;
    case storage::ColumnKind::kFloat:
      return VectorKind::kFloat;
    case storage::ColumnKind::kString:
      return VectorKind::kString;
    case storage::ColumnKind::kDate:
      return VectorKind::kDate;
    case storage::ColumnKind::kMixed:
      return VectorKind::kMixed;
  }
  return VectorKind::kNull;
}

Status PinnedNodes::fetch(const storage::ReadView& view, storage::BlockNumber block) {
  KITH_TRY(storage::NodeBlockRef nodes, view.nodes(block));
  make_room(entries_, block);
  const bool whole = nodes->num_present == nodes->label_sets.size();
  entries_[block] = {true, whole ? nodes->uniform_set : storage::NodeBlock::kAbsent,
                     static_cast<std::uint32_t>(nodes->label_sets.size()), nodes->label_sets.data()};
  blocks_.push_back(std::move(nodes));
  return Status::success();
}

void PinnedNodes::clear() {
  entries_.clear();
  blocks_.clear();
}

Status PinnedColumns::fetch(const storage::ReadView& view, ElementKind element, PropertyKeyId key,
                            storage::BlockNumber block) {
  KITH_TRY(storage::ColumnRef column, view.column(element, key, block));
  make_room(entries_, block);
  Entry& entry = entries_[block];
  entry = {column.get(), data_of(*column), vector_kind_of(column->kind)};
  if (entry.kind == VectorKind::kNull) {
    may_have_nulls_ = true;
  } else {
    may_have_nulls_ = may_have_nulls_ || !column->validity.empty();
    if (kind_ == VectorKind::kNull) kind_ = entry.kind;
    has_one_kind_ = has_one_kind_ && kind_ == entry.kind;
  }
  if (columns_ == nullptr) columns_ = std::make_shared<Columns>();
  columns_->push_back(std::move(column));
  not_in_dictionary_.push_back(block);
  return Status::success();
}

const std::shared_ptr<const std::vector<std::string_view>>& PinnedColumns::dictionary() {
  for (const storage::BlockNumber block : not_in_dictionary_) add_to_dictionary(block);
  not_in_dictionary_.clear();
  return dictionary_view_;
}

void PinnedColumns::add_to_dictionary(storage::BlockNumber block) {
  const storage::Column& column = *entries_[block].column;
  if (!has_dictionary_ || column.kind == storage::ColumnKind::kNull) return;
  if (column.codes.empty() || code_of_.size() + column.dictionary.size() > kMostStrings) {
    has_dictionary_ = false;
    dictionary_view_ = nullptr;
    return;
  }
  if (dictionary_ == nullptr) {
    dictionary_ = std::make_shared<std::vector<std::string_view>>();
    dictionary_->reserve(kMostStrings);  // vectors that are out point into it
    dictionary_view_ = dictionary_;
  }
  auto common = std::make_unique<std::vector<std::uint16_t>>();
  for (const std::string_view text : column.dictionary) {
    const auto [known, is_new] = code_of_.try_emplace(text, static_cast<std::uint16_t>(dictionary_->size()));
    if (is_new) dictionary_->push_back(text);
    common->push_back(known->second);
  }
  if (coded_.size() < entries_.size()) coded_.resize(entries_.size());
  coded_[block] = {column.codes.data(), common->data()};
  common_codes_.push_back(std::move(common));
}

void PinnedColumns::clear() { *this = PinnedColumns(); }

PinnedColumns& BlockPins::columns(ElementKind element, PropertyKeyId key) {
  for (const Property& property : properties_) {
    if (property.element == element && property.key == key) return *property.columns;
  }
  properties_.push_back({element, key, std::make_unique<PinnedColumns>()});
  return *properties_.back().columns;
}

void BlockPins::bound() {
  std::size_t pinned = nodes_.num_pinned();
  for (const Property& property : properties_) pinned += property.columns->num_pinned();
  if (pinned >= kMostPinned) clear();
}

void BlockPins::clear() {
  nodes_.clear();
  for (const Property& property : properties_) property.columns->clear();
}

}  // namespace kith::engine
