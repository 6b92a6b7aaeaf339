// engine/functions/list.cpp: lists.
#include <algorithm>

#include <fmt/format.h>

#include <kith/display_width.hpp>
#include "engine/functions/families.hpp"
#include "engine/functions/range.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;

Result<Value> head(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kList)) return invalid_argument("head", "a LIST", values[0]);
  return values[0].list().empty() ? Value() : values[0].list().front();
}

Result<Value> last(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kList)) return invalid_argument("last", "a LIST", values[0]);
  return values[0].list().empty() ? Value() : values[0].list().back();
}

Result<Value> tail(Values values, ExecContext&) {
  if (!values[0].is(ValueKind::kList)) return invalid_argument("tail", "a LIST", values[0]);
  const List& list = values[0].list();
  return Value(list.empty() ? List{} : List(list.begin() + 1, list.end()));
}

Result<Value> reverse(Values values, ExecContext&) {
  if (values[0].is(ValueKind::kList)) return Value(List(values[0].list().rbegin(), values[0].list().rend()));
  if (!values[0].is(ValueKind::kString)) return invalid_argument("reverse", "a LIST or STRING", values[0]);
  const std::string& text = values[0].get<std::string>();
  std::string reversed(text.size(), '\0');
  std::size_t end = text.size();
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t num_bytes = code_point_at(text, offset).num_bytes;
    end -= num_bytes;
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(offset), num_bytes,
                reversed.begin() + static_cast<std::ptrdiff_t>(end));
    offset += num_bytes;
  }
  return Value(std::move(reversed));
}

Result<Value> range(Values values, ExecContext& context) {
  KITH_TRY(RangeSteps steps, range_steps(values));
  // The list is one value: it must fit whole.
  constexpr std::uint64_t kMostElements = std::uint64_t{1} << 31;
  if (steps.num_left > kMostElements) {
    return std::move(out_of_range(fmt::format("range() would give a list of {} elements", steps.num_left)))
        .with_hint("UNWIND range(...) takes one element after the other, and makes no list");
  }
  const std::size_t num_bytes = steps.num_left * sizeof(Value);
  KITH_CHECK_OK(context.reserve(num_bytes));
  context.release(num_bytes);
  List list;
  list.reserve(steps.num_left);
  while (!steps.empty()) {
    if (list.size() % 65'536 == 65'535) KITH_CHECK_OK(context.check_interrupt());
    list.emplace_back(steps.next());
  }
  return Value(std::move(list));
}

Result<Value> is_empty(Values values, ExecContext&) {
  switch (values[0].kind()) {
    case ValueKind::kList:
      return Value(values[0].list().empty());
    case ValueKind::kMap:
      return Value(values[0].map().empty());
    case ValueKind::kString:
      return Value(values[0].get<std::string>().empty());
    default:
      return invalid_argument("isEmpty", "a LIST, MAP or STRING", values[0]);
  }
}

}  // namespace

std::int64_t RangeSteps::next() {
  const std::int64_t value = first;
  // Past the last step this may wrap around, and nobody asks for it.
  first = static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + static_cast<std::uint64_t>(step));
  --num_left;
  return value;
}

Result<RangeSteps> range_steps(std::span<const Value> arguments) {
  for (const Value& value : arguments) {
    if (value.is(ValueKind::kInteger)) continue;
    return Error(ErrorKind::kArgumentError, fmt::format("range() takes INTEGERs, got {}", to_string(value.kind())))
        .with_detail("InvalidArgumentType");
  }
  const std::int64_t start = arguments[0].get<std::int64_t>(), end = arguments[1].get<std::int64_t>();
  RangeSteps steps{.first = start, .step = arguments.size() > 2 ? arguments[2].get<std::int64_t>() : 1};
  if (steps.step == 0) return out_of_range("range() takes a step other than 0");
  if (steps.step > 0 ? start > end : start < end) return steps;
  const auto u = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  const std::uint64_t num_further =
      steps.step > 0 ? (u(end) - u(start)) / u(steps.step) : (u(start) - u(end)) / (0 - u(steps.step));
  steps.num_left = std::max(num_further + 1, num_further);
  return steps;
}

FunctionTable list_functions() {
  constexpr StaticType kList = StaticType::kList, kAny = StaticType::kAny;
  const Argument list{"list", kList};
  return {
      {.name = "head",
       .arguments = {list},
       .num_required = 1,
       .result = kAny,
       .help = "The first element.",
       .scalar = head},
      {.name = "last",
       .arguments = {list},
       .num_required = 1,
       .result = kAny,
       .help = "The last element.",
       .scalar = last},
      {.name = "tail",
       .arguments = {list},
       .num_required = 1,
       .result = kList,
       .help = "All elements but the first.",
       .scalar = tail},
      {.name = "reverse",
       .arguments = {{"of", kAny, {kList, StaticType::kString}}},
       .num_required = 1,
       .result = kAny,
       .help = "The elements of a list, or the characters of a string, from last to first.",
       .scalar = reverse},
      // Of any type: the TCK wants an ArgumentError at runtime for what is not an integer.
      {.name = "range",
       .arguments = {{"start"}, {"end"}, {"step"}},
       .num_required = 2,
       .result = kList,
       .help = "The integers from start to end, both included, step apart.",
       .scalar = range},
      {.name = "isEmpty",
       .arguments = {{"of", kAny, {kList, StaticType::kMap, StaticType::kString}}},
       .num_required = 1,
       .result = StaticType::kBoolean,
       .help = "Whether a list, map or string holds nothing.",
       .scalar = is_empty},
  };
}

}  // namespace kith::engine
