// engine/execution/operators/load_csv.cpp: LOAD CSV: a row for each record of a local file.
#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/csv_file.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

Value text_or_null(std::optional<std::string>& field) { return field.has_value() ? Value(*std::move(field)) : Value(); }

class LoadCsv final : public UnaryOperator {
 public:
  LoadCsv(const LoadCsvOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    std::vector<Value> records, files;
    std::vector<Value> lines;
    std::vector<std::uint32_t> rows;
    while (true) {
      if (row_ >= rows_.size) {
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        row_ = 0;
        KITH_TRY(sources_, evaluate(*node_.source, rows_, context));
      }
      KITH_CHECK_OK(context.check_interrupt());
      while (records.size() < context.vector_size && row_ < rows_.size) {
        if (!file_.has_value()) KITH_CHECK_OK(open(context));
        bool found = false;
        if (file_.has_value()) KITH_CHECK_OK(located(file_->next(record_, found)));
        if (!found) {
          file_.reset();
          ++row_;
          continue;
        }
        records.push_back(value_of_record());
        lines.emplace_back(file_->line());
        files.emplace_back(file_->path().string());
        rows.push_back(row_);
      }
      if (!records.empty()) break;
    }
    out = rows_;
    out.select(std::move(rows));
    set_column(out, node_.row, Vector::from_values(std::move(records)));
    set_column(out, node_.line_number, Vector::from_values(std::move(lines)));
    set_column(out, node_.file, Vector::from_values(std::move(files)));
    return Status::success();
  }

  void reset() override {
    UnaryOperator::reset();
    rows_.size = 0;
    row_ = 0;
    file_.reset();
  }

 private:
  Status located(Status status) const {
    if (status.ok() || status.error().where.has_value()) return status;
    return std::move(status).error().at(node_.source->range);
  }

  /// The file of the row at hand; none when its name is null.
  Status open(ExecContext& context) {
    const Value url = sources_.value(row_);
    if (url.is_null()) return Status::success();
    if (!url.is(ValueKind::kString)) {
      return Error(ErrorKind::kTypeError, fmt::format("LOAD CSV takes a STRING, got {}", to_string(url.kind())))
          .with_detail("InvalidArgumentType")
          .at(node_.source->range);
    }
    char terminator = ',';
    if (node_.terminator != nullptr) {
      KITH_TRY(const Value written, evaluate_constant(*node_.terminator, context));
      if (!written.is(ValueKind::kString) || written.get<std::string>().size() != 1 ||
          written.get<std::string>() == "\"" || written.get<std::string>() == "\n") {
        return Error(ErrorKind::kArgumentError,
                     "a FIELDTERMINATOR is one ASCII character, neither a quote nor a line end")
            .with_detail("InvalidArgumentValue")
            .at(node_.terminator->range);
      }
      terminator = written.get<std::string>().front();
    }
    Result<std::filesystem::path> path = csv_path(url.get<std::string>(), context.import_directory);
    if (!path.ok()) return located(std::move(path).error());
    Result<CsvFile> file = CsvFile::open(*std::move(path), terminator);
    if (!file.ok()) return located(std::move(file).error());
    file_.emplace(*std::move(file));
    headers_.clear();
    if (!node_.headers) return Status::success();
    bool found = false;
    KITH_CHECK_OK(located(file_->next(record_, found)));
    for (std::optional<std::string>& field : record_) headers_.push_back(field.value_or(""));
    return Status::success();
  }

  Value value_of_record() {
    if (!node_.headers) {
      List fields;
      for (std::optional<std::string>& field : record_) fields.push_back(text_or_null(field));
      return Value(std::move(fields));
    }
    Map fields;
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      if (headers_[i].empty()) continue;
      fields[headers_[i]] = i < record_.size() ? text_or_null(record_[i]) : Value();
    }
    return Value(std::move(fields));
  }

  const LoadCsvOperator& node_;
  Chunk rows_;
  std::uint32_t row_ = 0;
  Vector sources_;
  std::optional<CsvFile> file_;
  std::vector<std::string> headers_;
  CsvFile::Record record_;
};

}  // namespace

OperatorPtr make_load_csv(const LoadCsvOperator& node, OperatorPtr input) {
  return std::make_unique<LoadCsv>(node, std::move(input));
}

}  // namespace kith::engine
