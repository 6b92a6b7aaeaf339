// engine/functions/function_registry.hpp: the functions of one database: those built in, and the embedding program's.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/function.hpp"

namespace kith::engine {

/// Threads: any. Names without regard to ASCII case. What find gives out stays good when another takes its name.
class FunctionRegistry {
 public:
  /// Null when there is none so called.
  FunctionRef find_function(std::string_view name) const;
  AggregateRef find_aggregate(std::string_view name) const;
  /// All of them, by name.
  std::vector<FunctionRef> functions() const;
  std::vector<AggregateRef> aggregates() const;
  /// The known name nearest in spelling, or empty when none is near.
  std::string nearest(std::string_view name) const;
  /// Takes the place of what was added under the same name. Errors: kUsage when a function built in is so called.
  Status add(FunctionDefinition function);
  Status add(AggregateDefinition aggregate);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, FunctionRef, std::less<>> functions_;  // by name in lower case
  std::map<std::string, AggregateRef, std::less<>> aggregates_;
};

}  // namespace kith::engine
