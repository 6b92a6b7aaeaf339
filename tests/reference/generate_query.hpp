// tests/reference/generate_query.hpp: random queries that read, well-typed, from the grammar.
#pragma once

#include <string>

#include "tests/reference/random.hpp"

namespace kith::reference {

struct GeneratedQuery {
  std::string text;
  /// It has an expression that fails for some values. Whether a query meets them depends on what is evaluated first,
  /// which the language leaves open.
  bool may_fail = false;
};

/// About the graphs of generate_graph(). Bounded in size; most have an answer that is not empty.
GeneratedQuery generate_query(Random& random);

}  // namespace kith::reference
