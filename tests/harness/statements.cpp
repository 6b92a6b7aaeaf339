// Finding the semicolons that end statements.
#include "tests/harness/statements.hpp"

namespace kith::harness {

std::vector<std::string> split_statements(std::string_view script) {
  std::vector<std::string> statements;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    const std::string_view text = script.substr(begin, end - begin);
    if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) statements.emplace_back(text);
    begin = end + 1;
  };
  std::size_t i = 0;
  const auto skip_past = [&](std::string_view mark) {
    const std::size_t end = script.find(mark, i);
    i = end == std::string_view::npos ? script.size() : end + mark.size();
  };
  while (i < script.size()) {
    const char c = script[i++];
    if (c == '\'' || c == '"') {
      while (i < script.size() && script[i] != c) i += script[i] == '\\' ? 2 : 1;
      ++i;
    } else if (c == '`') {
      skip_past("`");
    } else if (c == '/' && script.substr(i).starts_with('/')) {
      skip_past("\n");
    } else if (c == '/' && script.substr(i).starts_with('*')) {
      skip_past("*/");
    } else if (c == ';') {
      add(i - 1);
    }
  }
  add(script.size());
  return statements;
}

}  // namespace kith::harness
