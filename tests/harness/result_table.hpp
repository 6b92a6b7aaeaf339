// tests/harness/result_table.hpp: tables between bars, and whether a query's result equals one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kith/query_result.hpp>

#include "tests/harness/comparable.hpp"

namespace kith::harness {

using TableRow = std::vector<std::string>;

/// The cells of `| a | b |`, trimmed, with `\|`, `\\` and `\n` resolved as Gherkin has it. `|` alone has no cell.
/// Errors: kUsage when the line does not begin and end with a bar.
Result<TableRow> parse_table_row(std::string_view line);

enum class RowOrder : std::uint8_t { kSignificant, kAny };

/// What a query should return: rows[0] has the column names, the others values in the form of parse_comparable.
/// Returns nothing when it does, else what differs, with both sides. Errors: kUsage when the table does not parse.
Result<std::optional<std::string>> difference(const QueryResult& actual, std::span<const TableRow> expected,
                                              RowOrder rows, ListOrder lists);

}  // namespace kith::harness
