// engine/procedures/builtin.hpp: the procedures that every database has.
#pragma once

#include "engine/procedures/procedure.hpp"

namespace kith::engine {

using ProcedureRows = std::vector<std::vector<Value>>;

/// db.labels, db.relationshipTypes, db.propertyKeys
std::vector<ProcedureDefinition> catalog_procedures();
/// kith.assert, kith.assertions
std::vector<ProcedureDefinition> knowledge_procedures();

// Over the relationships of the given types, or of all when the list is empty. One file each: each compiles one
// algorithm.
ProcedureDefinition strong_components_procedure();
ProcedureDefinition weak_components_procedure();
ProcedureDefinition degree_procedure();

}  // namespace kith::engine
