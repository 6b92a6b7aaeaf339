// loaders/csv/validity.hpp: periods of time as tables write them, to the two bounds that Kith stores.
#pragma once

#include <optional>
#include <string_view>

#include <kith/error.hpp>
#include <kith/temporal.hpp>

namespace kith::loaders {

struct Validity {
  std::optional<Date> from, to;  ///< to is exclusive.
};

/// "2021", "2021-06" and "2021-06-30" are the year, month or day; "2021/2023-06" runs from the first through the
/// second, and either side of the slash may be missing. Errors: kData.
Result<Validity> parse_validity(std::string_view text);

}  // namespace kith::loaders
