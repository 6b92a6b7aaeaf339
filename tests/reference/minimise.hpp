// tests/reference/minimise.hpp: a smaller case that differs in the same way.
#pragma once

#include "tests/reference/check.hpp"

namespace kith::reference {

/// Drops clauses, patterns, predicates, expressions, nodes, relationships, labels and properties as long as the finding
/// stays of the same kind. Cost: hundreds of checks.
Case minimise(Case test, const Finding& finding, Laboratory& laboratory);

}  // namespace kith::reference
