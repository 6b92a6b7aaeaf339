// Reading test files.
#include "tests/harness/test_file.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "tests/harness/comparable.hpp"

namespace kith::harness {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

Result<std::string> read_text_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{ErrorKind::kIo, fmt::format("cannot read {}", file.string())};
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<std::vector<TestBlock>> parse_test_blocks(std::string_view text) {
  const std::vector<std::string> lines = split_lines(text);
  const auto is_blank = [](const std::string& line) { return line.find_first_not_of(' ') == std::string::npos; };
  std::vector<TestBlock> blocks;
  for (std::size_t i = 0; i < lines.size();) {
    if (is_blank(lines[i]) || lines[i].starts_with('#')) {
      ++i;
      continue;
    }
    if (lines[i].starts_with(' ') || lines[i].starts_with('|') || lines[i].starts_with("----")) {
      return Error{ErrorKind::kUsage, fmt::format("line {}: expected the first line of a block", i + 1)};
    }
    TestBlock block{.line = i + 1};
    std::istringstream words(lines[i]);
    std::copy(std::istream_iterator<std::string>(words), {}, std::back_inserter(block.words));
    block.body_end = ++i;
    for (; i < lines.size() && (is_blank(lines[i]) || lines[i].starts_with("  ")); ++i) {
      block.body += is_blank(lines[i]) ? "\n" : lines[i].substr(2) + "\n";
      if (!is_blank(lines[i])) block.body_end = i + 1;
    }
    block.body.erase(block.body.find_last_not_of('\n') + 1);
    block.end = block.body_end;
    if (i < lines.size() && lines[i].starts_with("----")) {
      block.has_expected = true;
      for (++i; i < lines.size() && !lines[i].empty(); ++i) block.expected.push_back(lines[i]);
      block.end = i;
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Result<std::vector<TestBlock>> parse_markdown_blocks(std::string_view text) {
  constexpr std::string_view kFence = "```";
  constexpr std::string_view kOpening = "```cypher";
  const std::vector<std::string> lines = split_lines(text);
  std::vector<TestBlock> blocks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with(kFence)) continue;
    TestBlock block{.line = i + 1};
    const bool is_test = lines[i].starts_with(kOpening);
    std::istringstream words(is_test ? lines[i].substr(kOpening.size()) : "");
    std::copy(std::istream_iterator<std::string>(words), {}, std::back_inserter(block.words));
    for (++i; i < lines.size() && lines[i] != kFence; ++i) block.body += lines[i] + "\n";
    if (i == lines.size()) return Error{ErrorKind::kUsage, fmt::format("line {}: the fence is not closed", block.line)};
    if (!is_test) continue;
    block.body_end = block.end = i + 1;
    block.body.erase(block.body.find_last_not_of('\n') + 1);

    std::size_t row = i + 1;
    while (row < lines.size() && lines[row].empty()) ++row;
    block.has_expected = row < lines.size() && lines[row].starts_with('|');
    for (; block.has_expected && row < lines.size() && lines[row].starts_with('|'); ++row) {
      const bool is_rule = lines[row].find_first_not_of("|-: ") == std::string::npos;
      if (!is_rule || block.expected.size() != 1) block.expected.push_back(lines[row]);
      block.end = row + 1;
    }
    if (block.words.empty()) block.words.emplace_back(block.has_expected ? "query" : "statement");
    blocks.push_back(std::move(block));
    i = blocks.back().end - 1;
  }
  return blocks;
}

Result<std::vector<std::filesystem::path>> find_test_files(const std::vector<std::filesystem::path>& paths,
                                                           std::initializer_list<std::string_view> extensions) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
      files.push_back(path);
      continue;
    }
    auto entry = fs::recursive_directory_iterator(path, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (std::find(extensions.begin(), extensions.end(), entry->path().extension().string()) != extensions.end())
        files.push_back(entry->path());
    }
    if (error) return Error{ErrorKind::kUsage, fmt::format("{}: {}", path.string(), error.message())};
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<Parameters> parse_parameters(std::string_view body) {
  Parameters parameters;
  for (const std::string& line : split_lines(body)) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos)
      return Error{ErrorKind::kUsage, fmt::format("a parameter is `name: value`, not `{}`", line)};
    KITH_TRY(const Comparable comparable, parse_comparable(std::string_view(line).substr(colon + 1)));
    KITH_TRY(Value value, to_value(comparable));
    parameters.insert_or_assign(line.substr(0, colon), std::move(value));
  }
  return parameters;
}

bool changes_schema(std::string_view statement) {
  std::string upper(statement);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper.find("INDEX") != std::string::npos || upper.find("CONSTRAINT") != std::string::npos;
}

}  // namespace kith::harness
