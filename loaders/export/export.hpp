// loaders/export/export.hpp: a whole graph to files.
#pragma once

#include <cstdint>
#include <filesystem>

#include <kith/database.hpp>

#include "loaders/export/graph_source.hpp"
#include "loaders/text/output_file.hpp"

namespace kith::loaders {

struct ExportSummary {
  std::uint64_t num_nodes = 0, num_relationships = 0;
  std::uint64_t num_replaced_characters =
      0;  ///< Control characters that the format cannot hold; U+FFFD stands for them.
};

// Each reads one snapshot and writes nodes by id, then relationships by id: the same bytes for the same data. Errors:
// those of Transaction::stream, of the sink, and kData for what a format cannot hold.

/// JSON lines in the shape of apoc.export.json; see docs/command_line.md for `types` and `assertions`. The whole graph;
/// only export_cypher() writes constraints and indexes as well.
Result<ExportSummary> export_jsonl(Connection& connection, TextSink& sink, const ExportProgress& progress);

/// A script of Cypher statements, which builds the graph in an empty database with its constraints and indexes. The
/// label and the property key by which the script finds nodes stay known there, without being used.
Result<ExportSummary> export_cypher(Connection& connection, TextSink& sink, const ExportProgress& progress);

/// GraphML; lists are JSON text, temporal values ISO 8601 text, a property with values of several types is a string.
/// Reads the graph twice.
Result<ExportSummary> export_graphml(Connection& connection, TextSink& sink, const ExportProgress& progress);

struct CsvExportOptions {
  char delimiter = ',';
  char array_delimiter = ';';
};
/// A file per label set and per relationship type into `directory`, which is created if missing, in the form that
/// import_csv reads. Reads the graph twice. kUsage for a directory that holds tables of another export; kData for lists
/// that CSV cannot hold: of mixed or nested values, or with the array delimiter in a text.
Result<ExportSummary> export_csv(Connection& connection, const std::filesystem::path& directory,
                                 const CsvExportOptions& options, const ExportProgress& progress);

}  // namespace kith::loaders
