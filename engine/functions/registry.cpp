// engine/functions/registry.cpp: one sorted table of all functions, and look-up by name without regard to case.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/functions/families.hpp"
#include "parser/spelling.hpp"

namespace kith::engine {
namespace {

std::string lower_case(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Never destroyed: queries may still run while the process ends.
template <class Definition>
struct Registry {
  std::vector<Definition> definitions;
  std::unordered_map<std::string, const Definition*> by_name;

  explicit Registry(std::vector<std::vector<Definition>> tables) {
    for (std::vector<Definition>& table : tables) {
      for (Definition& definition : table) definitions.push_back(std::move(definition));
    }
    std::sort(definitions.begin(), definitions.end(),
              [](const Definition& a, const Definition& b) { return lower_case(a.name) < lower_case(b.name); });
    for (const Definition& definition : definitions) by_name.emplace(lower_case(definition.name), &definition);
  }
  const Definition* find(std::string_view name) const {
    const auto found = by_name.find(lower_case(name));
    return found == by_name.end() ? nullptr : found->second;
  }
};

const Registry<FunctionDefinition>& functions() {
  static const auto* const kFunctions = new Registry<FunctionDefinition>(
      {numeric_functions(), string_functions(), list_functions(), graph_functions(), predicate_functions(),
       conversion_functions(), temporal_functions(), knowledge_functions(), load_csv_functions()});
  return *kFunctions;
}

const Registry<AggregateDefinition>& aggregates() {
  static const auto* const kAggregates = new Registry<AggregateDefinition>({basic_aggregates(), numeric_aggregates()});
  return *kAggregates;
}

bool fits(StaticType asked, StaticType given) {
  if (asked == given || asked == StaticType::kAny) return true;
  if (asked == StaticType::kNumber) return given == StaticType::kInteger || given == StaticType::kFloat;
  if (asked == StaticType::kFloat || asked == StaticType::kInteger) {
    return given == StaticType::kNumber || (asked == StaticType::kFloat && given == StaticType::kInteger);
  }
  return false;
}

}  // namespace

bool accepts(const Argument& argument, StaticType given) {
  if (given == StaticType::kAny || given == StaticType::kNull) return true;
  if (fits(argument.type, given) && (argument.type != StaticType::kAny || argument.alternatives.empty())) return true;
  return std::any_of(argument.alternatives.begin(), argument.alternatives.end(),
                     [given](StaticType type) { return fits(type, given); });
}

FunctionRef find_function(std::string_view name) {
  const FunctionDefinition* const found = functions().find(name);
  return found == nullptr ? nullptr : unowned(*found);
}

AggregateRef find_aggregate(std::string_view name) {
  const AggregateDefinition* const found = aggregates().find(name);
  return found == nullptr ? nullptr : unowned(*found);
}

std::span<const FunctionDefinition> all_functions() { return functions().definitions; }
std::span<const AggregateDefinition> all_aggregates() { return aggregates().definitions; }

std::string nearest_function(std::string_view name, std::span<const std::string_view> others) {
  std::vector<std::string_view> names(others.begin(), others.end());
  for (const FunctionDefinition& function : all_functions()) names.push_back(function.name);
  for (const AggregateDefinition& aggregate : all_aggregates()) names.push_back(aggregate.name);
  return std::string(parser::nearest_spelling(name, names, std::max<std::size_t>(1, name.size() / 3)));
}

Error invalid_argument(std::string_view function, std::string_view expected, const Value& actual) {
  return Error(ErrorKind::kTypeError,
               fmt::format("{}() takes {}, got {}", function, expected, to_string(actual.kind())))
      .with_detail("InvalidArgumentValue");
}

Error out_of_range(std::string message) {
  return Error(ErrorKind::kArgumentError, std::move(message)).with_detail("NumberOutOfRange");
}

}  // namespace kith::engine
