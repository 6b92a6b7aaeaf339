// engine/functions/predicate.cpp: what to do about null.
#include "engine/execution/expressions/assemble.hpp"
#include "engine/functions/families.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

using Values = std::span<const Value>;

Result<Vector> coalesce(std::span<const Vector> arguments, std::uint32_t size, ExecContext&) {
  if (arguments.size() == 1 || !arguments[0].may_have_nulls()) return arguments[0];
  std::vector<std::uint32_t> open(size);
  for (std::uint32_t row = 0; row < size; ++row) open[row] = row;
  std::vector<std::pair<Vector, std::vector<std::uint32_t>>> taken;
  for (const Vector& argument : arguments) {
    if (open.empty()) break;
    if (argument.kind() == VectorKind::kNull) continue;
    std::vector<std::uint32_t> rows, rest;
    for (const std::uint32_t row : open) (argument.is_null(row) ? rest : rows).push_back(row);
    if (rows.size() == size) return argument;
    if (!rows.empty()) {
      auto selection = std::make_shared<const std::vector<std::uint32_t>>(rows);
      taken.emplace_back(argument.select(std::move(selection)), std::move(rows));
    }
    open = std::move(rest);
  }
  std::vector<Part> parts;
  for (const auto& [values, rows] : taken) parts.push_back({&values, &rows, 0});
  return assemble(parts, size);
}

Result<Value> null_if(Values values, ExecContext&) {
  return equals(values[0], values[1]).value_or(false) ? Value() : values[0];
}

}  // namespace

FunctionTable predicate_functions() {
  constexpr StaticType kAny = StaticType::kAny;
  return {
      {.name = "coalesce",
       .arguments = {{"value", kAny}},
       .num_required = 1,
       .variadic = true,
       .result = kAny,
       .null_rule = NullRule::kSees,
       .help = "The first argument that is not null.",
       .vectorised = coalesce},
      {.name = "nullIf",
       .arguments = {{"value", kAny}, {"other", kAny}},
       .num_required = 2,
       .result = kAny,
       .null_rule = NullRule::kSees,
       .help = "Null when both are equal, else the first.",
       .scalar = null_if},
      {.name = "exists",
       .arguments = {{"property", kAny}},
       .num_required = 1,
       .result = StaticType::kBoolean,
       .null_rule = NullRule::kSees,
       .help = "Whether a property is there; the same as IS NOT NULL.",
       .scalar = [](Values values, ExecContext&) -> Result<Value> { return Value(!values[0].is_null()); }},
  };
}

}  // namespace kith::engine
