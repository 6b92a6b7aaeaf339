// engine/execution/operators/shortest_path.cpp: shortest paths between two nodes, by breadth-first search from both;
// and from one node to all that can be reached, by one such search.
#include "engine/execution/operators/shortest_path.hpp"

#include <algorithm>
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
constexpr std::size_t kBytesPerNumber = 48;  // about: an entry of Side::numbers

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

/// Which ends are there before.
enum class Bound : std::uint8_t { kBoth, kFrom, kTo };

/// A path, and the node at its other end where the search finds that, too.
struct ShortestFound {
  Value relationships;
  std::uint64_t end = 0;
};

class ShortestPath final : public MultiplyingOperator<ShortestFound> {
 public:
  ShortestPath(ShortestPathOperator node, Bound bound, OperatorPtr input)
      : MultiplyingOperator(std::move(input)),
        node_(std::move(node)),
        bound_(bound),
        search_(as_search(node_)),
        walk_(search_) {}
  void reset() override {
    MultiplyingOperator::reset();
    memory_.clear();
    search_memory_.clear();
    restarted_ = true;
  }

 protected:
  Status start_chunk(ExecContext& context, const Chunk& rows) override {
    const bool keep = !restarted_ || context.transaction == nullptr;
    restarted_ = false;
    forward_legs_.start(*context.view, node_.types, node_.direction, keep);
    backward_legs_.start(*context.view, node_.types, reversed(node_.direction), keep);
    walk_.prepare(context, keep);
    if (bound_ != Bound::kTo) {
      KITH_TRY(from_, column(rows, node_.from));
    }
    if (bound_ != Bound::kFrom) {
      KITH_TRY(to_, column(rows, node_.to));
    }
    return Status::success();
  }

  Status items_of(ExecContext& context, const Chunk& rows, std::uint32_t row,
                  std::vector<ShortestFound>& items) override {
    memory_.clear();  // of what was given before
    if (bound_ != Bound::kBoth) return to_all(context, rows, row, items);
    if (from_->is_null(row) || to_->is_null(row)) return Status::success();
    const bool is_round = (*from_)[row] == (*to_)[row];
    if (is_round && node_.minimum == 0) {
      items.push_back({Value(List{})});
      return Status::success();
    }
    if (is_round || node_.minimum > 1) return walk_paths(context, rows, row, (*from_)[row], (*to_)[row], items);
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

  Status finish(ExecContext&, std::vector<ShortestFound> items, Chunk& out) override {
    std::vector<Value> relationships;
    std::vector<std::uint64_t> ends;
    relationships.reserve(items.size());
    for (ShortestFound& item : items) {
      relationships.push_back(std::move(item.relationships));
      ends.push_back(item.end);
    }
    set_column(out, node_.relationships, Vector::from_values(std::move(relationships)));
    if (bound_ != Bound::kBoth) {
      set_column(out, bound_ == Bound::kFrom ? node_.to : node_.from, id_vector(ElementKind::kNode, std::move(ends)));
    }
    return Status::success();
  }

 private:
  /// The shortest paths from the end that is there to every node, a level of the search each time it is called: the
  /// node itself first, by the empty path or by one that comes back. What is found at a level is found in every way
  /// that is as short.
  Status to_all(ExecContext& context, const Chunk& rows, std::uint32_t row, std::vector<ShortestFound>& items) {
    const bool is_forward = bound_ == Bound::kFrom;
    const ElementColumn& starts = is_forward ? *from_ : *to_;
    if (!continues_) {
      if (starts.is_null(row)) return Status::success();
      forward_.start(starts[row]);
      continues_ = true;
      if (node_.minimum > 0) return walk_paths(context, rows, row, starts[row], starts[row], items);
      items.push_back({Value(List{}), starts[row]});
      return Status::success();
    }
    if (forward_.frontier.empty() || (node_.maximum.has_value() && forward_.level >= *node_.maximum)) {
      continues_ = false;
      return Status::success();
    }
    KITH_CHECK_OK(expand(context, rows, row, is_forward ? forward_legs_ : backward_legs_, forward_));
    KITH_CHECK_OK(search_memory_.set(context, forward_.visits.size() * (sizeof(Side::Visit) + kBytesPerNumber) +
                                                  forward_.steps.size() * sizeof(Side::Step)));
    std::vector<std::vector<std::uint64_t>> ways;
    for (const std::uint32_t number : forward_.frontier) {
      ways.clear();
      KITH_CHECK_OK(ways_back(context, forward_, number, ways));
      for (std::vector<std::uint64_t>& way : ways) {
        if (is_forward) std::reverse(way.begin(), way.end());
        KITH_CHECK_OK(memory_.add(context, (way.size() + 1) * sizeof(Value)));
        List relationships;
        relationships.reserve(way.size());
        for (const std::uint64_t id : way) relationships.emplace_back(Relationship{RelationshipId{id}, nullptr});
        items.push_back({Value(std::move(relationships)), forward_.visits[number].node});
      }
    }
    return Status::success();
  }

  Status walk_paths(ExecContext& context, const Chunk& rows, std::uint32_t row, std::uint64_t from, std::uint64_t to,
                    std::vector<ShortestFound>& items) {
    walk_.start(rows.slice(row, 1), from, to, {});
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
      items.push_back({Value(std::move(relationships)), to});
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

  Status add_paths(ExecContext& context, std::uint32_t forward, std::uint32_t backward,
                   std::vector<ShortestFound>& items) {
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
        items.push_back({Value(std::move(relationships))});
      }
    }
    return Status::success();
  }

  const ShortestPathOperator node_;
  const Bound bound_;
  const PathSearchOperator search_;
  PathWalk walk_;
  AdjacencyLegs forward_legs_, backward_legs_;
  Side forward_, backward_;
  std::optional<ElementColumn> from_, to_;
  std::uint32_t steps_ = 0;
  bool restarted_ = false;
  MemoryReservation memory_;         ///< Of one row's paths, or one level's.
  MemoryReservation search_memory_;  ///< Of the search from one node to all.
};

}  // namespace

OperatorPtr make_shortest_path(const ShortestPathOperator& node, OperatorPtr input) {
  return std::make_unique<ShortestPath>(node, Bound::kBoth, std::move(input));
}

OperatorPtr make_shortest_to_all(const PathSearchOperator& node, OperatorPtr input) {
  const PathSegment& segment = node.segments.front();
  const PathStep& step = segment.steps.front();
  ShortestPathOperator path{.from = node.reversed ? node.to : node.from,
                            .relationships = node.relationships,
                            .to = node.reversed ? node.from : node.to,
                            .types = step.types,
                            .direction = step.direction,
                            .minimum = segment.minimum,
                            .maximum = segment.maximum};
  path.all = node.selector == ast::PathSelector::kAllShortest;
  path.element = step.relationship;
  path.where = step.where;
  return std::make_unique<ShortestPath>(std::move(path), node.reversed ? Bound::kTo : Bound::kFrom, std::move(input));
}

}  // namespace kith::engine
