// engine/execution/operators/intersect.cpp: the nodes that two bound nodes have for neighbours, as the worst-case
// optimal joins find them (Ngo, Ré and Rudra, Skew Strikes Back, 2013): by the shorter of two lists, not by one list
// after the other.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/execution/expressions/label_test.hpp"
#include "engine/execution/memory_reservation.hpp"
#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

/// How often a node is a neighbour of the marked one. A row after another mostly has the same node there.
class Marks {
 public:
  static constexpr std::uint64_t kNoNode = ~std::uint64_t{0};
  std::uint64_t marked() const { return marked_; }
  std::uint32_t degree() const { return degree_; }
  std::uint32_t count(std::uint64_t node) const {
    const std::uint64_t page = storage::column_block_of(node);
    return page < pages_.size() && pages_[page] != nullptr ? (*pages_[page])[storage::column_row_of(node)] : 0;
  }
  void start(std::uint64_t node) {
    for (const std::uint64_t one : nodes_) (*pages_[storage::column_block_of(one)])[storage::column_row_of(one)] = 0;
    nodes_.clear();
    degree_ = 0;
    marked_ = node;
  }
  Status add(ExecContext& context, std::uint64_t node) {
    const std::uint64_t number = storage::column_block_of(node);
    if (number >= pages_.size()) pages_.resize(std::max<std::size_t>(number + 1, pages_.size() * 2));
    if (pages_[number] == nullptr) {
      KITH_CHECK_OK(memory_.add(context, sizeof(Page)));
      pages_[number] = std::make_unique<Page>();
    }
    std::uint32_t& count = (*pages_[number])[storage::column_row_of(node)];
    if (count++ == 0) nodes_.push_back(node);
    ++degree_;
    return Status::success();
  }
  const std::vector<std::uint64_t>& nodes() const { return nodes_; }

 private:
  using Page = std::array<std::uint32_t, storage::kColumnBlockSize>;
  std::vector<std::unique_ptr<Page>> pages_;
  MemoryReservation memory_;
  std::vector<std::uint64_t> nodes_;
  std::uint64_t marked_ = kNoNode;
  std::uint32_t degree_ = 0;
};

