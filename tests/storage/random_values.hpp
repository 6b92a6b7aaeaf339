// tests/storage/random_values.hpp: random storable values with a liking for extremes, and exact comparison of values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

#include <kith/value.hpp>

namespace kith::storage::testing {

/// Seeded by KITH_SEED when set; prints the seed with what fails (INFO_SEED).
class Random {
 public:
  Random();
  explicit Random(std::uint64_t seed) : seed_(seed), engine_(seed) {}
  std::uint64_t seed() const { return seed_; }
  std::uint64_t bits() { return engine_(); }
  std::uint64_t below(std::uint64_t end) { return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(engine_); }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(engine_); }
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return choices.begin()[below(choices.size())];
  }

  std::int64_t integer();  ///< Of any magnitude; often an extreme, or beside a power of two.
  double floating();       ///< Any bits; often special, or an integer's neighbour.
  std::string text();      ///< Short, sometimes with NUL, sometimes beyond ASCII.
  Value scalar();          ///< Not null.
  Value scalar(ValueKind kind);
  Value storable();  ///< A scalar or a list of scalars.

 private:
  std::uint64_t seed_;
  std::mt19937_64 engine_;
};

/// The same kind and the same bits all through.
bool identical(const Value& a, const Value& b);

}  // namespace kith::storage::testing

#define INFO_SEED(random) INFO("KITH_SEED=" << (random).seed())
