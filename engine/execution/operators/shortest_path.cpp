// engine/execution/operators/shortest_path.cpp: shortest paths between two nodes, by breadth-first search from both.
#include <unordered_map>

#include "engine/execution/memory_reservation.hpp"
#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/element_column.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/multiplying_operator.hpp"
#include "engine/execution/operators/path_walk.hpp"
#include "engine/execution/operators/relationship_filter.hpp"

namespace kith::engine {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;
constexpr std::uint32_t kStepsBetweenInterrupts = 4096;

/// One of the two searches: nodes by the level at which they were found, with the steps that lead back.
struct Side {
  struct Visit {
    std::uint64_t node;
    std::uint32_t level;
    std::uint32_t first_step;
  };
  struct Step {
    std::uint32_t previous;
    std::uint64_t relationship;
    std::uint32_t next_step;
  };  ///< next_step: another way here.
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  std::vector<Visit> visits;
  std::vector<Step> steps;
  std::vector<std::uint32_t> frontier;
  std::uint32_t level = 0;

  void start(std::uint64_t node) {
    numbers = {{node, 0}};
    visits = {{node, 0, kNone}};
    steps.clear();
    frontier = {0};
    level = 0;
  }
};

/// The same as a pattern of one segment, for what meeting in the middle cannot find: a path back to its own start, and
/// the shortest of those that are long enough. There a path may have to pass a node twice, and no relationship.
PathSearchOperator as_search(const ShortestPathOperator& node) {
  PathSearchOperator search;
  search.from = node.from;
  search.to = node.to;
  search.relationships = node.relationships;
  search.into = true;
  search.selector = node.all ? ast::PathSelector::kAllShortest : ast::PathSelector::kShortest;
  PathSegment segment{.joint = node.from, .joint_where = nullptr, .steps = {}};
  segment.minimum = node.minimum;
  segment.maximum = node.maximum;
  segment.is_group = true;
  segment.steps.push_back({.types = node.types,
                           .direction = node.direction,
                           .from = node.element,  // no predicate reads the nodes: the relationship takes their place
                           .relationship = node.element,
                           .to = node.element,
                           .where = node.where});
  search.segments.push_back(std::move(segment));
  return search;
}

class ShortestPath final : public MultiplyingOperator<Value> {
 public:
  ShortestPath(const ShortestPathOperator& node, OperatorPtr input)
      : MultiplyingOperator(std::move(input)), node_(node), search_(as_search(node)), walk_(search_) {}
  void reset() override {
    MultiplyingOperator::reset();
    memory_.clear();
    restarted_ = true;
  }

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    const bool keep = !restarted_ || context.transaction == nullptr;
    restarted_ = false;
    forward_legs_.start(*context.view, node_.types, node_.direction, keep);
    backward_legs_.start(*context.view, node_.types, reversed(node_.direction), keep);
    walk_.prepare(context, keep);
    KITH_TRY(from_, column(rows, node_.from));
    KITH_TRY(to_, column(rows, node_.to));
    return Status::success();
  }

  Status items_of(ExecContext& context, const Chunk& rows, std::uint32_t row, std::vector<Value>& items) override {
    memory_.clear();  // of the row before, whose paths are given
    if (from_->is_null(row) || to_->is_null(row)) return Status::success();
    const bool is_round = (*from_)[row] == (*to_)[row];
    if (is_round && node_.minimum == 0) {
      items.emplace_back(List{});
      return Status::success();
    }
    if (is_round || node_.minimum > 1) return walk_paths(context, rows, row, items);
    forward_.start((*from_)[row]);
    backward_.start((*to_)[row]);
    while (!forward_.frontier.empty() && !backward_.frontier.empty()) {
      if (node_.maximum.has_value() && forward_.level + backward_.level >= *node_.maximum) return Status::success();
      const bool is_forward = forward_.frontier.size() <= backward_.frontier.size();
      Side& side = is_forward ? forward_ : backward_;
      const Side& other = is_forward ? backward_ : forward_;
      KITH_CHECK_OK(expand(context, rows, row, is_forward ? forward_legs_ : backward_legs_, side));
      bool met = false;
      for (const std::uint32_t number : side.frontier) {
        const auto found = other.numbers.find(side.visits[number].node);
        if (found == other.numbers.end()) continue;
        met = true;
        KITH_CHECK_OK(
            add_paths(context, is_forward ? number : found->second, is_forward ? found->second : number, items));
        if (!node_.all) return Status::success();
      }
      if (met) return Status::success();
    }
    return Status::success();
  }

  Status finish(ExecContext&, std::vector<Value> items, Chunk& out) override {
    set_column(out, node_.relationships, Vector::from_values(std::move(items)));
    return Status::success();
  }

 private:
  Status walk_paths(ExecContext& context, const Chunk& rows, std::uint32_t row, std::vector<Value>& items) {
    walk_.start(rows.slice(row, 1), (*from_)[row], (*to_)[row], {});
    FoundPath path;
    std::size_t length = 0;
    while (true) {
      bool found = false;
      KITH_CHECK_OK(walk_.next(context, path, found));
      if (!found || (!items.empty() && path.relationships.size() != length)) return Status::success();
      length = path.relationships.size();
      KITH_CHECK_OK(memory_.add(context, (length + 1) * sizeof(Value)));
      List relationships;
      for (const std::uint64_t id : path.relationships)
        relationships.emplace_back(Relationship{RelationshipId{id}, nullptr});
      items.emplace_back(std::move(relationships));
      if (!node_.all) return Status::success();
    }
  }

