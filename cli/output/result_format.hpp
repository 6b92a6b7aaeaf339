// cli/output/result_format.hpp: a query's rows in the form that --format names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <kith/query_result.hpp>

#include "cli/output/text_table.hpp"
#include "loaders/text/output_file.hpp"

namespace kith::cli {

enum class ResultFormat : std::uint8_t { kTable, kCsv, kTsv, kJson, kJsonl, kMarkdown, kGraphml, kDot };

/// "table", "csv", ...; empty means table. Errors: kUsage.
Result<ResultFormat> result_format(std::string_view name);

/// Whether rows of the format can be written as they come: csv, tsv, json and jsonl. A table must know its widths
/// first.
bool can_stream(ResultFormat format);

/// A result in pieces, in a format that can_stream().
class ResultWriter {
 public:
  ResultWriter(ResultFormat format, loaders::TextSink& sink) : format_(format), sink_(sink) {}
  Status begin(const std::vector<std::string>& columns);
  Status write(const QueryResult& rows);
  Status end();

 private:
  Status write_fields(const QueryResult& rows);
  Status write_objects(const QueryResult& rows);
  void append_field(std::string_view text);
  ResultFormat format_;
  loaders::TextSink& sink_;
  std::vector<std::string> names_;  // as JSON strings
  std::string line_;
  bool has_rows_ = false;
};

/// Writes the rows. In CSV and TSV null is an empty field, and a list, map, node, relationship or path is JSON.
/// Errors: those of the sink; kData for GraphML or DOT of a result in which there is neither node nor relationship.
Status write_result(const QueryResult& result, ResultFormat format, const TableStyle& style, loaders::TextSink& sink);

}  // namespace kith::cli
