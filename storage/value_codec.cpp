// storage/value_codec.cpp: values as self-delimiting bytes: a tag, then what the tag announces.
#include "storage/value_codec.hpp"

#include <algorithm>
#include <cassert>

#include "storage/checksum.hpp"

namespace kith::storage {

namespace {

enum class Tag : std::uint8_t {
  kNull = 0,
  kFalse = 1,
  kTrue = 2,
  kInteger = 3,
  kFloat = 4,
  kString = 5,
  kList = 6,
  kDate = 7,
  kLocalTime = 8,
  kTime = 9,
  kLocalDateTime = 10,
  kDateTime = 11,
  kDuration = 12,
};

constexpr std::int64_t kDayNanoseconds = 86'400'000'000'000;
constexpr std::int64_t kSecondNanoseconds = 1'000'000'000;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr unsigned kMaxDepth = 16;  // what may be stored nests once; the rest is for lists that pass through

void append_tag(std::string& out, Tag tag) { append_fixed(out, tag); }

bool is_storable_in_list(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBoolean:
    case ValueKind::kInteger:
    case ValueKind::kFloat:
    case ValueKind::kString:
    case ValueKind::kDate:
    case ValueKind::kLocalTime:
    case ValueKind::kTime:
    case ValueKind::kLocalDateTime:
    case ValueKind::kDateTime:
    case ValueKind::kDuration:
      return true;
    default:
      return false;
  }
}

Result<Value> read_nested(ByteReader& reader, unsigned depth) {
  const auto in_range = [](std::int64_t value, std::int64_t end) { return value >= 0 && value < end; };
  Value value;
  bool is_valid = true;
  switch (static_cast<Tag>(reader.fixed<std::uint8_t>())) {
    case Tag::kNull:
      break;
    case Tag::kFalse:
      value = false;
      break;
    case Tag::kTrue:
      value = true;
      break;
    case Tag::kInteger:
      value = reader.zigzag();
      break;
    case Tag::kFloat:
      value = reader.fixed<double>();
      break;
    case Tag::kString:
      value = reader.text();
      break;
    case Tag::kList: {
      const std::uint64_t size = reader.varint();
      // An element takes a byte or more, so a size that lies cannot make this allocate much.
      if (size > reader.remaining() || depth == kMaxDepth) return corruption("size or depth of a list");
      List list;
      list.reserve(size);
      for (std::uint64_t i = 0; i < size; ++i) {
        KITH_TRY(Value element, read_nested(reader, depth + 1));
        list.push_back(std::move(element));
      }
      value = std::move(list);
      break;
    }
    case Tag::kDate:
      value = Date{reader.zigzag()};
      break;
    case Tag::kLocalTime: {
      const LocalTime time{reader.zigzag()};
      is_valid = in_range(time.nanoseconds, kDayNanoseconds);
      value = time;
      break;
    }
    case Tag::kTime: {
      const std::int64_t nanoseconds = reader.zigzag(), offset = reader.zigzag();
      is_valid = in_range(nanoseconds, kDayNanoseconds) && offset > -kDaySeconds && offset < kDaySeconds;
      value = Time{nanoseconds, static_cast<std::int32_t>(offset)};
      break;
    }
    case Tag::kLocalDateTime: {
      const std::int64_t seconds = reader.zigzag(), nanoseconds = reader.zigzag();
      is_valid = in_range(nanoseconds, kSecondNanoseconds);
      value = LocalDateTime{seconds, static_cast<std::int32_t>(nanoseconds)};
      break;
    }
    case Tag::kDateTime: {
      const std::int64_t seconds = reader.zigzag(), nanoseconds = reader.zigzag(), offset = reader.zigzag();
      const std::string_view zone = reader.text();
      is_valid = in_range(nanoseconds, kSecondNanoseconds) && offset > -kDaySeconds && offset < kDaySeconds;
      value = DateTime{seconds, static_cast<std::int32_t>(nanoseconds), static_cast<std::int32_t>(offset),
                       zone.empty() ? nullptr : std::make_shared<const std::string>(zone)};
      break;
    }
    case Tag::kDuration: {
      const std::int64_t months = reader.zigzag(), days = reader.zigzag(), seconds = reader.zigzag();
      const std::int64_t nanoseconds = reader.zigzag();
      is_valid = in_range(nanoseconds, kSecondNanoseconds);
      value = Duration{months, days, seconds, static_cast<std::int32_t>(nanoseconds)};
      break;
    }
    default:
      return corruption("unknown tag of a value");
  }
  if (!reader.ok()) return corruption("a value cut short");
  if (!is_valid) return corruption("a temporal value out of range");
  return value;
}

}  // namespace

