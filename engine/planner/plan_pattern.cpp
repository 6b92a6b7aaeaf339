// engine/planner/plan_pattern.cpp: the pattern of one MATCH as scans, expansions and filters, in the order that
// promises fewest rows. Orders are searched by dynamic programming over sets of solved relationships, from every start
// node (Moerkotte and Neumann's enumeration, restricted to left-deep trees: every expansion is a look-up in adjacency,
// so bushy trees seldom win).
#include <algorithm>
#include <limits>
#include <unordered_map>

#include "engine/binder/free_slots.hpp"
#include "engine/functions/function.hpp"
#include "engine/optimizer/cardinality.hpp"
#include "engine/planner/planner.hpp"

namespace kith::engine {
namespace {

/// Components of more relationships than this are ordered greedily.
constexpr std::size_t kMostForDynamicProgramming = 10;
/// Rows per start that a variable-length expansion is taken to give, per step up to three.
constexpr int kVariableLengthSteps = 3;

struct Predicate {
  ExpressionPtr expression;
  std::set<Slot> slots;
  bool applied = false;
};

ExpressionPtr call(const char* function, ExpressionPtr argument, StaticType type) {
  return make_expression({}, type, FunctionExpression{find_function(function), {std::move(argument)}});
}

class PatternPlanner {
 public:
  PatternPlanner(const BoundPattern& pattern, PlanState& state, Binder& binder, const PlanningContext& context)
      : pattern_(pattern), state_(state), binder_(binder), context_(context), cardinality_(context.view) {
    solved_.resize(pattern.relationships.size());
    for (const ExpressionPtr& predicate : pattern.predicates)
      predicates_.push_back({predicate, free_slots(*predicate)});
    for (const auto& [left, right] : pattern.disjoint) {
      partners_[left].push_back(right);
      partners_[right].push_back(left);
      if (state.available.contains(left) && state.available.contains(right)) must_differ(left, right);
    }
    for (const PatternNode& node : pattern.nodes) {
      if (node.bound && !is_in_relationship(node.slot)) {
        // Nothing else asks whether it is there: labels() refuses what is no node, and of null it is null.
        const ExpressionPtr labels = call("labels", slot_expression(node.slot, StaticType::kNode), StaticType::kList);
        predicates_.push_back(
            {make_expression({}, StaticType::kBoolean, UnaryExpression{UnaryKind::kIsNotNull, labels}), {node.slot}});
      }
      for (const LabelTest& test : node.labels) {
        ExpressionPtr predicate = make_expression(
            {}, StaticType::kBoolean, LabelTestExpression{slot_expression(node.slot, StaticType::kNode), test});
        std::set<Slot> slots = free_slots(*predicate);
        predicates_.push_back({std::move(predicate), std::move(slots)});
      }
    }
  }

  void plan() {
    apply_predicates();
    for (std::size_t r = 0; r < pattern_.relationships.size(); ++r) {
      if (pattern_.relationships[r].bound && !pattern_.relationships[r].length.has_value()) start_from_relationship(r);
    }
    std::vector<std::vector<std::size_t>> waiting = components();
    while (!waiting.empty()) {  // what the predicates of a path read elsewhere in the MATCH comes before it
      auto next = std::find_if(waiting.begin(), waiting.end(), [&](const std::vector<std::size_t>& component) {
        return std::all_of(component.begin(), component.end(), [&](std::size_t r) { return only_reads(r, component); });
      });
      if (next == waiting.end()) {
        if (scan_lone_nodes()) continue;
        next = waiting.begin();
      }
      const std::vector<std::size_t> component = std::move(*next);
      waiting.erase(next);
      std::set<Slot> nodes;
      for (const std::size_t r : component)
        nodes.insert({pattern_.relationships[r].from, pattern_.relationships[r].to});
      // The predicates of a path pattern read what earlier clauses bound.
      if (std::any_of(component.begin(), component.end(),
                      [&](std::size_t r) { return pattern_.relationships[r].search != nullptr; })) {
        plan_component(component);
      } else {
        plan_beside(nodes, [&] { plan_component(component); });
      }
    }
    for (std::size_t r = 0; r < pattern_.relationships.size(); ++r) plan_shortest_from_one(r);
    for (const PatternNode& node : pattern_.nodes) {  // nodes without relationships, and other ends of shortest paths
      if (!state_.available.contains(node.slot)) plan_beside({node.slot}, [&] { scan(node); });
    }
    for (std::size_t r = 0; r < pattern_.relationships.size(); ++r) {
      if (!solved_[r]) expand(r, pattern_.relationships[r].from);
    }
    if (!pattern_.paths.empty()) {
      append_operator(state_, ProjectOperator{pattern_.paths, std::nullopt});
      for (const auto& [slot, path] : pattern_.paths) state_.available.insert(slot);
      apply_predicates();
    }
  }

 private:
  /// Shortest paths of which an end is any of many nodes: one search from each node at the other end finds them all,
  /// where a search for each pair would walk the same ways again and again.
  void plan_shortest_from_one(std::size_t r) {
    const PatternRelationship& relationship = pattern_.relationships[r];
    if (solved_[r] || relationship.selector == ast::PathSelector::kNone || relationship.search != nullptr) return;
    if (!context_.rules.order_joins || relationship.length->minimum > 1 || relationship.from == relationship.to) return;
    const bool has_from = state_.available.contains(relationship.from);
    const bool has_to = state_.available.contains(relationship.to);
    if (has_from && has_to) return;
    // Few ends are met sooner by a search from both sides.
    constexpr double kFewEnds = 2;
    const auto ends = [&](Slot node) { return best_access(node_of(node)).rows; };
    bool from_start = has_from;
    if (!has_from && !has_to) from_start = ends(relationship.from) <= ends(relationship.to);
    const Slot start = from_start ? relationship.from : relationship.to;
    const Slot end = from_start ? relationship.to : relationship.from;
    if (ends(end) <= kFewEnds) return;
    if (!state_.available.contains(start)) plan_beside({start}, [&] { scan(node_of(start)); });
    if (is_ready(relationship)) expand(r, start);
  }

