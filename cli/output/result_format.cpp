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

}  // namespace

bool can_stream(ResultFormat format) {
  return format == ResultFormat::kCsv || format == ResultFormat::kTsv || format == ResultFormat::kJson ||
         format == ResultFormat::kJsonl;
}

void ResultWriter::append_field(std::string_view text) {
  if (format_ == ResultFormat::kTsv) {
    loaders::append_tsv_field(line_, text);
  } else {
    loaders::append_csv_field(line_, text, ',');
  }
}

Status ResultWriter::begin(const std::vector<std::string>& columns) {
  if (format_ == ResultFormat::kJson || format_ == ResultFormat::kJsonl) {
    for (const std::string& name : columns) loaders::append_json_string(names_.emplace_back(), name);
    return format_ == ResultFormat::kJson ? sink_.write("[") : Status::success();
  }
  line_.clear();
  for (std::size_t column = 0; column < columns.size(); ++column) {
    if (column > 0) line_ += format_ == ResultFormat::kTsv ? '\t' : ',';
    append_field(columns[column]);
  }
  line_ += '\n';
  return sink_.write(line_);
}

Status ResultWriter::write(const QueryResult& rows) {
  return format_ == ResultFormat::kJson || format_ == ResultFormat::kJsonl ? write_objects(rows) : write_fields(rows);
}

Status ResultWriter::write_fields(const QueryResult& rows) {
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    line_.clear();
    for (std::size_t column = 0; column < rows.columns().size(); ++column) {
      if (column > 0) line_ += format_ == ResultFormat::kTsv ? '\t' : ',';
      const Value& value = rows.at(row, column);
      if (!value.is_null()) append_field(separated_text(value));
    }
    line_ += '\n';
    KITH_CHECK_OK(sink_.write(line_));
  }
  return {};
}

Status ResultWriter::write_objects(const QueryResult& rows) {
  const bool as_lines = format_ == ResultFormat::kJsonl;
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    line_ = as_lines ? "{" : has_rows_ ? ",\n {" : "\n {";
    has_rows_ = true;
    for (std::size_t column = 0; column < names_.size(); ++column) {
      if (column > 0) line_ += ',';
      line_ += names_[column];
      line_ += ':';
      loaders::append_json(line_, rows.at(row, column));
    }
    line_ += as_lines ? "}\n" : "}";
    KITH_CHECK_OK(sink_.write(line_));
  }
  return {};
}

Status ResultWriter::end() { return format_ == ResultFormat::kJson ? sink_.write("\n]\n") : Status::success(); }

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
    case ResultFormat::kTsv:
    case ResultFormat::kJson:
    case ResultFormat::kJsonl: {
      ResultWriter writer(format, sink);
      KITH_CHECK_OK(writer.begin(result.columns()));
      KITH_CHECK_OK(writer.write(result));
      return writer.end();
    }
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
