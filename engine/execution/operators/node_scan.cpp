// engine/execution/operators/node_scan.cpp: nodes in order of id, all or with a label, alone or for each row of an
// input.
#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"

namespace kith::engine {
namespace {

using storage::NodeBlock;

/// A run of consecutive ids at least this long is given alone, so that property reads may borrow from its block.
constexpr std::size_t kWorthOfItsOwn = 256;

/// The ids of one scan, in order.
class NodeIdStream {
 public:
  NodeIdStream(const std::optional<std::string>& label, std::shared_ptr<const ScanRange> range)
      : label_(label), range_(std::move(range)) {}

  void restart() { started_ = false; }

  /// Adds at most `maximum` ids; none at the end. With `stop_at_gap`, a long run of consecutive ids is not mixed with
  /// others.
  Status fill(ExecContext& context, std::size_t maximum, bool stop_at_gap, std::vector<std::uint64_t>& ids) {
    if (!started_) KITH_CHECK_OK(start(context));
    while (ids.size() < maximum) {
      if (block_ == nullptr) {
        if (next_block_ == blocks_end()) return Status::success();
        number_ = label_.has_value() ? blocks_[next_block_] : next_block_;
        ++next_block_;
        KITH_CHECK_OK(context.check_interrupt());
        KITH_TRY(block_, context.view->nodes(number_));
        const std::uint64_t position = (next_block_ - 1) * storage::kColumnBlockSize;
        row_ = static_cast<std::uint32_t>(begin_ > position ? begin_ - position : 0);
        end_row_ = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(block_->label_sets.size(), end_ > position ? end_ - position : 0));
        whole_ = block_->uniform_set != NodeBlock::kAbsent && block_->num_present == block_->label_sets.size() &&
                 matches(block_->uniform_set, context);
        if (block_->num_present == 0 ||
            (block_->uniform_set != NodeBlock::kAbsent && !matches(block_->uniform_set, context)) || row_ >= end_row_) {
          block_ = nullptr;
          continue;
        }
      }
      if (take(context, maximum, stop_at_gap, ids)) return Status::success();
    }
    return Status::success();
  }

 private:
  std::size_t blocks_end() const {
    const std::size_t all = label_.has_value() ? blocks_.size() : num_blocks_;
    return std::min<std::size_t>(all, (end_ + storage::kColumnBlockSize - 1) / storage::kColumnBlockSize);
  }

  Status start(ExecContext& context) {
    started_ = true;
    block_ = nullptr;
    begin_ = range_ != nullptr ? range_->begin : 0;
    end_ = range_ != nullptr ? range_->end : std::numeric_limits<std::uint64_t>::max() - storage::kColumnBlockSize;
    next_block_ = begin_ / storage::kColumnBlockSize;
    blocks_.clear();
    num_blocks_ = 0;
    if (!label_.has_value()) {
      num_blocks_ = (context.view->node_id_end() + storage::kColumnBlockSize - 1) / storage::kColumnBlockSize;
      return Status::success();
    }
    label_id_ = context.view->names().label(*label_);
    if (!label_id_.has_value()) return Status::success();
    KITH_TRY(blocks_, context.view->blocks_with_label(*label_id_));
    return Status::success();
  }

  /// Whether nodes of a label set belong to the scan; the answer is kept per set.
  bool matches(std::uint32_t set, const ExecContext& context) {
    if (!label_.has_value()) return true;
    while (set_matches_.size() <= set) {
      const auto labels = context.view->names().label_set(static_cast<std::uint32_t>(set_matches_.size()));
      set_matches_.push_back(std::find(labels.begin(), labels.end(), *label_id_) != labels.end());
    }
    return set_matches_[set] != 0;
  }

  /// From the current block; true when the chunk should be given as it is.
  bool take(ExecContext& context, std::size_t maximum, bool stop_at_gap, std::vector<std::uint64_t>& ids) {
    const std::uint32_t size = end_row_;
    const std::uint64_t first = number_ * storage::kColumnBlockSize;
    const auto breaks_run = [&](std::uint64_t id) {
      return stop_at_gap && ids.size() >= kWorthOfItsOwn && id != ids.back() + 1 &&
             ids.back() - ids.front() + 1 == ids.size();
    };
    if (whole_) {
      if (breaks_run(first + row_)) return true;
      const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(size - row_, maximum - ids.size()));
      const std::size_t before = ids.size();
      ids.resize(before + count);
      std::iota(ids.begin() + static_cast<std::ptrdiff_t>(before), ids.end(), first + row_);
      row_ += count;
    } else {
      for (; row_ < size && ids.size() < maximum; ++row_) {
        const std::uint32_t set = block_->label_sets[row_];
        if (set == NodeBlock::kAbsent || !matches(set, context)) continue;
        if (breaks_run(first + row_)) return true;
        ids.push_back(first + row_);
      }
    }
    if (row_ < size) return false;
    block_ = nullptr;
    return stop_at_gap && ids.size() >= kWorthOfItsOwn;
  }