  /// What the predicates of a path read besides the path itself and what is there.
  std::set<Slot> read_elsewhere(std::size_t r) const {
    const PatternRelationship& relationship = pattern_.relationships[r];
    std::set<Slot> slots;
    if (relationship.search == nullptr) return slots;
    const BoundPathSearch& path = *relationship.search;
    const auto add = [&slots](const std::vector<ExpressionPtr>& predicates) {
      for (const ExpressionPtr& predicate : predicates) slots.merge(free_slots(*predicate));
    };
    for (const auto& predicates : path.of_segments) add(predicates);
    for (const auto& predicates : path.of_joints) add(predicates);
    add(path.of_paths);
    const auto leave_out = [&slots](std::initializer_list<Slot> known) {
      for (const Slot slot : known) slots.erase(slot);
    };
    leave_out({relationship.from, relationship.to, relationship.slot});
    for (const PathSegment& segment : path.search.segments) {
      leave_out({segment.joint});
      for (const PathStep& step : segment.steps) leave_out({step.from, step.relationship, step.to});
    }
    for (const PathOutput& output : path.search.outputs) leave_out({output.slot});
    std::erase_if(slots, [&](Slot slot) { return state_.available.contains(slot); });
    return slots;
  }

  /// Whether all of it is part of the component.
  bool only_reads(std::size_t r, const std::vector<std::size_t>& component) const {
    const std::set<Slot> slots = read_elsewhere(r);
    return std::all_of(slots.begin(), slots.end(), [&](Slot slot) {
      return std::any_of(component.begin(), component.end(), [&](std::size_t other) {
        const PatternRelationship& one = pattern_.relationships[other];
        return slot == one.from || slot == one.to || slot == one.slot;
      });
    });
  }

  /// Nodes without relationships, when there are any that are not there yet.
  bool scan_lone_nodes() {
    bool found = false;
    for (const PatternNode& node : pattern_.nodes) {
      if (state_.available.contains(node.slot) || is_in_relationship(node.slot)) continue;
      plan_beside({node.slot}, [&] { scan(node); });
      found = true;
    }
    return found;
  }

  bool is_in_relationship(Slot node) const {
    return std::any_of(pattern_.relationships.begin(), pattern_.relationships.end(),
                       [&](const PatternRelationship& one) { return one.from == node || one.to == node; });
  }
  const PatternNode& node_of(Slot slot) const {
    return *std::find_if(pattern_.nodes.begin(), pattern_.nodes.end(),
                         [&](const PatternNode& node) { return node.slot == slot; });
  }
  double rows() const { return state_.plan != nullptr ? state_.plan->estimated_rows : 1; }
  void set_rows(double rows) { state_.plan->estimated_rows = std::max(rows, 0.0); }

  /// Filters whatever has all its slots by now.
  void apply_predicates() {
    std::vector<ExpressionPtr> ready = std::exchange(must_differ_, {});
    double kept = 1;
    for (Predicate& predicate : predicates_) {
      if (predicate.applied || !std::includes(state_.available.begin(), state_.available.end(), predicate.slots.begin(),
                                              predicate.slots.end())) {
        continue;
      }
      predicate.applied = true;
      kept *= std::holds_alternative<LabelTestExpression>(predicate.expression->node)
                  ? 1.0
                  : cardinality_.selectivity(*predicate.expression);
      ready.push_back(predicate.expression);
    }
    if (ready.empty()) return;
    // Cheap tests first: a subquery sees only rows that passed the rest.
    std::stable_partition(ready.begin(), ready.end(), [](const ExpressionPtr& predicate) {
      return std::holds_alternative<LabelTestExpression>(predicate->node) ||
             std::holds_alternative<DisjointExpression>(predicate->node) ||
             std::holds_alternative<BinaryExpression>(predicate->node);
    });
    const double before = rows();
    append_operator(state_, FilterOperator{join_conjuncts(std::move(ready))});
    set_rows(before * kept);
  }

  void must_differ(Slot left, Slot right) {
    must_differ_.push_back(make_expression({}, StaticType::kBoolean, DisjointExpression{left, right}));
  }

  /// A relationship of the pattern has come: it must differ from those that are there, save what `but` has seen to.
  void add_relationship(Slot slot, const std::vector<Slot>& but = {}) {
    if (!state_.available.insert(slot).second) return;
    const auto partners = partners_.find(slot);
    if (partners == partners_.end()) return;
    for (const Slot partner : partners->second) {
      if (state_.available.contains(partner) && std::find(but.begin(), but.end(), partner) == but.end())
        must_differ(partner, slot);
    }
  }

  /// A relationship bound by an earlier clause: its ends are known.
  void start_from_relationship(std::size_t r) {
    const PatternRelationship& relationship = pattern_.relationships[r];
    const ExpressionPtr self = slot_expression(relationship.slot, StaticType::kRelationship);
    ExpressionPtr start = call("startNode", self, StaticType::kNode);
    ExpressionPtr end = call("endNode", self, StaticType::kNode);
    std::vector<ExpressionPtr> tests{
        make_expression({}, StaticType::kBoolean, UnaryExpression{UnaryKind::kIsNotNull, self})};
    if (!relationship.types.empty()) {
      LabelTest test{.kind = ast::LabelExpression::Kind::kOr, .name = {}, .operands = {}};
      for (const std::string& type : relationship.types)
        test.operands.push_back({ast::LabelExpression::Kind::kName, type, {}});
      tests.push_back(make_expression({}, StaticType::kBoolean, LabelTestExpression{self, test}));
    }
    append_operator(state_, FilterOperator{make_expression({}, StaticType::kBoolean,
                                                           LogicalExpression{ast::LogicalOperatorKind::kAnd, tests})});
    if (tests.size() == 1) std::get<FilterOperator>(state_.plan->node).predicate = tests.front();
    if (relationship.direction == Direction::kIncoming) std::swap(start, end);
    if (relationship.direction == Direction::kBoth) {  // both ways round, a self-loop once
      const auto pair = [](ExpressionPtr left, ExpressionPtr right) {
        return make_expression({}, StaticType::kList, ListExpression{{std::move(left), std::move(right)}});
      };
      const ExpressionPtr loop =
          make_expression({}, StaticType::kBoolean, BinaryExpression{BinaryKind::kEqual, start, end});
      const ExpressionPtr once = make_expression({}, StaticType::kList, ListExpression{{pair(start, end)}});
      const ExpressionPtr twice =
          make_expression({}, StaticType::kList, ListExpression{{pair(start, end), pair(end, start)}});
      const Slot ends = binder_.new_slot();
      append_operator(state_,
                      UnwindOperator{ends, make_expression({}, StaticType::kList,
                                                           CaseBoundExpression{nullptr, {{loop, once}}, twice})});
      const auto element = [&](std::int64_t index) {
        return make_expression(
            {}, StaticType::kNode,
            IndexExpression{slot_expression(ends, StaticType::kList),
                            make_expression({}, StaticType::kInteger, ConstantExpression{Value(index)})});
      };
      start = element(0);
      end = element(1);
    }
    bind_end(relationship.from, start);
    bind_end(relationship.to, end);
    solved_[r] = true;
    apply_predicates();
  }

