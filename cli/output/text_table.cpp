// cli/output/text_table.cpp: see the header. Plain | - +, because box-drawing characters are of ambiguous width in East
// Asian terminals.
#include "cli/output/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include <kith/display_width.hpp>

namespace kith::cli {
namespace {

/// The cell on one line.
std::string cell_text(const Value& value) {
  const std::string text = to_display_string(value);
  std::string shown;
  for (const char c : text) {
    switch (c) {
      case '\n':
        shown += "\\n";
        break;
      case '\r':
        shown += "\\r";
        break;
      case '\t':
        shown += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          shown += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          shown += c;
        }
    }
  }
  return shown;
}

/// Takes from the widest columns until all fit.
void fit_widths(std::vector<std::size_t>& widths, std::size_t max_width) {
  constexpr std::size_t kNarrowest = 4;
  const std::size_t borders = 3 * widths.size() - 1;
  if (max_width <= borders) return;
  const std::size_t available = max_width - borders;
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width;
  while (total > available) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) return;
    // Down to the next widest, or as far as is needed.
    std::size_t next = kNarrowest;
    for (const std::size_t width : widths) {
      if (width < *widest) next = std::max(next, width);
    }
    const std::size_t step = std::min(*widest - next, total - available);
    *widest -= std::max<std::size_t>(step, 1);
    total -= std::max<std::size_t>(step, 1);
  }
}

void append_row(std::string& out, const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                const std::vector<bool>& right) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const std::string cell = cut_to_width(cells[column], widths[column]);
    const std::size_t padding = widths[column] - std::min(widths[column], display_width(cell));
    const bool is_last = column + 1 == cells.size();
    out += column == 0 ? " " : " | ";
    if (right[column]) out.append(padding, ' ');
    out += cell;
    if (!right[column] && !is_last) out.append(padding, ' ');
  }
}

}  // namespace

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string cut;
  std::size_t used = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint code_point = code_point_at(text, offset);
    const auto columns = static_cast<std::size_t>(display_width(code_point.value));
    if (used + columns > width - 1) break;
    cut += text.substr(offset, code_point.num_bytes);
    used += columns;
    offset += code_point.num_bytes;
  }
  return cut + "…";
}

std::string text_table(const QueryResult& result, const TableStyle& style) {
  const std::size_t num_columns = result.columns().size();
  std::vector<std::vector<std::string>> rows(1);
  for (const std::string& name : result.columns()) rows[0].push_back(cell_text(name));
  std::vector<bool> right(num_columns, result.num_rows() > 0);
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (std::size_t column = 0; column < num_columns; ++column) {
      const Value& value = result.at(row, column);
      right[column] = right[column] && (value.is_number() || value.is_null());
      cells.push_back(cell_text(value));
    }
  }
  std::vector<std::size_t> widths(num_columns, 1);
  for (const auto& cells : rows) {
    for (std::size_t column = 0; column < num_columns; ++column) {
      widths[column] = std::max(widths[column], display_width(cells[column]));
    }
  }
  if (style.max_width > 0) fit_widths(widths, style.max_width);
  std::string out;
  if (style.bold_header) out += "\x1b[1m";
  append_row(out, rows[0], widths, right);
  if (style.bold_header) out += "\x1b[0m";
  out += '\n';
  for (std::size_t column = 0; column < num_columns; ++column) {
    if (column > 0) out += '+';
    out.append(widths[column] + 2, '-');
  }
  out += '\n';
  for (std::size_t row = 1; row < rows.size(); ++row) {
    append_row(out, rows[row], widths, right);
    out += '\n';
  }
  return out;
}

}  // namespace kith::cli
