// engine/execution/expressions/evaluation_cache.hpp: what the expressions of one query keep between chunks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <kith/value.hpp>

#include "values/compare.hpp"

namespace re2 {
class RE2;
}

namespace kith::engine {

/// The elements of a constant list, ready for IN.
struct ListMembers {
  Value::ListPointer list;    ///< Kept, so that its address stays its own.
  bool all_integers = false;  ///< Nulls apart.
  bool all_strings = false;   ///< Nulls apart.
  bool has_null = false;
  bool simple = true;                ///< No list, map or path in it: equality with an element is never null.
  std::vector<std::int64_t> sorted;  ///< all_integers
  std::unordered_set<std::string_view> strings;
  std::unordered_set<Value, ValueHash, EquivalentValues> values;
};

class EvaluationCache {
 public:
  EvaluationCache();
  ~EvaluationCache();

  /// Compiled for a whole match. Errors: kArgumentError with the pattern and what is wrong in it.
  Result<const re2::RE2*> pattern(std::string_view text);
  const ListMembers& members(const Value::ListPointer& list);

 private:
  std::unordered_map<std::string, std::unique_ptr<re2::RE2>> patterns_;
  std::unordered_map<const List*, std::unique_ptr<ListMembers>> members_;
};

}  // namespace kith::engine
