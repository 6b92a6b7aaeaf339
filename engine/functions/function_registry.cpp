// engine/functions/function_registry.cpp: two maps over the table of what is built in.
#include "engine/functions/function_registry.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kith::engine {
namespace {

std::string folded(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// The entry of `added` if there is one, else what is built in.
template <class Ref, class BuiltIn>
Ref find_in(const std::map<std::string, Ref, std::less<>>& added, std::string_view name, BuiltIn built_in) {
  if (!added.empty()) {
    if (const auto found = added.find(folded(name)); found != added.end()) return found->second;
  }
  return built_in(name);
}

/// What is built in and what was added, by name.
template <class Definition>
std::vector<std::shared_ptr<const Definition>> merged(
    std::span<const Definition> built_in,
    const std::map<std::string, std::shared_ptr<const Definition>, std::less<>>& added) {
  std::vector<std::shared_ptr<const Definition>> all;
  for (const Definition& definition : built_in) all.push_back(unowned(definition));
  for (const auto& [name, definition] : added) all.push_back(definition);
  std::sort(all.begin(), all.end(),
            [](const auto& left, const auto& right) { return folded(left->name) < folded(right->name); });
  return all;
}

Status check_free(std::string_view name) {
  if (find_function(name) == nullptr && find_aggregate(name) == nullptr) return Status::success();
  return Error(ErrorKind::kUsage, fmt::format("`{}` is a function that is built in", name))
      .with_hint(fmt::format("give it a namespace: `my.{}`", name));
}

}  // namespace

FunctionRef FunctionRegistry::find_function(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  return find_in(functions_, name, [](std::string_view wanted) { return engine::find_function(wanted); });
}

AggregateRef FunctionRegistry::find_aggregate(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  return find_in(aggregates_, name, [](std::string_view wanted) { return engine::find_aggregate(wanted); });
}

std::vector<FunctionRef> FunctionRegistry::functions() const {
  const std::scoped_lock lock(mutex_);
  return merged(all_functions(), functions_);
}

std::vector<AggregateRef> FunctionRegistry::aggregates() const {
  const std::scoped_lock lock(mutex_);
  return merged(all_aggregates(), aggregates_);
}

std::string FunctionRegistry::nearest(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string_view> added;
  for (const auto& [folded_name, function] : functions_) added.push_back(function->name);
  for (const auto& [folded_name, aggregate] : aggregates_) added.push_back(aggregate->name);
  return nearest_function(name, added);
}

Status FunctionRegistry::add(FunctionDefinition function) {
  KITH_CHECK_OK(check_free(function.name));
  const std::scoped_lock lock(mutex_);
  const std::string name = folded(function.name);
  aggregates_.erase(name);
  functions_[name] = std::make_shared<const FunctionDefinition>(std::move(function));
  return Status::success();
}

Status FunctionRegistry::add(AggregateDefinition aggregate) {
  KITH_CHECK_OK(check_free(aggregate.name));
  const std::scoped_lock lock(mutex_);
  const std::string name = folded(aggregate.name);
  functions_.erase(name);
  aggregates_[name] = std::make_shared<const AggregateDefinition>(std::move(aggregate));
  return Status::success();
}

}  // namespace kith::engine
