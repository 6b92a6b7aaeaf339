// values/compare.cpp: equality, comparability, orderability, equivalence and hashing, for every kind of value.
#include "values/compare.hpp"

#include <bit>
#include <cmath>
#include <functional>
#include <string_view>

#include "values/int128.hpp"

namespace kith {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kAverageSecondsPerMonth = 2'629'746;  // a twelfth of 365.2425 days
constexpr std::int64_t kSecondsPerDay = 86'400;

std::partial_ordering reverse(std::partial_ordering ordering) {
  if (std::is_lt(ordering)) return std::partial_ordering::greater;
  return std::is_gt(ordering) ? std::partial_ordering::less : ordering;
}

std::partial_ordering compare_numbers(const Value& left, const Value& right) {
  const bool left_integer = left.is(ValueKind::kInteger);
  const bool right_integer = right.is(ValueKind::kInteger);
  if (left_integer && right_integer) return left.get<std::int64_t>() <=> right.get<std::int64_t>();
  if (left_integer) return compare_mixed(left.get<std::int64_t>(), right.get<double>());
  if (right_integer) return reverse(compare_mixed(right.get<std::int64_t>(), left.get<double>()));
  return left.get<double>() <=> right.get<double>();
}

bool is_nan(const Value& value) { return value.is(ValueKind::kFloat) && std::isnan(value.get<double>()); }

std::weak_ordering order_numbers(const Value& left, const Value& right) {
  const std::partial_ordering ordering = compare_numbers(left, right);
  if (ordering == std::partial_ordering::unordered) return is_nan(left) <=> is_nan(right);
  if (std::is_lt(ordering)) return std::weak_ordering::less;
  return std::is_gt(ordering) ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

std::strong_ordering order_strings(std::string_view left, std::string_view right) {
  return left.compare(right) <=> 0;  // bytes of UTF-8 order as code points do
}

/// By instant of the same day, then by offset.
std::strong_ordering order_times(const Time& left, const Time& right) {
  const std::int64_t left_instant = left.nanoseconds - left.offset_seconds * kNanosecondsPerSecond;
  const std::int64_t right_instant = right.nanoseconds - right.offset_seconds * kNanosecondsPerSecond;
  if (left_instant != right_instant) return left_instant <=> right_instant;
  return left.offset_seconds <=> right.offset_seconds;
}

/// By instant, then by offset, then by the name of the zone, no name first.
std::strong_ordering order_datetimes(const DateTime& left, const DateTime& right) {
  if (left.seconds != right.seconds) return left.seconds <=> right.seconds;
  if (left.nanoseconds != right.nanoseconds) return left.nanoseconds <=> right.nanoseconds;
  if (left.offset_seconds != right.offset_seconds) return left.offset_seconds <=> right.offset_seconds;
  if (left.zone == right.zone) return std::strong_ordering::equal;
  if (!left.zone || !right.zone) return (left.zone != nullptr) <=> (right.zone != nullptr);
  return order_strings(*left.zone, *right.zone);
}

/// By length with months of average length; of two equally long ones that differ, the one with more months comes last.
std::strong_ordering order_durations(const Duration& left, const Duration& right) {
  const auto length = [](const Duration& duration) {
    return Int128{duration.months} * kAverageSecondsPerMonth + Int128{duration.days} * kSecondsPerDay +
           duration.seconds;
  };
  const auto left_length = length(left);
  const auto right_length = length(right);
  if (left_length != right_length) {
    return left_length < right_length ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  if (left.nanoseconds != right.nanoseconds) return left.nanoseconds <=> right.nanoseconds;
  if (left.months != right.months) return left.months <=> right.months;
  return left.days <=> right.days;
}

/// By the ids met on the way: node, relationship, node, ...
std::strong_ordering order_paths(const Path& left, const Path& right) {
  static const PathContent kEmpty;
  const PathContent& a = left.content ? *left.content : kEmpty;
  const PathContent& b = right.content ? *right.content : kEmpty;
  for (std::size_t i = 0; i < a.nodes.size() && i < b.nodes.size(); ++i) {
    if (const auto ordering = a.nodes[i].id <=> b.nodes[i].id; std::is_neq(ordering)) return ordering;
    if (i >= a.relationships.size() || i >= b.relationships.size()) break;
    if (const auto ordering = a.relationships[i].id <=> b.relationships[i].id; std::is_neq(ordering)) return ordering;
  }
  return a.nodes.size() <=> b.nodes.size();
}

/// The order of two values of one kind for which `=` and `<` know no null.
std::strong_ordering order_scalars(const Value& left, const Value& right) {
  switch (left.kind()) {
    case ValueKind::kBoolean:
      return left.get<bool>() <=> right.get<bool>();
    case ValueKind::kString:
      return order_strings(left.get<std::string>(), right.get<std::string>());
    case ValueKind::kNode:
      return left.get<Node>().id <=> right.get<Node>().id;
    case ValueKind::kRelationship:
      return left.get<Relationship>().id <=> right.get<Relationship>().id;
    case ValueKind::kPath:
      return order_paths(left.get<Path>(), right.get<Path>());
    case ValueKind::kDate:
      return left.get<Date>() <=> right.get<Date>();
    case ValueKind::kLocalTime:
      return left.get<LocalTime>() <=> right.get<LocalTime>();
    case ValueKind::kTime:
      return order_times(left.get<Time>(), right.get<Time>());
    case ValueKind::kLocalDateTime:
      return left.get<LocalDateTime>() <=> right.get<LocalDateTime>();
    case ValueKind::kDateTime:
      return order_datetimes(left.get<DateTime>(), right.get<DateTime>());
    case ValueKind::kDuration:
      return order_durations(left.get<Duration>(), right.get<Duration>());
    default:
      return std::strong_ordering::equal;  // null; numbers, lists and maps are not asked for here
  }
}

std::optional<bool> equal_lists(const List& left, const List& right) {
  if (left.size() != right.size()) return false;
  std::optional<bool> result = true;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::optional<bool> equal = equals(left[i], right[i]);
    if (!equal) {
      result.reset();
    } else if (!*equal) {
      return false;
    }
  }
  return result;
}

std::optional<bool> equal_maps(const Map& left, const Map& right) {
  if (left.size() != right.size()) return false;
  for (auto a = left.begin(), b = right.begin(); a != left.end(); ++a, ++b) {
    if (a->first != b->first) return false;
  }
  std::optional<bool> result = true;
  for (auto a = left.begin(), b = right.begin(); a != left.end(); ++a, ++b) {
    const std::optional<bool> equal = equals(a->second, b->second);
    if (!equal) {
      result.reset();
    } else if (!*equal) {
      return false;
    }
  }
  return result;
}

/// The first pair that differs decides; a pair that cannot be decided makes the whole null.
std::optional<std::partial_ordering> compare_lists(const List& left, const List& right) {
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (equals(left[i], right[i]) == true) continue;
    const std::optional<std::partial_ordering> ordering = compare(left[i], right[i]);
    if (!ordering || std::is_neq(*ordering)) return ordering;
  }
  return left.size() <=> right.size();
}

std::weak_ordering order_lists(const List& left, const List& right) {
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (const std::weak_ordering ordering = order(left[i], right[i]); std::is_neq(ordering)) return ordering;
  }
  return left.size() <=> right.size();
}

