// tests/storage/random_values.cpp: random storable values.
#include "tests/storage/random_values.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace kith::storage::testing {

Random::Random() : seed_(0) {
  const char* const given = std::getenv("KITH_SEED");
  seed_ = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  engine_.seed(seed_);
}

std::int64_t Random::integer() {
  using Limits = std::numeric_limits<std::int64_t>;
  switch (below(4)) {
    case 0:
      return pick({std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, Limits::min(), Limits::max(), Limits::min() + 1,
                   Limits::max() - 1});
    case 1: {
      const std::uint64_t power = std::uint64_t{1} << below(64);
      const std::uint64_t value = power + below(5) - 2;
      return static_cast<std::int64_t>(chance(0.5) ? value : 0 - value);
    }
    default:
      return static_cast<std::int64_t>(bits()) >> below(64);
  }
}

double Random::floating() {
  using Limits = std::numeric_limits<double>;
  switch (below(4)) {
    case 0:
      return pick({0.0, -0.0, 1.0, -1.5, Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(),
                   -Limits::quiet_NaN(), Limits::denorm_min(), Limits::max(), Limits::lowest(), 0x1p63, -0x1p63, 0x1p53,
                   0x1p64});
    case 1: {
      const auto value = static_cast<double>(integer());
      return chance(0.5) ? value : std::nextafter(value, pick({-Limits::infinity(), Limits::infinity()}));
    }
    case 2:
      return static_cast<double>(below(2000)) / 8 - 100;
    default:
      return std::bit_cast<double>(bits());
  }
}

std::string Random::text() {
  std::string text;
  for (std::uint64_t size = below(chance(0.1) ? 60 : 6); size > 0; --size) {
    switch (below(4)) {
      case 0:
        text.push_back('\0');
        break;
      case 1:
        text += pick({"\x01", "\xc3\xa9", "\xe4\xb8\xad", "\xf0\x9f\x8c\xb3", "\xef\xbf\xbf", "\xff"});
        break;
      default:
        text.push_back(static_cast<char>('a' + below(3)));
    }
  }
  return text;
}

Value Random::scalar() {
  return scalar(pick({ValueKind::kBoolean, ValueKind::kInteger, ValueKind::kFloat, ValueKind::kString, ValueKind::kDate,
                      ValueKind::kLocalTime, ValueKind::kTime, ValueKind::kLocalDateTime, ValueKind::kDateTime,
                      ValueKind::kDuration}));
}

Value Random::scalar(ValueKind kind) {
  // Few different parts, so that values often agree in all but the last one.
  const auto nanoseconds = [&] { return static_cast<std::int32_t>(pick({0, 1, 999'999'999, 500'000'000})); };
  const auto offset = [&] { return static_cast<std::int32_t>(pick({0, 3600, -3600, 64'800, -64'800, 29'143})); };
  const auto of_day = [&] {
    return pick({std::int64_t{0}, std::int64_t{86'399'999'999'999}, std::int64_t{3'600'000'000'000},
                 static_cast<std::int64_t>(below(86'400'000'000'000))});
  };
  const auto moment = [&] {
    return pick({std::int64_t{0}, std::int64_t{-1}, std::int64_t{31'556'889'864'403'199},
                 std::int64_t{-31'557'014'167'219'200}, static_cast<std::int64_t>(bits() >> 20)});
  };
  switch (kind) {
    case ValueKind::kBoolean:
      return chance(0.5);
    case ValueKind::kInteger:
      return integer();
    case ValueKind::kFloat:
      return floating();
    case ValueKind::kString:
      return text();
    case ValueKind::kDate:
      return Date{pick({std::int64_t{0}, std::int64_t{-1}, std::int64_t{365'241'780'471},
                        static_cast<std::int64_t>(below(40'000))})};
    case ValueKind::kLocalTime:
      return LocalTime{of_day()};
    case ValueKind::kTime:
      return Time{of_day(), offset()};
    case ValueKind::kLocalDateTime:
      return LocalDateTime{moment(), nanoseconds()};
    case ValueKind::kDateTime:
      return DateTime{moment(), nanoseconds(), offset(),
                      chance(0.5)
                          ? nullptr
                          : std::make_shared<const std::string>(pick({"Europe/Paris", "Asia/Shanghai", "Europe"}))};
    case ValueKind::kDuration: {
      const auto part = [&] { return pick({std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, integer()}); };
      // A month is 2,629,746 s and a day 86,400 s on average: pairs that are equally long, and differ.
      if (chance(0.3)) return pick({Duration{1, 0, 0, 0}, Duration{0, 30, 37'746, 0}, Duration{0, 0, 2'629'746, 0}});
      return Duration{part(), part(), part(), nanoseconds()};
    }
    default:
      return {};
  }
}

Value Random::storable() {
  if (!chance(0.2)) return scalar();
  List list;
  const bool is_uniform = chance(0.7);
  const ValueKind kind = scalar().kind();
  for (std::uint64_t size = below(5); size > 0; --size) list.push_back(is_uniform ? scalar(kind) : scalar());
  return list;
}

bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBoolean:
      return a.get<bool>() == b.get<bool>();
    case ValueKind::kInteger:
      return a.get<std::int64_t>() == b.get<std::int64_t>();
    case ValueKind::kFloat:
      return std::bit_cast<std::uint64_t>(a.get<double>()) == std::bit_cast<std::uint64_t>(b.get<double>());
    case ValueKind::kString:
      return a.get<std::string>() == b.get<std::string>();
    case ValueKind::kList: {
      if (a.list().size() != b.list().size()) return false;
      for (std::size_t i = 0; i < a.list().size(); ++i) {
        if (!identical(a.list()[i], b.list()[i])) return false;
      }
      return true;
    }
    case ValueKind::kDate:
      return a.get<Date>() == b.get<Date>();
    case ValueKind::kLocalTime:
      return a.get<LocalTime>() == b.get<LocalTime>();
    case ValueKind::kTime:
      return a.get<Time>() == b.get<Time>();
    case ValueKind::kLocalDateTime:
      return a.get<LocalDateTime>() == b.get<LocalDateTime>();
    case ValueKind::kDateTime: {
      const auto &x = a.get<DateTime>(), &y = b.get<DateTime>();
      const auto zone = [](const DateTime& moment) { return moment.zone != nullptr ? *moment.zone : std::string(); };
      return x.seconds == y.seconds && x.nanoseconds == y.nanoseconds && x.offset_seconds == y.offset_seconds &&
             zone(x) == zone(y);
    }
    case ValueKind::kDuration:
      return a.get<Duration>() == b.get<Duration>();
    default:
      return false;
  }
}

}  // namespace kith::storage::testing
