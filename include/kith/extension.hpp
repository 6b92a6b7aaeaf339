// kith/extension.hpp: functions, aggregates and procedures of the embedding program, callable from queries.
//
// What is registered can be used on every connection of the database until it closes; it is not stored. SHOW FUNCTIONS
// and SHOW PROCEDURES list it, errors suggest it, the shell completes it, and plans made before are made again.
// Threads: registering is safe at any time; a query that runs already keeps the definition it began with. Callbacks may
// run on any thread, several at once, and must not use the database. What a callback throws fails the query: an Error
// as it is, any other exception as a ProcedureError with its words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <kith/database.hpp>

namespace kith {

/// An argument or a result column. `type` is written as openCypher writes it: "INTEGER", "STRING?", "NUMBER?", "LIST OF
/// ANY?", "ANY?"; a question mark admits null. An argument of another type is a TypeError (InvalidArgumentType) before
/// any call: at compile time when the query shows the type, else at run time. An INTEGER is accepted, and converted,
/// where FLOAT is asked for, and accepted as it is where NUMBER is.
struct ProcedureField {
  std::string name;
  std::string type;
};

struct ProcedureDefinition {
  /// The rows for one call: each row has outputs.size() values in the order of `outputs`.
  using Callback = std::function<Result<std::vector<std::vector<Value>>>(std::span<const Value> arguments)>;

  std::string name;  ///< With its namespace: "test.my.proc". Compared without regard to ASCII case.
  std::vector<ProcedureField> inputs;
  std::vector<ProcedureField>
      outputs;            ///< Empty: a procedure without result; CALL then keeps its input rows as they are.
  Callback callback;      ///< arguments.size() == inputs.size(). An Error it returns fails the query.
  std::string help = {};  ///< One sentence, for SHOW PROCEDURES.
};

/// Makes the procedure callable. A definition of the same name is replaced, also one built in.
/// Errors: kUsage when the name or a field's name is empty, a type is not one, or there is no callback.
Status register_procedure(const Database& database, ProcedureDefinition definition);

/// What becomes of a call that has a null among its arguments.
enum class NullRule : std::uint8_t {
  kNotCalled,  ///< A scalar function gives null without a call; an aggregate leaves the row out.
  kCalled,     ///< The callback is given the null.
};

/// A function of its arguments: `RETURN my.distance(a.x, b.x)`.
struct ScalarFunction {
  using Callback = std::function<Result<Value>(std::span<const Value> arguments)>;

  /// With a namespace of the program's own, "my.distance": names of later built-in functions have none. Compared
  /// without regard to ASCII case.
  std::string name;
  std::vector<ProcedureField> parameters;  ///< A question mark has a meaning with NullRule::kCalled only.
  std::size_t num_optional = 0;            ///< So many of the last parameters may be left out.
  bool variadic = false;                   ///< The last argument may repeat.
  std::string result = "ANY?";  ///< Checked after each call: another type is a TypeError. Null always may be.
  NullRule null_rule = NullRule::kNotCalled;
  /// The same arguments give the same value throughout a statement. Such a call is made once for arguments that do not
  /// depend on the row; another one, for every row.
  bool deterministic = true;
  std::string help = {};  ///< One sentence, for SHOW FUNCTIONS.
  Callback callback;      ///< As many arguments as the call has. An Error it returns fails the query.
};

/// The state of one group of an aggregate. One thread at a time uses it.
class Aggregation {
 public:
  virtual ~Aggregation() = default;
  /// One row of the group. With DISTINCT, one for each list of arguments that differs from those before.
  virtual Status add(std::span<const Value> arguments) = 0;
  /// The value of the group, also of one that had no rows. Called once, after the last row.
  virtual Result<Value> finish() = 0;
  /// Bytes that it holds, for the query's memory limit.
  virtual std::size_t memory_bytes() const { return 64; }
};

/// A function of the rows of a group: `RETURN p.city, my.median(p.age)`.
struct AggregateFunction {
  std::string name;                        ///< As of a scalar function.
  std::vector<ProcedureField> parameters;  ///< All must be given.
  std::string result = "ANY?";             ///< Checked after finish().
  NullRule null_rule = NullRule::kNotCalled;
  std::string help = {};                                ///< One sentence, for SHOW FUNCTIONS.
  std::function<std::unique_ptr<Aggregation>()> start;  ///< The state of a new group; never null.
};

/// Makes the function callable. A scalar or aggregate function that the program registered under the same name before
/// is replaced. Cost: the plans of the database are forgotten.
/// Errors: kUsage when the name is empty, not one by which a query can call a function, or that of a function built in;
/// when a parameter's name is empty or a type is not one; when there is no callback.
Status register_function(const Database& database, ScalarFunction function);
Status register_function(const Database& database, AggregateFunction function);

}  // namespace kith
