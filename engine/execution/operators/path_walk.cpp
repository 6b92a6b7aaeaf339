// engine/execution/operators/path_walk.cpp: depth-first and best-first walks through a pattern of segments.
#include "engine/execution/operators/path_walk.hpp"

#include <algorithm>

#include "engine/binder/free_slots.hpp"
#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/element_column.hpp"

namespace kith::engine {
namespace {

constexpr std::uint32_t kStepsBetweenInterrupts = 1024;

}  // namespace

PathWalk::PathWalk(const PathSearchOperator& node) : node_(node) {
  std::set<Slot> inside;  // what the path binds, as opposed to the rows around it
  for (const PathSegment& segment : node.segments) {
    inside.insert(segment.joint);
    for (const PathStep& step : segment.steps) inside.insert({step.from, step.relationship, step.to});
  }
  inside.erase(node.from);
  if (node.into) inside.erase(node.to);
  const auto needed = [&](const ExpressionPtr& where, std::initializer_list<Slot> local) {
    std::vector<Slot> slots;
    if (where == nullptr) return slots;
    for (const Slot slot : free_slots(*where)) {
      if (inside.contains(slot) && std::find(local.begin(), local.end(), slot) == local.end()) slots.push_back(slot);
    }
    return slots;
  };
  std::uint64_t num_states = 0;
  for (std::size_t i = 0; i < node.segments.size(); ++i) {
    const std::size_t at = node.reversed ? node.segments.size() - 1 - i : i;
    const PathSegment& drawn = node.segments[at];
    const std::size_t joint = node.reversed ? at + 1 : at;
    Segment segment{.first_step = static_cast<std::uint32_t>(steps_.size()),
                    .num_steps = static_cast<std::uint32_t>(drawn.steps.size()),
                    .minimum = drawn.minimum,
                    .maximum = drawn.maximum,
                    .cap = drawn.maximum.value_or(drawn.minimum),
                    .first_state = num_states,
                    .joint = 0,
                    .joint_where = nullptr,
                    .needed = {}};
    if (i > 0) {
      segment.joint = node.segments[joint].joint;
      segment.joint_where = node.segments[joint].joint_where.get();
      segment.needed = needed(node.segments[joint].joint_where, {segment.joint});
    }
    num_states += (segment.cap + 1) * segment.num_steps;
    for (std::size_t s = 0; s < drawn.steps.size(); ++s) {
      const PathStep& step = drawn.steps[node.reversed ? drawn.steps.size() - 1 - s : s];
      const Slot near = node.reversed ? step.to : step.from, far = node.reversed ? step.from : step.to;
      steps_.push_back({.legs = {},
                        .back_legs = {},
                        .types = &step.types,
                        .direction = node.reversed ? reversed(step.direction) : step.direction,
                        .near = near,
                        .relationship = step.relationship,
                        .far = far,
                        .where = step.where.get(),
                        .needed = needed(step.where, {near, step.relationship, far})});
    }
    segments_.push_back(std::move(segment));
  }
}

void PathWalk::prepare(ExecContext& context, bool keep_pins) {
  for (Step& step : steps_) {
    step.legs.start(*context.view, *step.types, step.direction, keep_pins);
    if (is_shortest()) step.back_legs.start(*context.view, *step.types, reversed(step.direction), keep_pins);
  }
}

std::uint64_t PathWalk::number_of(const State& state) const {
  if (is_complete(state)) return ~std::uint64_t{0};
  const Segment& segment = segments_[state.segment];
  return segment.first_state + state.count * segment.num_steps + state.step;
}

void PathWalk::start(Chunk row, std::uint64_t begin, std::optional<std::uint64_t> end,
                     std::vector<std::uint64_t> excluded) {
  row_ = std::move(row);
  end_ = end;
  excluded_ = std::move(excluded);
  arena_.clear();
  agenda_.clear();
  estimate_ = 0;
  distances_.clear();
  frontier_.clear();
  level_ = 0;
  if (is_shortest()) {
    reach({*end_, ~std::uint64_t{0}}, 0);
    reach_joints(*end_, static_cast<std::uint32_t>(segments_.size()), 0);
  }
  static_cast<void>(push({begin, kNoRelationship, kNone, 0, {}, kNone, false}));
}

Status PathWalk::push(const Partial& partial) {
  arena_.push_back(partial);
  if (!is_shortest()) return Status::success();
  bool exact = false;
  const std::uint64_t bound = bound_of(partial, exact);
  if (bound == ~std::uint64_t{0}) return Status::success();  // the end cannot be reached
  const auto estimate = static_cast<std::size_t>(partial.length + bound);
  if (agenda_.size() <= estimate) agenda_.resize(estimate + 1);
  agenda_[estimate].push_back(static_cast<std::uint32_t>(arena_.size() - 1));
  return Status::success();
}

Status PathWalk::check_limits(ExecContext& context) {
  KITH_CHECK_OK(context.check_interrupt());
  return memory_.set(context, arena_.capacity() * sizeof(Partial) + distances_.size() * 2 * sizeof(NodeState));
}

Status PathWalk::next(ExecContext& context, FoundPath& path, bool& found) {
  found = false;
  while (true) {
    if (++steps_taken_ % kStepsBetweenInterrupts == 0) KITH_CHECK_OK(check_limits(context));
    std::uint32_t at = kNone;
    if (is_shortest()) {
      KITH_CHECK_OK(pop_shortest(context, at));
      if (at == kNone) return Status::success();
    } else {
      while (!arena_.empty() && arena_.back().expanded) arena_.pop_back();
      if (arena_.empty()) return Status::success();
      at = static_cast<std::uint32_t>(arena_.size() - 1);
      arena_[at].expanded = true;
    }
    if (is_complete(arena_[at].state)) {
      if (end_.has_value() && arena_[at].node != *end_) continue;
      extract(at, path);
      found = true;
      return Status::success();
    }
    KITH_CHECK_OK(expand(context, at));
  }
}

Status PathWalk::expand(ExecContext& context, std::uint32_t at) {
  const State state = arena_[at].state;
  const Segment& segment = segments_[state.segment];
  if (state.step > 0) return walk_step(context, at);
  // Depth first takes what is pushed last: longer paths are pushed before the crossing, so shorter ones come first.
  if (!segment.maximum.has_value() || state.count < *segment.maximum) KITH_CHECK_OK(walk_step(context, at));
  if (state.count >= segment.minimum) KITH_CHECK_OK(cross_joint(context, at));
  return Status::success();
}

bool PathWalk::may_take(std::uint32_t at, std::uint64_t relationship, std::uint64_t neighbour) const {
  if (std::binary_search(excluded_.begin(), excluded_.end(), relationship)) return false;
  const bool is_simple = node_.mode == ast::PathMode::kSimple;
  const bool checks_nodes = is_simple || node_.mode == ast::PathMode::kAcyclic;
  if (!node_.different_relationships && !checks_nodes) return true;
  for (std::uint32_t before = at; before != kNone; before = arena_[before].parent) {
    const Partial& partial = arena_[before];
    if (node_.different_relationships && partial.relationship == relationship) return false;
    // A simple path may come back to where it began, and ends there.
    const bool is_start = partial.length == 0;
    if (checks_nodes && partial.node == neighbour && !(is_simple && is_start)) return false;
    if (is_simple && is_start && arena_[at].length > 0 && arena_[at].node == partial.node) return false;
  }
  return true;
}

Status PathWalk::walk_step(ExecContext& context, std::uint32_t at) {
  const Partial from = arena_[at];
  const Segment& segment = segments_[from.state.segment];
  const std::uint32_t number = segment.first_step + from.state.step;
  Step& step = steps_[number];
  State next = from.state;
  if (++next.step == segment.num_steps) {
    next.step = 0;
    next.count = std::min(next.count + 1, segment.cap);
  }
  Chunk row;
  if (step.where != nullptr) {
    row = row_at(at, step.needed);
    set_column(row, step.near, id_vector(ElementKind::kNode, {from.node}));
  }
  FilteredList filtered;
  for (std::size_t l = 0; l < step.legs.size(); ++l) {
    AdjacencyLeg& leg = step.legs[l];
    storage::NeighbourList list;
    KITH_CHECK_OK(leg.list_of(*context.view, NodeId{from.node}, list));
    if (list.size == 0) continue;
    if (step.where != nullptr)
      KITH_CHECK_OK(filter_steps(context, row, step.relationship, step.far, *step.where, list, filtered));
    for (std::uint32_t i = 0; i < list.size; ++i) {
      const std::uint64_t neighbour = list.neighbours[i], relationship = list.relationship(i).value;
      if ((leg.skip_loops && neighbour == from.node) || !may_take(at, relationship, neighbour)) continue;
      KITH_CHECK_OK(push({neighbour, relationship, at, from.length + 1, next, number, false}));
    }
  }
  return Status::success();
}

Status PathWalk::cross_joint(ExecContext& context, std::uint32_t at) {
  const Partial from = arena_[at];
  const std::uint32_t next = from.state.segment + 1;
  if (next < segments_.size() && segments_[next].joint_where != nullptr) {
    Chunk row = row_at(at, segments_[next].needed);
    set_column(row, segments_[next].joint, id_vector(ElementKind::kNode, {from.node}));
    KITH_TRY(const std::vector<std::uint32_t> kept, evaluate_predicate(*segments_[next].joint_where, row, context));
    if (kept.empty()) return Status::success();
  }
  return push({from.node, kNoRelationship, at, from.length, State{.segment = next}, kNone, false});
}

Chunk PathWalk::row_at(std::uint32_t at, const std::vector<Slot>& slots) const {
  Chunk row = row_;
  for (const Slot slot : slots) {
    for (std::uint32_t before = at; before != kNone; before = arena_[before].parent) {
      const Partial& partial = arena_[before];
      if (partial.step != kNone) {
        const Step& step = steps_[partial.step];
        if (slot == step.relationship) {
          set_column(row, slot, id_vector(ElementKind::kRelationship, {partial.relationship}));
          break;
        }
        if (slot == step.far || slot == step.near) {
          const std::uint64_t node = slot == step.far ? partial.node : arena_[partial.parent].node;
          set_column(row, slot, id_vector(ElementKind::kNode, {node}));
          break;
        }
      } else if (partial.state.segment < segments_.size() && partial.parent != kNone &&
                 segments_[partial.state.segment].joint == slot) {
        set_column(row, slot, id_vector(ElementKind::kNode, {partial.node}));
        break;
      }
    }
  }
  return row;
}

void PathWalk::extract(std::uint32_t at, FoundPath& path) const {
  path.nodes = {arena_[at].node};
  path.relationships.clear();
  path.begins.assign(segments_.size(), 0);
  for (; arena_[at].parent != kNone; at = arena_[at].parent) {
    const Partial& partial = arena_[at];
    if (partial.relationship != kNoRelationship) {
      path.relationships.push_back(partial.relationship);
      path.nodes.push_back(arena_[partial.parent].node);
    } else if (partial.state.segment < segments_.size()) {
      path.begins[partial.state.segment] = partial.length;
    }
  }
  if (node_.reversed) {  // the walk backwards is the path as drawn
    const auto length = static_cast<std::uint32_t>(path.relationships.size());
    std::vector<std::uint32_t> begins(segments_.size(), 0);
    for (std::size_t walked = 0; walked + 1 < segments_.size(); ++walked)
      begins[segments_.size() - 1 - walked] = length - path.begins[walked + 1];
    path.begins = std::move(begins);
    return;
  }
  std::reverse(path.nodes.begin(), path.nodes.end());
  std::reverse(path.relationships.begin(), path.relationships.end());
}

// --- Best first
// -------------------------------------------------------------------------------------------------------------

/// At least how many relationships are missing; ~0 when the end cannot be reached.
std::uint64_t PathWalk::bound_of(const Partial& partial, bool& exact) const {
  if (is_complete(partial.state)) {
    exact = true;
    return partial.node == *end_ ? 0 : ~std::uint64_t{0};
  }
  const auto known = distances_.find({partial.node, number_of(partial.state)});
  exact = known != distances_.end();
  if (exact) return known->second;
  exact = frontier_.empty();
  return exact ? ~std::uint64_t{0} : level_ + 1;
}

Status PathWalk::pop_shortest(ExecContext& context, std::uint32_t& at) {
  at = kNone;
  while (estimate_ < agenda_.size()) {
    if (agenda_[estimate_].empty()) {
      ++estimate_;
      continue;
    }
    const std::uint32_t candidate = agenda_[estimate_].back();
    agenda_[estimate_].pop_back();
    const Partial& partial = arena_[candidate];
    while (true) {
      bool exact = false;
      const std::uint64_t bound = bound_of(partial, exact);
      if (exact && bound == ~std::uint64_t{0}) break;
      if (partial.length + bound > estimate_) {
        const auto later = static_cast<std::size_t>(partial.length + bound);
        if (agenda_.size() <= later) agenda_.resize(later + 1);
        agenda_[later].push_back(candidate);
        break;
      }
      if (exact) {
        at = candidate;
        return Status::success();
      }
      KITH_CHECK_OK(grow_distances(context));
    }
  }
  return Status::success();
}

void PathWalk::reach(NodeState at, std::uint64_t distance) {
  if (distances_.try_emplace(at, distance).second) frontier_.push_back(at);
}

/// From the beginning of `segment` at `node`: over the joint before it, and over segments that may be empty.
void PathWalk::reach_joints(std::uint64_t node, std::uint32_t segment, std::uint64_t distance) {
  while (segment > 0) {
    const Segment& before = segments_[--segment];
    for (std::uint64_t count = before.minimum; count <= before.cap; ++count)
      reach({node, before.first_state + count * before.num_steps}, distance);
    if (before.minimum > 0) return;
  }
}

/// One level further from the end: every node and state with one relationship more to go.
Status PathWalk::grow_distances(ExecContext& context) {
  std::vector<NodeState> done = std::exchange(frontier_, {});
  ++level_;
  const auto come_by = [&](std::uint32_t segment, std::uint32_t step, std::uint64_t count,
                           std::uint64_t node) -> Status {
    const Segment& at = segments_[segment];
    AdjacencyLegs& legs = steps_[at.first_step + step].back_legs;
    for (std::size_t l = 0; l < legs.size(); ++l) {
      storage::NeighbourList list;
      KITH_CHECK_OK(legs[l].list_of(*context.view, NodeId{node}, list));
      for (std::uint32_t i = 0; i < list.size; ++i) {
        reach({list.neighbours[i], at.first_state + count * at.num_steps + step}, level_);
        if (step == 0 && count == 0) reach_joints(list.neighbours[i], segment, level_);
      }
    }
    return Status::success();
  };
  for (const NodeState& one : done) {
    if (++steps_taken_ % kStepsBetweenInterrupts == 0) KITH_CHECK_OK(check_limits(context));
    if (one.state == ~std::uint64_t{0}) continue;
    auto segment = static_cast<std::uint32_t>(segments_.size() - 1);
    while (segments_[segment].first_state > one.state) --segment;
    const Segment& at = segments_[segment];
    const std::uint64_t inside = one.state - at.first_state;
    const std::uint64_t count = inside / at.num_steps;
    const auto step = static_cast<std::uint32_t>(inside % at.num_steps);
    if (step > 0) {
      KITH_CHECK_OK(come_by(segment, step - 1, count, one.node));
      continue;
    }
    if (count > 0) KITH_CHECK_OK(come_by(segment, at.num_steps - 1, count - 1, one.node));
    if (!at.maximum.has_value() && count == at.cap) KITH_CHECK_OK(come_by(segment, at.num_steps - 1, count, one.node));
  }
  return Status::success();
}

}  // namespace kith::engine
