// engine/planner/plan_pattern.cpp: the pattern of one MATCH as scans, expansions and filters, in the order that
// promises fewest rows. Orders are searched by dynamic programming over sets of solved relationships, from every start
// node (Moerkotte and Neumann's enumeration, restricted to left-deep trees: every expansion is a look-up in adjacency,
// so bushy trees seldom win).
#include <algorithm>
#include <limits>

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

Direction reversed(Direction direction) {
  if (direction == Direction::kBoth) return direction;
  return direction == Direction::kOutgoing ? Direction::kIncoming : Direction::kOutgoing;
}

class PatternPlanner {
 public:
  PatternPlanner(const BoundPattern& pattern, PlanState& state, Binder& binder, const PlanningContext& context)
      : pattern_(pattern), state_(state), binder_(binder), context_(context), cardinality_(context.view) {
    solved_.resize(pattern.relationships.size());
    for (const ExpressionPtr& predicate : pattern.predicates)
      predicates_.push_back({predicate, free_slots(*predicate)});
    for (const auto& [left, right] : pattern.disjoint) {
      predicates_.push_back(
          {make_expression({}, StaticType::kBoolean, DisjointExpression{left, right}), {left, right}});
    }
    for (const PatternNode& node : pattern.nodes) {
      for (const LabelTest& test : node.labels) {
        predicates_.push_back(
            {make_expression({}, StaticType::kBoolean,
                             LabelTestExpression{slot_expression(node.slot, StaticType::kNode), test}),
             {node.slot}});
      }
    }
  }

