// storage/block_set_editor.hpp: adding to the sets of blocks in which labels and types occur.
#pragma once

#include <algorithm>
#include <unordered_map>

#include "storage/snapshot.hpp"

namespace kith::storage {

/// A state's block sets, of which those that change are copied, once each.
class BlockSetEditor {
 public:
  explicit BlockSetEditor(std::shared_ptr<const BlockSets> base) : base_(std::move(base)) {}

  void add(std::uint32_t number, BlockNumber block) {
    const auto own = own_.find(number);
    const std::vector<BlockNumber>& known = own != own_.end() ? *own->second : block_set(*base_, number);
    const auto place = std::lower_bound(known.begin(), known.end(), block);
    if (place != known.end() && *place == block) return;
    auto& set = own != own_.end() ? own->second : own_[number];
    const auto behind = place - known.begin();
    if (set == nullptr) set = std::make_shared<std::vector<BlockNumber>>(known);
    set->insert(set->begin() + behind, block);
  }
  std::vector<BlockNumber> get(std::uint32_t number) const {
    const auto own = own_.find(number);
    return own != own_.end() ? *own->second : block_set(*base_, number);
  }
  std::shared_ptr<const BlockSets> finish() const {
    if (own_.empty()) return base_;
    auto out = std::make_shared<BlockSets>(*base_);
    for (const auto& [number, set] : own_) {
      if (out->size() <= number) out->resize(number + 1);
      (*out)[number] = set;
    }
    return out;
  }

 private:
  std::shared_ptr<const BlockSets> base_;
  std::unordered_map<std::uint32_t, std::shared_ptr<std::vector<BlockNumber>>> own_;
};

}  // namespace kith::storage
