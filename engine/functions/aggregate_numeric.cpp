// engine/functions/aggregate_numeric.cpp: sums, means, deviations and percentiles.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/functions/aggregate_input.hpp"
#include "engine/functions/families.hpp"
#include "values/compare.hpp"
#include "values/int128.hpp"
#include "values/temporal/duration.hpp"

namespace kith::engine {
namespace {

using Groups = std::span<const std::uint32_t>;
using Vectors = std::span<const Vector>;

/// Neumaier's sum: what rounding loses is kept apart, so that the order of rows hardly matters.
struct FloatSum {
  double sum = 0, lost = 0;
  void add(double value) {
    const double total = sum + value;
    if (std::isfinite(total))
      lost += std::fabs(sum) >= std::fabs(value) ? (sum - total) + value : (value - total) + sum;
    sum = total;
  }
  double total() const { return sum + lost; }
};

struct Total {
  std::uint64_t num_integers = 0, num_floats = 0, num_durations = 0;
  Int128 integers = 0;  ///< Wide enough for 2^64 values: an overflow shows in the end only.
  FloatSum floats;
  Duration durations;
  std::uint64_t count() const { return num_integers + num_floats + num_durations; }
  bool has_numbers() const { return num_integers + num_floats > 0; }
};

/// As if by a loop, but with two sums of halves that stay in 64 bits, which the compiler turns into vector
/// instructions.
Int128 sum_of(const std::int64_t* values, std::uint32_t size) {
  std::int64_t high = 0;
  std::uint64_t low = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    high += values[i] >> 32;
    low += static_cast<std::uint64_t>(values[i]) & 0xffffffffU;
  }
  return Int128{high} * (Int128{1} << 32) + Int128{low};
}

template <bool kMean>
class SumState final : public AggregateState {
 public:
  void resize(std::uint32_t num_groups) override { totals_.resize(num_groups); }

  Status update(Vectors arguments, Groups groups, const std::uint64_t* multiplicity, ExecContext&) override {
    const Vector& argument = arguments[0];
    if (argument.kind() == VectorKind::kInteger) {
      if (totals_.size() == 1 && multiplicity == nullptr && argument.is_flat() && !argument.may_have_nulls()) {
        totals_[0].integers += sum_of(argument.view<std::int64_t>().data, argument.size());
        totals_[0].num_integers += argument.size();
        return Status::success();
      }
      for_each_present<std::int64_t>(argument, groups, multiplicity,
                                     [&](std::uint32_t group, std::int64_t value, std::uint64_t times) {
                                       totals_[group].integers += Int128{value} * times;
                                       totals_[group].num_integers += times;
                                     });
      return Status::success();
    }
    if (argument.kind() == VectorKind::kFloat) {
      for_each_present<double>(argument, groups, multiplicity,
                               [&](std::uint32_t group, double value, std::uint64_t times) {
                                 totals_[group].floats.add(times == 1 ? value : value * static_cast<double>(times));
                                 totals_[group].num_floats += times;
                               });
      return Status::success();
    }
    if (argument.kind() == VectorKind::kNull) return Status::success();
    return for_each_value(
        argument, groups, multiplicity, [&](std::uint32_t group, const Value& value, std::uint64_t times) -> Status {
          Total& total = totals_[group];
          if (value.is(ValueKind::kInteger)) {
            total.integers += Int128{value.get<std::int64_t>()} * times;
            total.num_integers += times;
          } else if (value.is(ValueKind::kFloat)) {
            total.floats.add(value.get<double>() * static_cast<double>(times));
            total.num_floats += times;
          } else if (value.is(ValueKind::kDuration)) {
            KITH_TRY(const Duration repeated,
                     times == 1 ? Result<Duration>(value.get<Duration>())
                                : temporal::multiply(value.get<Duration>(), Value(static_cast<std::int64_t>(times))));
            KITH_TRY(total.durations, temporal::add(total.durations, repeated));
            total.num_durations += times;
          } else {
            return invalid_argument(kMean ? "avg" : "sum", "NUMBERs or DURATIONs", value);
          }
          return Status::success();
        });
  }

