// parser/spelling.cpp: Damerau and Levenshtein's distance, without swaps of swapped letters.
#include "parser/spelling.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kith::parser {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::string_view nearest_spelling(std::string_view name, std::span<const std::string_view> candidates,
                                  std::size_t most) {
  const auto lower_case = [](std::string_view word) {
    std::string lower(word);
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
  };
  const std::string wanted = lower_case(name);
  std::string_view nearest;
  std::size_t best = most + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t longest = std::max(name.size(), candidate.size());
    if (longest - std::min(name.size(), candidate.size()) >= best) continue;
    const std::size_t distance = edit_distance(wanted, lower_case(candidate));
    if (distance >= best || distance >= longest) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

}  // namespace kith::parser
