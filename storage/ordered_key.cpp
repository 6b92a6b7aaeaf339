// storage/ordered_key.cpp: values as bytes whose order is order()'s: a byte for the group, then what orders within it.
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "storage/keys.hpp"
#include "storage/value_codec.hpp"
#include "values/int128.hpp"

namespace kith::storage {

namespace {

// Ascending as order() has the groups; 0x00 and 0x01 end strings and lists, so no group begins with them.
enum class Group : std::uint8_t {
  kList = 0x20,
  kDateTime = 0x28,
  kLocalDateTime = 0x30,
  kDate = 0x38,
  kTime = 0x40,
  kLocalTime = 0x48,
  kDuration = 0x50,
  kString = 0x58,
  kBoolean = 0x60,
  kNumber = 0x68,
  kNull = 0x70,
};

constexpr char kListEnd = 0x00;
constexpr std::string_view kStringEnd("\x00\x01", 2);
constexpr std::string_view kEscapedZero("\x00\xff", 2);

Group group_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBoolean:
      return Group::kBoolean;
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      return Group::kNumber;
    case ValueKind::kString:
      return Group::kString;
    case ValueKind::kList:
      return Group::kList;
    case ValueKind::kDate:
      return Group::kDate;
    case ValueKind::kLocalTime:
      return Group::kLocalTime;
    case ValueKind::kTime:
      return Group::kTime;
    case ValueKind::kLocalDateTime:
      return Group::kLocalDateTime;
    case ValueKind::kDateTime:
      return Group::kDateTime;
    case ValueKind::kDuration:
      return Group::kDuration;
    case ValueKind::kNull:
      return Group::kNull;
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      break;
  }
  assert(false && "only storable values have ordered keys");
  return Group::kNull;
}

// Big-endian, the sign flipped.
void append_signed(std::string& out, std::int64_t value) {
  append_big_endian(out, static_cast<std::uint64_t>(value) ^ std::uint64_t{1} << 63);
}
void append_signed(std::string& out, std::int32_t value) {
  append_big_endian(out, static_cast<std::uint32_t>(value) ^ std::uint32_t{1} << 31);
}

void append_text_ordered(std::string& out, std::string_view text) {
  for (std::size_t zero; (zero = text.find('\0')) != std::string_view::npos; text.remove_prefix(zero + 1)) {
    out.append(text.substr(0, zero));
    out.append(kEscapedZero);
  }
  out.append(text);
  out.append(kStringEnd);
}

// A number is the greatest double that is not above it, and how far above that double it is: zero for floats and for
// integers that a double holds, below 1,024 for the others.
void append_number(std::string& out, double floor, std::uint16_t above) {
  std::uint64_t bits = 0;
  if (std::isnan(floor)) {
    bits = std::numeric_limits<std::uint64_t>::max();
  } else {
    bits = std::bit_cast<std::uint64_t>(floor + 0.0);  // -0.0 becomes 0.0
    bits = (bits >> 63) != 0 ? ~bits : bits | std::uint64_t{1} << 63;
  }
  append_big_endian(out, bits);
  append_big_endian(out, above);
}

void append_integer(std::string& out, std::int64_t value) {
  auto floor = static_cast<double>(value);
  if (floor >= 0x1p63 || static_cast<std::int64_t>(floor) > value) {
    floor = std::nextafter(floor, -std::numeric_limits<double>::infinity());
  }
  append_number(out, floor, static_cast<std::uint16_t>(value - static_cast<std::int64_t>(floor)));
}

// As order() has it: by length with months of average length, then by what tells equal lengths apart.
void append_duration(std::string& out, const Duration& duration) {
  constexpr std::int64_t kMonthSeconds = 2'629'746, kDaySeconds = 86'400;
  const Int128 seconds =
      Int128{duration.months} * kMonthSeconds + Int128{duration.days} * kDaySeconds + duration.seconds;
  append_signed(out, static_cast<std::int64_t>(seconds >> 64));
  append_big_endian(out, static_cast<std::uint64_t>(seconds));
  append_signed(out, duration.nanoseconds);
  append_signed(out, duration.months);
  append_signed(out, duration.days);
}

}  // namespace

void append_ordered(std::string& out, const Value& value) {
  const Group group = group_of(value.kind());
  out.push_back(static_cast<char>(group));
  switch (group) {
    case Group::kNull:
      return;
    case Group::kBoolean:
      return out.push_back(value.get<bool>() ? 1 : 0);
    case Group::kNumber:
      if (value.is(ValueKind::kInteger)) return append_integer(out, value.get<std::int64_t>());
      return append_number(out, value.get<double>(), 0);
    case Group::kString:
      return append_text_ordered(out, value.get<std::string>());
    case Group::kList:
      for (const Value& element : value.list()) append_ordered(out, element);
      return out.push_back(kListEnd);
    case Group::kDate:
      return append_signed(out, value.get<Date>().days);
    case Group::kLocalTime:
      return append_signed(out, value.get<LocalTime>().nanoseconds);
    case Group::kTime: {
      const auto& time = value.get<Time>();
      append_signed(out, time.nanoseconds - time.offset_seconds * std::int64_t{1'000'000'000});
      return append_signed(out, time.offset_seconds);
    }
    case Group::kLocalDateTime:
      append_signed(out, value.get<LocalDateTime>().seconds);
      return append_signed(out, value.get<LocalDateTime>().nanoseconds);
    case Group::kDateTime: {
      const auto& moment = value.get<DateTime>();
      append_signed(out, moment.seconds);
      append_signed(out, moment.nanoseconds);
      append_signed(out, moment.offset_seconds);
      out.push_back(moment.zone != nullptr ? 1 : 0);
      if (moment.zone != nullptr) append_text_ordered(out, *moment.zone);
      return;
    }
    case Group::kDuration:
      return append_duration(out, value.get<Duration>());
  }
}

std::pair<std::string, std::string> ordered_group_range(const Value& value) {
  const auto group = static_cast<char>(group_of(value.kind()));
  return {std::string(1, group), std::string(1, static_cast<char>(group + 1))};
}

}  // namespace kith::storage
