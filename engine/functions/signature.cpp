// engine/functions/signature.cpp: signatures as text, and what functions of other systems are called here.
#include "engine/functions/signature.hpp"

#include <array>

#include <fmt/format.h>

#include "engine/binder/binder.hpp"

namespace kith::engine {
namespace {

std::string argument_text(const Argument& argument) {
  std::vector<std::string_view> types;
  if (argument.type != StaticType::kAny || argument.alternatives.empty()) types.push_back(to_string(argument.type));
  for (const StaticType type : argument.alternatives) types.push_back(to_string(type));
  return fmt::format("{} :: {}", argument.name, fmt::join(types, " | "));
}

struct Foreign {
  std::string_view name, hint;
};

/// Names in lower case; one that ends in a dot stands for all that begin so.
constexpr std::array<Foreign, 36> kForeign{{
    {"apoc.", "APOC is Neo4j's; SHOW FUNCTIONS lists what there is here"},
    {"array_length", "write `size(list)`"},
    {"cast", "write `toInteger(x)`, `toFloat(x)`, `toString(x)` or `toBoolean(x)`"},
    {"concat", "strings and lists are joined by `+` or `||`"},
    {"contains", "write `text CONTAINS part`, or `x IN list`"},
    {"curdate", "write `date()`"},
    {"current_date", "write `date()`"},
    {"current_timestamp", "write `datetime()`"},
    {"endswith", "write `text ENDS WITH part`"},
    {"float", "write `toFloat(x)`"},
    {"gds.", "the Graph Data Science library is Neo4j's; `CALL kith.graph. …` has some of it, see SHOW PROCEDURES"},
    {"group_concat", "`collect(x)` makes a list of the group"},
    {"if", "write `CASE WHEN condition THEN a ELSE b END`"},
    {"ifnull", "write `coalesce(x, otherwise)`"},
    {"iif", "write `CASE WHEN condition THEN a ELSE b END`"},
    {"instr", "write `text CONTAINS part`"},
    {"int", "write `toInteger(x)`"},
    {"isnull", "write `x IS NULL`"},
    {"lcase", "write `toLower(text)`"},
    {"len", "write `size(x)`"},
    {"listagg", "`collect(x)` makes a list of the group"},
    {"map", "write `[x IN list | …]`"},
    {"mean", "write `avg(x)`"},
    {"now", "write `datetime()`"},
    {"nvl", "write `coalesce(x, otherwise)`"},
    {"point", "there are no points; keep the coordinates in two properties"},
    {"startswith", "write `text STARTS WITH part`"},
    {"std", "write `stDev(x)`"},
    {"str", "write `toString(x)`"},
    {"string", "write `toString(x)`"},
    {"string_agg", "`collect(x)` makes a list of the group"},
    {"strlen", "write `size(text)`"},
    {"substr", "write `substring(text, start, length)`; the first character is number 0"},
    {"typeof", "test `x IS :: TYPE`"},
    {"ucase", "write `toUpper(text)`"},
    {"uuid", "write `randomUUID()`"},
}};

}  // namespace

std::string arguments_text(const std::vector<Argument>& arguments, std::size_t num_required, bool repeats) {
  std::vector<std::string> texts;
  for (const Argument& argument : arguments) {
    const bool required = texts.size() < num_required;
    texts.push_back(required ? argument_text(argument) : fmt::format("[{}]", argument_text(argument)));
  }
  if (repeats) texts.emplace_back("...");
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string signature_text(const FunctionDefinition& function) {
  return fmt::format("{}({}) :: {}", function.name,
                     arguments_text(function.arguments, function.num_required, function.variadic),
                     to_string(function.result));
}

std::string signature_text(const AggregateDefinition& aggregate) {
  return fmt::format("{}({}) :: {}", aggregate.name, arguments_text(aggregate.arguments, aggregate.arguments.size()),
                     to_string(aggregate.result));
}

std::string_view hint_for_foreign_function(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const Foreign& foreign : kForeign) {
    if (foreign.name.ends_with('.') ? lower.starts_with(foreign.name) : lower == foreign.name) return foreign.hint;
  }
  return {};
}

}  // namespace kith::engine
