// cli/exit_code.hpp: how the program ends. Documented in docs/command_line.md.
#pragma once

#include <kith/error.hpp>

namespace kith::cli {

enum ExitCode : int {
  kDone = 0,
  kWrongInput = 1,  ///< The query or the data was wrong.
  kWrongUsage = 2,
  kNoDatabase = 3,  ///< It could not be opened, or is damaged.
};

ExitCode exit_code(const Error& error);

}  // namespace kith::cli