class Intersect final : public UnaryOperator {
 public:
  Intersect(const IntersectOperator& node, OperatorPtr input)
      : UnaryOperator(std::move(input)), node_(node), labels_(node.labels) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      if (row_ >= rows_.size && position_ >= found_.size()) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        row_ = 0;
        KITH_CHECK_OK(start_chunk(context));
        if (node_.count_only) {
          KITH_CHECK_OK(count(context, out));
          row_ = rows_.size;
          if (out.size != 0) return Status::success();
          continue;
        }
      }
      KITH_CHECK_OK(fill(context, out));
      if (out.size != 0) return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    rows_.size = 0;
    row_ = 0;
    found_.clear();
    position_ = 0;
    restarted_ = true;
  }

 private:
  /// One pair of relationships to a common neighbour.
  struct Found {
    std::uint64_t node, left, right;
  };

  Status start_chunk(ExecContext& context) {
    const bool keep = !restarted_ || context.transaction == nullptr;
    restarted_ = false;
    labels_.start(context);
    left_legs_.start(*context.view, node_.left.types, node_.left.direction, keep);
    right_legs_.start(*context.view, node_.right.types, node_.right.direction, keep);
    if (!keep) {
      marks_.start(Marks::kNoNode);
      last_right_ = Marks::kNoNode;
    }
    KITH_TRY(left_, column(node_.left.from));
    KITH_TRY(right_, column(node_.right.from));
    return Status::success();
  }

  Result<std::optional<ElementColumn>> column(Slot slot) const {
    KITH_TRY(ElementColumn column, ElementColumn::of(rows_, slot, ElementKind::kNode));
    return std::optional<ElementColumn>(std::move(column));
  }

  /// Whether to mark the right node's neighbours before this row: not for a single row with few steps to look up.
  Status choose(ExecContext& context, std::uint64_t left, std::uint64_t right) {
    const bool again = std::exchange(last_right_, right) == right;
    if (marks_.marked() == right || again) {
      use_marks_ = true;
      return mark(context, right);
    }
    std::uint64_t left_degree = 0, right_degree = 0;
    for (std::size_t l = 0; l < left_legs_.size(); ++l) {
      storage::NeighbourList list;
      KITH_CHECK_OK(left_legs_[l].list_of(*context.view, NodeId{left}, list));
      left_degree += list.size;
    }
    for (std::size_t l = 0; l < right_legs_.size(); ++l) {
      storage::NeighbourList list;
      KITH_CHECK_OK(right_legs_[l].list_of(*context.view, NodeId{right}, list));
      right_degree += list.size;
    }
    use_marks_ = right_degree <= kSearchesPerMark * left_degree;
    return use_marks_ ? mark(context, right) : Status::success();
  }

  /// Relationships of the right node to `node`, found by search.
  Status search(ExecContext& context, std::uint64_t right, std::uint64_t node, std::uint32_t& count) {
    count = 0;
    if (!labels_.holds_for_all()) {
      bool holds = false;
      KITH_CHECK_OK(labels_.holds(context, node, holds));
      if (!holds) return Status::success();
    }
    for (std::size_t l = 0; l < right_legs_.size(); ++l) {
      if (right_legs_[l].skip_loops && node == right) continue;
      storage::NeighbourList list;
      KITH_CHECK_OK(right_legs_[l].list_of(*context.view, NodeId{right}, list));
      count += narrow(list, node).size;
    }
    return Status::success();
  }

  Status mark(ExecContext& context, std::uint64_t node) {
    if (marks_.marked() == node) return Status::success();
    marks_.start(node);
    for (std::size_t l = 0; l < right_legs_.size(); ++l) {
      storage::NeighbourList list;
      KITH_CHECK_OK(right_legs_[l].list_of(*context.view, NodeId{node}, list));
      for (std::uint32_t i = 0; i < list.size; ++i) {
        if (right_legs_[l].skip_loops && list.neighbours[i] == node) continue;
        if (!labels_.holds_for_all()) {
          bool holds = false;
          KITH_CHECK_OK(labels_.holds(context, list.neighbours[i], holds));
          if (!holds) continue;
        }
        KITH_CHECK_OK(marks_.add(context, list.neighbours[i]));
      }
    }
    return Status::success();
  }

  /// Calls f(node, relationship, count) for each relationship of the left node to a neighbour of the right one, which
  /// has `count` relationships to it; the shorter side leads.
  template <class F>
  Status for_each_common(ExecContext& context, std::uint64_t left, std::uint64_t right, F f) {
    for (std::size_t l = 0; l < left_legs_.size(); ++l) {
      AdjacencyLeg& leg = left_legs_[l];
      storage::NeighbourList list;
      KITH_CHECK_OK(leg.list_of(*context.view, NodeId{left}, list));
      if (!use_marks_) {
        for (std::uint32_t i = 0; i < list.size; ++i) {
          if (leg.skip_loops && list.neighbours[i] == left) continue;
          std::uint32_t count = 0;
          KITH_CHECK_OK(search(context, right, list.neighbours[i], count));
          if (count != 0) f(list.neighbours[i], list.relationship(i).value, count);
        }
        steps_ += list.size;
        continue;
      }
      steps_ += std::min<std::uint64_t>(list.size, marks_.nodes().size()) + 1;
      if (list.size <= kFarLonger * marks_.nodes().size()) {
        for (std::uint32_t i = 0; i < list.size; ++i) {
          if (leg.skip_loops && list.neighbours[i] == left) continue;
          if (const std::uint32_t count = marks_.count(list.neighbours[i]); count != 0) {
            f(list.neighbours[i], list.relationship(i).value, count);
          }
        }
      } else {
        for (const std::uint64_t node : marks_.nodes()) {
          if (leg.skip_loops && node == left) continue;
          const storage::NeighbourList part = narrow(list, node);
          for (std::uint32_t i = 0; i < part.size; ++i) f(node, part.relationship(i).value, marks_.count(node));
        }
      }
    }
    if (steps_ >= kStepsBetweenInterrupts) {
      steps_ = 0;
      return context.check_interrupt();
    }
    return Status::success();
  }

  Status count(ExecContext& context, Chunk& out) {
    out = rows_;
    if (out.multiplicity.empty()) out.multiplicity.assign(out.size, 1);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < out.size; ++row) {
      if (left_->is_null(row) || right_->is_null(row)) continue;
      const std::uint64_t left = (*left_)[row], right = (*right_)[row];
      KITH_CHECK_OK(choose(context, left, right));
      std::uint64_t sum = 0;
      bool may_repeat = left == right;
      if (!may_repeat) {
        // What ends at one of the two nodes may be a relationship that was used: those are gone through one by one.
        KITH_CHECK_OK(
            for_each_common(context, left, right, [&](std::uint64_t node, std::uint64_t, std::uint32_t count) {
              if (node == left || node == right) {
                may_repeat = true;
              } else {
                sum += count;
              }
            }));
      }
      if (may_repeat) {
        found_.clear();
        KITH_CHECK_OK(find(context, left, right, found_));
        sum = 0;
        for (const Found& one : found_) sum += is_unique(out, row, one) ? 1 : 0;
        found_.clear();
      }
      if (sum == 0) continue;
      out.multiplicity[row] *= sum;
      rows.push_back(row);
    }
    if (rows.size() != out.size) out.select(std::move(rows));
    return Status::success();
  }

  /// Whether the pair's relationships differ from each other and from those that the pattern used between the two
  /// nodes.
  bool is_unique(const Chunk& chunk, std::uint32_t row, const Found& found) const {
    if (node_.must_differ && found.left == found.right) return false;
    const auto meets = [&](const std::vector<Slot>& used, std::uint64_t relationship) {
      return std::any_of(used.begin(), used.end(), [&](Slot slot) {
        const Value value = chunk.columns[slot].value(row);
        return value.is(ValueKind::kRelationship) && value.get<Relationship>().id.value == relationship;
      });
    };
    return !meets(node_.left.unlike, found.left) && !meets(node_.right.unlike, found.right);
  }

  /// Every pair of relationships.
  Status find(ExecContext& context, std::uint64_t left, std::uint64_t right, std::vector<Found>& out) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> steps;  // node, relationship of the left one
    KITH_CHECK_OK(
        for_each_common(context, left, right, [&](std::uint64_t node, std::uint64_t relationship, std::uint32_t) {
          steps.emplace_back(node, relationship);
        }));
    for (const auto& [node, relationship] : steps) {
      for (std::size_t l = 0; l < right_legs_.size(); ++l) {
        if (right_legs_[l].skip_loops && node == right) continue;
        storage::NeighbourList list;
        KITH_CHECK_OK(right_legs_[l].list_of(*context.view, NodeId{right}, list));
        const storage::NeighbourList part = narrow(list, node);
        for (std::uint32_t i = 0; i < part.size; ++i) out.push_back({node, relationship, part.relationship(i).value});
      }
    }
    return Status::success();
  }

  Status fill(ExecContext& context, Chunk& out) {
    std::vector<std::uint64_t> nodes, lefts, rights;
    std::vector<std::uint32_t> rows;
    while (rows.size() < context.vector_size) {
      if (position_ >= found_.size()) {
        if (row_ >= rows_.size) break;
        found_.clear();
        position_ = 0;
        if (!left_->is_null(row_) && !right_->is_null(row_)) {
          KITH_CHECK_OK(choose(context, (*left_)[row_], (*right_)[row_]));
          KITH_CHECK_OK(find(context, (*left_)[row_], (*right_)[row_], found_));
        }
        ++row_;
        continue;
      }
      const std::size_t count = std::min<std::size_t>(context.vector_size - rows.size(), found_.size() - position_);
      for (std::size_t i = 0; i < count; ++i) {
        const Found& one = found_[position_ + i];
        nodes.push_back(one.node);
        lefts.push_back(one.left);
        rights.push_back(one.right);
      }
      rows.insert(rows.end(), count, row_ - 1);
      position_ += count;
    }
    if (rows.empty()) return end_of_rows(out, context);
    out = rows_;
    out.select(std::move(rows));
    set_column(out, node_.to, id_vector(ElementKind::kNode, std::move(nodes)));
    if (node_.left.relationship.has_value()) {
      set_column(out, *node_.left.relationship, id_vector(ElementKind::kRelationship, std::move(lefts)));
    }
    if (node_.right.relationship.has_value()) {
      set_column(out, *node_.right.relationship, id_vector(ElementKind::kRelationship, std::move(rights)));
    }
    return Status::success();
  }

  /// A list so many times longer than the marked nodes are is searched for them instead of gone through.
  static constexpr std::uint64_t kFarLonger = 16;
  /// Marking a neighbour costs about as much as so many parts of a search.
  static constexpr std::uint64_t kSearchesPerMark = 8;
  static constexpr std::uint64_t kStepsBetweenInterrupts = 1 << 18;

  const IntersectOperator& node_;
  NodeLabelTest labels_;
  AdjacencyLegs left_legs_, right_legs_;
  Marks marks_;
  bool use_marks_ = false;
  std::uint64_t last_right_ = Marks::kNoNode;
  Chunk rows_;
  std::optional<ElementColumn> left_, right_;
  std::uint32_t row_ = 0;
  std::vector<Found> found_;
  std::size_t position_ = 0;
  std::uint64_t steps_ = 0;
  bool restarted_ = false;
};

}  // namespace

OperatorPtr make_intersect(const IntersectOperator& node, OperatorPtr input) {
  return std::make_unique<Intersect>(node, std::move(input));
}

}  // namespace kith::engine
