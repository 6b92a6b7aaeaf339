// reports/render.hpp: a report with its queries answered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <kith/database.hpp>

#include "reports/parse.hpp"

namespace kith::reports {

enum class ReportFormat : std::uint8_t { kMarkdown, kHtml };

/// Where the answers come from.
class QuerySource {
 public:
  virtual ~QuerySource() = default;
  virtual Result<QueryResult> run(std::string_view query, const Parameters& parameters) = 0;
};

/// One snapshot of a database, which every query of a report sees.
class SnapshotSource final : public QuerySource {
 public:
  static Result<SnapshotSource> try_begin(Connection& connection, const QueryOptions& options);
  Result<QueryResult> run(std::string_view query, const Parameters& parameters) override;

 private:
  SnapshotSource(Transaction transaction, const QueryOptions& options)
      : transaction_(std::move(transaction)), options_(options) {}
  Transaction transaction_;
  QueryOptions options_;
};

struct RenderedReport {
  std::string text;
  std::vector<std::string> problems;  ///< Also visible in `text`, where they arose. Empty: all went well.
};

using ReportProgress = std::function<void(std::size_t num_done, std::size_t num_queries)>;

/// Puts a table in the place of each query and the value of each parameter in that of its {{name}}. The same bytes for
/// the same data and parameters. `given` replaces defaults. A failing query is reported in its place; the others still
/// run. Errors: kUsage, when a parameter without default is not given.
Result<RenderedReport> render_report(const ReportSource& source, const Parameters& given, ReportFormat format,
                                     QuerySource& queries, const ReportProgress& progress);

}  // namespace kith::reports