/// By number of entries, then by keys, then by values.
std::weak_ordering order_maps(const Map& left, const Map& right) {
  if (left.size() != right.size()) return left.size() <=> right.size();
  for (auto a = left.begin(), b = right.begin(); a != left.end(); ++a, ++b) {
    if (const auto ordering = order_strings(a->first, b->first); std::is_neq(ordering)) return ordering;
  }
  for (auto a = left.begin(), b = right.begin(); a != left.end(); ++a, ++b) {
    if (const std::weak_ordering ordering = order(a->second, b->second); std::is_neq(ordering)) return ordering;
  }
  return std::weak_ordering::equivalent;
}

/// Place of a kind in ORDER BY. INTEGER and FLOAT share one.
int rank(ValueKind kind) {
  switch (kind) {
    case ValueKind::kMap:
      return 0;
    case ValueKind::kNode:
      return 1;
    case ValueKind::kRelationship:
      return 2;
    case ValueKind::kList:
      return 3;
    case ValueKind::kPath:
      return 4;
    case ValueKind::kDateTime:
      return 5;
    case ValueKind::kLocalDateTime:
      return 6;
    case ValueKind::kDate:
      return 7;
    case ValueKind::kTime:
      return 8;
    case ValueKind::kLocalTime:
      return 9;
    case ValueKind::kDuration:
      return 10;
    case ValueKind::kString:
      return 11;
    case ValueKind::kBoolean:
      return 12;
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      return 13;
    case ValueKind::kNull:
      return 14;
  }
  return 14;
}

