// engine/planner/explain.cpp: a plan as an indented tree.
#include <fmt/format.h>

#include "engine/binder/expression_text.hpp"
#include "engine/functions/function.hpp"
#include "engine/planner/logical_plan.hpp"
#include "engine/procedures/procedure.hpp"

namespace kith::engine {
namespace {

class Explainer {
 public:
  Explainer(const PlannedQuery& query, const QueryProfile* profile) : query_(query), profile_(profile) {}

  void print(const LogicalPlan& plan, std::size_t depth, std::string& out) const {
    const auto [name, detail] = std::visit([this](const auto& node) { return describe(node); }, plan->node);
    std::string line = fmt::format("{:>{}}{}", "", depth * 2, name);
    if (!detail.empty()) line += "  " + detail;
    out += line;
    if (plan->estimated_rows > 0) out += fmt::format("  (about {:.0f} rows)", plan->estimated_rows);
    if (profile_ != nullptr) {
      const auto found = profile_->find(plan.get());
      const OperatorProfile profile = found != profile_->end() ? found->second : OperatorProfile{};
      out += fmt::format("  [{} rows, {:.3f} ms]", profile.rows, static_cast<double>(profile.nanoseconds) / 1e6);
    }
    out += '\n';
    for (const LogicalPlan& input : plan->inputs) print(input, depth + 1, out);
  }

 private:
  using Description = std::pair<std::string_view, std::string>;

