// loaders/csv/writer.hpp: fields of CSV files, quoted where they must be.
#pragma once

#include <string>
#include <string_view>

namespace kith::loaders {

/// Appends the field, in quotes when it holds the delimiter, a quote, a line end or outer spaces, or is empty: an empty
/// field without quotes means that there is no value.
void append_csv_field(std::string& out, std::string_view text, char delimiter);

/// Tab-separated text as the IANA registered it has no quotes: tabs, line ends and backslashes become \t, \n, \r and
/// \\.
void append_tsv_field(std::string& out, std::string_view text);

}  // namespace kith::loaders
