// storage/statistics.cpp: finding estimates, and reading histograms.
#include "storage/statistics.hpp"

#include <algorithm>
#include <tuple>

#include "values/compare.hpp"

namespace kith::storage {

double Statistics::Values::share_below(const Value& value) const {
  if (bounds.size() < 2) return 0.5;
  const auto less = [](const Value& a, const Value& b) { return order(a, b) < 0; };
  const auto first = std::lower_bound(bounds.begin(), bounds.end(), value, less);
  if (first == bounds.begin()) return 0;
  if (first == bounds.end()) return 1;
  // Within the bucket, numbers count by distance, others as if in the middle. A value that fills whole buckets begins
  // where the first of them begins.
  const Value& low = *(first - 1);
  double within = order(*first, value) == 0 ? 1 : 0.5;
  if (low.is_number() && value.is_number() && first->is_number()) {
    const double from = low.as_float(), to = first->as_float();
    if (to > from) within = std::clamp((value.as_float() - from) / (to - from), 0.0, 1.0);
  }
  return (static_cast<double>(first - bounds.begin() - 1) + within) / static_cast<double>(bounds.size() - 1);
}

const Statistics::Values* Statistics::values_of(ElementKind element, std::uint32_t label_or_type,
                                                PropertyKeyId key) const {
  const auto place = [](const Values& values) {
    return std::tuple(values.element, values.label_or_type, values.key.value);
  };
  const std::tuple wanted(element, label_or_type, key.value);
  const Values* const found =
      std::lower_bound(distinct_values.begin(), distinct_values.end(), wanted,
                       [&](const Values& values, const auto& sought) { return place(values) < sought; });
  return found != distinct_values.end() && place(*found) == wanted ? found : nullptr;
}

const Statistics::Degrees* Statistics::degrees_of(std::optional<LabelId> label, RelationshipTypeId type,
                                                  Direction direction) const {
  const auto number = [](const std::optional<LabelId>& of) { return of ? std::uint64_t{of->value} + 1 : 0; };
  const auto place = [&](const Degrees& own) { return std::tuple(own.type.value, own.direction, number(own.label)); };
  const std::tuple wanted(type.value, direction, number(label));
  const Degrees* const found =
      std::lower_bound(degrees.begin(), degrees.end(), wanted,
                       [&](const Degrees& own, const auto& sought) { return place(own) < sought; });
  return found != degrees.end() && place(*found) == wanted ? found : nullptr;
}

}  // namespace kith::storage
