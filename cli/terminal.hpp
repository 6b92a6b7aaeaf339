// cli/terminal.hpp: what the streams are connected to, and words for people on standard error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::cli {

bool is_terminal(int descriptor);
/// Columns of the terminal at standard output; 0 when it is none.
std::size_t terminal_width();
/// A terminal, and NO_COLOR is not set.
bool has_colour(int descriptor);

/// Text on standard error as it is; lost when that cannot be written.
void print_status(std::string_view text);
/// "kith: ..." on standard error.
void print_error(const Error& error);
void print_note(std::string_view text);

/// "1 node", "2 nodes", "12,345 nodes".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);
std::string with_thousands(std::uint64_t number);
/// "12.3 MB"
std::string bytes_text(std::uint64_t bytes);

}  // namespace kith::cli
