// parser/grammar/write_clause.cpp: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH.
#include "parser/grammar/clause_action.hpp"

namespace kith::parser {
namespace {

using ast::Expression;
using ast::LabelExpression;
using ast::SetItem;

/// Adds a label to set or to remove; false when it is neither a name nor `$(e)`.
bool collect_label(const LabelExpression& label, std::vector<ast::WrittenLabel>& labels) {
  if (label.kind == LabelExpression::Kind::kName) {
    labels.push_back({label.name, nullptr});
  } else if (label.kind == LabelExpression::Kind::kDynamic && !label.any) {
    labels.push_back({{}, label.value});
  } else {
    return false;
  }
  return true;
}

/// The labels of `:A:B:$(e)`, or false when the label expression is more than that.
bool collect_labels(const LabelExpression& expression, std::vector<ast::WrittenLabel>& labels) {
  if (expression.kind != LabelExpression::Kind::kAnd) return collect_label(expression, labels);
  for (const LabelExpression* operand : expression.operands) {
    if (!collect_label(*operand, labels)) return false;
  }
  return true;
}

/// `v:A:B` taken apart; refuses other label expressions. False when `target` is none.
bool split_labels(const Expression* target, Expression*& subject, std::vector<ast::WrittenLabel>& labels) {
  const auto* const predicate = std::get_if<ast::LabelPredicate>(&target->node);
  if (predicate == nullptr) return false;
  if (!collect_labels(*predicate->labels, labels)) {
    refuse(target->range, "UnexpectedSyntax", "only plain labels can be set or removed", "write `v:Label1:Label2`");
  }
  subject = predicate->subject;
  return true;
}

/// `target = value` or, with `merge`, `target += value`.
void assign(SetItem& item, Expression* target, Expression* value, bool merge) {
  item.value = value;
  item.subject = target;
  if (merge) {
    item.kind = SetItem::Kind::kMerge;
  } else if (auto* const property = std::get_if<ast::PropertyAccess>(&target->node)) {
    item.kind = SetItem::Kind::kProperty;
    item.subject = property->subject;
    item.key = std::move(property->key);
  } else if (const auto* const index = std::get_if<ast::IndexAccess>(&target->node)) {
    item.kind = SetItem::Kind::kProperty;
    item.subject = index->subject;
    item.dynamic_key = index->index;
  } else {
    item.kind = SetItem::Kind::kReplace;
  }
  if (item.kind != SetItem::Kind::kProperty && !std::holds_alternative<ast::Variable>(target->node)) {
    refuse(target->range, "UnexpectedSyntax", "SET changes a property or a variable's properties",
           "write `SET v.key = value`, `SET v = {…}` or `SET v += {…}`");
  }
}

constexpr auto put_subject = [](auto& ctx) { x3::_val(ctx).subject = x3::_attr(ctx); };
template <bool Merge>
constexpr auto assign_value = [](auto& ctx) { assign(x3::_val(ctx), x3::_val(ctx).subject, x3::_attr(ctx), Merge); };
constexpr auto set_labels = [](auto& ctx) {
  SetItem& item = x3::_val(ctx);
  item.kind = SetItem::Kind::kLabels;
  x3::_pass(ctx) = split_labels(item.subject, item.subject, item.labels);
};
constexpr auto remove_target = [](auto& ctx) {
  ast::RemoveItem& item = x3::_val(ctx);
  Expression* const target = x3::_attr(ctx);
  if (split_labels(target, item.subject, item.labels)) return;
  if (const auto* const index = std::get_if<ast::IndexAccess>(&target->node)) {
    item.subject = index->subject;
    item.dynamic_key = index->index;
    return;
  }
  auto* const property = std::get_if<ast::PropertyAccess>(&target->node);
  if (property == nullptr) {
    refuse(target->range, "UnexpectedSyntax", "REMOVE takes a property or labels",
           "write `REMOVE v.key` or `REMOVE v:Label`; whole nodes and relationships go with DELETE");
  }
  item.subject = property->subject;
  item.key = std::move(property->key);
};
template <auto Member>
constexpr auto append = [](auto& ctx) {
  auto& items = x3::_val(ctx).*Member;
  auto& more = x3::_attr(ctx);
  items.insert(items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
};
constexpr auto push_item = [](auto& ctx) { x3::_val(ctx).push_back(std::move(x3::_attr(ctx))); };

const auto comma = sym(Symbol::kComma);

const x3::rule<struct CreateId, ast::Create> create = "CREATE";
const x3::rule<struct MergeId, ast::Merge> merge = "MERGE";
const x3::rule<struct SetId, ast::Set> set_clause = "SET";
const x3::rule<struct SetItemId, SetItem> set_item = "a property";
const x3::rule<struct SetItemsId, std::vector<SetItem>> set_items = "a property";
const x3::rule<struct RemoveId, ast::Remove> remove = "REMOVE";
const x3::rule<struct RemoveItemId, ast::RemoveItem> remove_item = "a property";
const x3::rule<struct DeleteId, ast::Delete> delete_ = "DELETE";
const x3::rule<struct ForeachId, ast::Foreach> foreach = "FOREACH";

const auto set_item_def = spanned[labelled(Named::kSetItem)[postfix[put_subject]] >>
                                  ((sym(Symbol::kPlusEqual) > expression[assign_value<true>]) |
                                   (sym(Symbol::kEqual) > expression[assign_value<false>]) | x3::eps[set_labels])];
const auto set_items_def = set_item[push_item] >> *(comma > set_item[push_item]);
const auto remove_item_def = spanned[labelled(Named::kSetItem)[postfix[remove_target]]];

const auto create_def = kw(Keyword::kCreate) > pattern_list[put<&ast::Create::patterns>];
const auto merge_def = kw(Keyword::kMerge) > pattern_part[put<&ast::Merge::pattern>] >
                       *(kw(Keyword::kOn) >
                         ((kw(Keyword::kCreate) > kw(Keyword::kSet) > set_items[append<&ast::Merge::on_create>]) |
                          (kw(Keyword::kMatch) > kw(Keyword::kSet) > set_items[append<&ast::Merge::on_match>])));
const auto set_clause_def = kw(Keyword::kSet) > set_items[put<&ast::Set::items>];
const auto remove_def = kw(Keyword::kRemove) > remove_item[push<&ast::Remove::items>] >
                        *(comma > remove_item[push<&ast::Remove::items>]);
const auto delete__def = ((kw(Keyword::kDetach)[set<&ast::Delete::detach, true>] > kw(Keyword::kDelete)) |
                          (-kw(Keyword::kNodetach, Named::kClause) >> kw(Keyword::kDelete))) >
                         expression[push<&ast::Delete::targets>] > *(comma > expression[push<&ast::Delete::targets>]);
const auto foreach_def = kw(Keyword::kForeach) >
                         sym(Symbol::kLeftParenthesis) > new_variable[put<&ast::Foreach::variable>] >
                         kw(Keyword::kIn) > bar_ends[expression[put<&ast::Foreach::list>]] >
                         sym(Symbol::kBar) > bar_joins[+write_clause[push<&ast::Foreach::body>]] >
                         sym(Symbol::kRightParenthesis);

}  // namespace

const auto write_clause_def = spanned[nested[create[as_clause] | set_clause[as_clause] | merge[as_clause] |
                                             delete_[as_clause] | remove[as_clause] | foreach[as_clause]]];

namespace {
BOOST_SPIRIT_DEFINE(create, merge, set_clause, set_item, set_items, remove, remove_item, delete_, foreach)
}  // namespace
BOOST_SPIRIT_DEFINE(write_clause)

BOOST_SPIRIT_INSTANTIATE(WriteClauseRule, Iterator, Context)

}  // namespace kith::parser