  Result<Value> finish(std::uint32_t group, ExecContext&) override {
    const Total& total = totals_[group];
    if (total.count() == 0) return kMean ? Value() : Value(0);
    if (total.num_durations > 0 && total.has_numbers()) {
      return Error(ErrorKind::kTypeError,
                   fmt::format("{}() takes NUMBERs or DURATIONs, not both", kMean ? "avg" : "sum"))
          .with_detail("InvalidArgumentValue");
    }
    if (total.num_durations > 0) {
      if (!kMean) return Value(total.durations);
      KITH_TRY(const Duration mean,
               temporal::divide(total.durations, Value(static_cast<std::int64_t>(total.num_durations))));
      return Value(mean);
    }
    if (kMean) {
      FloatSum sum = total.floats;
      sum.add(static_cast<double>(total.integers));
      return Value(sum.total() / static_cast<double>(total.count()));
    }
    if (total.num_floats > 0) {
      FloatSum sum = total.floats;
      sum.add(static_cast<double>(total.integers));
      return Value(sum.total());
    }
    if (total.integers < std::numeric_limits<std::int64_t>::min() ||
        total.integers > std::numeric_limits<std::int64_t>::max()) {
      return Error(ErrorKind::kArithmeticError, "the sum does not fit in 64 bits")
          .with_detail("IntegerOverflow")
          .with_hint("use sum(toFloat(...)) where an approximate number will do");
    }
    return Value(static_cast<std::int64_t>(total.integers));
  }
  std::size_t memory_bytes() const override { return totals_.size() * sizeof(Total); }

 private:
  std::vector<Total> totals_;
};

/// Welford's running mean and squared deviation.
template <bool kPopulation>
class DeviationState final : public AggregateState {
 public:
  void resize(std::uint32_t num_groups) override { moments_.resize(num_groups); }
  Status update(Vectors arguments, Groups groups, const std::uint64_t* multiplicity, ExecContext&) override {
    const Vector& argument = arguments[0];
    if (argument.kind() == VectorKind::kInteger) {
      for_each_present<std::int64_t>(
          argument, groups, multiplicity,
          [&](std::uint32_t g, std::int64_t value, std::uint64_t times) { add(g, static_cast<double>(value), times); });
      return Status::success();
    }
    if (argument.kind() == VectorKind::kFloat) {
      for_each_present<double>(argument, groups, multiplicity,
                               [&](std::uint32_t g, double value, std::uint64_t times) { add(g, value, times); });
      return Status::success();
    }
    if (argument.kind() == VectorKind::kNull) return Status::success();
    return for_each_value(argument, groups, multiplicity,
                          [&](std::uint32_t group, const Value& value, std::uint64_t times) -> Status {
                            if (!value.is_number())
                              return invalid_argument(kPopulation ? "stDevP" : "stDev", "NUMBERs", value);
                            add(group, to_double(value), times);
                            return Status::success();
                          });
  }
  Result<Value> finish(std::uint32_t group, ExecContext&) override {
    const Moments& moments = moments_[group];
    const double divisor = moments.count - (kPopulation ? 0 : 1);
    return Value(divisor <= 0 ? 0.0 : std::sqrt(moments.squares / divisor));
  }
  std::size_t memory_bytes() const override { return moments_.size() * sizeof(Moments); }

