// engine/functions/function.hpp: the one table of functions: binder, evaluator, SHOW FUNCTIONS and the shell read it.
#pragma once

#include <functional>
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

using ScalarFunction = std::function<Result<Value>(std::span<const Value> arguments, ExecContext& context)>;
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
  std::string help;      ///< One sentence.
  bool built_in = true;  ///< Or else of the embedding program.
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
  NullRule null_rule = NullRule::kPropagates;  ///< A row with a null is left out, or seen.
  std::string help;
  bool built_in = true;
  /// DISTINCT is done by the operator, before update.
  std::function<std::unique_ptr<AggregateState>()> make = nullptr;
};

/// What a plan holds: a definition of the embedding program lives as long as the plans that call it.
using FunctionRef = std::shared_ptr<const FunctionDefinition>;
using AggregateRef = std::shared_ptr<const AggregateDefinition>;
/// A reference to what is never destroyed.
template <class Definition>
std::shared_ptr<const Definition> unowned(const Definition& definition) {
  return {std::shared_ptr<const void>(), &definition};
}

/// Of those built in; null when there is none so called. FunctionRegistry has the program's, too.
FunctionRef find_function(std::string_view name);
AggregateRef find_aggregate(std::string_view name);
/// Every function that is built in, by name.
std::span<const FunctionDefinition> all_functions();
std::span<const AggregateDefinition> all_aggregates();
/// The name nearest in spelling among those built in and `others`, or empty when none is near.
std::string nearest_function(std::string_view name, std::span<const std::string_view> others = {});

}  // namespace kith::engine
