// bench/guard/spellings.hpp: the ways in which one pattern can be written. None may cost much more than another.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace kith::bench {

/// Reads patterns (patterns.json; spellings.cpp has the form), writes each in many ways: its relationships in any
/// order and from either end, as one path or as several, each in a MATCH of its own where that means the same, labels
/// and keys in the pattern or in WHERE, conjuncts in any order. Asks the database at `path` for the plan of each and
/// writes, as JSON for read_asked_queries, one spelling for each plan that differs from those before it: "PATTERN/N",
/// with "spellings", how many there were with that plan, and "rows", how many its operators made together. The same
/// patterns give the same spellings. Throws kith::Error, and nlohmann::json::exception.
void write_spellings(const std::filesystem::path& path, std::istream& patterns, std::ostream& out);

}  // namespace kith::bench
