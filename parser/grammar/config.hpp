// parser/grammar/config.hpp: the one iterator and the one context under which every rule is parsed. Tokens need no
// skipper, so a rule of another file cannot meet a second context and fail at link.
#pragma once

#include <boost/spirit/home/x3.hpp>

#include "parser/grammar/parse_state.hpp"

namespace kith::parser {

namespace x3 = boost::spirit::x3;

struct StateTag;
using Iterator = const Token*;
using Context = x3::context<StateTag, ParseState>;

template <class AnyContext>
ParseState& state_of(const AnyContext& context) {
  return x3::get<StateTag>(context);
}

}  // namespace kith::parser
