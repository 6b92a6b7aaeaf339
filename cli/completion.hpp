// cli/completion.hpp: the words that the Tab key offers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kith/database.hpp>

namespace kith::cli {

/// Those that may follow `line`: commands behind a colon that begins it, labels and relationship types behind another,
/// property keys behind a dot; else keywords, functions and procedures.
std::vector<std::string> completions(const Database& database, std::string_view line);

/// The shell's commands with their colons, `:help` first.
std::vector<std::string> shell_commands();

}  // namespace kith::cli
