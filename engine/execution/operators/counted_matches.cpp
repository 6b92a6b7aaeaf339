// engine/execution/operators/counted_matches.cpp: the recursion over a counted tree, and its loop for two hops.
#include "engine/execution/operators/counted_matches.hpp"

#include <algorithm>
#include <array>

namespace kith::engine {
namespace {

constexpr std::uint64_t kStepsBetweenChecks = 1 << 18;

}  // namespace

struct CountedMatches::Memo::Page {
  std::array<std::uint64_t, storage::kColumnBlockSize> counts{};
  std::array<bool, storage::kColumnBlockSize> known{};
};

CountedMatches::Memo::Memo() = default;
CountedMatches::Memo::Memo(Memo&&) noexcept = default;
CountedMatches::Memo::~Memo() = default;

void CountedMatches::Memo::clear() {
  pages_.clear();
  memory_->clear();
}

const std::uint64_t* CountedMatches::Memo::find(std::uint64_t node) const {
  const std::uint64_t page = storage::column_block_of(node);
  const std::uint32_t row = storage::column_row_of(node);
  return page < pages_.size() && pages_[page] != nullptr && pages_[page]->known[row] ? &pages_[page]->counts[row]
                                                                                     : nullptr;
}

Status CountedMatches::Memo::put(ExecContext& context, std::uint64_t node, std::uint64_t count) {
  const std::uint64_t page = storage::column_block_of(node);
  if (page >= pages_.size()) pages_.resize(std::max<std::size_t>(page + 1, pages_.size() * 2));
  if (pages_[page] == nullptr) {
    KITH_CHECK_OK(memory_->add(context, sizeof(Page)));
    pages_[page] = std::make_unique<Page>();
  }
  const std::uint32_t row = storage::column_row_of(node);
  pages_[page]->counts[row] = count;
  pages_[page]->known[row] = true;
  return Status::success();
}

CountedMatches::CountedMatches(const CountedExpansion& node, bool memoize)
    : node_(node), memoize_(memoize), labels_(node.labels) {
  beyond_.reserve(node.beyond.size());
  for (const CountedExpansion& further : node.beyond) beyond_.emplace_back(further, true);
}

void CountedMatches::start(ExecContext& context, bool keep) {
  legs_.start(*context.view, node_.types, node_.direction, keep);
  labels_.start(context);
  if (!keep) memo_.clear();
  for (CountedMatches& further : beyond_) further.start(context, keep);
}

Status CountedMatches::add_degree(ExecContext& context, std::uint64_t from, std::uint64_t& total) {
  for (std::size_t l = 0; l < legs_.size(); ++l) {
    storage::NeighbourList list;
    KITH_CHECK_OK(legs_[l].list_of(*context.view, NodeId{from}, list));
    total += list.size;
    if (legs_[l].skip_loops && list.size != 0) total -= narrow(list, from).size;
  }
  return Status::success();
}

Status CountedMatches::count_through(ExecContext& context, std::uint64_t end, std::uint64_t from,
                                     std::uint64_t& count) {
  count = 0;
  if (tests_labels()) {
    bool holds = false;
    KITH_CHECK_OK(labels_.holds(context, end, holds));
    if (!holds) return Status::success();
  }
  std::uint64_t product = 1;
  for (CountedMatches& further : beyond_) {
    std::uint64_t matches = 0;
    KITH_CHECK_OK(further.add(context, end, from, matches));
    product *= matches;
    if (product == 0) return Status::success();
  }
  count = product;
  return Status::success();
}

Status CountedMatches::add_degrees_beyond(ExecContext& context, const storage::NeighbourList& list, std::uint64_t from,
                                          bool skip_loops, std::uint64_t& total) {
  CountedMatches& further = beyond_.front();
  AdjacencyLeg& leg = further.legs_[0];
  const std::uint64_t always = further.node_.returning == CountedExpansion::Returning::kAlways ? 1 : 0;
  const std::uint64_t at_loops = further.node_.returning == CountedExpansion::Returning::kAtLoops ? 1 : 0;
  const std::vector<const std::uint32_t*>& offsets_by_block = leg.pins.offsets_by_block();
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < list.size; ++i) {
    const std::uint64_t end = list.neighbours[i];
    const storage::BlockNumber block = storage::adjacency_block_of(NodeId{end});
    const std::uint32_t* offsets = block < offsets_by_block.size() ? offsets_by_block[block] : nullptr;
    if (offsets == nullptr || (end == from && (skip_loops || at_loops != 0))) [[unlikely]] {
      if (skip_loops && end == from) continue;
      KITH_CHECK_OK(further.add(context, end, from, sum));
      continue;
    }
    const std::uint32_t row = storage::adjacency_row_of(NodeId{end});
    sum += offsets[row + 1] - offsets[row] - always;
  }
  total += sum;
  return Status::success();
}

