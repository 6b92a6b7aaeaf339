// engine/execution/expressions/assemble.hpp: one vector from rows of several, and selections of selections.
#pragma once

#include <span>

#include "engine/execution/vector.hpp"

namespace kith::engine {

/// Row i of `source` becomes row (*rows)[i], or first + i without rows.
struct Part {
  const Vector* source;
  const std::vector<std::uint32_t>* rows;
  std::uint32_t first;
};

/// `size` rows, null where no part puts one. Typed when all parts that are not null throughout agree in kind, else
/// kMixed. Strings are shared with their source, which the result keeps alive.
Vector assemble(std::span<const Part> parts, std::uint32_t size);

/// Index i is outer[inner[i]].
Selection compose(std::span<const std::uint32_t> outer, std::span<const std::uint32_t> inner);

/// The same as plain row numbers.
std::vector<std::uint32_t> compose_rows(std::span<const std::uint32_t> outer, std::span<const std::uint32_t> inner);

}  // namespace kith::engine
