// bench/measurement.hpp: timing by turns, and one line of text per measurement.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <kith/error.hpp>

namespace kith::bench {

/// Stops the program with the error's text: a benchmark that fails measures nothing.
[[noreturn]] void stop(const Error& error);
inline void require(const Status& status) {
  if (!status.ok()) stop(status.error());
}
template <class T>
T require(Result<T> result) {
  if (!result.ok()) stop(result.error());
  return *std::move(result);
}

/// Work whose result is returned, so that it is neither optimised away nor wrong unnoticed.
using Work = std::function<std::uint64_t()>;

struct Comparison {
  std::string name;
  std::string unit;          ///< What is counted: "relationships", "look-ups".
  std::uint64_t amount = 0;  ///< How many of them one round does.
  double goal = 0;           ///< The ratio to reach; 0: none is set.
  int rounds = 5;
};

/// Runs the measurements whose names contain the filter and prints a line each.
class Reporter {
 public:
  explicit Reporter(std::string filter) : filter_(std::move(filter)) {}

  bool wants(std::string_view name) const { return name.find(filter_) != std::string_view::npos; }
  void heading(std::string_view text);
  /// One round of each for warming, then both by turns; prints the medians and the ratio of their speeds. The results
  /// of both must be equal.
  void compare(const Comparison& comparison, const Work& plain, const Work& kith);
  /// For what is done once: the seconds have been measured.
  void compare_once(const Comparison& comparison, double plain_seconds, double kith_seconds);
  void figure(std::string_view name, std::string_view text);
  /// Names of goals that were missed, and of results that differed.
  bool has_failures() const { return has_failures_; }

 private:
  std::string filter_;
  bool has_failures_ = false;
};

/// Seconds that `work` takes.
double seconds_of(const std::function<void()>& work);
/// Seconds that this process has run on a processor, all threads together: what a busy machine does not distort.
double processor_seconds();
/// Bytes of memory resident now, and the most since reset_peak_memory().
std::uint64_t resident_memory();
std::uint64_t peak_memory();
void reset_peak_memory();
std::string in_megabytes(std::uint64_t bytes);

}  // namespace kith::bench
