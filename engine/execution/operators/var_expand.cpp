// engine/execution/operators/var_expand.cpp: trails of a number of relationships, by depth-first iteration.
#include <algorithm>
#include <unordered_set>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/memory_reservation.hpp"
#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/relationship_filter.hpp"

namespace kith::engine {
namespace {

/// A path up to this long is searched for a relationship from end to end; beyond, a set remembers the rest.
constexpr std::size_t kLinearSearch = 24;
constexpr std::uint32_t kStepsBetweenInterrupts = 4096;
/// Long lists make short chunks.
constexpr std::size_t kMostBytesPerChunk = std::size_t{8} << 20;

/// The relationships of the trail at hand.
class Trail {
 public:
  void clear() {
    path_.clear();
    beyond_.clear();
  }
  std::size_t size() const { return path_.size(); }
  void push(std::uint64_t relationship) {
    if (path_.size() >= kLinearSearch) beyond_.insert(relationship);
    path_.push_back(relationship);
  }
  void pop() {
    if (path_.size() > kLinearSearch) beyond_.erase(path_.back());
    path_.pop_back();
  }
  bool contains(std::uint64_t relationship) const {
    const auto end = path_.begin() + static_cast<std::ptrdiff_t>(std::min(path_.size(), kLinearSearch));
    return std::find(path_.begin(), end, relationship) != end || (!beyond_.empty() && beyond_.contains(relationship));
  }
  Value list() const {
    List relationships;
    relationships.reserve(path_.size());
    for (const std::uint64_t id : path_) relationships.emplace_back(Relationship{RelationshipId{id}, nullptr});
    return Value(std::move(relationships));
  }

 private:
  std::vector<std::uint64_t> path_;
  std::unordered_set<std::uint64_t> beyond_;
};

class VarExpand final : public UnaryOperator {
 public:
  VarExpand(const VarExpandOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    std::vector<Value> lists;
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> rows;
    std::size_t bytes = 0;
    while (true) {
      if (row_ >= rows_.size) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        KITH_CHECK_OK(start_chunk(context));
      }
      while (lists.size() < context.vector_size && bytes < kMostBytesPerChunk && row_ < rows_.size) {
        if (!in_row_ && !start_row()) {
          ++row_;
          continue;
        }
        bool found = false;
        KITH_CHECK_OK(advance(context, found));
        if (!found) {
          in_row_ = false;
          ++row_;
          continue;
        }
        bytes += (trail_.size() + 1) * sizeof(Value);
        KITH_CHECK_OK(memory_.set(context, bytes));
        lists.push_back(trail_.list());
        if (!node_.into) ends.push_back(frames_[depth_].node);
        rows.push_back(row_);
      }
      if (!lists.empty()) break;
    }
    out = rows_;
    out.select(std::move(rows));
    set_column(out, node_.relationships, Vector::from_values(std::move(lists)));
    if (!node_.into) set_column(out, node_.to, id_vector(ElementKind::kNode, std::move(ends)));
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    rows_.size = 0;
    row_ = 0;
    in_row_ = false;
    restarted_ = true;
    memory_.clear();
  }

 private:
  /// What is still to be tried from one node of the trail.
  struct Frame {
    std::uint64_t node = 0;
    std::size_t leg = 0;
    std::uint32_t position = 0;
    bool loaded = false;
    storage::NeighbourList list;
    storage::AdjacencyRef pin;
    FilteredList filtered;
  };

  Status start_chunk(ExecContext& context) {
    row_ = 0;
    in_row_ = false;
    legs_.start(*context.view, node_.types, node_.direction, !restarted_ || context.transaction == nullptr);
    restarted_ = false;
    KITH_TRY(from_, column(node_.from));
    if (node_.into) {
      KITH_TRY(to_, column(node_.to));
    }
    return Status::success();
  }

  Result<std::optional<ElementColumn>> column(Slot slot) const {
    KITH_TRY(ElementColumn column, ElementColumn::of(rows_, slot, ElementKind::kNode));
    return std::optional<ElementColumn>(std::move(column));
  }

  /// False when the row has no start or no end.
  bool start_row() {
    if (from_->is_null(row_) || (node_.into && to_->is_null(row_))) return false;
    in_row_ = true;
    trail_.clear();
    depth_ = 0;
    at_start_ = true;
    enter((*from_)[row_]);
    excluded_ = relationships_in(rows_, row_, node_.unique_against);
    return true;
  }

  void enter(std::uint64_t node) {
    if (frames_.size() <= depth_) frames_.resize(depth_ + 1);
    Frame& frame = frames_[depth_];
    frame.node = node;
    frame.leg = 0;
    frame.position = 0;
    frame.loaded = false;
  }

  bool is_end(std::uint64_t node) const { return !node_.into || node == (*to_)[row_]; }

  /// To the next trail that counts; `found` is false when the row has no more.
  Status advance(ExecContext& context, bool& found) {
    found = false;
    if (at_start_) {
      at_start_ = false;
      if (node_.minimum == 0 && is_end(frames_[0].node)) {
        found = true;
        return Status::success();
      }
    }
    while (true) {
      if (++steps_ % kStepsBetweenInterrupts == 0) KITH_CHECK_OK(context.check_interrupt());
      Frame& frame = frames_[depth_];
      const bool is_full = node_.maximum.has_value() && trail_.size() >= *node_.maximum;
      if (is_full || frame.leg >= legs_.size()) {
        if (depth_ == 0) return Status::success();
        --depth_;
        trail_.pop();
        continue;
      }
      if (!frame.loaded) KITH_CHECK_OK(load(context, frame));
      if (frame.position >= frame.list.size) {
        ++frame.leg;
        frame.position = 0;
        frame.loaded = false;
        continue;
      }
      const std::uint32_t i = frame.position++;
      const std::uint64_t neighbour = frame.list.neighbours[i];
      const std::uint64_t relationship = frame.list.relationship(i).value;
      if ((legs_[frame.leg].skip_loops && neighbour == frame.node) || trail_.contains(relationship) ||
          std::binary_search(excluded_.begin(), excluded_.end(), relationship)) {
        continue;
      }
      trail_.push(relationship);
      ++depth_;
      enter(neighbour);
      if (trail_.size() >= node_.minimum && is_end(neighbour)) {
        found = true;
        return Status::success();
      }
    }
  }

  Status load(ExecContext& context, Frame& frame) {
    AdjacencyLeg& leg = legs_[frame.leg];
    KITH_CHECK_OK(leg.list_of(*context.view, NodeId{frame.node}, frame.list));
    frame.pin = leg.pins.pinned(storage::adjacency_block_of(NodeId{frame.node}));
    frame.loaded = true;
    if (node_.where == nullptr || frame.list.size == 0) return Status::success();
    return filter_relationships(context, rows_, row_, node_.element, *node_.where, frame.list, frame.filtered);
  }

  const VarExpandOperator& node_;
  AdjacencyLegs legs_;
  Chunk rows_;
  std::optional<ElementColumn> from_, to_;
  std::uint32_t row_ = 0;
  bool in_row_ = false;
  bool at_start_ = false;
  Trail trail_;
  std::vector<Frame> frames_;
  std::size_t depth_ = 0;
  std::vector<std::uint64_t> excluded_;
  std::uint32_t steps_ = 0;
  bool restarted_ = false;
  MemoryReservation memory_;  ///< Of the chunk that was given last.
};

}  // namespace

OperatorPtr make_var_expand(const VarExpandOperator& node, OperatorPtr input) {
  return std::make_unique<VarExpand>(node, std::move(input));
}

}  // namespace kith::engine