std::size_t combine(std::size_t seed, std::size_t hash) {
  // The finaliser of splitmix64 over a running sum: cheap, and order matters.
  std::uint64_t x = seed * 0x9E3779B97F4A7C15ULL + hash + 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

template <class... Parts>
std::size_t combine_all(std::size_t seed, Parts... parts) {
  ((seed = combine(seed, static_cast<std::size_t>(parts))), ...);
  return seed;
}

std::size_t hash_float(double value) {
  constexpr std::size_t kFloatSeed = 101;
  if (std::isnan(value)) return combine(kFloatSeed, 1);
  if (const std::optional<std::int64_t> whole = as_whole_number(value)) {
    return combine(static_cast<std::size_t>(rank(ValueKind::kInteger)), static_cast<std::size_t>(*whole));
  }
  return combine(kFloatSeed, std::bit_cast<std::uint64_t>(value));
}

}  // namespace

std::optional<std::int64_t> as_whole_number(double value) {
  if (!(value >= -0x1p63 && value < 0x1p63)) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? std::optional(whole) : std::nullopt;
}

std::optional<bool> equals(const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return std::nullopt;
  if (left.is_number() && right.is_number()) return std::is_eq(compare_numbers(left, right));
  if (left.kind() != right.kind()) return false;
  if (left.is(ValueKind::kList)) return equal_lists(left.list(), right.list());
  if (left.is(ValueKind::kMap)) return equal_maps(left.map(), right.map());
  return std::is_eq(order_scalars(left, right));
}

std::optional<std::partial_ordering> compare(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return compare_numbers(left, right);
  if (left.kind() != right.kind()) return std::nullopt;
  switch (left.kind()) {
    case ValueKind::kList:
      return compare_lists(left.list(), right.list());
    case ValueKind::kNull:
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
    case ValueKind::kDuration:  // a month has no fixed length
      return std::nullopt;
    default:
      return order_scalars(left, right);
  }
}

std::weak_ordering order(const Value& left, const Value& right) {
  const int left_rank = rank(left.kind());
  const int right_rank = rank(right.kind());
  if (left_rank != right_rank) return left_rank <=> right_rank;
  if (left.is_number()) return order_numbers(left, right);
  if (left.is(ValueKind::kList)) return order_lists(left.list(), right.list());
  if (left.is(ValueKind::kMap)) return order_maps(left.map(), right.map());
  return order_scalars(left, right);
}

bool equivalent(const Value& left, const Value& right) { return std::is_eq(order(left, right)); }

std::size_t hash(const Value& value) {
  const auto seed = static_cast<std::size_t>(rank(value.kind()));
  switch (value.kind()) {
    case ValueKind::kNull:
      return combine(seed, 0);
    case ValueKind::kBoolean:
      return combine(seed, value.get<bool>() ? 1 : 0);
    case ValueKind::kInteger:
      return combine(seed, static_cast<std::size_t>(value.get<std::int64_t>()));
    case ValueKind::kFloat:
      return hash_float(value.get<double>());
    case ValueKind::kString:
      return combine(seed, std::hash<std::string>{}(value.get<std::string>()));
    case ValueKind::kList: {
      std::size_t result = combine(seed, value.list().size());
      for (const Value& element : value.list()) result = combine(result, hash(element));
      return result;
    }
    case ValueKind::kMap: {
      std::size_t result = combine(seed, value.map().size());
      for (const auto& [key, element] : value.map()) {
        result = combine_all(result, std::hash<std::string>{}(key), hash(element));
      }
      return result;
    }
    case ValueKind::kNode:
      return combine(seed, value.get<Node>().id.value);
    case ValueKind::kRelationship:
      return combine(seed, value.get<Relationship>().id.value);
    case ValueKind::kPath: {
      std::size_t result = seed;
      if (const auto& content = value.get<Path>().content) {
        for (const Node& node : content->nodes) result = combine(result, node.id.value);
        for (const Relationship& relationship : content->relationships) result = combine(result, relationship.id.value);
      }
      return result;
    }
    case ValueKind::kDate:
      return combine_all(seed, value.get<Date>().days);
    case ValueKind::kLocalTime:
      return combine_all(seed, value.get<LocalTime>().nanoseconds);
    case ValueKind::kTime:
      return combine_all(seed, value.get<Time>().nanoseconds, value.get<Time>().offset_seconds);
    case ValueKind::kLocalDateTime: {
      const auto& datetime = value.get<LocalDateTime>();
      return combine_all(seed, datetime.seconds, datetime.nanoseconds);
    }
    case ValueKind::kDateTime: {
      const auto& datetime = value.get<DateTime>();
      return combine_all(seed, datetime.seconds, datetime.nanoseconds, datetime.offset_seconds,
                         datetime.zone ? std::hash<std::string>{}(*datetime.zone) : 0);
    }
    case ValueKind::kDuration: {
      const auto& duration = value.get<Duration>();
      return combine_all(seed, duration.months, duration.days, duration.seconds, duration.nanoseconds);
    }
  }
  return seed;
}

}  // namespace kith
