// cli/main.cpp: the `kith` program.
#include <clocale>
#include <csignal>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <variant>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"

namespace {

/// Line editing takes characters as the locale has them: UTF-8, whatever the environment says.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  const std::string name = std::setlocale(LC_CTYPE, nullptr);
  if (name.find("UTF-8") == std::string::npos && name.find("utf8") == std::string::npos)
    std::setlocale(LC_CTYPE, "C.UTF-8");
}

int run(const kith::cli::Arguments& arguments) {
  kith::cli::StandardOutput out;
  int code = std::visit(
      [&](const auto& command) {
        if constexpr (std::is_same_v<std::decay_t<decltype(command)>, kith::cli::NothingToDo>) {
          return command.exit_code;
        } else {
          return kith::cli::run(command, out);
        }
      },
      arguments);
  if (const kith::Status flushed = out.flush(); !flushed.ok() && !out.reader_is_gone()) {
    kith::cli::print_error(flushed.error());
    code = kith::cli::kWrongInput;
  }
  return out.reader_is_gone() ? kith::cli::kDone : code;
}

}  // namespace

int main(int argc, char** argv) {
  kith::cli::open_closed_streams();
  std::signal(SIGPIPE, SIG_IGN);
  use_utf8();
  try {
    return run(kith::cli::parse_arguments(argc, argv));
  } catch (const std::bad_alloc&) {
    kith::cli::print_status("kith: MemoryLimit: memory ran out\n");
    return kith::cli::kWrongInput;
  } catch (const std::exception& exception) {  // a defect
    kith::cli::print_error({kith::ErrorKind::kInternal, exception.what()});
    return kith::cli::kNoDatabase;
  }
}
