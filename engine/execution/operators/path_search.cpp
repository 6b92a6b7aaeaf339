// engine/execution/operators/path_search.cpp: paths of a pattern of segments, with what they bind: all of them, or the
// shortest.
#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/path_walk.hpp"
#include "engine/execution/operators/shortest_path.hpp"

namespace kith::engine {
namespace {

Value relationship_list(const std::vector<std::uint64_t>& ids, std::size_t begin, std::size_t end, std::size_t stride) {
  List list;
  for (std::size_t i = begin; i < end; i += stride) list.emplace_back(Relationship{RelationshipId{ids[i]}, nullptr});
  return Value(std::move(list));
}

/// Long paths make short chunks.
constexpr std::size_t kMostBytesPerChunk = std::size_t{8} << 20;

class PathSearch final : public UnaryOperator {
 public:
  PathSearch(const PathSearchOperator& node, OperatorPtr input)
      : UnaryOperator(std::move(input)), node_(node), walk_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    found_rows_.clear();
    found_ends_.clear();
    found_values_.assign(node_.outputs.size() + 1, {});
    bytes_ = 0;
    while (true) {
      if (row_ >= rows_.size) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        KITH_CHECK_OK(start_chunk(context));
      }
      while (found_rows_.size() < context.vector_size && bytes_ < kMostBytesPerChunk && row_ < rows_.size) {
        bool found = in_row_ || start_row();
        if (found) {
          in_row_ = true;
          KITH_CHECK_OK(next_path(context, found));
        }
        if (found) {
          KITH_CHECK_OK(memory_.set(context, bytes_));
          continue;
        }
        in_row_ = false;
        ++row_;
      }
      if (!found_rows_.empty()) break;
    }
    out = rows_;
    out.select(std::move(found_rows_));
    set_column(out, node_.relationships, Vector::from_values(std::move(found_values_.back())));
    for (std::size_t i = 0; i < node_.outputs.size(); ++i)
      set_column(out, node_.outputs[i].slot, Vector::from_values(std::move(found_values_[i])));
    if (!node_.into) set_column(out, node_.to, id_vector(ElementKind::kNode, std::move(found_ends_)));
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
  Status start_chunk(ExecContext& context) {
    row_ = 0;
    in_row_ = false;
    walk_.prepare(context, !restarted_ || context.transaction == nullptr);
    restarted_ = false;
    KITH_TRY(from_, column(node_.from));
    if (node_.into) {
      KITH_TRY(to_, column(node_.to));
    }
    most_ = 1;
    if (node_.count != nullptr) {
      KITH_TRY(const Value count, evaluate_constant(*node_.count, context));
      if (!count.is(ValueKind::kInteger) || count.get<std::int64_t>() < 1) {
        return Error(ErrorKind::kArgumentError,
                     fmt::format("the number of paths to find is a whole number of at least 1, not {}",
                                 to_cypher_string(count)))
            .with_detail("InvalidArgumentValue")
            .at(node_.count->range);
      }
      most_ = static_cast<std::uint64_t>(count.get<std::int64_t>());
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
    std::optional<std::uint64_t> end;
    if (node_.into) end = (*to_)[row_];
    walk_.start(rows_.slice(row_, 1), (*from_)[row_], end, relationships_in(rows_, row_, node_.unique_against));
    num_selected_ = 0;
    return true;
  }

  /// The row's next path that counts goes to the columns; `found` is false when there are no more.
  Status next_path(ExecContext& context, bool& found) {
    while (true) {
      if (node_.selector == ast::PathSelector::kShortest && num_selected_ >= most_) break;
      KITH_CHECK_OK(walk_.next(context, path_, found));
      if (!found) return Status::success();
      if (node_.where != nullptr) {
        KITH_TRY(const bool holds, passes(context));
        if (!holds) continue;
      }
      if (node_.selector == ast::PathSelector::kShortest) {
        ++num_selected_;
      } else if (node_.selector != ast::PathSelector::kNone) {
        if (num_selected_ == 0 || path_.relationships.size() != length_) ++num_selected_;
        if (num_selected_ > most_) break;
        length_ = path_.relationships.size();
      }
      add_path();
      return Status::success();
    }
    found = false;
    return Status::success();
  }

  Result<bool> passes(ExecContext& context) {
    Chunk row = rows_.slice(row_, 1);
    set_column(row, node_.relationships,
               Vector::constant(relationship_list(path_.relationships, 0, path_.relationships.size(), 1), 1));
    for (const PathOutput& output : node_.outputs) set_column(row, output.slot, Vector::constant(value_of(output), 1));
    if (!node_.into) set_column(row, node_.to, id_vector(ElementKind::kNode, {end_of_path()}));
    KITH_TRY(const std::vector<std::uint32_t> kept, evaluate_predicate(*node_.where, row, context));
    return !kept.empty();
  }

  std::uint64_t end_of_path() const { return node_.reversed ? path_.nodes.front() : path_.nodes.back(); }

  void add_path() {
    found_rows_.push_back(row_);
    bytes_ += (3 * path_.relationships.size() + 2) * sizeof(Value);  // the list of all, and lists of what groups bind
    if (!node_.into) found_ends_.push_back(end_of_path());
    for (std::size_t i = 0; i < node_.outputs.size(); ++i) found_values_[i].push_back(value_of(node_.outputs[i]));
    found_values_.back().push_back(relationship_list(path_.relationships, 0, path_.relationships.size(), 1));
  }

  Value value_of(const PathOutput& output) const {
    const PathSegment& segment = node_.segments[output.segment];
    const std::size_t begin = path_.begins[output.segment];
    const std::size_t end =
        output.segment + 1 < node_.segments.size() ? path_.begins[output.segment + 1] : path_.relationships.size();
    const std::size_t stride = segment.steps.size();
    switch (output.kind) {
      case PathOutput::Kind::kJoint:
        return Value(Node{NodeId{path_.nodes[begin]}, nullptr});
      case PathOutput::Kind::kRelationship:
        if (segment.is_group) return relationship_list(path_.relationships, begin + output.position, end, stride);
        return Value(Relationship{RelationshipId{path_.relationships[begin]}, nullptr});
      case PathOutput::Kind::kNode:
        break;
    }
    List nodes;
    for (std::size_t i = begin; i < end; i += stride)
      nodes.emplace_back(Node{NodeId{path_.nodes[i + output.position]}, nullptr});
    return Value(std::move(nodes));
  }

  const PathSearchOperator& node_;
  PathWalk walk_;
  Chunk rows_;
  std::uint32_t row_ = 0;
  bool in_row_ = false;
  bool restarted_ = false;
  std::optional<ElementColumn> from_, to_;
  std::uint64_t most_ = 1;  ///< Paths, or lengths, to select.
  std::uint64_t num_selected_ = 0;
  std::size_t length_ = 0;  ///< Of the path before.
  FoundPath path_;
  std::vector<std::uint32_t> found_rows_;
  std::vector<std::uint64_t> found_ends_;
  std::vector<std::vector<Value>> found_values_;  ///< By output, then the lists of all relationships.
  std::size_t bytes_ = 0;                         ///< Of these, about.
  MemoryReservation memory_;                      ///< Of the chunk that was given last.
};

}  // namespace

OperatorPtr make_path_search(const PathSearchOperator& node, OperatorPtr input) {
  if (node.selector != ast::PathSelector::kNone && !node.into) return make_shortest_to_all(node, std::move(input));
  return std::make_unique<PathSearch>(node, std::move(input));
}

}  // namespace kith::engine
