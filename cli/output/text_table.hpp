// cli/output/text_table.hpp: rows as an aligned table for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <kith/query_result.hpp>

namespace kith::cli {

struct TableStyle {
  std::size_t max_width = 0;  ///< Columns of the screen; wider cells end in an ellipsis. 0: nothing is cut.
  bool bold_header = false;   ///< By terminal escapes.
};

/// Aligned by display width, so that Chinese and Latin text line up; numbers to the right; control characters as
/// escapes.
std::string text_table(const QueryResult& result, const TableStyle& style);

/// The text cut to `width` columns, the last an ellipsis if anything is missing. Requires width >= 1.
std::string cut_to_width(std::string_view text, std::size_t width);

}  // namespace kith::cli
