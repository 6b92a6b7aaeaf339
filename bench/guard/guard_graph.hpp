// bench/guard/guard_graph.hpp: the database that instructions are counted on.
#pragma once

#include <filesystem>

namespace kith::bench {

/// Writes a new database to `path`, whose parent is there: an R-MAT graph of 2^11 nodes (P, R) and a social network of
/// LSQB's schema with 400 persons, with unique constraints on their ids. The same on every machine. Throws kith::Error.
void make_guard_database(const std::filesystem::path& path);

}  // namespace kith::bench
