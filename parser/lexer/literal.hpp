// parser/lexer/literal.hpp: the value of a literal token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::parser {

/// The digits of a kInteger token (`12`, `1_000`, `0x1F`, `0o17`), negated on request. Errors: IntegerOverflow.
Result<std::int64_t> integer_value(std::string_view digits, bool negative);

/// The value of a kFloat token. Errors: FloatingPointOverflow. What is too small to tell from zero is zero.
Result<double> float_value(std::string_view digits);

/// The text that a string literal stands for, quotation marks included in `quoted`; appended to `out`.
/// Errors, with `where` relative to `quoted`: InvalidUnicodeLiteral for a \u without its digits or for half of a
/// surrogate pair; UnexpectedSyntax for an escape that does not exist.
Status append_string_value(std::string_view quoted, std::string& out);

/// A name without its back-ticks, doubled ones undone.
std::string quoted_word_value(std::string_view quoted);

}  // namespace kith::parser
