// values/int128.hpp: a 128-bit integer, for arithmetic that must not overflow on the way.
#pragma once

namespace kith {

__extension__ typedef __int128 Int128;  // a typedef: __extension__ keeps -Wpedantic silent only in this form

}  // namespace kith
