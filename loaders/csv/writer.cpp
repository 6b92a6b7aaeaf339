// loaders/csv/writer.cpp: see the header.
#include "loaders/csv/writer.hpp"

namespace kith::loaders {

void append_csv_field(std::string& out, std::string_view text, char delimiter) {
  const char special[] = {delimiter, '"', '\n', '\r'};
  const bool quote = text.empty() || text.front() == ' ' || text.back() == ' ' ||
                     text.find_first_of(std::string_view(special, sizeof special)) != std::string_view::npos;
  if (!quote) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_tsv_field(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace kith::loaders
