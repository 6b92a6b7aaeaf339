// reports/parse.hpp: a report as its author wrote it: front matter, prose, and fenced blocks of Cypher.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <kith/value.hpp>

namespace kith::reports {

/// A fenced block whose info string begins with `cypher`, in any case.
struct QueryBlock {
  std::string query;
  std::size_t line = 0;         ///< Of the file: the query's first line, from 1.
  std::string caption;          ///< caption="..."
  std::string empty_text;       ///< empty="...": shown when there are no rows.
  bool shows_query = false;     ///< show-query (hide-query is the default)
  bool requires_rows = false;   ///< require-rows: none is a problem
  bool runs = true;             ///< no-run: shown as it is
  std::string indent;           ///< Blanks before the fence, as in a list item.
  std::string unknown_options;  ///< What the info string says beyond these.
};

struct ReportPart {
  enum class Kind : std::uint8_t {
    kProse,  ///< In which {{parameters}} are replaced.
    kCode,   ///< A fenced block of another language, fences included, which stays as it is.
    kQuery,
  };
  Kind kind = Kind::kProse;
  std::string text;  ///< Of prose and code.
  QueryBlock block;
};

struct ReportSource {
  std::string file_name;
  std::string title;
  std::string language;   ///< `lang:`, for HTML; may be empty.
  Parameters parameters;  ///< Declared under `params:`, with their defaults; null: must be given.
  std::vector<ReportPart> parts;
  std::size_t num_queries = 0;  ///< Blocks that run.
};

/// Errors: kData, naming file and line: front matter that is not YAML or not of this shape, a fence that is never
/// closed, text that is not UTF-8.
Result<ReportSource> parse_report(std::string_view text, std::string_view file_name);

}  // namespace kith::reports