  void bind_end(Slot node, const ExpressionPtr& value) {
    if (state_.available.insert(node).second) {
      append_operator(state_, ProjectOperator{{{node, value}}, std::nullopt});
      return;
    }
    append_operator(state_,
                    FilterOperator{make_expression(
                        {}, StaticType::kBoolean,
                        BinaryExpression{BinaryKind::kEqual, slot_expression(node, StaticType::kNode), value})});
  }

  /// Relationships that hang together through nodes not yet available, or through available ones; shortest paths do not
  /// connect.
  std::vector<std::vector<std::size_t>> components() const {
    std::vector<std::vector<std::size_t>> found;
    std::vector<bool> seen(pattern_.relationships.size());
    for (std::size_t first = 0; first < pattern_.relationships.size(); ++first) {
      if (seen[first] || solved_[first] || pattern_.relationships[first].selector != ast::PathSelector::kNone) continue;
      std::vector<std::size_t> component{first};
      seen[first] = true;
      for (std::size_t i = 0; i < component.size(); ++i) {
        const PatternRelationship& left = pattern_.relationships[component[i]];
        for (std::size_t other = 0; other < pattern_.relationships.size(); ++other) {
          const PatternRelationship& right = pattern_.relationships[other];
          if (seen[other] || solved_[other] || right.selector != ast::PathSelector::kNone) continue;
          if (left.from == right.from || left.from == right.to || left.to == right.from || left.to == right.to) {
            component.push_back(other);
            seen[other] = true;
          }
        }
      }
      std::sort(component.begin(), component.end());
      found.push_back(std::move(component));
    }
    return found;
  }

  /// Plans a part of the pattern that nothing but an equality of values links to what is there as the build side of a
  /// hash join; any other part on top of the rows that are there.
  template <class PlanPart>
  void plan_beside(const std::set<Slot>& nodes, const PlanPart& plan_part) {
    const auto seeks = [&](Slot node) {
      return !std::holds_alternative<NodeScanOperator>(best_access(node_of(node)).node);
    };
    const bool connected =
        std::any_of(nodes.begin(), nodes.end(), [&](Slot node) { return state_.available.contains(node); });
    if (!context_.rules.hash_joins || state_.plan == nullptr || connected ||
        std::any_of(nodes.begin(), nodes.end(), seeks)) {
      plan_part();
      return;
    }
    const std::optional<std::pair<ExpressionPtr, ExpressionPtr>> link = linking_equality(nodes);
    if (!link.has_value()) {
      plan_part();
      return;
    }
    PlanState outer = std::exchange(state_, PlanState{});
    plan_part();
    const Slot key = binder_.new_slot();
    append_operator(state_, ProjectOperator{{{key, link->second}}, std::nullopt});
    append_operator(outer, ProjectOperator{{{key, link->first}}, std::nullopt});
    HashJoinOperator join{.keys = {key}, .build_slots = {state_.available.begin(), state_.available.end()}};
    const double after = std::max(outer.plan->estimated_rows, state_.plan->estimated_rows);
    for (const auto& [slot, partners] : partners_) {
      if (!state_.available.contains(slot)) continue;
      for (const Slot partner : partners) {
        if (outer.available.contains(partner)) must_differ(partner, slot);
      }
    }
    state_.available.insert(outer.available.begin(), outer.available.end());
    state_.plan = make_operator(std::move(join), {std::move(outer.plan), std::move(state_.plan)}, after);
    apply_predicates();  // the equality itself among them: the join takes NaN for equal to itself
  }

  /// An equality with one side made of what is there, the other of the given nodes alone.
  std::optional<std::pair<ExpressionPtr, ExpressionPtr>> linking_equality(const std::set<Slot>& nodes) const {
    for (const Predicate& predicate : predicates_) {
      const auto* binary = std::get_if<BinaryExpression>(&predicate.expression->node);
      if (predicate.applied || binary == nullptr || binary->kind != BinaryKind::kEqual) continue;
      for (const bool swap : {false, true}) {
        const ExpressionPtr& outer = swap ? binary->right : binary->left;
        const ExpressionPtr& inner = swap ? binary->left : binary->right;
        const std::set<Slot> outer_slots = free_slots(*outer);
        const std::set<Slot> inner_slots = free_slots(*inner);
        if (inner_slots.empty() || outer_slots.empty()) continue;
        if (std::includes(state_.available.begin(), state_.available.end(), outer_slots.begin(), outer_slots.end()) &&
            std::includes(nodes.begin(), nodes.end(), inner_slots.begin(), inner_slots.end())) {
          return std::make_pair(outer, inner);
        }
      }
    }
    return std::nullopt;
  }

