// storage/column_block_builder.cpp: rows of values become a typed column.
#include <cmath>

#include "storage/column_block.hpp"
#include "storage/column_block_extremes.hpp"
#include "values/compare.hpp"

namespace kith::storage {

namespace {

template <class T, class Less>
Extremes extremes_by(const std::vector<T>& rows, const Presence& presence, Less less) {
  Extremes found;
  bool is_first = true;
  presence.for_each([&](std::uint32_t row) {
    if (is_first) {
      found = {row, row};
      is_first = false;
    } else if (less(rows[row], rows[found.minimum_row])) {
      found.minimum_row = row;
    } else if (less(rows[found.maximum_row], rows[row])) {
      found.maximum_row = row;
    }
  });
  return found;
}

}  // namespace

ColumnKind column_kind_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBoolean:
      return ColumnKind::kBoolean;
    case ValueKind::kInteger:
      return ColumnKind::kInteger;
    case ValueKind::kFloat:
      return ColumnKind::kFloat;
    case ValueKind::kString:
      return ColumnKind::kString;
    case ValueKind::kDate:
      return ColumnKind::kDate;
    default:
      return ColumnKind::kMixed;
  }
}

Extremes extremes_of(const Column& column, const Presence& presence) {
  switch (column.kind) {
    case ColumnKind::kNull:
      return {};
    case ColumnKind::kBoolean:
      return extremes_by(column.booleans, presence, std::less<>());
    case ColumnKind::kInteger:
    case ColumnKind::kDate:
      return extremes_by(column.integers, presence, std::less<>());
    case ColumnKind::kFloat:  // NaN after all numbers
      return extremes_by(column.floats, presence,
                         [](double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); });
    case ColumnKind::kString:  // bytes of UTF-8 order as code points do
      return extremes_by(column.strings, presence, std::less<>());
    case ColumnKind::kMixed:
      return extremes_by(column.values, presence, [](const Value& a, const Value& b) { return order(a, b) < 0; });
  }
  return {};
}

ColumnBuilder::ColumnBuilder() : rows_(kColumnBlockSize) {}

ColumnBuilder::ColumnBuilder(const Column& column) : rows_(kColumnBlockSize) {
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) rows_[row] = column.value(row);
}

void ColumnBuilder::set(std::uint32_t row, const Value& value) { rows_[row] = value; }

ColumnRef ColumnBuilder::build() && {
  const auto column = std::make_shared<Column>();
  Presence presence;
  std::size_t num_characters = 0;
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
    const Value& value = rows_[row];
    if (value.is_null()) continue;
    const ColumnKind kind = column_kind_of(value.kind());
    if (presence.count == 0) {
      column->kind = kind;
    } else if (column->kind != kind) {
      column->kind = ColumnKind::kMixed;
    }
    presence.add(row);
    if (kind == ColumnKind::kString) num_characters += value.get<std::string>().size();
  }
  column->null_count = kColumnBlockSize - presence.count;
  if (presence.count == 0) return column;
  if (!presence.all()) column->validity.assign(presence.words.begin(), presence.words.end());

  const auto fill = [&](auto& array, auto read) {
    array.resize(kColumnBlockSize);
    presence.for_each([&](std::uint32_t row) { array[row] = read(rows_[row]); });
  };
  switch (column->kind) {
    case ColumnKind::kNull:
      break;
    case ColumnKind::kBoolean:
      fill(column->booleans, [](const Value& value) { return value.get<bool>(); });
      break;
    case ColumnKind::kInteger:
      fill(column->integers, [](const Value& value) { return value.get<std::int64_t>(); });
      break;
    case ColumnKind::kFloat:
      fill(column->floats, [](const Value& value) { return value.get<double>(); });
      break;
    case ColumnKind::kDate:
      fill(column->integers, [](const Value& value) { return value.get<Date>().days; });
      break;
    case ColumnKind::kString:
      column->characters.reserve(num_characters);
      fill(column->strings, [&](const Value& value) {
        const std::string& text = value.get<std::string>();
        const std::size_t begin = column->characters.size();
        column->characters.append(text);  // within the reservation: earlier views stay good
        return std::string_view(column->characters).substr(begin);
      });
      break;
    case ColumnKind::kMixed:
      column->values = std::move(rows_);
      break;
  }
  const Extremes extremes = extremes_of(*column, presence);
  column->minimum = column->value(extremes.minimum_row);
  column->maximum = column->value(extremes.maximum_row);
  return column;
}

}  // namespace kith::storage
