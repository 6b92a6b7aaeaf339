// loaders/jsonl/import.hpp: JSON lines in the shape of apoc.export.json into a database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include <kith/database.hpp>

#include "loaders/import.hpp"

namespace kith::loaders {

struct JsonlImportOptions {
  std::vector<std::filesystem::path> files;  ///< Their ids are of one space.
  std::uint64_t max_errors = 0;
};

/// Loads everything in one commit. Nodes and relationships may come in any order. Fields that the shape does not have
/// are passed over. Errors: kData for a bad file or line ("graph.jsonl:7: ..."), and those of BulkLoader. After an
/// error the database is as it was. Memory: the ids of all nodes, the assertions of nodes, and the place of each
/// relationship that stands before one of its nodes (its text, when a pipe is read).
Result<ImportSummary> import_jsonl(const Database& database, const JsonlImportOptions& options,
                                   const ImportListener& listener);

}  // namespace kith::loaders