void CountedMatches::prefetch(std::uint64_t from) {
  if (!counts_degrees_beyond()) return;
  const std::vector<const std::uint32_t*>& offsets_by_block = beyond_.front().legs_[0].pins.offsets_by_block();
  for (std::size_t l = 0; l < legs_.size(); ++l) {
    const AdjacencyPins::Lists* lists = legs_[l].pins.lists(storage::adjacency_block_of(NodeId{from}));
    if (lists == nullptr) continue;
    const storage::NeighbourList list = lists->of(storage::adjacency_row_of(NodeId{from}));
    for (std::uint32_t i = 0; i < list.size; ++i) {
      const NodeId end{list.neighbours[i]};
      const storage::BlockNumber block = storage::adjacency_block_of(end);
      if (block < offsets_by_block.size()) {
        __builtin_prefetch(offsets_by_block[block] + storage::adjacency_row_of(end));
      }
    }
  }
}

Status CountedMatches::add_list(ExecContext& context, const storage::NeighbourList& list, std::uint64_t from,
                                bool skip_loops, std::uint64_t& total) {
  if (counts_degrees_beyond()) {
    return add_degrees_beyond(context, list, from, skip_loops, total);
  }
  if (beyond_.empty() && !skip_loops) {
    for (std::uint32_t i = 0; i < list.size; ++i) {
      std::uint8_t holds = labels_.known(list.neighbours[i]);
      if (holds == NodeLabelTest::kNotYet) [[unlikely]] {
        bool answer = false;
        KITH_CHECK_OK(labels_.holds(context, list.neighbours[i], answer));
        holds = answer;
      }
      total += holds;
    }
    return Status::success();
  }
  for (std::uint32_t i = 0; i < list.size; ++i) {
    if (skip_loops && list.neighbours[i] == from) continue;
    std::uint64_t count = 0;
    KITH_CHECK_OK(count_through(context, list.neighbours[i], from, count));
    total += count;
  }
  return Status::success();
}

Status CountedMatches::add(ExecContext& context, std::uint64_t from, std::uint64_t before, std::uint64_t& total) {
  using Returning = CountedExpansion::Returning;
  const bool returns =
      node_.returning == Returning::kAlways || (node_.returning == Returning::kAtLoops && before == from);
  if (is_leaf()) {
    KITH_CHECK_OK(add_degree(context, from, total));
    total -= returns ? 1 : 0;
    return Status::success();
  }
  std::uint64_t sum = 0;
  const std::uint64_t* known = memoize_ ? memo_.find(from) : nullptr;
  if (known != nullptr) {
    sum = *known;
  } else {
    for (std::size_t l = 0; l < legs_.size(); ++l) {
      storage::NeighbourList list;
      KITH_CHECK_OK(legs_[l].list_of(*context.view, NodeId{from}, list));
      KITH_CHECK_OK(add_list(context, list, from, legs_[l].skip_loops, sum));
      steps_ += list.size;
    }
    if (memoize_) KITH_CHECK_OK(memo_.put(context, from, sum));
    if (steps_ >= kStepsBetweenChecks) {
      steps_ = 0;
      KITH_CHECK_OK(context.check_interrupt());
    }
  }
  if (returns) {
    std::uint64_t again = 0;
    KITH_CHECK_OK(count_through(context, before, from, again));
    sum -= again;
  }
  total += sum;
  return Status::success();
}

}  // namespace kith::engine
