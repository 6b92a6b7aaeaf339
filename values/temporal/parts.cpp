// values/temporal/parts.cpp: temporal values taken apart.
#include "values/temporal/parts.hpp"

#include "values/temporal/calendar.hpp"

namespace kith::temporal {
namespace {

Parts parts_of_local(const LocalDateTime& local) {
  Parts parts;
  parts.days = floor_divide(local.seconds, kSecondsPerDay);
  parts.nanoseconds = floor_modulo(local.seconds, kSecondsPerDay) * kNanosecondsPerSecond + local.nanoseconds;
  return parts;
}

}  // namespace

LocalDateTime local_datetime_from(std::int64_t days, std::int64_t nanoseconds) {
  return {days * kSecondsPerDay + nanoseconds / kNanosecondsPerSecond,
          static_cast<std::int32_t>(nanoseconds % kNanosecondsPerSecond)};
}

LocalDateTime Parts::local() const { return local_datetime_from(days.value_or(0), nanoseconds.value_or(0)); }

std::optional<Parts> parts_of(const Value& value) {
  Parts parts;
  switch (value.kind()) {
    case ValueKind::kDate:
      parts.days = value.get<Date>().days;
      return parts;
    case ValueKind::kLocalTime:
      parts.nanoseconds = value.get<LocalTime>().nanoseconds;
      return parts;
    case ValueKind::kTime: {
      const auto& time = value.get<Time>();
      parts.nanoseconds = time.nanoseconds;
      parts.zone = Zone{time.offset_seconds, nullptr};
      parts.offset_seconds = time.offset_seconds;
      return parts;
    }
    case ValueKind::kLocalDateTime:
      return parts_of_local(value.get<LocalDateTime>());
    case ValueKind::kDateTime: {
      const auto& datetime = value.get<DateTime>();
      parts = parts_of_local(local_of(datetime));
      parts.zone = zone_of(datetime);
      parts.offset_seconds = datetime.offset_seconds;
      return parts;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace kith::temporal