  void plan_component(const std::vector<std::size_t>& component) {
    std::optional<Slot> start;
    std::vector<std::size_t> order = component;
    if (context_.rules.order_joins) {
      const Order best = best_order(component);
      start = best.start;
      order = best.relationships;
    } else {
      const PatternRelationship& first = pattern_.relationships[component.front()];
      if (!state_.available.contains(first.from) && !state_.available.contains(first.to)) start = first.from;
    }
    if (start.has_value()) scan(node_of(*start));
    std::vector<std::size_t> waiting = order;
    while (!waiting.empty()) {  // in order, but each only once it touches what is there
      const auto touches = [&](std::size_t r) {
        return state_.available.contains(pattern_.relationships[r].from) ||
               state_.available.contains(pattern_.relationships[r].to);
      };
      auto next = std::find_if(waiting.begin(), waiting.end(),
                               [&](std::size_t r) { return touches(r) && read_elsewhere(r).empty(); });
      if (next == waiting.end()) next = std::find_if(waiting.begin(), waiting.end(), touches);
      if (next == waiting.end()) {
        scan(node_of(pattern_.relationships[waiting.front()].from));
        next = waiting.begin();
      }
      const PatternRelationship& relationship = pattern_.relationships[*next];
      expand(*next, state_.available.contains(relationship.from) ? relationship.from : relationship.to);
      waiting.erase(next);
    }
  }

  // --- Order
  // ------------------------------------------------------------------------------------------------------------------

  struct Order {
    std::optional<Slot> start;  ///< A node to scan first; none when an available node is the start.
    std::vector<std::size_t> relationships;
    double cost = std::numeric_limits<double>::infinity();
  };

  /// Rows per row of predicates that touch `slot` alone or with what is there.
  double predicates_on(Slot slot, const std::set<Slot>& available) const {
    double kept = 1;
    for (const Predicate& predicate : predicates_) {
      if (predicate.applied || !predicate.slots.contains(slot) ||
          std::holds_alternative<LabelTestExpression>(predicate.expression->node)) {
        continue;
      }
      const bool ready = std::all_of(predicate.slots.begin(), predicate.slots.end(),
                                     [&](Slot used) { return used == slot || available.contains(used); });
      if (ready) kept *= cardinality_.selectivity(*predicate.expression);
    }
    return kept;
  }

  /// Rows after the expansion, for one row before it.
  double fan_out(const PatternRelationship& relationship, Slot from, const std::set<Slot>& available) const {
    const Slot to = from == relationship.from ? relationship.to : relationship.from;
    const Direction direction = from == relationship.from ? relationship.direction : reversed(relationship.direction);
    double degree = cardinality_.degree(relationship.types, direction, node_of(from).labels);
    if (relationship.length.has_value()) {
      const auto steps =
          std::min<std::uint64_t>(relationship.length->maximum.value_or(kVariableLengthSteps), kVariableLengthSteps);
      double sum = relationship.length->minimum == 0 ? 1 : 0;
      double power = 1;
      for (std::uint64_t step = 0; step < std::max<std::uint64_t>(steps, 1); ++step) sum += power *= degree;
      degree = sum;
    }
    if (available.contains(to))
      return degree / std::max(cardinality_.num_nodes() * cardinality_.label_selectivity(node_of(to).labels), 1.0);
    if (!relationship.length.has_value()) {
      const std::optional<double> known =
          cardinality_.degree_between(relationship.types, direction, node_of(from).labels, node_of(to).labels);
      if (known.has_value()) return *known * predicates_on(to, available);
    }
    // How many of the neighbours carry the labels of `to`: all, when the other direction says that only such nodes have
    // the type.
    const double all = std::max(cardinality_.num_nodes(), 1.0);
    const double labelled = all * cardinality_.label_selectivity(node_of(to).labels);
    const double back =
        cardinality_.degree(relationship.types, reversed(direction), node_of(to).labels) * std::max(labelled, 1.0);
    const double total = cardinality_.degree(relationship.types, reversed(direction), {}) * all;
    const double share = node_of(to).labels.empty() || total <= 0 ? 1.0 : std::min(1.0, back / total);
    return degree * share * predicates_on(to, available);
  }

  /// Then any order will do: the plan is not going to run.
  bool is_interrupted() const { return is_too_long() || !context_.interrupt.check().ok(); }
  bool is_too_long() const { return state_.plan != nullptr && state_.plan->depth > kMostLevels; }

  Order best_order(const std::vector<std::size_t>& component) {
    std::set<Slot> nodes;
    for (const std::size_t r : component) nodes.insert({pattern_.relationships[r].from, pattern_.relationships[r].to});
    std::vector<std::optional<Slot>> starts;
    if (std::any_of(nodes.begin(), nodes.end(), [&](Slot node) { return state_.available.contains(node); })) {
      starts.emplace_back(std::nullopt);
    }
    for (const Slot node : nodes) {
      if (!state_.available.contains(node)) starts.emplace_back(node);
    }
    if (component.size() > kMostForDynamicProgramming) starts = {cheapest(starts)};
    Order best;
    for (const std::optional<Slot>& start : starts) {
      std::set<Slot> available = state_.available;
      double first_rows = std::max(rows(), 1.0);
      double cost = 0;
      if (start.has_value()) {
        const Access access = best_access(node_of(*start));
        cost = first_rows * access.cost;
        first_rows *= access.rows;
        available.insert(*start);
      }
      Order order = component.size() <= kMostForDynamicProgramming ? search(component, available, first_rows)
                                                                   : greedy(component, available, first_rows);
      order.cost += cost;
      order.start = start;
      if (order.cost < best.cost) best = std::move(order);
    }
    return best;
  }

  /// What is there already, else the node with the fewest rows.
  std::optional<Slot> cheapest(const std::vector<std::optional<Slot>>& starts) const {
    std::optional<Slot> best = starts.front();
    double fewest = std::numeric_limits<double>::infinity();
    for (const std::optional<Slot>& start : starts) {
      if (!start.has_value()) return start;
      const Access access = best_access(node_of(*start));
      if (access.cost + access.rows >= fewest) continue;
      fewest = access.cost + access.rows;
      best = start;
    }
    return best;
  }

