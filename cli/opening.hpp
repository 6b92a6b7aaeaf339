// cli/opening.hpp: how subcommands open their database.
#pragma once

#include <string>

#include <kith/database.hpp>

namespace kith::cli {

/// There is no such directory, or nothing in it: open_or_create() makes a new database.
bool holds_nothing(const std::string& path);

/// For reading: there must be one. `import_directory`: where LOAD CSV may read; empty: nowhere.
Result<Database> open_existing(const std::string& path, const std::string& import_directory = {});
/// For writing; tells the user when it was created.
Result<Database> open_or_create(const std::string& path, const std::string& import_directory = {});
/// For writing: there must be one.
Result<Database> open_for_maintenance(const std::string& path);

}  // namespace kith::cli
