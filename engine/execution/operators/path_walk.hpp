// engine/execution/operators/path_walk.hpp: the paths of one start that a pattern of segments describes, one after the
// other: all of them, or the shortest between two nodes.
#pragma once

#include <unordered_map>

#include "engine/execution/memory_reservation.hpp"
#include "engine/execution/operators/adjacency_reader.hpp"
#include "engine/execution/operators/relationship_filter.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// A path as found, in the order in which the pattern is drawn.
struct FoundPath {
  std::vector<std::uint64_t> nodes;          ///< One more than relationships.
  std::vector<std::uint64_t> relationships;  ///< Ids.
  std::vector<std::uint32_t> begins;         ///< Of each segment: the index of its first relationship.
};

/// A walk grows partial paths in an arena, each pointing to the one it extends. All paths: depth first, and what has
/// been done with is cut off the arena. The shortest: best first, by the length so far and a lower bound of what is
/// missing, which a search from the end, blind to predicates and repetition, gives level by level as it is asked for.
/// So the first k paths that come out are the k shortest, also where a path may not repeat what a shorter one repeats.
class PathWalk {
 public:
  explicit PathWalk(const PathSearchOperator& node);

  /// Resolves names; to be called before the first start() and when the view may have changed.
  void prepare(ExecContext& context, bool keep_pins);
  /// `row` has one row, the outer one. `end`: the only node to arrive at; always set for the shortest.
  /// `excluded`: relationships that must not occur, sorted.
  void start(Chunk row, std::uint64_t begin, std::optional<std::uint64_t> end, std::vector<std::uint64_t> excluded);
  /// The next path, shortest first where they are selected; `found` is false when there is none.
  Status next(ExecContext& context, FoundPath& path, bool& found);

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  static constexpr std::uint64_t kNoRelationship = ~std::uint64_t{0};

  /// A relationship to walk, in the direction of the walk.
  struct Step {
    AdjacencyLegs legs, back_legs;
    const std::vector<std::string>* types;
    Direction direction;
    Slot near, relationship, far;
    const BoundExpression* where;
    std::vector<Slot> needed;  ///< What `where` reads of the path before this step.
  };
  struct Segment {
    std::uint32_t first_step, num_steps;
    std::uint64_t minimum;
    std::optional<std::uint64_t> maximum;
    std::uint64_t cap;          ///< Iterations are counted up to here.
    std::uint64_t first_state;  ///< Of (0 iterations, 0 steps).
    Slot joint;                 ///< The node at its beginning.
    const BoundExpression* joint_where;
    std::vector<Slot> needed;
  };
  /// Where in the pattern a partial path ends. segment == segments_.size(): it is complete.
  struct State {
    std::uint32_t segment = 0, step = 0;
    std::uint64_t count = 0;
  };
  struct Partial {
    std::uint64_t node;
    std::uint64_t relationship;  ///< kNoRelationship: the start, or a step over a joint.
    std::uint32_t parent;
    std::uint32_t length;
    State state;
    std::uint32_t step;  ///< The one that led here.
    bool expanded;
  };
  /// Nodes with a state, by the relationships that are missing to the end.
  struct NodeState {
    std::uint64_t node, state;
    bool operator==(const NodeState&) const = default;
  };
  struct NodeStateHash {
    std::size_t operator()(const NodeState& key) const {
      return (key.node * 0x9e3779b97f4a7c15U) ^ ((key.state * 0xc2b2ae3d27d4eb4fU) >> 7);
    }
  };

  bool is_complete(const State& state) const { return state.segment == segments_.size(); }
  bool is_shortest() const { return node_.selector != ast::PathSelector::kNone; }
  std::uint64_t number_of(const State& state) const;
  Status check_limits(ExecContext& context);  ///< kCancelled, kTimeout, kMemoryLimit
  Status expand(ExecContext& context, std::uint32_t at);
  Status walk_step(ExecContext& context, std::uint32_t at);
  Status cross_joint(ExecContext& context, std::uint32_t at);
  /// Whether the path to `at` may go on by this relationship.
  bool may_take(std::uint32_t at, std::uint64_t relationship, std::uint64_t neighbour) const;
  /// The outer row with what the path to `at` has bound to `slots`.
  Chunk row_at(std::uint32_t at, const std::vector<Slot>& slots) const;
  Status push(const Partial& partial);
  Status pop_shortest(ExecContext& context, std::uint32_t& at);
  std::uint64_t bound_of(const Partial& partial, bool& exact) const;
  Status grow_distances(ExecContext& context);
  void reach(NodeState at, std::uint64_t distance);
  void reach_joints(std::uint64_t node, std::uint32_t segment, std::uint64_t distance);
  void extract(std::uint32_t at, FoundPath& path) const;

  const PathSearchOperator& node_;
  std::vector<Step> steps_;
  std::vector<Segment> segments_;
  Chunk row_;
  std::optional<std::uint64_t> end_;
  std::vector<std::uint64_t> excluded_;
  std::vector<Partial> arena_;
  std::vector<std::vector<std::uint32_t>> agenda_;  ///< Shortest: by estimated length, last in first out.
  std::size_t estimate_ = 0;
  std::unordered_map<NodeState, std::uint64_t, NodeStateHash> distances_;
  std::vector<NodeState> frontier_;
  std::uint64_t level_ = 0;
  std::uint32_t steps_taken_ = 0;
  MemoryReservation memory_;  ///< Of the arena and the distances.
};

}  // namespace kith::engine
