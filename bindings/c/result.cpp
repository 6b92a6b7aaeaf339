// bindings/c/result.cpp: results, row by row and as arrays.
#include <algorithm>

#include "bindings/c/guard.hpp"

using kith::QueryResult;
using kith::Status;
using kith::Value;
using kith::ValueKind;
using kith::c::ColumnArrays;
using kith::c::guarded_output;
using kith::c::require;

namespace {

/// What all values have in common that are not null.
std::int32_t kind_of_column(const QueryResult& result, std::size_t column) {
  std::int32_t kind = KITH_NULL;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    const auto found = static_cast<std::int32_t>(result.at(row, column).kind());
    if (found == KITH_NULL || found == kind) continue;
    if (kind != KITH_NULL) return KITH_MIXED;
    kind = found;
  }
  switch (kind) {
    case KITH_NULL:
    case KITH_BOOLEAN:
    case KITH_INTEGER:
    case KITH_FLOAT:
    case KITH_STRING:
    case KITH_DATE:
      return kind;
    default:
      return KITH_MIXED;
  }
}

/// out[row] = get(value), and T{} where the value is null.
template <class T, class Get>
void gather(const QueryResult& result, std::size_t column, std::vector<T>& out, const Get& get) {
  out.resize(result.num_rows());
  for (std::size_t row = 0; row < out.size(); ++row) {
    const Value& value = result.at(row, column);
    if (!value.is_null()) out[row] = get(value);
  }
}

void gather_texts(const QueryResult& result, std::size_t column, ColumnArrays& arrays) {
  arrays.offsets.reserve(result.num_rows() + 1);
  arrays.offsets.push_back(0);
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    const Value& value = result.at(row, column);
    if (!value.is_null()) arrays.bytes += value.get<std::string>();
    arrays.offsets.push_back(arrays.bytes.size());
  }
}

ColumnArrays arrays_of(const QueryResult& result, std::size_t column) {
  ColumnArrays arrays;
  arrays.made = true;
  arrays.kind = kind_of_column(result, column);
  bool any_null = false;
  for (std::size_t row = 0; row < result.num_rows() && !any_null; ++row) any_null = result.at(row, column).is_null();
  if (any_null) {
    arrays.validity.resize(result.num_rows());
    for (std::size_t row = 0; row < result.num_rows(); ++row) {
      arrays.validity[row] = result.at(row, column).is_null() ? 0 : 1;
    }
  }
  switch (arrays.kind) {
    case KITH_BOOLEAN:
      gather(result, column, arrays.booleans,
             [](const Value& value) { return static_cast<std::uint8_t>(value.get<bool>()); });
      break;
    case KITH_INTEGER:
      gather(result, column, arrays.integers, [](const Value& value) { return value.get<std::int64_t>(); });
      break;
    case KITH_FLOAT:
      gather(result, column, arrays.numbers, [](const Value& value) { return value.get<double>(); });
      break;
    case KITH_DATE:
      gather(result, column, arrays.integers, [](const Value& value) { return value.get<kith::Date>().days; });
      break;
    case KITH_STRING:
      gather_texts(result, column, arrays);
      break;
    default:
      break;
  }
  return arrays;
}

/// NULL for an array that the column does not have, so that "no rows" and "not of this kind" do not differ by chance.
template <class T>
const T* data_or_null(const std::vector<T>& array) {
  return array.empty() ? nullptr : array.data();
}

}  // namespace

size_t kith_result_num_rows(const kith_result* result) { return result == nullptr ? 0 : result->result.num_rows(); }

size_t kith_result_num_columns(const kith_result* result) {
  return result == nullptr ? 0 : result->result.columns().size();
}

const char* kith_result_column_name(const kith_result* result, size_t column, size_t* size) {
  const bool there = result != nullptr && column < result->result.columns().size();
  if (size != nullptr) *size = there ? result->result.columns()[column].size() : 0;
  return there ? result->result.columns()[column].c_str() : nullptr;
}

kith_status kith_result_column(kith_result* result, size_t column, kith_column* out, kith_error** error) {
  return guarded_output(out, "out", error, [&]() -> Status {
    KITH_CHECK_OK(require(result, "result"));
    if (column >= result->columns.size()) {
      return kith::Error(kith::ErrorKind::kUsage, "the result has no column " + std::to_string(column));
    }
    ColumnArrays& arrays = result->columns[column];
    if (!arrays.made) arrays = arrays_of(result->result, column);
    *out = {.num_rows = result->result.num_rows(),
            .validity = data_or_null(arrays.validity),
            .integers = data_or_null(arrays.integers),
            .numbers = data_or_null(arrays.numbers),
            .booleans = data_or_null(arrays.booleans),
            .bytes = arrays.kind == KITH_STRING ? arrays.bytes.c_str() : nullptr,
            .offsets = data_or_null(arrays.offsets),
            .kind = arrays.kind};
    return Status::success();
  });
}

const kith_value* kith_result_value(const kith_result* result, size_t row, size_t column) {
  if (result == nullptr || row >= result->result.num_rows() || column >= result->result.columns().size()) {
    return nullptr;
  }
  return kith::c::handle_of(result->result.at(row, column));
}

kith_status kith_result_counters(const kith_result* result, kith_counters* counters, kith_error** error) {
  return guarded_output(counters, "counters", error, [&]() -> Status {
    KITH_CHECK_OK(require(result, "result"));
    const kith::QueryCounters& from = result->result.counters();
    *counters = {.nodes_created = from.nodes_created,
                 .nodes_deleted = from.nodes_deleted,
                 .relationships_created = from.relationships_created,
                 .relationships_deleted = from.relationships_deleted,
                 .properties_set = from.properties_set,
                 .labels_added = from.labels_added,
                 .labels_removed = from.labels_removed,
                 .indexes_added = from.indexes_added,
                 .indexes_removed = from.indexes_removed,
                 .constraints_added = from.constraints_added,
                 .constraints_removed = from.constraints_removed};
    return Status::success();
  });
}

const char* kith_result_plan(const kith_result* result) {
  return result == nullptr ? "" : result->result.plan().c_str();
}

void kith_result_free(kith_result* result) { delete result; }
