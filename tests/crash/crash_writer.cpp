// tests/crash/crash_writer.cpp: commits and says so, line by line, until it is killed. Usage: crash_writer DATABASE
// SEED
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "workload.hpp"

int main(int argc, char** argv) {
  using namespace kith;
  if (argc != 3) return 2;
  auto store = storage::Store::open(
      argv[1], {.cache_bytes = std::size_t{32} << 20, .fold_after = std::chrono::milliseconds(20)});
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 3;
  }
  const std::uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  testing::Workload workload(**store);
  std::atomic<bool> failed = false;
  const auto write = [&](std::uint64_t stride) {
    while (!failed) {
      const auto commit = workload.commit();
      if (!commit.ok()) {
        std::fprintf(stderr, "%s\n", commit.error().message.c_str());
        return void(failed = true);
      }
      char line[32];
      const int size = std::snprintf(line, sizeof(line), "%llu\n", static_cast<unsigned long long>(*commit));
      if (::write(STDOUT_FILENO, line, static_cast<std::size_t>(size)) != size) return void(failed = true);
      if ((*commit + seed) % stride == 0 && !(*store)->fold_all().ok()) return void(failed = true);
    }
  };
  std::thread other(write, 97);
  write(61);
  other.join();
  return 1;
}
