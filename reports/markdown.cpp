// reports/markdown.cpp: see the header.
#include "reports/markdown.hpp"

#include <algorithm>
#include <vector>

#include <kith/display_width.hpp>

namespace kith::reports {
namespace {

bool is_web_address(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '|' || c == '\\' || c == 0x7F;
  });
}

bool is_graph_element(const Value& value) {
  return value.is(ValueKind::kNode) || value.is(ValueKind::kRelationship) || value.is(ValueKind::kPath);
}

void append_padding(std::string& out, std::size_t width, char fill = ' ') { out.append(width, fill); }

}  // namespace

std::string escape_markdown(std::string_view text) {
  static constexpr std::string_view kMarkup = "\\`*_[]<>|~&{}";
  std::string escaped;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      escaped += ' ';
      continue;
    }
    if (kMarkup.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string markdown_cell(const Value& value) {
  if (value.is_null()) return {};
  if (value.is(ValueKind::kString)) {
    const std::string& text = value.get<std::string>();
    return is_web_address(text) ? "<" + text + ">" : escape_markdown(text);
  }
  if (value.is(ValueKind::kList)) {
    const List& list = value.list();
    const bool is_flat = std::none_of(list.begin(), list.end(), [](const Value& element) {
      return element.is(ValueKind::kList) || element.is(ValueKind::kMap) || is_graph_element(element);
    });
    if (is_flat) {
      std::string cell;
      for (const Value& element : list) {
        if (!cell.empty()) cell += ", ";
        cell += element.is_null() ? "null" : markdown_cell(element);
      }
      return cell;
    }
  }
  return escape_markdown(to_display_string(value));
}

std::string markdown_table(const QueryResult& result) {
  const std::size_t num_columns = result.columns().size();
  std::vector<std::vector<std::string>> rows(1);
  for (const std::string& name : result.columns()) rows[0].push_back(escape_markdown(name));
  std::vector<bool> numeric(num_columns, true);
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (std::size_t column = 0; column < num_columns; ++column) {
      const Value& value = result.at(row, column);
      numeric[column] = numeric[column] && (value.is_null() || value.is_number());
      cells.push_back(markdown_cell(value));
    }
  }
  constexpr std::size_t kWidestPadding = 60;  // columns; beyond, padding would only add blanks to every other row
  std::vector<std::size_t> widths(num_columns, 3);
  for (const auto& cells : rows) {
    for (std::size_t column = 0; column < num_columns; ++column) {
      widths[column] =
          std::clamp(display_width(cells[column]), widths[column], std::max(widths[column], kWidestPadding));
    }
  }
  std::string out;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    out += '|';
    for (std::size_t column = 0; column < num_columns; ++column) {
      const std::string& cell = rows[row][column];
      const std::size_t width = display_width(cell);
      const std::size_t padding = width < widths[column] ? widths[column] - width : 0;
      out += ' ';
      if (numeric[column] && result.num_rows() > 0) append_padding(out, padding);
      out += cell;
      if (!numeric[column] || result.num_rows() == 0) append_padding(out, padding);
      out += " |";
    }
    out += '\n';
    if (row > 0) continue;
    out += '|';
    for (std::size_t column = 0; column < num_columns; ++column) {
      const bool right = numeric[column] && result.num_rows() > 0;
      out += ' ';
      append_padding(out, widths[column] - (right ? 1 : 0), '-');
      out += right ? ": |" : " |";
    }
    out += '\n';
  }
  return out;
}

}  // namespace kith::reports