  static Result<std::optional<ElementColumn>> column(const Chunk& rows, Slot slot) {
    KITH_TRY(ElementColumn column, ElementColumn::of(rows, slot, ElementKind::kNode));
    return std::optional<ElementColumn>(std::move(column));
  }

  /// One level further. Every step into the new level is kept when all paths are wanted, else the first into each node.
  Status expand(ExecContext& context, const Chunk& rows, std::uint32_t row, AdjacencyLegs& legs, Side& side) {
    std::vector<std::uint32_t> found;
    ++side.level;
    FilteredList filtered;
    for (const std::uint32_t number : side.frontier) {
      if (++steps_ % kStepsBetweenInterrupts == 0) KITH_CHECK_OK(context.check_interrupt());
      const NodeId node{side.visits[number].node};
      for (std::size_t l = 0; l < legs.size(); ++l) {
        storage::NeighbourList list;
        KITH_CHECK_OK(legs[l].list_of(*context.view, node, list));
        if (list.size == 0) continue;
        if (node_.where != nullptr) {
          KITH_CHECK_OK(filter_relationships(context, rows, row, node_.element, *node_.where, list, filtered));
        }
        for (std::uint32_t i = 0; i < list.size; ++i) {
          const auto [at, is_new] =
              side.numbers.try_emplace(list.neighbours[i], static_cast<std::uint32_t>(side.visits.size()));
          if (is_new) {
            side.visits.push_back({list.neighbours[i], side.level, kNone});
            found.push_back(at->second);
          } else if (!node_.all || side.visits[at->second].level != side.level) {
            continue;
          }
          Side::Visit& visit = side.visits[at->second];
          side.steps.push_back({number, list.relationship(i).value, visit.first_step});
          visit.first_step = static_cast<std::uint32_t>(side.steps.size() - 1);
        }
      }
    }
    side.frontier = std::move(found);
    return Status::success();
  }

  /// Every way from a visit back to its side's start, as relationships from the visit on. What they take is added to
  /// memory_. No recursion: a way may be as long as the graph has nodes.
  Status ways_back(ExecContext& context, const Side& side, std::uint32_t visit,
                   std::vector<std::vector<std::uint64_t>>& ways) {
    std::vector<std::uint32_t> taken;  // steps, from the visit on
    std::uint32_t step = side.visits[visit].first_step;
    if (step == kNone) ways.emplace_back();
    while (step != kNone || !taken.empty()) {
      if (step == kNone) {  // every step from here has been tried
        step = side.steps[taken.back()].next_step;
        taken.pop_back();
        continue;
      }
      taken.push_back(step);
      step = side.visits[side.steps[step].previous].first_step;
      if (step != kNone) continue;
      if (++steps_ % kStepsBetweenInterrupts == 0) KITH_CHECK_OK(context.check_interrupt());
      KITH_CHECK_OK(memory_.add(context, sizeof(ways.front()) + taken.size() * sizeof(std::uint64_t)));
      std::vector<std::uint64_t>& way = ways.emplace_back();
      way.reserve(taken.size());
      for (const std::uint32_t one : taken) way.push_back(side.steps[one].relationship);
    }
    return Status::success();
  }

  Status add_paths(ExecContext& context, std::uint32_t forward, std::uint32_t backward, std::vector<Value>& items) {
    std::vector<std::vector<std::uint64_t>> heads, tails;
    KITH_CHECK_OK(ways_back(context, forward_, forward, heads));
    KITH_CHECK_OK(ways_back(context, backward_, backward, tails));
    for (const std::vector<std::uint64_t>& head : heads) {
      KITH_CHECK_OK(context.check_interrupt());
      for (const std::vector<std::uint64_t>& tail : tails) {
        KITH_CHECK_OK(memory_.add(context, (head.size() + tail.size() + 1) * sizeof(Value)));
        List relationships;
        relationships.reserve(head.size() + tail.size());
        for (auto id = head.rbegin(); id != head.rend(); ++id)
          relationships.emplace_back(Relationship{RelationshipId{*id}, nullptr});
        for (const std::uint64_t id : tail) relationships.emplace_back(Relationship{RelationshipId{id}, nullptr});
        items.emplace_back(std::move(relationships));
      }
    }
    return Status::success();
  }

  const ShortestPathOperator& node_;
  const PathSearchOperator search_;
  PathWalk walk_;
  AdjacencyLegs forward_legs_, backward_legs_;
  Side forward_, backward_;
  std::optional<ElementColumn> from_, to_;
  std::uint32_t steps_ = 0;
  bool restarted_ = false;
  MemoryReservation memory_;  ///< Of one row's paths.
};

}  // namespace

OperatorPtr make_shortest_path(const ShortestPathOperator& node, OperatorPtr input) {
  return std::make_unique<ShortestPath>(node, std::move(input));
}

}  // namespace kith::engine
