// engine/functions/function.hpp: the one table of functions: binder, evaluator, SHOW FUNCTIONS and the shell read it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/execution/context.hpp"

namespace kith::engine {

struct Argument {
  std::string name;
  StaticType type = StaticType::kAny;
  /// Further types that it takes: properties() of a map, node or relationship. With kAny: only these, as size() of a
  /// list or string.
  std::vector<StaticType> alternatives = {};
};

/// Whether an expression of this static type can be meant for the argument; if not, it is a compile-time
/// InvalidArgumentType. kAny and kNull always can; an INTEGER or FLOAT can where a NUMBER is asked for, and an INTEGER
/// where a FLOAT is.
bool accepts(const Argument& argument, StaticType given);

/// How a function treats null: kPropagates: any null argument gives null without a call; kSees: it is called.
enum class NullRule : std::uint8_t { kPropagates, kSees };

using ScalarFunction = Result<Value> (*)(std::span<const Value> arguments, ExecContext& context);
using VectorFunction = Result<Vector> (*)(std::span<const Vector> arguments, std::uint32_t size, ExecContext& context);

struct FunctionDefinition {
  std::string name;  ///< As shown: "toUpper", "date.truncate". Looked up without regard to case.
  std::vector<Argument> arguments;
  std::uint32_t num_required = 0;
  bool variadic = false;  ///< The last argument may repeat.
  StaticType result = StaticType::kAny;
  NullRule null_rule = NullRule::kPropagates;
  bool stable =
      true;  ///< The same arguments give the same value throughout a statement, as date() does and rand() does not.
  std::string help;  ///< One sentence.
  ScalarFunction scalar = nullptr;
  VectorFunction vectorised = nullptr;  ///< Preferred when set; must handle every vector kind.
};

/// State for any number of groups, updated a vector at a time.
class AggregateState {
 public:
  virtual ~AggregateState() = default;
  virtual void resize(std::uint32_t num_groups) = 0;
  /// Row i belongs to groups[i] and counts multiplicity[i] times (null: once). arguments are as in the call, none for
  /// count(*).
  virtual Status update(std::span<const Vector> arguments, std::span<const std::uint32_t> groups,
                        const std::uint64_t* multiplicity, ExecContext& context) = 0;
  virtual Result<Value> finish(std::uint32_t group, ExecContext& context) = 0;
  virtual std::size_t memory_bytes() const = 0;
};

struct AggregateDefinition {
  std::string name;
  std::vector<Argument> arguments;
  StaticType result = StaticType::kAny;
  /// Whether a row of multiplicity m may be given as one: all but collect, percentiles and kin, which would have to
  /// repeat it.
  bool takes_multiplicity = true;
  std::string help;
  /// DISTINCT is done by the operator, before update.
  std::unique_ptr<AggregateState> (*make)() = nullptr;
};

/// Null when there is none so called.
const FunctionDefinition* find_function(std::string_view name);
const AggregateDefinition* find_aggregate(std::string_view name);
/// Every function, by name.
std::span<const FunctionDefinition> all_functions();
std::span<const AggregateDefinition> all_aggregates();
/// The known name nearest in spelling, or empty when none is near.
std::string nearest_function(std::string_view name);

}  // namespace kith::engine
