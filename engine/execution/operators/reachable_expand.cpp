// engine/execution/operators/reachable_expand.cpp: the ends of variable-length trails, each once, by breadth-first
// search. What a walk of at most k relationships reaches, a trail of at most k reaches too, except for a way back to
// the start that would use a relationship twice; that one is looked for by itself.
#include <unordered_map>

#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "engine/execution/operators/node_set.hpp"
#include "engine/execution/operators/relationship_filter.hpp"

namespace kith::engine {
namespace {

constexpr std::uint64_t kStepsBetweenInterrupts = 1 << 18;

/// Whether a trail leads back to the start without direction: by two relationships to one neighbour, or by one that
/// joins what two different relationships of the start have led to.
class WaysBack {
 public:
  void start(std::uint64_t start) {
    start_ = start;
    reached_.clear();
  }
  /// Takes note of one step; true when it closes a trail of at most `maximum` relationships.
  bool closes(std::uint64_t from, std::uint64_t to, std::uint64_t relationship, std::uint64_t maximum) {
    if (to == from) return from == start_;
    if (from == start_) {
      const auto [found, is_new] = reached_.try_emplace(to, Reached{relationship, 1});
      return !is_new && found->second.first != relationship && maximum >= 2;
    }
    const Reached here = reached_.at(from);
    if (to == start_) return relationship != here.first && here.depth + 1 <= maximum;
    const auto [found, is_new] = reached_.try_emplace(to, Reached{here.first, here.depth + 1});
    return !is_new && found->second.first != here.first && here.depth + found->second.depth + 1 <= maximum;
  }

 private:
  struct Reached {
    std::uint64_t first;  ///< The relationship of the start that led here.
    std::uint64_t depth;
  };
  std::uint64_t start_ = 0;
  std::unordered_map<std::uint64_t, Reached> reached_;
};

class ReachableExpand final : public MultiplyingOperator<std::uint64_t> {
 public:
  ReachableExpand(const VarExpandOperator& node, OperatorPtr input)
      : MultiplyingOperator(std::move(input)), node_(node) {}
  void reset() override {
    MultiplyingOperator::reset();
    restarted_ = true;
  }

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    legs_.start(*context.view, node_.types, node_.direction, !restarted_ || context.transaction == nullptr);
    restarted_ = false;
    KITH_TRY(ElementColumn from, ElementColumn::of(rows, node_.from, ElementKind::kNode));
    from_.emplace(std::move(from));
    return Status::success();
  }

  Status items_of(ExecContext& context, const Chunk& rows, std::uint32_t row,
                  std::vector<std::uint64_t>& ends) override {
    if (from_->is_null(row)) return Status::success();
    const std::uint64_t start = (*from_)[row];
    const std::uint64_t maximum = node_.maximum.value_or(~std::uint64_t{0});
    met_.clear();
    met_.insert(start);
    bool has_start = node_.minimum == 0;
    if (has_start) ends.push_back(start);
    const bool undirected = node_.direction == Direction::kBoth;
    ways_back_.start(start);
    std::vector<std::uint64_t> frontier{start}, next;
    for (std::uint64_t depth = 0; depth < maximum && !frontier.empty(); ++depth) {
      next.clear();
      for (const std::uint64_t node : frontier) {
        for (std::size_t l = 0; l < legs_.size(); ++l) {
          storage::NeighbourList list;
          KITH_CHECK_OK(legs_[l].list_of(*context.view, NodeId{node}, list));
          if (node_.where != nullptr && list.size != 0) {
            KITH_CHECK_OK(filter_relationships(context, rows, row, node_.element, *node_.where, list, filtered_));
          }
          steps_ += list.size;
          for (std::uint32_t i = 0; i < list.size; ++i) {
            const std::uint64_t neighbour = list.neighbours[i];
            if (!has_start && (undirected ? ways_back_.closes(node, neighbour, list.relationship(i).value, maximum)
                                          : neighbour == start)) {
              has_start = true;
              ends.push_back(start);
            }
            if (met_.insert(neighbour)) {
              next.push_back(neighbour);
              ends.push_back(neighbour);
            }
          }
        }
        if (steps_ >= kStepsBetweenInterrupts) {
          steps_ = 0;
          KITH_CHECK_OK(context.check_interrupt());
        }
      }
      std::swap(frontier, next);
    }
    return Status::success();
  }

  Status finish(ExecContext&, std::vector<std::uint64_t> ends, Chunk& out) override {
    set_column(out, node_.to, id_vector(ElementKind::kNode, std::move(ends)));
    return Status::success();
  }

 private:
  const VarExpandOperator& node_;
  AdjacencyLegs legs_;
  std::optional<ElementColumn> from_;
  NodeSet met_;
  WaysBack ways_back_;
  FilteredList filtered_;
  std::uint64_t steps_ = 0;
  bool restarted_ = false;
};

}  // namespace

OperatorPtr make_reachable_expand(const VarExpandOperator& node, OperatorPtr input) {
  return std::make_unique<ReachableExpand>(node, std::move(input));
}

}  // namespace kith::engine