  std::string slot(Slot slot) const {
    return slot < query_.slot_names.size() && !query_.slot_names[slot].empty() ? query_.slot_names[slot]
                                                                               : fmt::format("#{}", slot);
  }
  std::string slots(const std::vector<Slot>& list) const {
    std::vector<std::string> names;
    for (const Slot one : list) names.push_back(slot(one));
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::string text(const ExpressionPtr& expression) const {
    return expression == nullptr ? "" : to_string(*expression, query_.slot_names);
  }
  std::string text(const WrittenName& name) const {
    return name.value == nullptr ? name.name : "$(" + text(name.value) + ")";
  }
  std::string text(const std::vector<ExpressionPtr>& expressions) const {
    std::vector<std::string> texts;
    for (const ExpressionPtr& expression : expressions) texts.push_back(text(expression));
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  std::string text(const Projections& items) const {
    std::vector<std::string> texts;
    for (const auto& [target, expression] : items) texts.push_back(slot(target) + " := " + text(expression));
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  std::string text(const std::vector<SortKey>& keys) const {
    std::vector<std::string> texts;
    for (const SortKey& key : keys) texts.push_back(text(key.expression) + (key.descending ? " DESC" : ""));
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  static std::string arrow(const std::string& inside, Direction direction) {
    return fmt::format("{}-[{}]-{}", direction == Direction::kIncoming ? "<" : "", inside,
                       direction == Direction::kOutgoing ? ">" : "");
  }
  static std::string types(const std::vector<std::string>& types) {
    return types.empty() ? "" : fmt::format(":{}", fmt::join(types, "|"));
  }
  std::string pattern(Slot from, const std::string& inside, Direction direction, const std::string& to) const {
    return fmt::format("({}){}({})", slot(from), arrow(inside, direction), to);
  }
  static std::string range(std::uint64_t minimum, const std::optional<std::uint64_t>& maximum) {
    return fmt::format("*{}..{}", minimum, maximum.has_value() ? std::to_string(*maximum) : "");
  }
  std::string created(const CreatePattern& pattern) const {
    std::vector<std::string> texts;
    for (const CreateNode& node : pattern.nodes) texts.push_back(fmt::format("({})", slot(node.slot)));
    for (const CreateRelationship& relationship : pattern.relationships) {
      texts.push_back(this->pattern(relationship.start, ":" + text(relationship.type), Direction::kOutgoing,
                                    slot(relationship.end)));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
  }

  Description describe(const ArgumentOperator&) const { return {"Argument", ""}; }
  Description describe(const NodeScanOperator& node) const {
    if (!node.label.has_value()) return {"AllNodesScan", fmt::format("({})", slot(node.node))};
    return {"NodeByLabelScan", fmt::format("({}:{})", slot(node.node), *node.label)};
  }
  Description describe(const NodeIndexSeekOperator& node) const {
    std::string condition;
    if (!node.equal.empty()) condition = (node.equal_is_list ? " IN " : " = ") + text(node.equal);
    if (node.prefix != nullptr) condition += " STARTS WITH " + text(node.prefix);
    if (node.lower.has_value()) condition += (node.lower->inclusive ? " >= " : " > ") + text(node.lower->value);
    if (node.upper.has_value()) condition += (node.upper->inclusive ? " <= " : " < ") + text(node.upper->value);
    return {"NodeIndexSeek",
            fmt::format("({}:{}) {}{}", slot(node.node), node.label, fmt::join(node.keys, ", "), condition)};
  }
  Description describe(const NodeByIdSeekOperator& node) const {
    return {"NodeByIdSeek", fmt::format("({}) id {}", slot(node.node), text(node.ids))};
  }
  Description describe(const ExpandOperator& node) const {
    const std::string inside = (node.relationship.has_value() ? slot(*node.relationship) : "") + types(node.types);
    const std::string to = node.to.has_value() ? slot(*node.to) : "";
    return {node.count_only ? "Expand(Count)"
            : node.into     ? "Expand(Into)"
                            : "Expand(All)",
            pattern(node.from, inside, node.direction, to) +
                (node.used.empty() ? "" : fmt::format(", less {} used", node.used.size()))};
  }
  /// The pattern beyond a node; branches in braces.
  static std::string beyond(const CountedExpansion& node) {
    std::string labels;
    for (const LabelTest& label : node.labels) labels += ":" + to_string(label);
    std::string out = arrow(types(node.types), node.direction) + "(" + labels + ")";
    if (node.beyond.size() == 1) return out + beyond(node.beyond.front());
    for (const CountedExpansion& branch : node.beyond) out += "{" + beyond(branch) + "}";
    return out;
  }
  Description describe(const CountTreeOperator& node) const {
    return {node.optional ? "OptionalExpand(Count)" : "Expand(Count)",
            fmt::format("({})", slot(node.from)) + beyond(node.expansion) +
                (node.before.has_value() ? fmt::format(", not back to ({})", slot(*node.before)) : "")};
  }
  Description describe(const IntersectOperator& node) const {
    const auto side = [&](const IntersectOperator::Leg& leg) {
      const std::string inside = (leg.relationship.has_value() ? slot(*leg.relationship) : "") + types(leg.types);
      return pattern(leg.from, inside, leg.direction, node.count_only ? "" : slot(node.to));
    };
    return {node.count_only ? "Intersect(Count)" : "Intersect", side(node.left) + ", " + side(node.right)};
  }
  Description describe(const ExpandPairOperator& node) const {
    return {"Expand(Pairs)", pattern(node.from, types(node.first.types), node.first.direction, "") + ", " +
                                 pattern(node.from, types(node.second.types), node.second.direction, "")};
  }
  Description describe(const VarExpandOperator& node) const {
    const std::string inside = slot(node.relationships) + types(node.types) + range(node.minimum, node.maximum);
    return {node.only_reached ? "VarLengthExpand(Reached)"
            : node.into       ? "VarLengthExpand(Into)"
                              : "VarLengthExpand(All)",
            pattern(node.from, inside, node.direction, slot(node.to))};
  }
  Description describe(const ShortestPathOperator& node) const {
    const std::string inside = slot(node.relationships) + types(node.types) + range(node.minimum, node.maximum);
    return {node.all ? "AllShortestPaths" : "ShortestPath", pattern(node.from, inside, node.direction, slot(node.to))};
  }
  Description describe(const PathSearchOperator& node) const {
    std::string path = fmt::format("({})", slot(node.from));
    for (std::size_t i = 0; i < node.segments.size(); ++i) {
      const PathSegment& segment = node.segments[node.reversed ? node.segments.size() - 1 - i : i];
      for (std::size_t j = 0; j < segment.steps.size(); ++j) {
        const PathStep& step = segment.steps[node.reversed ? segment.steps.size() - 1 - j : j];
        path += arrow(types(step.types), node.reversed ? reversed(step.direction) : step.direction);
        if (j + 1 < segment.steps.size()) path += "()";
      }
      if (segment.is_group) path += range(segment.minimum, segment.maximum);
      path += i + 1 < node.segments.size() ? "()" : fmt::format("({})", slot(node.to));
    }
    switch (node.selector) {
      case ast::PathSelector::kShortest:
        return {"PathSearch(Shortest)", path};
      case ast::PathSelector::kAllShortest:
        return {"PathSearch(AllShortest)", path};
      case ast::PathSelector::kShortestGroups:
        return {"PathSearch(ShortestGroups)", path};
      default:
        return {node.into ? "PathSearch(Into)" : "PathSearch(All)", path};
    }
  }
  Description describe(const FilterOperator& node) const { return {"Filter", text(node.predicate)}; }
  Description describe(const ProjectOperator& node) const {
    std::string detail = text(node.items);
    if (node.keep.has_value()) detail += (detail.empty() ? "keep " : "; keep ") + slots(*node.keep);
    return {"Projection", detail};
  }
  Description describe(const AggregateOperator& node) const {
    std::vector<std::string> texts;
    for (const AggregateOperator::Item& item : node.items) {
      const std::string arguments = item.aggregate.arguments.empty() ? "*" : text(item.aggregate.arguments);
      texts.push_back(fmt::format("{} := {}({}{})", slot(item.slot), item.aggregate.function->name,
                                  item.aggregate.distinct ? "DISTINCT " : "", arguments));
    }
    const std::string items = fmt::format("{}", fmt::join(texts, ", "));
    return {"Aggregation", node.keys.empty() ? items : fmt::format("{} by {}", items, text(node.keys))};
  }
  Description describe(const DistinctOperator& node) const { return {"Distinct", slots(node.slots)}; }
  Description describe(const SortOperator& node) const { return {"Sort", text(node.keys)}; }
  Description describe(const TopOperator& node) const {
    const std::string skip = node.skip != nullptr ? " SKIP " + text(node.skip) : "";
    return {"Top", text(node.keys) + skip + " LIMIT " + text(node.limit)};
  }
  Description describe(const SkipOperator& node) const { return {"Skip", text(node.count)}; }
  Description describe(const LimitOperator& node) const { return {"Limit", text(node.count)}; }
  Description describe(const UnwindOperator& node) const {
    return {"Unwind", text(node.list) + " AS " + slot(node.element)};
  }
  Description describe(const LoadCsvOperator& node) const {
    return {"LoadCsv", text(node.source) + " AS " + slot(node.row)};
  }
  Description describe(const TransactionBatchesOperator& node) const {
    return {"TransactionBatches", node.num_rows == nullptr ? "" : text(node.num_rows) + " rows each"};
  }
  Description describe(const ProcedureCallOperator& node) const {
    return {"ProcedureCall", fmt::format("{}({})", node.procedure->name, text(node.arguments))};
  }
  Description describe(const EagerOperator&) const { return {"Eager", ""}; }
  Description describe(const CreateOperator& node) const { return {"Create", created(node.pattern)}; }
  Description describe(const UpdateOperator&) const { return {"Update", ""}; }
  Description describe(const DeleteOperator& node) const {
    return {node.detach ? "DetachDelete" : "Delete", text(node.targets)};
  }
  Description describe(const MergeOperator& node) const { return {"Merge", created(node.create)}; }
  Description describe(const ForeachOperator& node) const {
    return {"Foreach", slot(node.element) + " IN " + text(node.list)};
  }
  Description describe(const ApplyOperator& node) const {
    switch (node.kind) {
      case ApplyKind::kInner:
        return {"Apply", ""};
      case ApplyKind::kOptional:
        return {"OptionalApply", ""};
      case ApplyKind::kSemi:
        return {"SemiApply", ""};
      case ApplyKind::kAnti:
        return {"AntiSemiApply", ""};
    }
    return {"Apply", ""};
  }
  Description describe(const HashJoinOperator& node) const { return {"HashJoin", slots(node.keys)}; }
  Description describe(const UnionOperator& node) const { return {"Union", slots(node.output)}; }

  const PlannedQuery& query_;
  const QueryProfile* profile_;
};

}  // namespace

std::string to_string(const PlannedQuery& query, const QueryProfile* profile) {
  std::vector<std::string> names;
  for (const auto& [name, slot] : query.columns) names.push_back(name);
  std::string out = names.empty() ? "NoResults\n" : fmt::format("ProduceResults  {}\n", fmt::join(names, ", "));
  Explainer(query, profile).print(query.root, 1, out);
  return out;
}

}  // namespace kith::engine
