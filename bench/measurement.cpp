// bench/measurement.cpp: clocks, medians, lines.
#include "bench/measurement.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <fmt/format.h>

namespace kith::bench {
namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string duration_text(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.1f} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.2f} ms", seconds * 1e3);
  return fmt::format("{:.2f} s", seconds);
}

std::string rate_text(double per_second) {
  if (per_second >= 1e9) return fmt::format("{:.2f} G/s", per_second / 1e9);
  if (per_second >= 1e6) return fmt::format("{:.2f} M/s", per_second / 1e6);
  if (per_second >= 1e3) return fmt::format("{:.1f} k/s", per_second / 1e3);
  return fmt::format("{:.0f} /s", per_second);
}

/// A figure of /proc/self/status, which is in kB.
std::uint64_t memory_figure(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::strtoull(line.c_str() + name.size(), nullptr, 10) * 1024;
  }
  return 0;
}

}  // namespace

void stop(const Error& error) {
  fmt::print(stderr, "{}\n", to_display_string(error));
  std::exit(1);
}

void Reporter::heading(std::string_view text) {
  fmt::print("\n{}\n{:<52} {:>11} {:>12} {:>11} {:>12} {:>7} {:>6}\n", text, "", "plain", "", "kith", "", "ratio",
             "goal");
  std::fflush(stdout);
}

void Reporter::compare(const Comparison& comparison, const Work& plain, const Work& kith) {
  const std::uint64_t expected = plain();
  const std::uint64_t got = kith();
  if (expected != got) {
    fmt::print("{}: the results differ, {} and {}\n", comparison.name, expected, got);
    has_failures_ = true;
    return;
  }
  std::vector<double> plain_seconds, kith_seconds;
  for (int round = 0; round < comparison.rounds; ++round) {
    plain_seconds.push_back(seconds_of([&] { has_failures_ |= plain() != expected; }));
    kith_seconds.push_back(seconds_of([&] { has_failures_ |= kith() != expected; }));
  }
  compare_once(comparison, median(plain_seconds), median(kith_seconds));
}

void Reporter::compare_once(const Comparison& comparison, double plain_seconds, double kith_seconds) {
  const auto amount = static_cast<double>(comparison.amount);
  const double ratio = plain_seconds / kith_seconds;
  std::string goal;
  if (comparison.goal > 0) goal = fmt::format("{:.1f}{}", comparison.goal, ratio >= comparison.goal ? "" : " missed");
  fmt::print("{:<52} {:>11} {:>12} {:>11} {:>12} {:>7.3f} {:>6}  {}\n", comparison.name, duration_text(plain_seconds),
             rate_text(amount / plain_seconds), duration_text(kith_seconds), rate_text(amount / kith_seconds), ratio,
             goal, comparison.unit);
  std::fflush(stdout);
}

void Reporter::figure(std::string_view name, std::string_view text) {
  fmt::print("{:<52} {}\n", name, text);
  std::fflush(stdout);
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::uint64_t resident_memory() { return memory_figure("VmRSS:"); }
std::uint64_t peak_memory() { return memory_figure("VmHWM:"); }
void reset_peak_memory() { std::ofstream("/proc/self/clear_refs") << '5'; }
std::string in_megabytes(std::uint64_t bytes) { return fmt::format("{:.0f} MB", static_cast<double>(bytes) / 1e6); }

}  // namespace kith::bench
