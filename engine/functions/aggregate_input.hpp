// engine/functions/aggregate_input.hpp: the rows of one update of an aggregate, by type.
#pragma once

#include "engine/execution/vector.hpp"
#include "engine/functions/function.hpp"

namespace kith::engine {

/// Calls f(group, value, times) for each row that is not null. T is the type of the vector's kind.
template <class T, class F>
void for_each_present(const Vector& vector, std::span<const std::uint32_t> groups, const std::uint64_t* multiplicity,
                      F f) {
  const VectorView<T> view = vector.view<T>();
  const std::uint32_t size = vector.size();
  if (multiplicity == nullptr && view.selection == nullptr && view.validity == nullptr) {
    for (std::uint32_t row = 0; row < size; ++row) f(groups[row], view.data[row], std::uint64_t{1});
    return;
  }
  for (std::uint32_t row = 0; row < size; ++row) {
    if (view.valid(row)) f(groups[row], view[row], multiplicity == nullptr ? 1 : multiplicity[row]);
  }
}

/// The same with Values, for any kind; f returns a Status.
template <class F>
Status for_each_value(const Vector& vector, std::span<const std::uint32_t> groups, const std::uint64_t* multiplicity,
                      F f) {
  for (std::uint32_t row = 0; row < vector.size(); ++row) {
    if (vector.is_null(row)) continue;
    KITH_CHECK_OK(f(groups[row], vector.value(row), multiplicity == nullptr ? std::uint64_t{1} : multiplicity[row]));
  }
  return Status::success();
}

}  // namespace kith::engine
