// engine/execution/operators/count_expand.cpp: expansions of which only the number of results counts: degrees instead
// of rows.
#include <algorithm>

#include "engine/execution/operators/counted_matches.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"

namespace kith::engine {
namespace {

/// factor[row]: relationships of each node over all legs; zero for null. Self-loops of kBoth count once.
Status add_degrees(ExecContext& context, AdjacencyLegs& legs, const ElementColumn& from, std::uint32_t size,
                   std::vector<std::uint64_t>& factor) {
  const storage::ReadView& view = *context.view;
  for (std::size_t l = 0; l < legs.size(); ++l) {
    AdjacencyLeg& leg = legs[l];
    for (std::uint32_t row = 0; row < size; ++row) {
      if (from.has_nulls() && from.is_null(row)) continue;
      const NodeId node{from[row]};
      const std::uint32_t block_row = storage::adjacency_row_of(node);
      const std::uint32_t* offsets = leg.pins.offsets(storage::adjacency_block_of(node));
      if (offsets != nullptr && !leg.skip_loops) [[likely]] {
        factor[row] += offsets[block_row + 1] - offsets[block_row];
        continue;
      }
      const storage::Adjacency* block = nullptr;
      KITH_CHECK_OK(leg.block_of(view, node, block));
      const storage::NeighbourList list = block->of(block_row);
      std::uint64_t degree = list.size;
      if (leg.skip_loops && degree != 0) {
        // A loop is in both lists: look in the shorter, and only when neither is empty.
        storage::NeighbourList outgoing;
        KITH_CHECK_OK(legs[l - 1].list_of(view, node, outgoing));
        if (outgoing.size != 0) degree -= narrow(outgoing.size < list.size ? outgoing : list, node.value).size;
      }
      factor[row] += degree;
    }
  }
  return Status::success();
}

/// Multiplies, and drops rows of factor zero.
void multiply(Chunk& chunk, const std::vector<std::uint64_t>& factor) {
  if (chunk.multiplicity.empty()) chunk.multiplicity.assign(chunk.size, 1);
  std::vector<std::uint32_t> rows;
  rows.reserve(chunk.size);
  for (std::uint32_t row = 0; row < chunk.size; ++row) {
    chunk.multiplicity[row] *= factor[row];
    if (factor[row] != 0) rows.push_back(row);
  }
  if (rows.size() != chunk.size) chunk.select(std::move(rows));
}

class CountExpand final : public UnaryOperator {
 public:
  CountExpand(const ExpandOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0) return Status::success();
      legs_.start(*context.view, node_.types, node_.direction, !restarted_ || context.transaction == nullptr);
      restarted_ = false;
      KITH_TRY(const ElementColumn from, ElementColumn::of(out, node_.from, ElementKind::kNode));
      std::vector<std::uint64_t> factor(out.size, 0);
      if (node_.into) {
        KITH_TRY(const ElementColumn to, ElementColumn::of(out, *node_.to, ElementKind::kNode));
        KITH_CHECK_OK(add_connections(context, from, to, factor));
        KITH_CHECK_OK(take_off_used(out, from, &to, factor));
      } else {
        KITH_CHECK_OK(add_degrees(context, legs_, from, out.size, factor));
        KITH_CHECK_OK(take_off_used(out, from, nullptr, factor));
      }
      multiply(out, factor);
      if (out.size != 0) return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    restarted_ = true;
  }

 private:
  Status add_connections(ExecContext& context, const ElementColumn& from, const ElementColumn& to,
                         std::vector<std::uint64_t>& factor) {
    for (std::size_t l = 0; l < legs_.size(); ++l) {
      for (std::uint32_t row = 0; row < factor.size(); ++row) {
        if (from.is_null(row) || to.is_null(row) || (legs_[l].skip_loops && from[row] == to[row])) continue;
        storage::NeighbourList list;
        KITH_CHECK_OK(legs_[l].list_of(*context.view, NodeId{from[row]}, list));
        factor[row] += narrow(list, to[row]).size;
      }
    }
    return Status::success();
  }

  /// Relationships that the pattern has used, and that this expansion meets again.
  Status take_off_used(const Chunk& chunk, const ElementColumn& from, const ElementColumn* to,
                       std::vector<std::uint64_t>& factor) const {
    for (const ExpandOperator::Used& used : node_.used) {
      KITH_TRY(const ElementColumn start, ElementColumn::of(chunk, used.start, ElementKind::kNode));
      KITH_TRY(const ElementColumn end, ElementColumn::of(chunk, used.end, ElementKind::kNode));
      for (std::uint32_t row = 0; row < chunk.size; ++row) {
        if (factor[row] == 0 || start.is_null(row) || end.is_null(row)) continue;
        const auto goes = [&](std::uint64_t here, std::uint64_t there) {
          return here == from[row] && (to == nullptr || there == (*to)[row]);
        };
        const bool met = (node_.direction != Direction::kIncoming && goes(start[row], end[row])) ||
                         (node_.direction != Direction::kOutgoing && goes(end[row], start[row]));
        if (met) --factor[row];
      }
    }
    return Status::success();
  }

