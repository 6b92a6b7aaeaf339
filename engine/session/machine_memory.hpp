// engine/session/machine_memory.hpp: how much memory there is.
#pragma once

#include <cstddef>

namespace kith::engine {

/// Bytes of the machine, or of the control group that the process runs in when that allows less.
std::size_t machine_memory();

}  // namespace kith::engine
