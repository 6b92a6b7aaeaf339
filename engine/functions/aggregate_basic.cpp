// engine/functions/aggregate_basic.cpp: count, min, max and collect.
#include <bit>
#include <cmath>
#include <numeric>

#include "engine/execution/expressions/batches.hpp"
#include "engine/execution/expressions/operand.hpp"
#include "engine/functions/aggregate_input.hpp"
#include "engine/functions/families.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

using Groups = std::span<const std::uint32_t>;
using Vectors = std::span<const Vector>;

class CountState final : public AggregateState {
 public:
  void resize(std::uint32_t num_groups) override { counts_.resize(num_groups); }

  Status update(Vectors arguments, Groups groups, const std::uint64_t* multiplicity, ExecContext&) override {
    const Vector* argument = arguments.empty() ? nullptr : &arguments[0];
    if (argument != nullptr && argument->kind() == VectorKind::kNull) return Status::success();
    const bool all_count = argument == nullptr || !argument->may_have_nulls();
    if (all_count && counts_.size() == 1) {
      counts_[0] += multiplicity == nullptr
                        ? groups.size()
                        : std::accumulate(multiplicity, multiplicity + groups.size(), std::uint64_t{0});
      return Status::success();
    }
    std::vector<std::uint64_t> present;
    if (!all_count) clear_nulls(present, *argument);
    if (counts_.size() == 1 && multiplicity == nullptr) {
      std::uint64_t num_null = 0;
      for (const std::uint64_t word : present) num_null += static_cast<std::uint64_t>(std::popcount(~word));
      counts_[0] += groups.size() - num_null;
      return Status::success();
    }
    for (std::uint32_t row = 0; row < groups.size(); ++row) {
      if (is_set(present, row)) counts_[groups[row]] += multiplicity == nullptr ? 1 : multiplicity[row];
    }
    return Status::success();
  }

  Result<Value> finish(std::uint32_t group, ExecContext&) override {
    return Value(static_cast<std::int64_t>(counts_[group]));
  }
  std::size_t memory_bytes() const override { return counts_.size() * sizeof(std::uint64_t); }

 private:
  std::vector<std::uint64_t> counts_;
};

/// Whether a comes before b in order(): NaN is the greatest number.
inline bool is_before(std::int64_t a, std::int64_t b) { return a < b; }
inline bool is_before(double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); }

/// Plain arrays while all values are of one numeric kind; Values from the first other one on.
template <bool kGreatest>
class ExtremeState final : public AggregateState {
 public:
  void resize(std::uint32_t num_groups) override {
    seen_.resize(num_groups);
    if (kind_ == VectorKind::kFloat) {
      floats_.resize(num_groups);
    } else if (kind_ == VectorKind::kInteger || kind_ == VectorKind::kDate) {
      integers_.resize(num_groups);
    } else if (kind_ == VectorKind::kMixed) {
      values_.resize(num_groups);
    }
  }

  Status update(Vectors arguments, Groups groups, const std::uint64_t*, ExecContext&) override {
    const Vector& argument = arguments[0];
    const VectorKind kind = argument.kind();
    if (kind == VectorKind::kNull || argument.size() == 0) return Status::success();
    const bool typed = kind == VectorKind::kInteger || kind == VectorKind::kFloat || kind == VectorKind::kDate;
    if (kind_ == VectorKind::kNull) {
      kind_ = typed ? kind : VectorKind::kMixed;
      resize(static_cast<std::uint32_t>(seen_.size()));
    } else if (kind_ != kind && kind_ != VectorKind::kMixed) {
      generalise();
    }
    if (kind_ == VectorKind::kFloat) {
      update_typed<double>(argument, groups, floats_);
    } else if (kind_ != VectorKind::kMixed) {
      update_typed<std::int64_t>(argument, groups, integers_);
    } else if (kind == VectorKind::kString) {
      update_strings(argument, groups);
    } else {
      return for_each_value(argument, groups, nullptr, [&](std::uint32_t group, Value value, std::uint64_t) -> Status {
        if (!seen_[group] || (kGreatest ? order(values_[group], value) < 0 : order(value, values_[group]) < 0)) {
          values_[group] = std::move(value);
        }
        seen_[group] = 1;
        return Status::success();
      });
    }
    return Status::success();
  }

