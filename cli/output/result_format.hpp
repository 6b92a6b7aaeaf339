// cli/output/result_format.hpp: a query's rows in the form that --format names.
#pragma once

#include <cstdint>
#include <string_view>

#include <kith/query_result.hpp>

#include "cli/output/text_table.hpp"
#include "loaders/text/output_file.hpp"

namespace kith::cli {

enum class ResultFormat : std::uint8_t { kTable, kCsv, kTsv, kJson, kJsonl, kMarkdown, kGraphml, kDot };

/// "table", "csv", ...; empty means table. Errors: kUsage.
Result<ResultFormat> result_format(std::string_view name);

/// Writes the rows. In CSV and TSV null is an empty field, and a list, map, node, relationship or path is JSON.
/// Errors: those of the sink; kData for GraphML or DOT of a result in which there is neither node nor relationship.
Status write_result(const QueryResult& result, ResultFormat format, const TableStyle& style, loaders::TextSink& sink);

}  // namespace kith::cli