void append_value(std::string& out, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return append_tag(out, Tag::kNull);
    case ValueKind::kBoolean:
      return append_tag(out, value.get<bool>() ? Tag::kTrue : Tag::kFalse);
    case ValueKind::kInteger:
      append_tag(out, Tag::kInteger);
      return append_zigzag(out, value.get<std::int64_t>());
    case ValueKind::kFloat:
      append_tag(out, Tag::kFloat);
      return append_fixed(out, value.get<double>());
    case ValueKind::kString:
      append_tag(out, Tag::kString);
      return append_text(out, value.get<std::string>());
    case ValueKind::kList:
      append_tag(out, Tag::kList);
      append_varint(out, value.list().size());
      for (const Value& element : value.list()) append_value(out, element);
      return;
    case ValueKind::kDate:
      append_tag(out, Tag::kDate);
      return append_zigzag(out, value.get<Date>().days);
    case ValueKind::kLocalTime:
      append_tag(out, Tag::kLocalTime);
      return append_zigzag(out, value.get<LocalTime>().nanoseconds);
    case ValueKind::kTime:
      append_tag(out, Tag::kTime);
      append_zigzag(out, value.get<Time>().nanoseconds);
      return append_zigzag(out, value.get<Time>().offset_seconds);
    case ValueKind::kLocalDateTime:
      append_tag(out, Tag::kLocalDateTime);
      append_zigzag(out, value.get<LocalDateTime>().seconds);
      return append_zigzag(out, value.get<LocalDateTime>().nanoseconds);
    case ValueKind::kDateTime: {
      const auto& moment = value.get<DateTime>();
      append_tag(out, Tag::kDateTime);
      append_zigzag(out, moment.seconds);
      append_zigzag(out, moment.nanoseconds);
      append_zigzag(out, moment.offset_seconds);
      return append_text(out, moment.zone != nullptr ? std::string_view(*moment.zone) : std::string_view());
    }
    case ValueKind::kDuration: {
      const auto& duration = value.get<Duration>();
      append_tag(out, Tag::kDuration);
      append_zigzag(out, duration.months);
      append_zigzag(out, duration.days);
      append_zigzag(out, duration.seconds);
      return append_zigzag(out, duration.nanoseconds);
    }
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      break;
  }
  assert(false && "check_storable comes before append_value");
  append_tag(out, Tag::kNull);
}

Result<Value> read_value(ByteReader& reader) { return read_nested(reader, 0); }

Status check_storable(const Value& value) {
  const auto refuse = [](std::string what) -> Status {
    return Error(ErrorKind::kTypeError,
                 "a property cannot hold " + std::move(what) +
                     "; it may hold a BOOLEAN, INTEGER, FLOAT, STRING, temporal value or a list of these")
        .with_detail("InvalidPropertyType");
  };
  if (value.is_null() || is_storable_in_list(value.kind())) return {};
  if (!value.is(ValueKind::kList)) return refuse("a " + std::string(to_string(value.kind())));
  for (const Value& element : value.list()) {
    if (element.is_null()) return refuse("a LIST with null in it");
    if (!is_storable_in_list(element.kind()))
      return refuse("a LIST with a " + std::string(to_string(element.kind())) + " in it");
  }
  return {};
}

}  // namespace kith::storage
