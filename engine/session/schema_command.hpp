// engine/session/schema_command.hpp: CREATE, DROP and SHOW of indexes and constraints; SHOW FUNCTIONS and PROCEDURES.
#pragma once

#include "engine/session/run_query.hpp"

namespace kith::engine {

/// Whether the statement is one of these, and not a query.
bool is_schema_command(const ast::Statement& statement);
/// Whether it needs a write transaction.
bool schema_command_writes(const ast::Statement& statement);
Result<QueryResult> run_schema_command(const ast::Statement& statement, const storage::ReadView& view,
                                       storage::WriteTransaction* transaction, const ProcedureTable& procedures,
                                       const FunctionRegistry& functions);

}  // namespace kith::engine
