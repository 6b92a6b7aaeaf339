// cli/progress_bar.hpp: one line on standard error that moves, where that is a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::cli {

/// Drawn at most ten times a second. On anything but a terminal nothing is drawn.
class ProgressBar {
 public:
  explicit ProgressBar(std::string action);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `total` 0: not known, and only the detail is shown.
  void update(std::uint64_t done, std::uint64_t total, std::string_view detail);
  /// Takes the bar off the screen, so that other lines may be printed.
  void clear();

 private:
  std::string action_;
  bool enabled_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace kith::cli
