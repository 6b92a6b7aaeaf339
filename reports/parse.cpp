// reports/parse.cpp: line by line. Only fences matter here; all other Markdown passes through.
#include "reports/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include <kith/display_width.hpp>

#include "reports/front_matter.hpp"

namespace kith::reports {
namespace {

/// The line at `at`, its end included, which is cut off `at`.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end == std::string_view::npos ? rest.size() : end + 1);
  rest.remove_prefix(line.size());
  return line;
}

std::string_view without_line_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// A line of three or more back-ticks or tildes, after at most three spaces.
struct Fence {
  char mark = '\0';  ///< '\0': no fence.
  std::size_t length = 0;
  std::string_view info;
};

Fence read_fence(std::string_view line) {
  line = without_line_end(line);
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(indent);
  if (indent > 3 || line.empty() || (line[0] != '`' && line[0] != '~')) return {};
  const std::size_t length = std::min(line.find_first_not_of(line[0]), line.size());
  const std::string_view info = trimmed(line.substr(length));
  if (length < 3 || (line[0] == '`' && info.find('`') != std::string_view::npos)) return {};
  return {line[0], length, info};
}

bool closes(const Fence& closing, const Fence& opening) {
  return closing.mark == opening.mark && closing.length >= opening.length && closing.info.empty();
}

/// One `word` or `word="text"` off the front of an info string.
struct InfoOption {
  std::string name, text;
};

InfoOption take_option(std::string_view& rest) {
  InfoOption option;
  const std::size_t end = std::min(rest.find_first_of(" \t="), rest.size());
  option.name = rest.substr(0, end);
  rest.remove_prefix(end);
  if (rest.starts_with('=')) {
    rest.remove_prefix(1);
    const bool quoted = rest.starts_with('"');
    if (quoted) rest.remove_prefix(1);
    while (!rest.empty() && (quoted ? rest[0] != '"' : rest[0] != ' ' && rest[0] != '\t')) {
      if (quoted && rest[0] == '\\' && rest.size() > 1) rest.remove_prefix(1);
      option.text += rest[0];
      rest.remove_prefix(1);
    }
    if (quoted && !rest.empty()) rest.remove_prefix(1);
  }
  rest = trimmed(rest);
  return option;
}

/// False when the info string is not one of Cypher.
bool read_info(std::string_view info, QueryBlock& block) {
  std::string_view rest = info;
  std::string language = take_option(rest).name;
  for (char& letter : language) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  if (language != "cypher") return false;
  while (!rest.empty()) {
    const InfoOption option = take_option(rest);
    if (option.name == "caption") {
      block.caption = option.text;
    } else if (option.name == "empty") {
      block.empty_text = option.text;
    } else if (option.name == "show-query") {
      block.shows_query = true;
    } else if (option.name == "hide-query") {
      block.shows_query = false;
    } else if (option.name == "require-rows") {
      block.requires_rows = true;
    } else if (option.name == "no-run") {
      block.runs = false;
    } else {
      block.unknown_options += (block.unknown_options.empty() ? "" : ", ") + option.name;
    }
  }
  return true;
}

}  // namespace

Result<ReportSource> parse_report(std::string_view text, std::string_view file_name) {
  ReportSource source;
  source.file_name = file_name;
  if (!is_utf8(text)) return Error{ErrorKind::kData, fmt::format("{}: not UTF-8 text", file_name)};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t line_number = 0;
  std::string_view rest = text;
  const auto next_line = [&] {
    ++line_number;
    return take_line(rest);
  };
  if (std::string_view ahead = rest; without_line_end(take_line(ahead)) == "---") {
    next_line();
    const char* const yaml_begin = rest.data();
    while (true) {
      if (rest.empty())
        return Error{ErrorKind::kData, fmt::format("{}:1: front matter that is never closed", file_name)};
      const std::string_view line = next_line();
      if (without_line_end(line) != "---") continue;
      const std::string_view yaml(yaml_begin, static_cast<std::size_t>(line.data() - yaml_begin));
      KITH_CHECK_OK(parse_front_matter(yaml, source));
      break;
    }
  }
  std::string prose;
  while (!rest.empty()) {
    const std::string_view line = next_line();
    const Fence opening = read_fence(line);
    if (opening.mark == '\0') {
      prose += line;
      continue;
    }
    if (!prose.empty()) source.parts.push_back({ReportPart::Kind::kProse, std::exchange(prose, {})});
    ReportPart part;
    part.kind = read_info(opening.info, part.block) ? ReportPart::Kind::kQuery : ReportPart::Kind::kCode;
    part.block.line = line_number + 1;
    part.block.indent = line.substr(0, line.find_first_not_of(' '));
    std::string verbatim(line);
    while (true) {
      if (rest.empty()) {
        return Error{ErrorKind::kData,
                     fmt::format("{}:{}: a fence that is never closed", file_name, part.block.line - 1)};
      }
      const std::string_view inner = next_line();
      verbatim += inner;
      if (closes(read_fence(inner), opening)) break;
      part.block.query += inner;
    }
    if (part.kind == ReportPart::Kind::kCode) {
      part.text = std::move(verbatim);
    } else if (part.block.runs) {
      ++source.num_queries;
    }
    source.parts.push_back(std::move(part));
  }
  if (!prose.empty()) source.parts.push_back({ReportPart::Kind::kProse, std::move(prose)});
  return source;
}

}  // namespace kith::reports
