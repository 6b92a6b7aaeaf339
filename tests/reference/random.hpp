// tests/reference/random.hpp: chances, from a seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace kith::reference {

/// The same numbers on every machine: std::mt19937_64 without the standard's distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// 0 to end - 1; end > 0.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(below(static_cast<std::size_t>(last - first + 1)));
  }
  bool chance(double probability) { return static_cast<double>(engine_() >> 11) * 0x1p-53 < probability; }

  template <class T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  std::string word(const std::vector<std::string>& words) { return pick(words); }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace kith::reference
