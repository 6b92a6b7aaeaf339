// cli/schema_text.hpp: what a database holds, for `kith schema` and the shell's :schema.
#pragma once

#include <kith/database.hpp>

#include "cli/standard_output.hpp"

namespace kith::cli {

/// Labels, relationship types, what they connect, property keys, indexes and constraints.
Status write_schema(const Database& database, StandardOutput& out);

}  // namespace kith::cli
