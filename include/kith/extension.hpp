// kith/extension.hpp: procedures of the embedding program, called from queries by CALL.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <kith/database.hpp>

namespace kith {

/// An argument or a result column. `type` is written as openCypher writes it: "INTEGER", "STRING?", "NUMBER?", "LIST OF
/// ANY?", "ANY?"; a question mark admits null. An argument of another type is a TypeError (InvalidArgumentType) before
/// any call: at compile time when the query shows the type, else at run time. An INTEGER is accepted, and converted,
/// where FLOAT or NUMBER is asked for.
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
      outputs;        ///< Empty: a procedure without result; CALL then keeps its input rows as they are.
  Callback callback;  ///< arguments.size() == inputs.size(). An Error it returns fails the query. Must not throw.
};

/// Makes the procedure callable on every connection of the database until it closes; it is not stored. A definition of
/// the same name is replaced, also one built in. The callback may run on any thread, several at once, and must not use
/// the database. Errors: kUsage when the name or a field's name is empty, a type is not one, or there is no callback.
Status register_procedure(const Database& database, ProcedureDefinition definition);

}  // namespace kith