  const std::optional<std::string>& label_;
  std::shared_ptr<const ScanRange> range_;
  std::uint64_t begin_ = 0, end_ = 0;  ///< Positions.
  bool started_ = false;
  std::optional<LabelId> label_id_;
  std::vector<storage::BlockNumber> blocks_;
  std::uint64_t num_blocks_ = 0;
  std::size_t next_block_ = 0;
  storage::NodeBlockRef block_;
  storage::BlockNumber number_ = 0;
  std::uint32_t row_ = 0, end_row_ = 0;
  bool whole_ = false;
  std::vector<std::uint8_t> set_matches_;
};

/// Ids in ascending order.
Vector node_vector(std::vector<std::uint64_t> ids) {
  const bool consecutive = !ids.empty() && ids.back() - ids.front() + 1 == ids.size();
  Vector vector = id_vector(ElementKind::kNode, std::move(ids));
  if (consecutive) vector.set_consecutive();
  return vector;
}

class NodeScan final : public Operator {
 public:
  NodeScan(const NodeScanOperator& node, OperatorPtr input, std::shared_ptr<const ScanRange> range)
      : node_(node), input_(std::move(input)), stream_(node.label, std::move(range)) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (input_ == nullptr) {
      out.reset(context.num_slots);
      return give(context, out);
    }
    while (true) {
      if (rows_.size == 0) {
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        row_ = 0;
        position_ = 0;
        stream_.restart();
      }
      if (rows_.size == 1) {
        out = rows_;
        KITH_CHECK_OK(give(context, out));
        if (out.size != 0) return Status::success();
        rows_.size = 0;
        continue;
      }
      KITH_CHECK_OK(give_product(context, out));
      if (out.size != 0) return Status::success();
      rows_.size = 0;
    }
  }

  void reset() override {
    if (input_ != nullptr) input_->reset();
    rows_.size = 0;
    stream_.restart();
    all_ids_.reset();
  }

 private:
  /// The next ids, beside the one row that `out` holds (or none).
  Status give(ExecContext& context, Chunk& out) {
    std::vector<std::uint64_t> ids;
    ids.reserve(context.vector_size);
    KITH_CHECK_OK(stream_.fill(context, context.vector_size, true, ids));
    if (ids.empty()) return end_of_rows(out, context);
    const auto size = static_cast<std::uint32_t>(ids.size());
    if (input_ != nullptr) {
      out.select(std::vector<std::uint32_t>(size, 0));
    } else {
      out.size = size;
    }
    set_column(out, node_.node, node_vector(std::move(ids)));
    return Status::success();
  }

  /// Every row of the chunk with every id: the ids are read once.
  Status give_product(ExecContext& context, Chunk& out) {
    if (!all_ids_.has_value()) {
      std::vector<std::uint64_t> ids;
      std::size_t before = 0;
      do {
        before = ids.size();
        KITH_CHECK_OK(stream_.fill(context, before + storage::kColumnBlockSize, false, ids));
      } while (ids.size() > before);
      all_ids_ = std::move(ids);
    }
    const std::vector<std::uint64_t>& all = *all_ids_;
    if (all.empty()) return end_of_rows(out, context);
    std::vector<std::uint64_t> ids;
    std::vector<std::uint32_t> rows;
    while (row_ < rows_.size && ids.size() < context.vector_size) {
      const std::size_t count = std::min<std::size_t>(context.vector_size - ids.size(), all.size() - position_);
      ids.insert(ids.end(), all.begin() + static_cast<std::ptrdiff_t>(position_),
                 all.begin() + static_cast<std::ptrdiff_t>(position_ + count));
      rows.insert(rows.end(), count, row_);
      position_ += count;
      if (position_ == all.size()) {
        position_ = 0;
        ++row_;
      }
    }
    KITH_CHECK_OK(context.check_interrupt());
    if (ids.empty()) return end_of_rows(out, context);
    out = rows_;
    out.select(std::move(rows));
    // Not node_vector(): the ids begin again for each row, however they count up.
    set_column(out, node_.node, id_vector(ElementKind::kNode, std::move(ids)));
    return Status::success();
  }

  const NodeScanOperator& node_;
  OperatorPtr input_;
  NodeIdStream stream_;
  Chunk rows_;
  std::uint32_t row_ = 0;
  std::size_t position_ = 0;
  std::optional<std::vector<std::uint64_t>> all_ids_;
};

}  // namespace

Result<std::uint64_t> num_scan_positions(const NodeScanOperator& node, const ExecContext& context) {
  if (!node.label.has_value()) return context.view->node_id_end();
  const std::optional<LabelId> label = context.view->names().label(*node.label);
  if (!label.has_value()) return std::uint64_t{0};
  KITH_TRY(const std::vector<storage::BlockNumber> blocks, context.view->blocks_with_label(*label));
  return std::uint64_t{blocks.size()} * storage::kColumnBlockSize;
}

OperatorPtr make_node_scan(const NodeScanOperator& node, OperatorPtr input, std::shared_ptr<const ScanRange> range) {
  return std::make_unique<NodeScan>(node, std::move(input), std::move(range));
}

}  // namespace kith::engine