  void plan() {
    apply_predicates();
    for (std::size_t r = 0; r < pattern_.relationships.size(); ++r) {
      if (pattern_.relationships[r].bound && !pattern_.relationships[r].length.has_value()) start_from_relationship(r);
    }
    for (const std::vector<std::size_t>& component : components()) {
      std::set<Slot> nodes;
      for (const std::size_t r : component)
        nodes.insert({pattern_.relationships[r].from, pattern_.relationships[r].to});
      plan_beside(nodes, [&] { plan_component(component); });
    }
    for (const PatternNode& node : pattern_.nodes) {  // nodes without relationships, and ends of shortest paths
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
  const PatternNode& node_of(Slot slot) const {
    return *std::find_if(pattern_.nodes.begin(), pattern_.nodes.end(),
                         [&](const PatternNode& node) { return node.slot == slot; });
  }
  double rows() const { return state_.plan != nullptr ? state_.plan->estimated_rows : 1; }
  void set_rows(double rows) { state_.plan->estimated_rows = std::max(rows, 0.0); }

  /// Filters whatever has all its slots by now.
  void apply_predicates() {
    std::vector<ExpressionPtr> ready;
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
    if (!context_.optimize || state_.plan == nullptr || connected || std::any_of(nodes.begin(), nodes.end(), seeks)) {
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
    if (context_.optimize) {
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
      auto next = std::find_if(waiting.begin(), waiting.end(), [&](std::size_t r) {
        return state_.available.contains(pattern_.relationships[r].from) ||
               state_.available.contains(pattern_.relationships[r].to);
      });
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
  };

  /// `node.key` on one side of a comparison, and something that is available on the other.
  std::optional<std::pair<std::string, ExpressionPtr>> key_and_value(const BinaryExpression& binary, Slot node,
                                                                     bool& swapped) const {
    for (const bool swap : {false, true}) {
      const ExpressionPtr& side = swap ? binary.right : binary.left;
      const ExpressionPtr& other = swap ? binary.left : binary.right;
      const auto* property = std::get_if<PropertyExpression>(&side->node);
      if (property == nullptr) continue;
      const auto* subject = std::get_if<SlotExpression>(&property->subject->node);
      if (subject == nullptr || subject->slot != node) continue;
      const std::set<Slot> used = free_slots(*other);
      if (!std::includes(state_.available.begin(), state_.available.end(), used.begin(), used.end())) continue;
      swapped = swap;
      return std::make_pair(property->key, other);
    }
    return std::nullopt;
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
    if (!context_.optimize) return best;
    for (const Predicate& predicate : predicates_) {
      if (!predicate.applied) consider_seek(node, *predicate.expression, best);
    }
    return best;
  }

  void consider_seek(const PatternNode& node, const BoundExpression& predicate, Access& best) const {
    const auto* binary = std::get_if<BinaryExpression>(&predicate.node);
    if (binary == nullptr) return;
    if (binary->kind == BinaryKind::kEqual || binary->kind == BinaryKind::kIn) {
      if (auto ids = id_seek(node, *binary)) {
        const double rows = binary->kind == BinaryKind::kEqual ? 1 : 10;
        if (rows < best.cost) best = {.node = NodeByIdSeekOperator{node.slot, *ids}, .rows = rows, .cost = rows};
        return;
      }
    }
    bool swapped = false;
    const auto found = key_and_value(*binary, node.slot, swapped);
    if (!found.has_value()) return;
    const auto& [key, value] = *found;
    for (const LabelTest& test : node.labels) {
      if (test.kind != ast::LabelExpression::Kind::kName) continue;
      const storage::IndexDefinition* index = find_index(test.name, key);
      if (index == nullptr) continue;
      NodeIndexSeekOperator seek{.node = node.slot, .label = test.name, .keys = {key}, .equal = {}};
      double rows = 0;
      switch (binary->kind) {
        case BinaryKind::kEqual:
          seek.equal = {value};
          rows = cardinality_.nodes_with_value(test.name, key, index->unique);
          break;
        case BinaryKind::kIn:
          if (swapped) continue;
          seek.equal = {value};
          seek.equal_is_list = true;
          rows = 10 * cardinality_.nodes_with_value(test.name, key, index->unique);
          break;
        case BinaryKind::kStartsWith:
          if (swapped) continue;
          seek.prefix = value;
          rows = cardinality_.nodes_with_label(test.name) * cardinality_.selectivity(predicate);
          break;
        case BinaryKind::kLess:
        case BinaryKind::kLessOrEqual:
        case BinaryKind::kGreater:
        case BinaryKind::kGreaterOrEqual: {
          const bool inclusive =
              binary->kind == BinaryKind::kLessOrEqual || binary->kind == BinaryKind::kGreaterOrEqual;
          const bool is_upper =
              (binary->kind == BinaryKind::kLess || binary->kind == BinaryKind::kLessOrEqual) != swapped;
          (is_upper ? seek.upper : seek.lower) = NodeIndexSeekOperator::Bound{value, inclusive};
          rows = cardinality_.nodes_with_label(test.name) * cardinality_.selectivity(predicate);
          break;
        }
        default:
          continue;
      }
      if (rows < best.cost) best = {.node = std::move(seek), .rows = rows, .cost = rows};
    }
  }

  const storage::IndexDefinition* find_index(const std::string& label, const std::string& key) const {
    const auto label_id = context_.view.names().label(label);
    const auto key_id = context_.view.names().property_key(key);
    if (!label_id.has_value() || !key_id.has_value()) return nullptr;
    for (const storage::IndexDefinition& index : context_.view.schema().indexes) {
      if (index.element == ElementKind::kNode && index.label_or_type == label_id->value && index.keys.size() == 1 &&
          index.keys.front() == *key_id) {
        return &index;
      }
    }
    return nullptr;
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
    Access access = best_access(node);
    const double before = std::max(rows(), 1.0);
    if (const auto* by_label = std::get_if<NodeScanOperator>(&access.node);
        by_label != nullptr && by_label->label.has_value()) {
      for (Predicate& predicate : predicates_) {  // the scan itself is the test
        const auto* test = std::get_if<LabelTestExpression>(&predicate.expression->node);
        if (test != nullptr && predicate.slots == std::set<Slot>{node.slot} &&
            test->test.kind == ast::LabelExpression::Kind::kName && test->test.name == *by_label->label &&
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

  void expand(std::size_t r, Slot from) {
    const PatternRelationship& relationship = pattern_.relationships[r];
    const bool forward = from == relationship.from;
    const Slot to = forward ? relationship.to : relationship.from;
    const Direction direction = forward ? relationship.direction : reversed(relationship.direction);
    const bool into = state_.available.contains(to);
    const double after = std::max(rows(), 1.0) * fan_out(relationship, from, state_.available);
    solved_[r] = true;
    // A variable that stands for another value already is compared afterwards.
    const Slot slot = relationship.bound ? binder_.new_slot() : relationship.slot;

    if (relationship.selector != ast::PathSelector::kNone) {
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
      trail.where = relationship.where;
      for (Predicate& predicate : predicates_) {
        const auto* disjoint = std::get_if<DisjointExpression>(&predicate.expression->node);
        if (predicate.applied || disjoint == nullptr || (disjoint->left != slot && disjoint->right != slot)) continue;
        const Slot other = disjoint->left == slot ? disjoint->right : disjoint->left;
        if (!state_.available.contains(other)) continue;
        trail.unique_against.push_back(other);
        predicate.applied = true;
      }
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
    state_.available.insert({slot, to});
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
};

}  // namespace

void plan_pattern(const BoundPattern& pattern, PlanState& state, Binder& binder, const PlanningContext& context) {
  PatternPlanner(pattern, state, binder, context).plan();
}

}  // namespace kith::engine