  Order search(const std::vector<std::size_t>& component, const std::set<Slot>& available, double first_rows) const {
    struct State {
      double cost = std::numeric_limits<double>::infinity();
      double rows = 0;
      std::size_t last = 0, before = 0;
    };
    const std::size_t all = (std::size_t{1} << component.size()) - 1;
    std::vector<State> states(all + 1);
    states[0] = {0, first_rows, 0, 0};
    for (std::size_t mask = 0; mask < all; ++mask) {
      if (is_interrupted()) return Order{.start = {}, .relationships = component, .cost = 0};
      if (states[mask].cost == std::numeric_limits<double>::infinity()) continue;
      std::set<Slot> here = available;
      for (std::size_t i = 0; i < component.size(); ++i) {
        if ((mask >> i & 1) != 0)
          here.insert({pattern_.relationships[component[i]].from, pattern_.relationships[component[i]].to});
      }
      for (std::size_t i = 0; i < component.size(); ++i) {
        const PatternRelationship& relationship = pattern_.relationships[component[i]];
        if ((mask >> i & 1) != 0) continue;
        const bool has_from = here.contains(relationship.from);
        if (!has_from && !here.contains(relationship.to)) continue;
        const double rows =
            states[mask].rows * fan_out(relationship, has_from ? relationship.from : relationship.to, here);
        const double cost = states[mask].cost + states[mask].rows + rows;
        State& next = states[mask | std::size_t{1} << i];
        if (cost < next.cost) next = {cost, rows, i, mask};
      }
    }
    Order order;
    order.cost = states[all].cost;
    for (std::size_t mask = all; mask != 0 && order.cost != std::numeric_limits<double>::infinity();
         mask = states[mask].before) {
      order.relationships.push_back(component[states[mask].last]);
    }
    std::reverse(order.relationships.begin(), order.relationships.end());
    return order;
  }

  Order greedy(const std::vector<std::size_t>& component, std::set<Slot> available, double rows) const {
    Order order;
    order.cost = 0;
    std::vector<std::size_t> left = component;
    while (!left.empty()) {
      if (is_interrupted()) return Order{.start = {}, .relationships = component, .cost = 0};
      std::size_t best = left.size();
      double best_fan_out = std::numeric_limits<double>::infinity();
      for (std::size_t i = 0; i < left.size(); ++i) {
        const PatternRelationship& relationship = pattern_.relationships[left[i]];
        const bool has_from = available.contains(relationship.from);
        if (!has_from && !available.contains(relationship.to)) continue;
        const double fan = fan_out(relationship, has_from ? relationship.from : relationship.to, available);
        if (fan < best_fan_out) {
          best_fan_out = fan;
          best = i;
        }
      }
      if (best == left.size()) {
        order.cost = std::numeric_limits<double>::infinity();
        return order;
      }
      order.cost += rows;
      rows *= best_fan_out;
      order.cost += rows;
      available.insert({pattern_.relationships[left[best]].from, pattern_.relationships[left[best]].to});
      order.relationships.push_back(left[best]);
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
    }
    return order;
  }

  // --- Leaves
  // -----------------------------------------------------------------------------------------------------------------

  struct Access {
    OperatorNode node;
    double rows = 0;  ///< After the predicates on the node alone.
    double cost = 0;
    std::vector<std::size_t> answered = {};  ///< Of predicates_: what it gives needs no test for these.
  };

  /// A comparison of a property of a node with something that is there before the node is: node.key `kind` value.
  struct Condition {
    std::string key;
    BinaryKind kind;
    ExpressionPtr value;
    std::size_t predicate;  ///< In predicates_.
  };

  static BinaryKind with_sides_swapped(BinaryKind kind) {
    switch (kind) {
      case BinaryKind::kLess:
        return BinaryKind::kGreater;
      case BinaryKind::kLessOrEqual:
        return BinaryKind::kGreaterOrEqual;
      case BinaryKind::kGreater:
        return BinaryKind::kLess;
      case BinaryKind::kGreaterOrEqual:
        return BinaryKind::kLessOrEqual;
      default:
        return kind;
    }
  }

  std::vector<Condition> conditions_on(Slot node) const {
    std::vector<Condition> conditions;
    for (std::size_t i = 0; i < predicates_.size(); ++i) {
      const auto* binary = std::get_if<BinaryExpression>(&predicates_[i].expression->node);
      if (predicates_[i].applied || binary == nullptr) continue;
      const bool has_sides = binary->kind == BinaryKind::kIn || binary->kind == BinaryKind::kStartsWith;
      for (const bool swap : {false, true}) {
        if (swap && has_sides) break;
        const ExpressionPtr& side = swap ? binary->right : binary->left;
        const ExpressionPtr& other = swap ? binary->left : binary->right;
        const auto* property = std::get_if<PropertyExpression>(&side->node);
        if (property == nullptr) continue;
        const auto* subject = std::get_if<SlotExpression>(&property->subject->node);
        if (subject == nullptr || subject->slot != node) continue;
        const std::set<Slot> used = free_slots(*other);
        if (!std::includes(state_.available.begin(), state_.available.end(), used.begin(), used.end())) continue;
        conditions.push_back({property->key, swap ? with_sides_swapped(binary->kind) : binary->kind, other, i});
        break;
      }
    }
    return conditions;
  }

  Access best_access(const PatternNode& node) const {
    Access best{.node = NodeScanOperator{node.slot, std::nullopt},
                .rows = cardinality_.num_nodes(),
                .cost = cardinality_.num_nodes()};
    for (const LabelTest& test : node.labels) {
      if (test.kind != ast::LabelExpression::Kind::kName) continue;
      const double count = cardinality_.nodes_with_label(test.name);
      if (count < best.cost || std::get<NodeScanOperator>(best.node).label == std::nullopt) {
        best = {.node = NodeScanOperator{node.slot, test.name}, .rows = count, .cost = count};
      }
    }
    best.rows *= predicates_on(node.slot, state_.available);
    if (!context_.rules.seek_indexes) return best;
    for (const Predicate& predicate : predicates_) {
      if (!predicate.applied) consider_ids(node, *predicate.expression, best);
    }
    const std::vector<Condition> conditions = conditions_on(node.slot);
    if (conditions.empty()) return best;
    for (const storage::IndexDefinition& index : context_.view.schema().indexes) {
      if (index.element != ElementKind::kNode) continue;
      const std::string_view label = context_.view.names().name(LabelId{index.label_or_type});
      const bool asked_for = std::any_of(node.labels.begin(), node.labels.end(), [&](const LabelTest& test) {
        return test.kind == ast::LabelExpression::Kind::kName && test.name == label;
      });
      if (asked_for) consider_index(node.slot, std::string(label), index, conditions, best);
    }
    return best;
  }

