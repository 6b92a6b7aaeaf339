// tests/crash/crash_writer.cpp: commits and says so, line by line, until it is killed. Usage: crash_writer DATABASE
// SEED
#include <unistd.h>

#include <atomic>
#include <chrono>
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
  std::atomic<bool> failed = false;
  const auto write = [&](std::uint64_t stride) {
    while (!failed) {
      auto tx = (*store)->begin_write(std::chrono::seconds(60));
      if (!tx.ok()) return void(failed = true);
      const std::uint64_t k = (*tx)->commit_number() + 1;
      if (Status status = testing::Workload::run(**tx, k); !status.ok()) {
        std::fprintf(stderr, "commit %llu: %s\n", static_cast<unsigned long long>(k), status.error().message.c_str());
        return void(failed = true);
      }
      const auto commit = (*tx)->commit();
      if (!commit.ok()) return void(failed = true);
      char line[32];
      const int size = std::snprintf(line, sizeof(line), "%llu\n", static_cast<unsigned long long>(*commit));
      if (::write(STDOUT_FILENO, line, static_cast<std::size_t>(size)) != size) return void(failed = true);
      if ((k + seed) % stride == 0 && !(*store)->fold_all().ok()) return void(failed = true);
    }
  };
  std::thread other(write, 97);
  write(61);
  other.join();
  return 1;
}
