// reports/markdown.hpp: results and values as GitHub's Markdown.
#pragma once

#include <string>
#include <string_view>

#include <kith/query_result.hpp>

namespace kith::reports {

/// Text in which nothing is markup: * _ ` [ ] < > | and their kin get a backslash, line ends become spaces.
std::string escape_markdown(std::string_view text);

/// A value as a table's reader wants it: no quotes around texts, lists of scalars with commas, null as nothing, a text
/// that is a web address as a link.
std::string markdown_cell(const Value& value);

/// A table whose columns are padded by display width, columns of numbers to the right. Ends in a line end. Requires
/// columns.
std::string markdown_table(const QueryResult& result);

}  // namespace kith::reports
