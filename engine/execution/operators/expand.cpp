// engine/execution/operators/expand.cpp: Expand(All) and Expand(Into): relationships of bound nodes.
#include <cstring>

#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"

namespace kith::engine {
namespace {

/// Order: input order, then type, then outgoing before incoming, then neighbour. Goes on in the middle of a list when a
/// chunk is full.
class Expand final : public UnaryOperator {
 public:
  Expand(const ExpandOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    while (true) {
      if (row_ >= rows_.size) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        row_ = 0;
        leg_ = 0;
        position_ = 0;
        legs_.start(*context.view, node_.types, node_.direction, !restarted_ || context.transaction == nullptr);
        restarted_ = false;
        KITH_TRY(from_, column(node_.from));
        if (node_.into) {
          KITH_TRY(to_, column(*node_.to));
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
    restarted_ = true;
  }

 private:
  Result<std::optional<ElementColumn>> column(Slot slot) const {
    KITH_TRY(ElementColumn column, ElementColumn::of(rows_, slot, ElementKind::kNode));
    return std::optional<ElementColumn>(std::move(column));
  }

  /// One chunk's worth from where we stand.
  Status fill(ExecContext& context, Chunk& out) {
    const std::uint32_t maximum = context.vector_size;
    auto neighbours = std::make_shared<VectorBuffer<std::uint64_t>>();
    auto relationships = std::make_shared<VectorBuffer<std::uint64_t>>();
    std::vector<std::uint32_t> rows(maximum);
    const bool wants_neighbours = node_.to.has_value() && !node_.into;
    const bool wants_relationships = node_.relationship.has_value();
    if (wants_neighbours) neighbours->values.resize(maximum);
    if (wants_relationships) relationships->values.resize(maximum);
    std::uint32_t size = 0;
    while (size < maximum && row_ < rows_.size) {
      if (leg_ >= legs_.size() || from_->is_null(row_) || (node_.into && to_->is_null(row_))) {
        next_row();
        continue;
      }
      const std::uint64_t from = (*from_)[row_];
      AdjacencyLeg& leg = legs_[leg_];
      storage::NeighbourList list;
      KITH_CHECK_OK(leg.list_of(*context.view, NodeId{from}, list));
      if (node_.into) {
        list = leg.skip_loops && (*to_)[row_] == from ? storage::NeighbourList{} : narrow(list, (*to_)[row_]);
      }
      const std::uint32_t list_size = list.size;
      if (position_ < list_size) {
        list = skip(list, position_);
        const std::uint32_t count = std::min(list.size, maximum - size);
        if (leg.skip_loops && !node_.into) {
          for (std::uint32_t i = 0; i < count; ++i) {
            if (list.neighbours[i] == from) continue;
            if (wants_neighbours) neighbours->values[size] = list.neighbours[i];
            if (wants_relationships) relationships->values[size] = list.relationship(i).value;
            rows[size++] = row_;
          }
        } else {
          if (wants_neighbours)
            std::memcpy(neighbours->values.data() + size, list.neighbours, count * sizeof(std::uint64_t));
          if (wants_relationships) copy_relationships(list, count, relationships->values.data() + size);
          std::fill_n(rows.data() + size, count, row_);
          size += count;
        }
        position_ += count;
        if (position_ < list_size) continue;
      }
      position_ = 0;
      ++leg_;
    }
    if (size == 0) return end_of_rows(out, context);
    rows.resize(size);
    out = rows_;
    out.select(std::move(rows));
    if (wants_neighbours) {
      neighbours->values.resize(size);
      set_column(out, *node_.to, Vector::own<std::uint64_t>(VectorKind::kNode, std::move(neighbours)));
    }
    if (wants_relationships) {
      relationships->values.resize(size);
      set_column(out, *node_.relationship,
                 Vector::own<std::uint64_t>(VectorKind::kRelationship, std::move(relationships)));
    }
    return Status::success();
  }

  void next_row() {
    ++row_;
    leg_ = 0;
    position_ = 0;
  }

  static void copy_relationships(const storage::NeighbourList& list, std::uint32_t count, std::uint64_t* out) {
    if (list.relationships != nullptr) {
      std::memcpy(out, list.relationships, count * sizeof(std::uint64_t));
    } else {
      for (std::uint32_t i = 0; i < count; ++i) out[i] = list.first_relationship + i;
    }
  }

  const ExpandOperator& node_;
  AdjacencyLegs legs_;
  Chunk rows_;
  std::optional<ElementColumn> from_, to_;
  std::uint32_t row_ = 0;
  std::size_t leg_ = 0;
  std::uint32_t position_ = 0;  ///< In the list of (row_, leg_).
  bool restarted_ = false;
};

}  // namespace

OperatorPtr make_expand(const ExpandOperator& node, OperatorPtr input) {
  return std::make_unique<Expand>(node, std::move(input));
}

}  // namespace kith::engine
