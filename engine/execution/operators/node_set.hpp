// engine/execution/operators/node_set.hpp: nodes that a search has met: a bit each, in pages made when first touched.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "storage/column.hpp"

namespace kith::engine {

/// Clearing costs the pages touched, not the nodes there are.
class NodeSet {
 public:
  /// True when the node was not there.
  bool insert(std::uint64_t node) {
    const std::uint64_t number = storage::column_block_of(node);
    if (number >= pages_.size()) pages_.resize(std::max<std::size_t>(number + 1, pages_.size() * 2));
    std::unique_ptr<Page>& page = pages_[number];
    if (page == nullptr) page = std::make_unique<Page>();
    if (!page->touched) {
      page->touched = true;
      touched_.push_back(page.get());
    }
    const std::uint32_t row = storage::column_row_of(node);
    std::uint64_t& word = page->words[row / 64];
    const std::uint64_t bit = std::uint64_t{1} << (row % 64);
    const bool is_new = (word & bit) == 0;
    word |= bit;
    return is_new;
  }
  void clear() {
    for (Page* page : touched_) *page = Page{};
    touched_.clear();
  }
  std::size_t memory_bytes() const { return touched_.size() * sizeof(Page); }

 private:
  struct Page {
    std::array<std::uint64_t, storage::kColumnBlockSize / 64> words{};
    bool touched = false;
  };
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<Page*> touched_;
};

}  // namespace kith::engine
