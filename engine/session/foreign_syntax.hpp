// engine/session/foreign_syntax.hpp: forms of other systems that users try, and what does it here.
#pragma once

#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::engine {

/// What to do instead, where the syntax error of `text` comes from such a form; else empty.
std::string hint_for_foreign_syntax(std::string_view text, const Error& error);

}  // namespace kith::engine
