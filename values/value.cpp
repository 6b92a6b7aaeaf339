// values/value.cpp: names of value kinds and the checked accessors.
#include <kith/value.hpp>

#include <limits>
#include <string>

namespace kith {
namespace {

[[noreturn]] void throw_kind_mismatch(std::string_view expected, ValueKind found) {
  throw described(
      Error(ErrorKind::kTypeError, "expected " + std::string(expected) + ", found " + std::string(to_string(found))));
}

template <class T>
const T& checked(const Value& value, ValueKind expected) {
  if (!value.is(expected)) throw_kind_mismatch(to_string(expected), value.kind());
  return value.get<T>();
}

}  // namespace

std::string_view to_string(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return "NULL";
    case ValueKind::kBoolean:
      return "BOOLEAN";
    case ValueKind::kInteger:
      return "INTEGER";
    case ValueKind::kFloat:
      return "FLOAT";
    case ValueKind::kString:
      return "STRING";
    case ValueKind::kList:
      return "LIST";
    case ValueKind::kMap:
      return "MAP";
    case ValueKind::kNode:
      return "NODE";
    case ValueKind::kRelationship:
      return "RELATIONSHIP";
    case ValueKind::kPath:
      return "PATH";
    case ValueKind::kDate:
      return "DATE";
    case ValueKind::kLocalTime:
      return "LOCAL TIME";
    case ValueKind::kTime:
      return "TIME";
    case ValueKind::kLocalDateTime:
      return "LOCAL DATETIME";
    case ValueKind::kDateTime:
      return "DATETIME";
    case ValueKind::kDuration:
      return "DURATION";
  }
  return "NULL";
}

std::int64_t Value::signed_integer(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return static_cast<std::int64_t>(value);
  }
  throw described(Error(ErrorKind::kArgumentError,
                        std::to_string(value) + " is larger than the largest INTEGER, 9223372036854775807"));
}

bool Value::as_boolean() const { return checked<bool>(*this, ValueKind::kBoolean); }

std::int64_t Value::as_integer() const { return checked<std::int64_t>(*this, ValueKind::kInteger); }

double Value::as_float() const {
  if (is(ValueKind::kInteger)) return static_cast<double>(get<std::int64_t>());
  return checked<double>(*this, ValueKind::kFloat);
}

const std::string& Value::as_string() const { return checked<std::string>(*this, ValueKind::kString); }

const List& Value::as_list() const { return *checked<ListPointer>(*this, ValueKind::kList); }

const Map& Value::as_map() const { return *checked<MapPointer>(*this, ValueKind::kMap); }

const Node& Value::as_node() const { return checked<Node>(*this, ValueKind::kNode); }

const Relationship& Value::as_relationship() const { return checked<Relationship>(*this, ValueKind::kRelationship); }

const Path& Value::as_path() const { return checked<Path>(*this, ValueKind::kPath); }

}  // namespace kith
