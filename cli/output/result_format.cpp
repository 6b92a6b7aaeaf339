// cli/output/result_format.cpp: see the header.
#include "cli/output/result_format.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "cli/output/result_graph.hpp"
#include "loaders/csv/writer.hpp"
#include "loaders/json/encode.hpp"
#include "loaders/text/scalar_text.hpp"
#include "reports/markdown.hpp"

namespace kith::cli {
namespace {

constexpr std::array<std::pair<std::string_view, ResultFormat>, 8> kFormats{{{"table", ResultFormat::kTable},
                                                                             {"csv", ResultFormat::kCsv},
                                                                             {"tsv", ResultFormat::kTsv},
                                                                             {"json", ResultFormat::kJson},
                                                                             {"jsonl", ResultFormat::kJsonl},
                                                                             {"markdown", ResultFormat::kMarkdown},
                                                                             {"graphml", ResultFormat::kGraphml},
                                                                             {"dot", ResultFormat::kDot}}};

/// The text of a cell that is not null.
std::string separated_text(const Value& value) {
  if (!loaders::type_name(value).empty()) return loaders::scalar_text(value);
  std::string json;
  loaders::append_json(json, value);
  return json;
}

Status write_separated(const QueryResult& result, bool tabs, loaders::TextSink& sink) {
  const auto append = [&](std::string& line, std::string_view text) {
    if (tabs) {
      loaders::append_tsv_field(line, text);
    } else {
      loaders::append_csv_field(line, text, ',');
    }
  };
  const char delimiter = tabs ? '\t' : ',';
  std::string line;
  for (const std::string& name : result.columns()) {
    if (&name != &result.columns().front()) line += delimiter;
    append(line, name);
  }
  KITH_CHECK_OK(sink.write(line + "\n"));
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    line.clear();
    for (std::size_t column = 0; column < result.columns().size(); ++column) {
      if (column > 0) line += delimiter;
      const Value& value = result.at(row, column);
      if (!value.is_null()) append(line, separated_text(value));
    }
    line += '\n';
    KITH_CHECK_OK(sink.write(line));
  }
  return {};
}

Status write_json(const QueryResult& result, bool as_lines, loaders::TextSink& sink) {
  std::vector<std::string> names;
  for (const std::string& name : result.columns()) loaders::append_json_string(names.emplace_back(), name);
  std::string line;
  if (!as_lines) KITH_CHECK_OK(sink.write("["));
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    line = as_lines ? "{" : row == 0 ? "\n {" : ",\n {";
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (column > 0) line += ',';
      line += names[column];
      line += ':';
      loaders::append_json(line, result.at(row, column));
    }
    line += as_lines ? "}\n" : "}";
    KITH_CHECK_OK(sink.write(line));
  }
  return as_lines ? Status::success() : sink.write("\n]\n");
}

}  // namespace

Result<ResultFormat> result_format(std::string_view name) {
  if (name.empty()) return ResultFormat::kTable;
  for (const auto& [known, format] : kFormats) {
    if (known == name) return format;
  }
  return Error{ErrorKind::kUsage, fmt::format("there is no format `{}`", name)}.with_hint(
      "known are table, csv, tsv, json, jsonl, markdown, graphml and dot");
}

Status write_result(const QueryResult& result, ResultFormat format, const TableStyle& style, loaders::TextSink& sink) {
  if (result.columns().empty()) return {};
  switch (format) {
    case ResultFormat::kTable:
      return sink.write(text_table(result, style));
    case ResultFormat::kCsv:
      return write_separated(result, false, sink);
    case ResultFormat::kTsv:
      return write_separated(result, true, sink);
    case ResultFormat::kJson:
      return write_json(result, false, sink);
    case ResultFormat::kJsonl:
      return write_json(result, true, sink);
    case ResultFormat::kMarkdown:
      return sink.write(reports::markdown_table(result));
    case ResultFormat::kGraphml:
    case ResultFormat::kDot: {
      const ResultGraph graph = result_graph(result);
      if (graph.nodes.empty() && !result.empty()) {
        return Error{ErrorKind::kData, "the result has neither nodes nor relationships to draw"}.with_hint(
            "RETURN nodes, relationships or paths themselves: RETURN n, or RETURN p");
      }
      return sink.write(format == ResultFormat::kDot ? to_dot(graph) : to_graphml(graph));
    }
  }
  return {};
}

}  // namespace kith::cli
