// bench/lsqb/social_network.hpp: which files of LSQB's data are which labels and types.
#pragma once

#include <filesystem>

#include <kith/database.hpp>

#include "loaders/import.hpp"

namespace kith::bench {

/// Imports a folder of the form "projected-fk" (Person.csv, Person_knows_Person.csv, ...; `|` between fields). Post and
/// Comment are messages too. Errors: those of loaders::import_csv.
Result<loaders::ImportSummary> import_social_network(const Database& database, const std::filesystem::path& folder);

}  // namespace kith::bench
