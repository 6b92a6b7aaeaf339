// engine/session/given_value.hpp: what values from outside must be.
#pragma once

#include <kith/value.hpp>

namespace kith::engine {

/// Whether all texts of a value are UTF-8: the keys of its maps, too.
bool has_only_utf8(const Value& value);

}  // namespace kith::engine
