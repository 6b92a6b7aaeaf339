// engine/execution/expressions/evaluation_cache.cpp: compiled patterns and list sets, bounded in number.
#include "engine/execution/expressions/evaluation_cache.hpp"

#include <re2/re2.h>

#include <algorithm>

#include <fmt/format.h>

namespace kith::engine {
namespace {

// Patterns and lists that come from rows, not from the query's text, would pile up.
constexpr std::size_t kMaxEntries = 64;

}  // namespace

EvaluationCache::EvaluationCache() = default;
EvaluationCache::~EvaluationCache() = default;

Result<const re2::RE2*> EvaluationCache::pattern(std::string_view text) {
  const auto found = patterns_.find(std::string(text));
  if (found != patterns_.end()) return static_cast<const re2::RE2*>(found->second.get());
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!compiled->ok()) {
    return Error(ErrorKind::kArgumentError,
                 fmt::format("`{}` is not a regular expression of RE2: {}", text, compiled->error()));
  }
  if (patterns_.size() >= kMaxEntries) patterns_.clear();
  return static_cast<const re2::RE2*>(patterns_.emplace(std::string(text), std::move(compiled)).first->second.get());
}

const ListMembers& EvaluationCache::members(const Value::ListPointer& list) {
  const auto found = members_.find(list.get());
  if (found != members_.end()) return *found->second;
  auto made = std::make_unique<ListMembers>();
  made->list = list;
  made->all_integers = made->all_strings = true;
  for (const Value& element : *list) {
    if (element.is_null()) {
      made->has_null = true;
      continue;
    }
    made->all_integers = made->all_integers && element.is(ValueKind::kInteger);
    made->all_strings = made->all_strings && element.is(ValueKind::kString);
    made->simple =
        made->simple && !element.is(ValueKind::kList) && !element.is(ValueKind::kMap) && !element.is(ValueKind::kPath);
  }
  for (const Value& element : *list) {
    if (element.is_null()) continue;
    if (made->all_integers) {
      made->sorted.push_back(element.get<std::int64_t>());
    } else if (made->all_strings) {
      made->strings.insert(element.get<std::string>());
    }
    if (made->simple) made->values.insert(element);
  }
  std::sort(made->sorted.begin(), made->sorted.end());
  if (members_.size() >= kMaxEntries) members_.clear();
  return *members_.emplace(list.get(), std::move(made)).first->second;
}

}  // namespace kith::engine
