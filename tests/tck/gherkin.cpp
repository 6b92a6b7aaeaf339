// A reader for the part of Gherkin that feature files of the conformance kit use.
#include "tests/tck/gherkin.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace kith::tck {
namespace {

using harness::TableRow;

struct Outline {
  bool has_examples = false;
  std::vector<Step> steps;
  std::vector<std::vector<TableRow>> examples;  // Each with its header.
  std::string name;
};

std::string_view without_indent(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

std::string replaced(std::string text, const TableRow& names, const TableRow& values) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string placeholder = "<" + names[i] + ">";
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + values[i].size())) {
      text.replace(at, placeholder.size(), values[i]);
    }
  }
  return text;
}

Step replaced(Step step, const TableRow& names, const TableRow& values) {
  step.text = replaced(std::move(step.text), names, values);
  if (step.doc_string) step.doc_string = replaced(*std::move(step.doc_string), names, values);
  for (TableRow& row : step.table) {
    for (std::string& cell : row) cell = replaced(std::move(cell), names, values);
  }
  return step;
}

class FeatureReader {
 public:
  FeatureReader(std::string_view text, const std::filesystem::path& file) : file_(file) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      std::string_view line = text.substr(begin, end - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      begin = end + 1;
    }
  }

  Result<std::vector<Scenario>> read() {
    for (; line_ < lines_.size(); ++line_) KITH_CHECK_OK(read_line(without_indent(lines_[line_])));
    KITH_CHECK_OK(finish_scenario());
    return std::move(scenarios_);
  }

 private:
  Error error(std::string_view message) const {
    return {ErrorKind::kUsage, fmt::format("{}:{}: {}", file_.string(), line_ + 1, message)};
  }

  Status read_line(std::string_view line) {
    if (line.empty() || line.starts_with('#') || line.starts_with('@')) return {};
    if (line.starts_with('|')) return read_row(line);
    if (line.starts_with("\"\"\"")) return read_doc_string();
    const auto take = [&](std::string_view keyword) {
      if (!line.starts_with(keyword)) return false;
      line = without_indent(line.substr(keyword.size()));
      return true;
    };
    if (take("Feature:")) {
      feature_ = line;
      return {};
    }
    if (take("Background:")) {
      KITH_CHECK_OK(finish_scenario());
      target_ = &background_;
      return {};
    }
    if (take("Scenario Outline:") || take("Scenario Template:") || take("Scenario:") || take("Example:")) {
      KITH_CHECK_OK(finish_scenario());
      current_.emplace();
      current_->name = line;
      target_ = &current_->steps;
      return {};
    }
    if (take("Examples:") || take("Scenarios:")) {
      if (!current_) return error("examples outside a scenario");
      current_->has_examples = true;
      current_->examples.emplace_back();
      return {};
    }
    for (const std::string_view keyword : {"Given ", "When ", "Then ", "And ", "But ", "* "}) {
      if (!take(keyword)) continue;
      if (target_ == nullptr) return error("a step outside a scenario");
      target_->push_back({.text = std::string(line.substr(0, line.find_last_not_of(" \t") + 1)), .line = line_ + 1});
      return {};
    }
    if (target_ == nullptr) return {};  // The description of a feature.
    return error(fmt::format("`{}` is not a step", line));
  }

  Status read_row(std::string_view line) {
    auto row = harness::parse_table_row(line);
    if (!row.ok()) return error(row.error().message);
    if (current_ && current_->has_examples) {
      auto& table = current_->examples.back();
      if (!table.empty() && table.front().size() != row->size())
        return error("an example with more or fewer cells than its header");
      table.push_back(*std::move(row));
      return {};
    }
    if (target_ == nullptr || target_->empty()) return error("a table outside a step");
    target_->back().table.push_back(*std::move(row));
    return {};
  }

  /// Lines up to the closing quotes, less the indentation of the opening ones.
  Status read_doc_string() {
    if (target_ == nullptr || target_->empty()) return error("a doc string outside a step");
    const std::size_t indent = lines_[line_].find('"');
    std::string text;
    for (++line_; line_ < lines_.size(); ++line_) {
      std::string_view line = lines_[line_];
      if (without_indent(line).starts_with("\"\"\"")) {
        if (text.ends_with('\n')) text.pop_back();
        target_->back().doc_string = std::move(text);
        return {};
      }
      const std::size_t spaces = std::min(line.find_first_not_of(" \t"), line.size());
      text.append(line.substr(std::min(spaces, indent))).append("\n");
    }
    return error("a doc string without end");
  }

  Status finish_scenario() {
    if (!current_) return {};
    const Outline outline = *std::move(current_);
    current_.reset();
    target_ = nullptr;
    const auto add = [&](std::string name, const TableRow& names, const TableRow& values) {
      Scenario scenario{.feature = feature_, .name = std::move(name), .file = file_, .steps = background_};
      for (const Step& step : outline.steps) scenario.steps.push_back(replaced(step, names, values));
      scenarios_.push_back(std::move(scenario));
    };
    if (!outline.has_examples) {
      add(outline.name, {}, {});
      return {};
    }
    std::size_t number = 0;
    for (const auto& table : outline.examples) {
      for (std::size_t row = 1; row < table.size(); ++row) {
        add(fmt::format("{} #{}", replaced(outline.name, table.front(), table[row]), ++number), table.front(),
            table[row]);
      }
    }
    return {};
  }

  std::filesystem::path file_;
  std::vector<std::string_view> lines_;
  std::size_t line_ = 0;
  std::string feature_;
  std::vector<Step> background_;
  std::optional<Outline> current_;
  std::vector<Step>* target_ = nullptr;
  std::vector<Scenario> scenarios_;
};

}  // namespace

Result<std::vector<Scenario>> parse_feature(std::string_view text, const std::filesystem::path& file) {
  return FeatureReader(text, file).read();
}

Result<std::vector<Scenario>> read_feature(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return Error{ErrorKind::kUsage, fmt::format("cannot read {}", file.string())};
  return parse_feature(text.str(), file);
}

}  // namespace kith::tck
