// tests/values/random_values.hpp: values of every kind at random, with the edges where comparison goes wrong
// over-represented.
#pragma once

#include <cstdint>
#include <random>

#include <kith/value.hpp>

namespace kith::test {

/// KITH_TEST_SEED if set, else a fresh one. Tests show it when they fail.
std::uint64_t random_seed();

class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : engine_(seed) {}

  std::int64_t integer(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(engine_);
  }
  Value value(int depth = 3);
  Date date();
  LocalTime local_time();
  Time time();
  LocalDateTime local_datetime();
  DateTime datetime();  ///< Half of them in a named zone.
  Duration duration();

 private:
  std::int64_t edge_integer();
  double edge_float();
  std::string text();
  std::int64_t days();
  std::mt19937_64 engine_;
};

}  // namespace kith::test