  Result<Value> finish(std::uint32_t group, ExecContext&) override {
    if (!seen_[group]) return Value();
    return value_of(group);
  }
  std::size_t memory_bytes() const override {
    return seen_.size() * (kind_ == VectorKind::kMixed ? sizeof(Value) + 32 : 16);
  }

 private:
  template <class T>
  void update_typed(const Vector& argument, Groups groups, std::vector<T>& best) {
    for_each_present<T>(argument, groups, nullptr, [&](std::uint32_t group, T value, std::uint64_t) {
      const bool better = !seen_[group] || (kGreatest ? is_before(best[group], value) : is_before(value, best[group]));
      best[group] = better ? value : best[group];
      seen_[group] = 1;
    });
  }

  void update_strings(const Vector& argument, Groups groups) {
    for_each_present<std::string_view>(
        argument, groups, nullptr, [&](std::uint32_t group, std::string_view value, std::uint64_t) {
          Value& best = values_[group];
          bool better = !seen_[group];
          if (!better && best.is(ValueKind::kString)) {
            better = kGreatest ? value > best.get<std::string>() : value < best.get<std::string>();
          } else if (!better) {
            better = kGreatest ? order(best, Value(value)) < 0 : order(Value(value), best) < 0;
          }
          if (better) best = Value(value);
          seen_[group] = 1;
        });
  }

  Value value_of(std::uint32_t group) const {
    switch (kind_) {
      case VectorKind::kInteger:
        return integers_[group];
      case VectorKind::kFloat:
        return floats_[group];
      case VectorKind::kDate:
        return Date{integers_[group]};
      default:
        return values_[group];
    }
  }

  void generalise() {
    values_.resize(seen_.size());
    for (std::uint32_t group = 0; group < seen_.size(); ++group) {
      if (seen_[group]) values_[group] = value_of(group);
    }
    kind_ = VectorKind::kMixed;
    integers_.clear();
    floats_.clear();
  }

  VectorKind kind_ = VectorKind::kNull;
  std::vector<std::uint8_t> seen_;
  std::vector<std::int64_t> integers_;
  std::vector<double> floats_;
  std::vector<Value> values_;
};

class CollectState final : public AggregateState {
 public:
  void resize(std::uint32_t num_groups) override { lists_.resize(num_groups); }
  Status update(Vectors arguments, Groups groups, const std::uint64_t* multiplicity, ExecContext&) override {
    memory_bytes_ += arguments[0].memory_bytes();
    return for_each_value(arguments[0], groups, multiplicity,
                          [&](std::uint32_t group, const Value& value, std::uint64_t times) -> Status {
                            lists_[group].insert(lists_[group].end(), times, value);
                            memory_bytes_ += times * sizeof(Value);
                            return Status::success();
                          });
  }
  Result<Value> finish(std::uint32_t group, ExecContext& context) override {
    Value list(std::move(lists_[group]));
    KITH_CHECK_OK(check_expanded_size(list, context));
    return list;
  }
  std::size_t memory_bytes() const override { return lists_.size() * sizeof(List) + memory_bytes_; }

 private:
  std::vector<List> lists_;
  std::size_t memory_bytes_ = 0;
};

template <class State>
std::unique_ptr<AggregateState> make_state() {
  return std::make_unique<State>();
}

}  // namespace

AggregateTable basic_aggregates() {
  return {
      {.name = "count",
       .arguments = {{"value"}},
       .result = StaticType::kInteger,
       .help = "How many values are not null; count(*): how many rows.",
       .make = make_state<CountState>},
      {.name = "min",
       .arguments = {{"value"}},
       .help = "The first value in ascending order, null apart.",
       .make = make_state<ExtremeState<false>>},
      {.name = "max",
       .arguments = {{"value"}},
       .help = "The last value in ascending order, null apart.",
       .make = make_state<ExtremeState<true>>},
      {.name = "collect",
       .arguments = {{"value"}},
       .result = StaticType::kList,
       .takes_multiplicity = false,
       .help = "The values that are not null, as a list.",
       .make = make_state<CollectState>},
  };
}

}  // namespace kith::engine
