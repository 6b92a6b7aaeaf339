// values/temporal/scanner.hpp: a cursor over the text of a temporal value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "values/int128.hpp"

namespace kith::temporal {

/// Takes digits and marks from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  /// How many digits come next.
  std::size_t num_digits() const {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    return count;
  }

  /// Takes the mark if it comes next.
  bool take(char mark) {
    if (peek() != mark) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Takes exactly `count` digits, count <= 18. False, and nothing taken, when there are fewer.
  bool take_digits(std::size_t count, std::int64_t& number) {
    if (count == 0 || count > 18 || num_digits() < count) return false;
    number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number * 10 + (rest_[i] - '0');
    rest_.remove_prefix(count);
    return true;
  }

  /// Takes all digits that come next, at most 19. False, and nothing taken, when there are none or more.
  bool take_number(Int128& number) {
    const std::size_t count = num_digits();
    if (count == 0 || count > 19) return false;
    number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number * 10 + (rest_[i] - '0');
    rest_.remove_prefix(count);
    return true;
  }

  /// Takes `.` or `,` and 1 to 9 digits, if a mark comes next, as billionths. False when digits are missing or too
  /// many.
  bool take_fraction(std::int64_t& billionths) {
    billionths = 0;
    if (peek() != '.' && peek() != ',') return true;
    rest_.remove_prefix(1);
    const std::size_t count = num_digits();
    if (count > 9 || !take_digits(count, billionths)) return false;
    for (std::size_t i = count; i < 9; ++i) billionths *= 10;
    return true;
  }

 private:
  std::string_view rest_;
};

}  // namespace kith::temporal