  void consider_ids(const PatternNode& node, const BoundExpression& predicate, Access& best) const {
    const auto* binary = std::get_if<BinaryExpression>(&predicate.node);
    if (binary == nullptr || (binary->kind != BinaryKind::kEqual && binary->kind != BinaryKind::kIn)) return;
    const auto ids = id_seek(node, *binary);
    if (!ids.has_value()) return;
    const double rows = binary->kind == BinaryKind::kEqual ? 1 : 10;
    if (rows < best.cost)
      best = {.node = NodeByIdSeekOperator{node.slot, *ids}, .rows = rows, .cost = rows, .answered = {}};
  }

  /// Equalities on the first keys of an index, then a list, a prefix or a range on the next.
  void consider_index(Slot node, const std::string& label, const storage::IndexDefinition& index,
                      const std::vector<Condition>& conditions, Access& best) const {
    NodeIndexSeekOperator seek{.node = node, .label = label, .keys = {}, .equal = {}};
    for (const PropertyKeyId key : index.keys) {
      seek.keys.emplace_back(context_.view.names().name(key));
      // A node without one of the keys is not in the index: each must be asked for.
      if (std::none_of(conditions.begin(), conditions.end(),
                       [&](const Condition& one) { return one.key == seek.keys.back(); })) {
        return;
      }
    }
    const auto on_key = [&](std::size_t key, std::initializer_list<BinaryKind> kinds) -> const Condition* {
      const auto found = std::find_if(conditions.begin(), conditions.end(), [&](const Condition& one) {
        return one.key == seek.keys[key] && std::find(kinds.begin(), kinds.end(), one.kind) != kinds.end();
      });
      return found != conditions.end() ? &*found : nullptr;
    };
    const double labelled = std::max(cardinality_.nodes_with_label(label), 1.0);
    double rows = labelled;
    std::vector<std::size_t> answered;
    const auto equal_to = [&](const Condition& condition, const std::string& key) {
      seek.equal.push_back(condition.value);
      answered.push_back(condition.predicate);
      rows *= cardinality_.nodes_with_value(label, key, index.unique && index.keys.size() == 1) / labelled;
    };
    std::size_t next = 0;
    for (; next < seek.keys.size(); ++next) {
      const Condition* const equal = on_key(next, {BinaryKind::kEqual});
      if (equal == nullptr) break;
      equal_to(*equal, seek.keys[next]);
    }
    if (next == seek.keys.size()) {
      if (index.unique) rows = 1;
    } else if (const Condition* const in = on_key(next, {BinaryKind::kIn})) {
      equal_to(*in, seek.keys[next]);
      seek.equal_is_list = true;
      rows *= 10;
    } else if (const Condition* const starts = on_key(next, {BinaryKind::kStartsWith})) {
      seek.prefix = starts->value;
      rows *= cardinality_.selectivity(*predicates_[starts->predicate].expression);
    } else {
      const auto bound = [&](BinaryKind open, BinaryKind closed) -> std::optional<NodeIndexSeekOperator::Bound> {
        const Condition* const condition = on_key(next, {open, closed});
        if (condition == nullptr) return std::nullopt;
        rows *= cardinality_.selectivity(*predicates_[condition->predicate].expression);
        return NodeIndexSeekOperator::Bound{condition->value, condition->kind == closed};
      };
      seek.lower = bound(BinaryKind::kGreater, BinaryKind::kGreaterOrEqual);
      seek.upper = bound(BinaryKind::kLess, BinaryKind::kLessOrEqual);
      if (seek.equal.empty() && !seek.lower.has_value() && !seek.upper.has_value()) return;
    }
    if (rows < best.cost) best = {.node = std::move(seek), .rows = rows, .cost = rows, .answered = std::move(answered)};
  }

  /// id(n) = e or id(n) IN list, with e available.
  std::optional<ExpressionPtr> id_seek(const PatternNode& node, const BinaryExpression& binary) const {
    for (const bool swap : {false, true}) {
      if (swap && binary.kind == BinaryKind::kIn) break;
      const ExpressionPtr& side = swap ? binary.right : binary.left;
      const ExpressionPtr& other = swap ? binary.left : binary.right;
      const auto* function = std::get_if<FunctionExpression>(&side->node);
      if (function == nullptr || function->function->name != "id") continue;
      const auto* subject = std::get_if<SlotExpression>(&function->arguments.front()->node);
      if (subject == nullptr || subject->slot != node.slot) continue;
      const std::set<Slot> used = free_slots(*other);
      if (std::includes(state_.available.begin(), state_.available.end(), used.begin(), used.end())) return other;
    }
    return std::nullopt;
  }

  void scan(const PatternNode& node) {
    if (is_too_long()) {
      state_.available.insert(node.slot);
      return;
    }
    Access access = best_access(node);
    const double before = std::max(rows(), 1.0);
    std::optional<std::string> label;
    if (const auto* by_label = std::get_if<NodeScanOperator>(&access.node)) label = by_label->label;
    if (const auto* seek = std::get_if<NodeIndexSeekOperator>(&access.node)) label = seek->label;
    for (const std::size_t answered : access.answered) predicates_[answered].applied = true;
    if (label.has_value()) {
      for (Predicate& predicate : predicates_) {  // the scan itself is the test
        const auto* test = std::get_if<LabelTestExpression>(&predicate.expression->node);
        if (test != nullptr && predicate.slots == std::set<Slot>{node.slot} &&
            test->test.kind == ast::LabelExpression::Kind::kName && test->test.name == *label &&
            std::holds_alternative<SlotExpression>(test->subject->node)) {
          predicate.applied = true;
        }
      }
    }
    const double scanned = before * access.cost;
    const bool needs_input = !std::holds_alternative<NodeScanOperator>(access.node);
    std::vector<LogicalPlan> inputs;
    if (state_.plan != nullptr || needs_input) inputs.push_back(plan_or_argument(state_));
    state_.plan = make_operator(std::move(access.node), std::move(inputs), scanned);
    state_.available.insert(node.slot);
    apply_predicates();
  }

