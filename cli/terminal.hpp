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

/// Opens /dev/null in the place of each standard stream that is closed: else the next file that is opened, one of the
/// database, would take its number and what is printed. To be called before anything is opened.
void open_closed_streams() noexcept;

/// "kith: ..." on standard error. What cannot be written there is lost: there is nowhere else to say so.
void print_error(const Error& error);
void print_note(std::string_view text);
void print_status(std::string_view text) noexcept;

/// "1 node", "2 nodes", "12,345 nodes".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);
std::string with_thousands(std::uint64_t number);
/// "12.3 MB"
std::string bytes_text(std::uint64_t bytes);

}  // namespace kith::cli
