// reports/render.cpp: part by part to Markdown; HTML is made of that.
#include "reports/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "reports/html.hpp"
#include "reports/markdown.hpp"

namespace kith::reports {
namespace {

/// A fence longer than any run of back-ticks in `text`.
std::string fence_for(std::string_view text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

std::string fenced(std::string_view language, std::string_view text) {
  const std::string fence = fence_for(text);
  return fmt::format("{}{}\n{}{}{}\n", fence, language, text, text.empty() || text.ends_with('\n') ? "" : "\n", fence);
}

/// A quotation, so that it stands out in any rendering.
std::string quotation(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += end == 0 ? ">" : "> ";
    out += text.substr(0, end);
    out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// The next {{name}} of a text: what stands before it, the name, and what follows.
struct Placeholder {
  std::string_view before, name, after;
};

std::optional<Placeholder> next_placeholder(std::string_view text) {
  const std::size_t open = text.find("{{");
  const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view name = text.substr(open + 2, close - open - 2);
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  return Placeholder{text.substr(0, open), name, text.substr(close + 2)};
}

/// The title as text, without markup.
std::string plain_title(std::string_view title, const Parameters& parameters) {
  std::string out;
  while (const auto placeholder = next_placeholder(title)) {
    out += placeholder->before;
    if (const auto found = parameters.find(placeholder->name); found != parameters.end()) {
      out += to_display_string(found->second);
    }
    title = placeholder->after;
  }
  return out.append(title);
}

/// The text with `indent` before each line that is not empty.
std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    if (text[0] != '\n') out += indent;
    out += text.substr(0, size);
    text.remove_prefix(size);
  }
  return out;
}

/// Follows prose to tell whether a place in it is inside a code span. One that runs over lines does not count: what is
/// outside must be escaped, so when in doubt it is outside.
class CodeSpan {
 public:
  void read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t run = run_at(text, at);
      if (run > 0) {
        opening_ = opening_ == 0 ? run : opening_ == run ? 0 : opening_;
        at += run;
        continue;
      }
      if (text[at] == '\n') opening_ = 0;
      at += text[at] == '\\' && opening_ == 0 ? 2 : 1;  // an escaped back-tick opens nothing
    }
  }
  /// `rest` is what follows.
  bool is_inside(std::string_view rest) const {
    if (opening_ == 0) return false;
    for (std::size_t at = 0; at < rest.size() && rest[at] != '\n';) {
      const std::size_t run = run_at(rest, at);
      if (run == opening_) return true;
      at += std::max<std::size_t>(run, 1);
    }
    return false;
  }

 private:
  static std::size_t run_at(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of('`', at), text.size()) - at;
  }
  std::size_t opening_ = 0;  // length of the run; 0: outside
};

