// engine/execution/expressions/label_test.hpp: whether nodes carry labels, decided once per distinct label set.
#pragma once

#include <span>

#include "engine/execution/context.hpp"

namespace kith::engine {

/// Label tests on nodes, all of which must hold; none is_dynamic(). Keeps the answer of each label set it has met.
class NodeLabelTest {
 public:
  explicit NodeLabelTest(std::span<const LabelTest> tests) : tests_(tests) {}

  /// To be called for every chunk, before anything is borrowed from the context's pins.
  void start(ExecContext& context);
  /// Whether every node that there is carries the labels, so that none need be looked at.
  bool holds_for_all() const { return holds_for_all_; }
  static constexpr std::uint8_t kNotYet = 2;
  /// 0 or 1; kNotYet: holds() will find out.
  std::uint8_t known(std::uint64_t node) const {
    const PinnedNodes::Entry* block = nodes_->find(storage::column_block_of(node));
    if (block == nullptr) return kNotYet;
    const std::uint32_t set = block->label_set(storage::column_row_of(node));
    return set < answers_.size() ? answers_[set] : kNotYet;
  }
  /// Errors: kEntityNotFound (DeletedEntityAccess) for a node that is no longer there.
  Status holds(const ExecContext& context, std::uint64_t node, bool& result) {
    std::uint8_t answer = known(node);
    if (answer == kNotYet) [[unlikely]] {
      KITH_CHECK_OK(decide(context, node));
      answer = known(node);
    }
    result = answer != 0;
    return Status::success();
  }

 private:
  Status decide(const ExecContext& context, std::uint64_t node);

  std::span<const LabelTest> tests_;
  PinnedNodes* nodes_ = nullptr;
  bool holds_for_all_ = false;
  std::vector<std::uint8_t> answers_;  ///< By label set: 0, 1 or kNotYet.
};

}  // namespace kith::engine