 private:
  struct Moments {
    double count = 0, mean = 0, squares = 0;
  };
  void add(std::uint32_t group, double value, std::uint64_t times) {
    Moments& moments = moments_[group];
    const double weight = static_cast<double>(times);
    const double difference = value - moments.mean;
    moments.count += weight;
    moments.mean += difference * weight / moments.count;
    moments.squares += weight * difference * (value - moments.mean);
  }
  std::vector<Moments> moments_;
};

template <bool kContinuous>
class PercentileState final : public AggregateState {
 public:
  void resize(std::uint32_t num_groups) override {
    values_.resize(num_groups);
    percentiles_.resize(num_groups, 0);
  }
  Status update(Vectors arguments, Groups groups, const std::uint64_t* multiplicity, ExecContext&) override {
    constexpr std::string_view kName = kContinuous ? "percentileCont" : "percentileDisc";
    const Vector& percentile = arguments[1];
    for (std::uint32_t row = 0; row < groups.size(); ++row) {
      const Value rank = percentile.value(percentile.is_constant() ? 0 : row);
      if (!rank.is_number()) return invalid_argument(kName, "a NUMBER from 0 to 1", rank);
      const double number = to_double(rank);
      if (!(number >= 0 && number <= 1))
        return out_of_range(fmt::format("{}() takes a number from 0 to 1, got {}", kName, to_display_string(rank)));
      percentiles_[groups[row]] = number;
    }
    if (arguments[0].kind() == VectorKind::kNull) return Status::success();
    return for_each_value(arguments[0], groups, multiplicity,
                          [&](std::uint32_t group, const Value& value, std::uint64_t times) -> Status {
                            if (!value.is_number()) return invalid_argument(kName, "NUMBERs", value);
                            values_[group].insert(values_[group].end(), times, value);
                            num_values_ += times;
                            return Status::success();
                          });
  }
  Result<Value> finish(std::uint32_t group, ExecContext&) override {
    List& values = values_[group];
    if (values.empty()) return Value();
    std::sort(values.begin(), values.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
    const auto count = static_cast<double>(values.size());
    if (!kContinuous) {
      // The smallest value that at least this share of all does not exceed.
      const double rank = std::ceil(percentiles_[group] * count);
      return values[rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1];
    }
    const double rank = percentiles_[group] * (count - 1);
    const double below = std::floor(rank), above = std::ceil(rank);
    const double low = to_double(values[static_cast<std::size_t>(below)]),
                 high = to_double(values[static_cast<std::size_t>(above)]);
    return Value(below == above ? low : low * (above - rank) + high * (rank - below));
  }
  std::size_t memory_bytes() const override { return values_.size() * sizeof(List) + num_values_ * sizeof(Value); }

 private:
  std::vector<List> values_;
  std::vector<double> percentiles_;
  std::size_t num_values_ = 0;
};

template <class State>
std::unique_ptr<AggregateState> make_state() {
  return std::make_unique<State>();
}

}  // namespace

AggregateTable numeric_aggregates() {
  constexpr StaticType kNumber = StaticType::kNumber, kFloat = StaticType::kFloat;
  const Argument number{"number", kNumber}, amount{"amount", StaticType::kAny, {kNumber, StaticType::kDuration}};
  const Argument percentile{"percentile", kNumber};
  return {
      {.name = "sum",
       .arguments = {amount},
       .help = "The sum of numbers or durations; 0 of none.",
       .make = make_state<SumState<false>>},
      {.name = "avg",
       .arguments = {amount},
       .help = "The mean of numbers or durations; null of none.",
       .make = make_state<SumState<true>>},
      {.name = "stDev",
       .arguments = {number},
       .result = kFloat,
       .help = "The standard deviation of a sample.",
       .make = make_state<DeviationState<false>>},
      {.name = "stDevP",
       .arguments = {number},
       .result = kFloat,
       .help = "The standard deviation of a population.",
       .make = make_state<DeviationState<true>>},
      {.name = "percentileCont",
       .arguments = {number, percentile},
       .result = kFloat,
       .takes_multiplicity = false,
       .help = "The percentile, from 0 to 1, interpolated between neighbours.",
       .make = make_state<PercentileState<true>>},
      {.name = "percentileDisc",
       .arguments = {number, percentile},
       .result = kNumber,
       .takes_multiplicity = false,
       .help = "The percentile, from 0 to 1, as the value at that rank.",
       .make = make_state<PercentileState<false>>},
  };
}

}  // namespace kith::engine