/// The value in a code span, which has no escapes.
std::string code_text(const Value& value) {
  std::string text = to_display_string(value);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '`' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

class Renderer {
 public:
  Renderer(const ReportSource& source, const Parameters& parameters, QuerySource& queries,
           const ReportProgress& progress)
      : source_(source), parameters_(parameters), queries_(queries), progress_(progress) {}

  RenderedReport run() {
    const bool has_own_heading = !source_.parts.empty() && source_.parts[0].kind == ReportPart::Kind::kProse &&
                                 source_.parts[0].text.substr(0, 200).find("# ") < 3;
    if (!source_.title.empty() && !has_own_heading) {
      report_.text += fmt::format("# {}\n\n", substitute(source_.title, 1));
    }
    for (const ReportPart& part : source_.parts) {
      switch (part.kind) {
        case ReportPart::Kind::kProse:
          report_.text += substitute(part.text, 0);
          break;
        case ReportPart::Kind::kCode:
          report_.text += part.text;
          break;
        case ReportPart::Kind::kQuery:
          answer(part.block);
          break;
      }
    }
    return std::move(report_);
  }

 private:
  /// `line`: of the file, for messages; 0 when it is not known.
  std::string substitute(std::string_view text, std::size_t line) {
    std::string out;
    CodeSpan code;
    while (const auto placeholder = next_placeholder(text)) {
      out += placeholder->before;
      code.read(placeholder->before);
      if (const auto found = parameters_.find(placeholder->name); found != parameters_.end()) {
        out += code.is_inside(placeholder->after) ? code_text(found->second) : markdown_cell(found->second);
      } else {
        out += fmt::format("**there is no parameter {}**", escape_markdown(placeholder->name));
        add_problem(line, fmt::format("there is no parameter `{}`", placeholder->name));
      }
      text = placeholder->after;
    }
    return out.append(text);
  }

  void add_problem(std::size_t line, std::string_view what) {
    report_.problems.push_back(line == 0 ? fmt::format("{}: {}", source_.file_name, what)
                                         : fmt::format("{}:{}: {}", source_.file_name, line, what));
  }

  void show_problem(std::size_t line, std::string_view what) {
    add_problem(line, what);
    report_.text += quotation(fmt::format("**This query failed** (line {})\n\n{}", line, fenced("text", what)));
  }

  void answer(const QueryBlock& block) {
    const std::size_t begin = report_.text.size();
    answer_unindented(block);
    if (block.indent.empty()) return;
    const std::string text = indented(std::string_view(report_.text).substr(begin), block.indent);
    report_.text.replace(begin, std::string::npos, text);
  }

  void answer_unindented(const QueryBlock& block) {
    if (block.shows_query || !block.runs) report_.text += fenced("cypher", block.query);
    if (!block.runs) return;
    if (block.shows_query) report_.text += '\n';
    if (!block.unknown_options.empty()) {
      show_problem(block.line - 1,
                   fmt::format("unknown option {} in the fence; known are caption=\"...\", empty=\"...\", show-query, "
                               "hide-query, require-rows and no-run",
                               block.unknown_options));
    } else if (block.query.find_first_not_of(" \t\r\n") == std::string::npos) {
      show_problem(block.line - 1, "the block is empty: there is no query in it");
    } else if (const Result<QueryResult> result = queries_.run(block.query, parameters_); !result.ok()) {
      Error error = result.error();
      if (error.line > 0) error.line += static_cast<std::uint32_t>(block.line) - 1;  // as the author's editor counts
      show_problem(error.line > 0 ? error.line : block.line, to_display_string(error));
    } else {
      show(*result, block);
    }
    ++num_done_;
    if (progress_) progress_(num_done_, source_.num_queries);
  }

  void show(const QueryResult& result, const QueryBlock& block) {
    if (!block.caption.empty()) report_.text += fmt::format("**{}**\n\n", substitute(block.caption, block.line - 1));
    if (!result.plan().empty()) report_.text += fenced("text", result.plan());
    if (result.columns().empty()) return;
    if (result.empty()) {
      report_.text +=
          block.empty_text.empty() ? std::string("*No rows.*") : substitute(block.empty_text, block.line - 1);
      report_.text += '\n';
      if (block.requires_rows) add_problem(block.line, "this query has no rows, and the report requires some");
    } else {
      report_.text += markdown_table(result);
    }
  }

  const ReportSource& source_;
  const Parameters& parameters_;
  QuerySource& queries_;
  const ReportProgress& progress_;
  RenderedReport report_;
  std::size_t num_done_ = 0;
};

}  // namespace

Result<SnapshotSource> SnapshotSource::try_begin(Connection& connection, const QueryOptions& options) {
  KITH_TRY(Transaction transaction, connection.try_begin_read());
  return SnapshotSource(std::move(transaction), options);
}

Result<QueryResult> SnapshotSource::run(std::string_view query, const Parameters& parameters) {
  return transaction_.try_query(query, parameters, options_);
}

Result<RenderedReport> render_report(const ReportSource& source, const Parameters& given, ReportFormat format,
                                     QuerySource& queries, const ReportProgress& progress) {
  Parameters parameters = source.parameters;
  for (const auto& [name, value] : given) {
    if (const auto found = parameters.find(name); found != parameters.end()) found->second = value;
  }
  for (const auto& [name, value] : parameters) {
    if (!value.is_null() || given.contains(name)) continue;
    return Error{ErrorKind::kUsage, fmt::format("{}: the parameter `{}` has no default", source.file_name, name)}
        .with_hint(fmt::format("add --param {}=...", name));
  }
  RenderedReport report = Renderer(source, parameters, queries, progress).run();
  if (format == ReportFormat::kHtml) {
    const std::string title = source.title.empty() ? source.file_name : plain_title(source.title, parameters);
    KITH_TRY(report.text, html_page(report.text, title, source.language));
  }
  return report;
}

}  // namespace kith::reports
