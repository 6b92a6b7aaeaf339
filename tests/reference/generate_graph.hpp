// tests/reference/generate_graph.hpp: small random graphs.
#pragma once

#include "tests/reference/graph.hpp"
#include "tests/reference/random.hpp"

namespace kith::reference {

/// Up to eight nodes with labels A, B, C, up to twelve relationships of types R, S, T, self-loops and parallel ones
/// among them. Properties, each missing now and then: of nodes i (INTEGER), f (FLOAT), s (STRING), b (BOOLEAN), l (list
/// of INTEGERs), x (of any kind); of relationships w (INTEGER), s, x. Some graphs have indexes and a unique constraint.
Graph generate_graph(Random& random);

}  // namespace kith::reference