  // --- Expansions
  // -------------------------------------------------------------------------------------------------------------

  /// What the relationships in `slot` must not be among, as far as it is there already.
  std::vector<Slot> partners_there(Slot slot) const {
    std::vector<Slot> there;
    if (const auto partners = partners_.find(slot); partners != partners_.end()) {
      for (const Slot other : partners->second) {
        if (state_.available.contains(other)) there.push_back(other);
      }
    }
    return there;
  }

  static ExpressionPtr all_of(std::vector<ExpressionPtr> predicates) {
    return predicates.empty() ? nullptr : join_conjuncts(std::move(predicates));
  }

  /// Takes those of `predicates` that read nothing but `known` out of them.
  static ExpressionPtr take_ready(std::vector<ExpressionPtr>& predicates, const std::set<Slot>& known) {
    std::vector<ExpressionPtr> ready, waiting;
    for (ExpressionPtr& predicate : predicates) {
      const std::set<Slot> slots = free_slots(*predicate);
      const bool is_ready = std::includes(known.begin(), known.end(), slots.begin(), slots.end());
      (is_ready ? ready : waiting).push_back(std::move(predicate));
    }
    predicates = std::move(waiting);
    return all_of(std::move(ready));
  }

  /// A column for each joint and relationship of the path that the predicate reads and that has none, being nameless
  /// or another name's twin.
  static void add_outputs(const BoundExpression& predicate, PathSearchOperator& search) {
    for (const Slot slot : free_slots(predicate)) {
      const auto has_slot = [slot](const PathOutput& output) { return output.slot == slot; };
      if (std::any_of(search.outputs.begin(), search.outputs.end(), has_slot)) continue;
      for (std::uint32_t i = 0; i < search.segments.size(); ++i) {
        const PathSegment& segment = search.segments[i];
        if (i > 0 && segment.joint == slot) search.outputs.push_back({slot, PathOutput::Kind::kJoint, i, 0});
        if (!segment.is_group && segment.steps.front().relationship == slot) {
          search.outputs.push_back({slot, PathOutput::Kind::kRelationship, i, 0});
        }
      }
    }
  }

  /// Each predicate of a path goes to the first step of the walk at which it can be decided; what needs more than the
  /// walk up to its own segment is left for the whole path, and what needs other paths of the MATCH, for later.
  PathSearchOperator place_predicates(const BoundPathSearch& bound, bool reversed, bool into) {
    PathSearchOperator search = bound.search;
    search.reversed = reversed;
    search.into = into;
    std::vector<ExpressionPtr> of_paths = bound.of_paths;
    std::set<Slot> known = state_.available;
    const std::size_t num_segments = search.segments.size();
    for (std::size_t walked = 0; walked < num_segments; ++walked) {
      const std::size_t at = reversed ? num_segments - 1 - walked : walked;
      PathSegment& segment = search.segments[at];
      if (walked > 0) {
        const std::size_t joint = reversed ? at + 1 : at;
        std::vector<ExpressionPtr> predicates = bound.of_joints[joint];
        known.insert(search.segments[joint].joint);
        search.segments[joint].joint_where = take_ready(predicates, known);
        of_paths.insert(of_paths.end(), predicates.begin(), predicates.end());
      }
      std::vector<ExpressionPtr> predicates = bound.of_segments[at];
      std::set<Slot> inside = known;
      for (std::size_t i = 0; i < segment.steps.size(); ++i) {
        PathStep& step = segment.steps[reversed ? segment.steps.size() - 1 - i : i];
        inside.insert({step.from, step.relationship, step.to});
        step.where = take_ready(predicates, inside);
      }
      if (segment.is_group) continue;  // its bindings are its own
      of_paths.insert(of_paths.end(), predicates.begin(), predicates.end());
      known = std::move(inside);
    }
    for (const ExpressionPtr& predicate : of_paths) add_outputs(*predicate, search);
    known.insert({bound.search.from, bound.search.to});
    for (const PathOutput& output : search.outputs) known.insert(output.slot);
    search.where = take_ready(of_paths, known);
    for (ExpressionPtr& predicate : of_paths) {
      std::set<Slot> slots = free_slots(*predicate);
      predicates_.push_back({std::move(predicate), std::move(slots)});
    }
    return search;
  }

  /// The shortest paths from one end of a relationship to every node: one segment, not into a node.
  static PathSearchOperator shortest_to_all(const PatternRelationship& relationship, Slot from, Slot slot) {
    PathSearchOperator search;
    search.from = from;
    search.relationships = slot;
    search.reversed = from != relationship.from;
    search.to = search.reversed ? relationship.from : relationship.to;
    search.selector = relationship.selector == ast::PathSelector::kAllShortestPaths ? ast::PathSelector::kAllShortest
                                                                                    : ast::PathSelector::kShortest;
    PathSegment segment{.joint = relationship.from, .joint_where = nullptr, .steps = {}};
    segment.minimum = relationship.length->minimum;
    segment.maximum = relationship.length->maximum;
    segment.is_group = true;
    segment.steps.push_back({.types = relationship.types,
                             .direction = relationship.direction,
                             .from = relationship.element,  // no predicate reads the nodes
                             .relationship = relationship.element,
                             .to = relationship.element,
                             .where = relationship.where});
    search.segments.push_back(std::move(segment));
    return search;
  }

