// storage/column.cpp: single values of a decoded column, and what it weighs in the cache.
#include "storage/column.hpp"

namespace kith::storage {

namespace {

template <class T>
std::size_t array_bytes(const std::vector<T>& array) {
  return array.capacity() * sizeof(T);
}

// Beyond sizeof(Value). Shared lists and zone names count for each that holds them.
std::size_t heap_bytes(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString: {
      const std::size_t capacity = value.get<std::string>().capacity();
      return capacity > std::string().capacity() ? capacity + 1 : 0;
    }
    case ValueKind::kList: {
      std::size_t bytes = sizeof(List) + array_bytes(value.list());
      for (const Value& element : value.list()) bytes += heap_bytes(element);
      return bytes;
    }
    case ValueKind::kDateTime:
      return value.get<DateTime>().zone != nullptr ? sizeof(std::string) + value.get<DateTime>().zone->capacity() : 0;
    default:
      return 0;
  }
}

}  // namespace

Value Column::value(std::uint32_t row) const {
  if (!has(row)) return {};
  switch (kind) {
    case ColumnKind::kNull:
      return {};
    case ColumnKind::kBoolean:
      return booleans[row] != 0;
    case ColumnKind::kInteger:
      return integers[row];
    case ColumnKind::kFloat:
      return floats[row];
    case ColumnKind::kString:
      return strings[row];
    case ColumnKind::kDate:
      return Date{integers[row]};
    case ColumnKind::kMixed:
      return values[row];
  }
  return {};
}

std::size_t Column::memory_bytes() const {
  std::size_t bytes = sizeof(Column) + array_bytes(validity) + array_bytes(booleans) + array_bytes(integers) +
                      array_bytes(floats) + array_bytes(strings) + array_bytes(values) + array_bytes(codes) +
                      array_bytes(dictionary) + characters.capacity() + text_bytes + heap_bytes(minimum) +
                      heap_bytes(maximum);
  for (const Value& value : values) bytes += heap_bytes(value);
  return bytes;
}

}  // namespace kith::storage