  const ExpandOperator& node_;
  AdjacencyLegs legs_;
  bool restarted_ = false;
};

/// Rows between asking for what a row reads and reading it.
constexpr std::uint32_t kAhead = 4;

/// Counted with what lies beyond its end.
class CountTree final : public UnaryOperator {
 public:
  CountTree(const CountTreeOperator& node, OperatorPtr input)
      : UnaryOperator(std::move(input)), node_(node), matches_(node.expansion, !node.distinct) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0) return Status::success();
      matches_.start(context, !restarted_ || context.transaction == nullptr);
      restarted_ = false;
      KITH_TRY(const ElementColumn from, ElementColumn::of(out, node_.from, ElementKind::kNode));
      KITH_TRY(const ElementColumn before,
               ElementColumn::of(out, node_.before.value_or(node_.from), ElementKind::kNode));
      std::vector<std::uint64_t> factor(out.size, 0);
      if (matches_.are_degrees()) {
        KITH_CHECK_OK(add_degrees(context, matches_.legs(), from, out.size, factor));
      } else {
        for (std::uint32_t row = 0; row < out.size; ++row) {
          if (row + kAhead < out.size && !from.is_null(row + kAhead)) matches_.prefetch(from[row + kAhead]);
          if (!from.is_null(row)) KITH_CHECK_OK(matches_.add(context, from[row], before[row], factor[row]));
        }
      }
      if (node_.optional) std::replace(factor.begin(), factor.end(), std::uint64_t{0}, std::uint64_t{1});
      multiply(out, factor);
      if (out.size != 0) return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    restarted_ = true;
  }

 private:
  const CountTreeOperator& node_;
  CountedMatches matches_;
  bool restarted_ = false;
};

class ExpandPair final : public UnaryOperator {
 public:
  ExpandPair(const ExpandPairOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {
    common_types_ = node.first.types;
    if (node.first.types.empty()) {
      common_types_ = node.second.types;
    } else if (!node.second.types.empty()) {
      std::erase_if(common_types_, [&](const std::string& type) {
        return std::find(node.second.types.begin(), node.second.types.end(), type) == node.second.types.end();
      });
      have_common_ = !common_types_.empty();
    }
  }

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(input_->next(context, out));
      if (out.size == 0) return Status::success();
      const bool keep = !restarted_ || context.transaction == nullptr;
      restarted_ = false;
      KITH_TRY(const ElementColumn from, ElementColumn::of(out, node_.from, ElementKind::kNode));
      std::vector<std::uint64_t> first(out.size, 0), second(out.size, 0), common(out.size, 0);
      first_.start(*context.view, node_.first.types, node_.first.direction, keep);
      second_.start(*context.view, node_.second.types, node_.second.direction, keep);
      KITH_CHECK_OK(add_degrees(context, first_, from, out.size, first));
      KITH_CHECK_OK(add_degrees(context, second_, from, out.size, second));
      if (have_common_) KITH_CHECK_OK(add_common(context, from, out.size, keep, common));
      for (std::uint32_t row = 0; row < out.size; ++row) first[row] = first[row] * second[row] - common[row];
      multiply(out, first);
      if (out.size != 0) return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    restarted_ = true;
  }

 private:
  /// Relationships that both legs meet.
  Status add_common(ExecContext& context, const ElementColumn& from, std::uint32_t size, bool keep,
                    std::vector<std::uint64_t>& common) {
    const Direction one = node_.first.direction, other = node_.second.direction;
    const bool opposite = one != other && one != Direction::kBoth && other != Direction::kBoth;
    common_.start(*context.view, common_types_, opposite || one != Direction::kBoth ? one : other, keep);
    if (!opposite) return add_degrees(context, common_, from, size, common);
    for (std::size_t l = 0; l < common_.size(); ++l) {
      for (std::uint32_t row = 0; row < size; ++row) {
        if (from.is_null(row)) continue;
        storage::NeighbourList list;
        KITH_CHECK_OK(common_[l].list_of(*context.view, NodeId{from[row]}, list));
        common[row] += narrow(list, from[row]).size;
      }
    }
    return Status::success();
  }

  const ExpandPairOperator& node_;
  std::vector<std::string> common_types_;  ///< Empty with have_common_: every type.
  bool have_common_ = true;
  AdjacencyLegs first_, second_, common_;
  bool restarted_ = false;
};

}  // namespace

OperatorPtr make_count_expand(const ExpandOperator& node, OperatorPtr input) {
  return std::make_unique<CountExpand>(node, std::move(input));
}
OperatorPtr make_count_tree(const CountTreeOperator& node, OperatorPtr input) {
  return std::make_unique<CountTree>(node, std::move(input));
}
OperatorPtr make_expand_pair(const ExpandPairOperator& node, OperatorPtr input) {
  return std::make_unique<ExpandPair>(node, std::move(input));
}

}  // namespace kith::engine
