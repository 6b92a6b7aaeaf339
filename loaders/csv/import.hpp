// loaders/csv/import.hpp: CSV files into a database, as neo4j-admin's import has them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <kith/database.hpp>

#include "loaders/csv/reader.hpp"
#include "loaders/import.hpp"

namespace kith::loaders {

/// Files that share a header, labels or a type. A later file whose first line is itself a header follows that one.
struct CsvFileGroup {
  std::vector<std::string> names;  ///< Labels of the nodes, or the one type of the relationships.
  std::vector<std::filesystem::path> files;
};

/// "Post:Message=a.csv,b.csv" or "a.csv". Errors: kUsage.
Result<CsvFileGroup> parse_file_group(std::string_view text);

struct CsvImportOptions {
  CsvDialect dialect;
  char array_delimiter = ';';
  std::string id_type = "string";  ///< How a named :ID column is stored: string or integer.
  std::uint64_t max_errors = 0;    ///< So many bad rows are left out and reported; one more ends the import.
  std::vector<CsvFileGroup> nodes, relationships;
};

/// Loads everything in one commit, nodes first, in the order given. Errors: kData for a bad file or row ("people.csv:7:
/// column 2 `born:int`: '19x4' is not an INTEGER ..."), and those of BulkLoader. After an error the database is as it
/// was. Memory: the ids of all nodes, and the evidence columns of node files until all nodes are known.
Result<ImportSummary> import_csv(const Database& database, const CsvImportOptions& options,
                                 const ImportListener& listener);

/// Whether the header of a file speaks of relationships; for files named without --nodes or --relationships.
Result<bool> is_relationship_file(const std::filesystem::path& path, const CsvDialect& dialect);

}  // namespace kith::loaders
