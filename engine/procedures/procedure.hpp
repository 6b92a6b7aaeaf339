// engine/procedures/procedure.hpp: the one table of procedures.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/execution/context.hpp"
#include "engine/functions/function.hpp"

namespace kith::engine {

struct ProcedureDefinition {
  std::string name;  ///< With namespace.
  std::vector<Argument> inputs;
  std::size_t num_optional = 0;   ///< So many of the last inputs may be left out.
  std::vector<Argument> outputs;  ///< Empty: it yields nothing, and each row passes once.
  bool writes = false;
  std::string help;
  /// Rows of outputs.size() values each.
  std::function<Result<std::vector<std::vector<Value>>>(std::span<const Value> arguments, ExecContext& context)> run;
};

/// Those built in, and those that the embedding program registered with this database. Threads: any.
class ProcedureTable {
 public:
  ProcedureTable();  ///< With the built-in ones.
  std::shared_ptr<const ProcedureDefinition> find(std::string_view name) const;
  std::vector<std::shared_ptr<const ProcedureDefinition>> all() const;
  Status add(ProcedureDefinition definition);  ///< Replaces one of the same name.
 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kith::engine
