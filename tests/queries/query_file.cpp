// Blocks of a .test file to sections and cases.
#include "tests/queries/query_file.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/harness/statements.hpp"
#include "tests/harness/test_file.hpp"

namespace kith::queries {
namespace {

using harness::TestBlock;

Result<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  return Error{ErrorKind::kUsage, fmt::format("`{}` is not a number", text)};
}

/// query [unordered] [ignoring-list-order] [none | (effect count)...]
Status parse_options(const TestBlock& block, Case& result) {
  for (std::size_t i = 1; i < block.words.size(); ++i) {
    const std::string& word = block.words[i];
    if (word == "unordered") {
      result.rows = harness::RowOrder::kAny;
    } else if (word == "ignoring-list-order") {
      result.lists = harness::ListOrder::kIgnored;
    } else if (word == "none") {
      result.effects.emplace();
    } else if (i + 1 < block.words.size()) {
      KITH_TRY(const std::uint32_t count, parse_number(block.words[++i]));
      if (!result.effects) result.effects.emplace();
      KITH_CHECK_OK(result.effects->set(word, count));
    } else {
      return Error{ErrorKind::kUsage, fmt::format("`{}` is not an option of `{}`", word, block.words.front())};
    }
  }
  return {};
}

/// error KIND compile|runtime|any DETAIL|-|* [LINE:COLUMN]
Status parse_error(const TestBlock& block, Case& result) {
  if (block.words.size() < 4 || block.words.size() > 5) {
    return Error{ErrorKind::kUsage, "expected `error KIND compile|runtime|any DETAIL [LINE:COLUMN]`"};
  }
  ExpectedError error{.kind = block.words[1], .phase = block.words[2], .detail = block.words[3]};
  if (error.phase != "compile" && error.phase != "runtime" && error.phase != "any") {
    return Error{ErrorKind::kUsage, fmt::format("`{}` is not a phase", error.phase)};
  }
  if (block.words.size() == 5) {
    const std::string_view place = block.words[4];
    const std::size_t colon = std::min(place.find(':'), place.size());
    KITH_TRY(error.line, parse_number(place.substr(0, colon)));
    KITH_TRY(error.column, parse_number(place.substr(std::min(colon + 1, place.size()))));
  }
  result.error = std::move(error);
  return {};
}

class Builder {
 public:
  explicit Builder(std::string file_name) : file_name_(std::move(file_name)) {}

  Status add(const TestBlock& block) {
    const std::string& kind = block.words.front();
    if (kind == "graph") {
      sections_.emplace_back().graph = harness::split_statements(block.body);
      return {};
    }
    if (kind == "parameters") {
      KITH_TRY(pending_.parameters, harness::parse_parameters(block.body));
      return {};
    }
    if (kind == "skip") {
      if (block.words.size() < 3) return Error{ErrorKind::kUsage, "expected `skip CONFIGURATION REASON`"};
      pending_.skipped[block.words[1]] = fmt::format("{}", fmt::join(block.words.begin() + 2, block.words.end(), " "));
      return {};
    }
    Case next = std::exchange(pending_, {});
    next.name = fmt::format("{}:{}", file_name_, block.line);
    next.text = block.body;
    if (next.text.empty()) return Error{ErrorKind::kUsage, "a case without a statement"};
    if (kind == "query" || kind == "statement") {
      KITH_CHECK_OK(parse_options(block, next));
      if (block.has_expected != (kind == "query")) {
        return Error{ErrorKind::kUsage, "a `query` has a table below `----`, a `statement` has none"};
      }
      for (const std::string& line : block.expected) {
        KITH_TRY(harness::TableRow row, harness::parse_table_row(line));
        next.table.push_back(std::move(row));
      }
      if (kind == "query" && next.table.empty())
        return Error{ErrorKind::kUsage, "the table has no line with column names"};
    } else if (kind == "error") {
      KITH_CHECK_OK(parse_error(block, next));
    } else {
      return Error{ErrorKind::kUsage, fmt::format("`{}` is not a block", kind)};
    }
    if (sections_.empty()) sections_.emplace_back();
    sections_.back().cases.push_back(std::move(next));
    return {};
  }

  std::vector<Section> take() && { return std::move(sections_); }

 private:
  std::string file_name_;
  Case pending_;
  std::vector<Section> sections_;
};

}  // namespace

Result<std::vector<Section>> read_query_file(const std::filesystem::path& file) {
  KITH_TRY(const std::string text, harness::read_text_file(file));
  auto blocks = file.extension() == ".md" ? harness::parse_markdown_blocks(text) : harness::parse_test_blocks(text);
  if (!blocks.ok()) return Error{ErrorKind::kUsage, fmt::format("{}: {}", file.string(), blocks.error().message)};
  Builder builder((file.parent_path().filename() / file.filename()).string());
  for (const TestBlock& block : *blocks) {
    if (Status status = builder.add(block); !status.ok()) {
      return Error{ErrorKind::kUsage, fmt::format("{}:{}: {}", file.string(), block.line, status.error().message)};
    }
  }
  return std::move(builder).take();
}

}  // namespace kith::queries
