// cli/progress_bar.cpp: see the header.
#include "cli/progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "cli/terminal.hpp"

namespace kith::cli {

ProgressBar::ProgressBar(std::string action) : action_(std::move(action)), enabled_(is_terminal(STDERR_FILENO)) {}

void ProgressBar::update(std::uint64_t done, std::uint64_t total, std::string_view detail) {
  if (!enabled_) return;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  if (total == 0) {
    print_status(fmt::format("\r{}: {}\x1b[K", action_, detail));
  } else {
    constexpr std::size_t kWidth = 24;
    const double share = static_cast<double>(std::min(done, total)) / static_cast<double>(total);
    const auto filled = static_cast<std::size_t>(share * kWidth);
    print_status(fmt::format("\r{} [{}{}] {:3.0f} %  {}\x1b[K", action_, std::string(filled, '='),
                             std::string(kWidth - filled, ' '), share * 100, detail));
  }
}

void ProgressBar::clear() {
  if (!drawn_) return;
  print_status("\r\x1b[K");
  drawn_ = false;
}

}  // namespace kith::cli