  /// Whether all that the predicate on the relationships of a trail reads is there before the trail is walked.
  bool is_ready(const PatternRelationship& relationship) const {
    if (relationship.where == nullptr) return true;
    std::set<Slot> needed = free_slots(*relationship.where);
    needed.erase(relationship.element);
    return std::includes(state_.available.begin(), state_.available.end(), needed.begin(), needed.end());
  }

  /// It may read the trail's end, or what comes later: then it is one on the list of relationships.
  void add_predicate_on_all(const PatternRelationship& relationship, Slot list) {
    ExpressionPtr all = make_expression(relationship.where->range, StaticType::kBoolean,
                                        QuantifierExpression{.kind = ast::QuantifierKind::kAll,
                                                             .element = relationship.element,
                                                             .list = slot_expression(list, StaticType::kList),
                                                             .where = relationship.where});
    std::set<Slot> slots = free_slots(*all);
    predicates_.push_back({std::move(all), std::move(slots)});
  }

  void expand(std::size_t r, Slot from) {
    const PatternRelationship& relationship = pattern_.relationships[r];
    if (is_too_long()) {
      solved_[r] = true;
      state_.available.insert({relationship.slot, relationship.from, relationship.to});
      return;
    }
    const bool forward = from == relationship.from;
    const Slot to = forward ? relationship.to : relationship.from;
    const Direction direction = forward ? relationship.direction : reversed(relationship.direction);
    const bool into = state_.available.contains(to);
    const bool is_shortest = relationship.selector != ast::PathSelector::kNone && relationship.search == nullptr;
    const double after = std::max(rows(), 1.0) * (is_shortest && !into ? best_access(node_of(to)).rows
                                                                       : fan_out(relationship, from, state_.available));
    solved_[r] = true;
    // A variable that stands for another value already is compared afterwards.
    const Slot slot = relationship.bound ? binder_.new_slot() : relationship.slot;
    std::vector<Slot> unique_against;

    if (relationship.search != nullptr) {
      PathSearchOperator search = place_predicates(*relationship.search, !forward, into);
      search.from = from;
      search.to = to;
      search.unique_against = unique_against = partners_there(slot);
      for (const PathOutput& output : search.outputs) state_.available.insert(output.slot);
      append_operator(state_, std::move(search));
    } else if (relationship.selector != ast::PathSelector::kNone && !into) {
      append_operator(state_, shortest_to_all(relationship, from, slot));
    } else if (relationship.selector != ast::PathSelector::kNone) {
      ShortestPathOperator path{.from = relationship.from,
                                .relationships = slot,
                                .to = relationship.to,
                                .types = relationship.types,
                                .direction = relationship.direction,
                                .minimum = relationship.length->minimum,
                                .maximum = relationship.length->maximum};
      path.all = relationship.selector == ast::PathSelector::kAllShortestPaths;
      path.element = relationship.element;
      path.where = relationship.where;
      append_operator(state_, std::move(path));
    } else if (relationship.length.has_value()) {
      const Slot found = forward ? slot : binder_.new_slot();
      VarExpandOperator trail{.from = from,
                              .relationships = found,
                              .to = to,
                              .types = relationship.types,
                              .direction = direction,
                              .minimum = relationship.length->minimum,
                              .maximum = relationship.length->maximum,
                              .into = into};
      trail.element = relationship.element;
      unique_against = partners_there(slot);
      if (is_ready(relationship)) {
        trail.where = relationship.where;
      } else {
        add_predicate_on_all(relationship, slot);
      }
      trail.unique_against = unique_against;
      append_operator(state_, std::move(trail));
      if (!forward) {
        append_operator(
            state_,
            ProjectOperator{{{slot, call("reverse", slot_expression(found, StaticType::kList), StaticType::kList)}},
                            std::nullopt});
      }
    } else {
      append_operator(state_, ExpandOperator{.from = from,
                                             .relationship = slot,
                                             .to = to,
                                             .types = relationship.types,
                                             .direction = direction,
                                             .into = into,
                                             .count_only = false,
                                             .used = {}});
    }
    set_rows(after);
    add_relationship(slot, unique_against);
    state_.available.insert(to);
    if (relationship.bound) {
      append_operator(state_, FilterOperator{make_expression({}, StaticType::kBoolean,
                                                             BinaryExpression{BinaryKind::kEqual, slot_expression(slot),
                                                                              slot_expression(relationship.slot)})});
    }
    apply_predicates();
  }

  const BoundPattern& pattern_;
  PlanState& state_;
  Binder& binder_;
  const PlanningContext& context_;
  Cardinality cardinality_;
  std::vector<bool> solved_;
  std::vector<Predicate> predicates_;
  std::unordered_map<Slot, std::vector<Slot>> partners_;  ///< Relationships of the same MATCH that must differ.
  std::vector<ExpressionPtr> must_differ_;                ///< Of those that are there, not yet filtered by.
};

/// A label asked for in WHERE is one of its node's: it chooses access and order as one written in the pattern does.
/// Said twice it is one: estimates and filters would count both.
BoundPattern with_labels_at_nodes(BoundPattern pattern) {
  std::erase_if(pattern.predicates, [&](const ExpressionPtr& predicate) {
    const auto* test = std::get_if<LabelTestExpression>(&predicate->node);
    const auto* subject = test != nullptr ? std::get_if<SlotExpression>(&test->subject->node) : nullptr;
    if (subject == nullptr) return false;
    const auto node = std::find_if(pattern.nodes.begin(), pattern.nodes.end(),
                                   [&](const PatternNode& one) { return one.slot == subject->slot; });
    if (node == pattern.nodes.end()) return false;
    node->labels.push_back(test->test);
    return true;
  });
  for (PatternNode& node : pattern.nodes) {
    std::set<std::string> names;
    std::erase_if(node.labels, [&](const LabelTest& test) {
      return test.kind == ast::LabelExpression::Kind::kName && !names.insert(test.name).second;
    });
  }
  return pattern;
}

}  // namespace

void plan_pattern(const BoundPattern& pattern, PlanState& state, Binder& binder, const PlanningContext& context) {
  const BoundPattern normal = with_labels_at_nodes(pattern);
  PatternPlanner(normal, state, binder, context).plan();
}

}  // namespace kith::engine
