// Tables between bars.
#include "tests/harness/result_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kith::harness {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// At most 8 rows of those in `rows`, so that a wrong result of 10,000 rows can still be read.
std::string listing(const std::vector<std::string>& rows) {
  constexpr std::size_t kShown = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(rows.size(), kShown); ++i) text += fmt::format("\n      {}", rows[i]);
  if (rows.size() > kShown) text += fmt::format("\n      ... {} more", rows.size() - kShown);
  return text;
}

/// What `left` has beyond `right`, both sorted, counting duplicates.
std::vector<std::string> surplus(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  std::vector<std::string> result;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(result));
  return result;
}

}  // namespace

Result<TableRow> parse_table_row(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (!text.starts_with('|'))
    return Error{ErrorKind::kUsage, fmt::format("a table row must begin with a bar: {}", line)};
  TableRow cells;
  std::string cell;
  bool open = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    open = true;
    if (c == '|') {
      cells.emplace_back(trimmed(cell));
      cell.clear();
      open = false;
    } else if (c == '\\' && i + 1 < text.size() && (text[i + 1] == '|' || text[i + 1] == '\\' || text[i + 1] == 'n')) {
      ++i;
      cell += text[i] == 'n' ? '\n' : text[i];
    } else {
      cell += c;
    }
  }
  if (open) return Error{ErrorKind::kUsage, fmt::format("a table row must end with a bar: {}", line)};
  return cells;
}

Result<std::optional<std::string>> difference(const QueryResult& actual, std::span<const TableRow> expected,
                                              RowOrder rows, ListOrder lists) {
  using Difference = std::optional<std::string>;
  if (expected.empty()) return Error{ErrorKind::kUsage, "the expected table has no line with column names"};
  const TableRow& columns = expected.front();
  std::vector<std::string> wanted;
  for (const TableRow& row : expected.subspan(1)) {
    if (row.size() != columns.size()) {
      return Error{ErrorKind::kUsage, fmt::format("a row of the expected table has {} cells below {} columns",
                                                  row.size(), columns.size())};
    }
    std::vector<std::string> cells;
    for (const std::string& cell : row) {
      KITH_TRY(const Comparable value, parse_comparable(cell));
      cells.push_back(canonical(value, lists));
    }
    wanted.push_back(fmt::format("| {} |", fmt::join(cells, " | ")));
  }
  if (actual.columns() != columns) {
    return Difference(
        fmt::format("columns are [{}], expected [{}]", fmt::join(actual.columns(), ", "), fmt::join(columns, ", ")));
  }
  std::vector<std::string> found;
  for (std::size_t row = 0; row < actual.num_rows(); ++row) {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      cells.push_back(canonical(to_comparable(actual.at(row, column)), lists));
    }
    found.push_back(fmt::format("| {} |", fmt::join(cells, " | ")));
  }
  if (rows == RowOrder::kSignificant) {
    if (found == wanted) return Difference();
    return Difference(fmt::format("rows are ({}){}\n    expected, in this order ({}){}", found.size(), listing(found),
                                  wanted.size(), listing(wanted)));
  }
  std::sort(found.begin(), found.end());
  std::sort(wanted.begin(), wanted.end());
  if (found == wanted) return Difference();
  return Difference(fmt::format("{} rows, expected {}\n    missing:{}\n    too many:{}", found.size(), wanted.size(),
                                listing(surplus(wanted, found)), listing(surplus(found, wanted))));
}

}  // namespace kith::harness
