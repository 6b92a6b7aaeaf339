// tests/crash/crash_driver.cpp: kills the writer at random moments, cuts the power, fills the disk, with one committer
// and with several; whatever was acknowledged must be there afterwards, whole.
// Usage: crash_driver kill|power|fail|group ROUNDS [SEED] [WRITER]
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "fault_file_system.hpp"
#include "storage/rocksdb/rocksdb_backend.hpp"
#include "storage/store_impl.hpp"
#include "workload.hpp"

namespace kith::testing {
namespace {

namespace fs = std::filesystem;

struct Run {
  fs::path directory;
  std::mt19937_64 random;
  long below(long limit) { return static_cast<long>(random() % static_cast<std::uint64_t>(limit)); }
};

Error failure(long round, const std::string& what) {
  return Error(ErrorKind::kCorruption, fmt::format("round {}: {}", round, what));
}

Result<std::uint64_t> verified_commits(const fs::path& path) {
  KITH_TRY(const auto store, storage::Store::open(path, {.cache_bytes = std::size_t{32} << 20}));
  return Workload::verify(*store);
}

/// kill -9 at a random moment; the last line the writer wrote is a commit that must be there.
Status kill_rounds(Run& run, long rounds, const std::string& writer) {
  const fs::path path = run.directory / "kill";
  std::uint64_t acknowledged = 0, killed_at = 0;
  for (long round = 0; round < rounds; ++round) {
    if (round % 20 == 0) {
      fs::remove_all(path);
      acknowledged = 0;
    }
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return failure(round, "pipe");
    const std::string seed = std::to_string(run.below(1000));
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execl(writer.c_str(), writer.c_str(), path.c_str(), seed.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(10 + run.below(250)));
    ::kill(child, SIGKILL);
    std::string lines;
    char buffer[4096];
    for (ssize_t size; (size = ::read(ends[0], buffer, sizeof(buffer))) > 0;)
      lines.append(buffer, static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status))
      return failure(round, fmt::format("the writer ended by itself with {}", WEXITSTATUS(status)));
    for (std::size_t begin = 0, end; (end = lines.find('\n', begin)) != std::string::npos; begin = end + 1) {
      acknowledged = std::max<std::uint64_t>(acknowledged, std::strtoull(lines.c_str() + begin, nullptr, 10));
    }
    auto present = verified_commits(path);
    if (!present.ok()) return failure(round, present.error().message);
    if (*present < acknowledged)
      return failure(round, fmt::format("commit {} was acknowledged, {} are there", acknowledged, *present));
    acknowledged = *present;
    killed_at += *present;
  }
  if (killed_at == 0) return failure(rounds, "the writer was always killed before its first commit");
  std::printf("kill: %ld rounds, every acknowledged commit was there (sum of commits found: %llu)\n", rounds,
              static_cast<unsigned long long>(killed_at));
  return {};
}

struct Faulty {
  std::shared_ptr<FaultFileSystem> system = std::make_shared<FaultFileSystem>(rocksdb::FileSystem::Default());
  std::unique_ptr<storage::Store> store;

  Status open(const fs::path& path) {
    fs::create_directories(path);
    KITH_TRY(auto backend, storage::open_rocksdb_backend(path / "data", {.file_system = system}));
    KITH_TRY(store, storage::open_store_over(
                        std::move(backend), path,
                        {.cache_bytes = std::size_t{32} << 20, .fold_after = std::chrono::milliseconds(5)}));
    return {};
  }
};

/// What a database that has ended must hold.
struct Outcome {
  std::uint64_t least = 0, most = 0;  ///< Commits: those acknowledged, and with them those whose outcome is unknown.
  char failure[200] = "";             ///< Why it ended before it should have.

  void fail(const std::string& why) { why.copy(failure, sizeof failure - 1); }
};

/// Runs `live` in a process that ends with it, without closing the database: closing one whose background work fails
/// takes RocksDB a second each time, and a machine without power does not close anything.
Result<Outcome> in_own_process(long round, const std::function<void(Outcome&)>& live) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failure(round, "no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    Outcome outcome;
    live(outcome);
    ::_exit(::write(ends[1], &outcome, sizeof outcome) == sizeof outcome ? 0 : 1);
  }
  ::close(ends[1]);
  Outcome outcome;
  const bool told = ::read(ends[0], &outcome, sizeof outcome) == sizeof outcome;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!told || status != 0) return failure(round, "the writer ended before it should have");
  if (outcome.failure[0] != '\0') return failure(round, outcome.failure);
  return outcome;
}

/// The number of commits found.
Result<std::uint64_t> verify(long round, const fs::path& path, const Outcome& outcome) {
  // Not in this process: those that are forked from it would be without the threads that RocksDB has started.
  KITH_TRY(const Outcome found, in_own_process(round, [&](Outcome& out) {
             const auto present = verified_commits(path);
             if (!present.ok()) return out.fail(present.error().message);
             out.least = *present;
           }));
  if (found.least < outcome.least || found.least > outcome.most) {
    return failure(round,
                   fmt::format("{} commits are there, {} to {} may be", found.least, outcome.least, outcome.most));
  }
  return found.least;
}

/// From here on nothing is written, and what was not synced is gone, or some of it.
void cut_power(Run& run, FaultFileSystem& system) {
  system.fail_append_after(0, false);
  system.fail_sync_after(0, false);
  system.drop_unsynced([&](std::uint64_t most) { return run.below(2) == 0 ? 0 : run.random() % (most + 1); });
}

/// One life of a database that ends in a power cut.
void live_until_power_cut(const fs::path& path, std::uint64_t seed, Outcome& outcome) {
  Run run{path, std::mt19937_64(seed)};
  auto* const faulty = new Faulty;  // for ever: it is not closed
  if (Status status = faulty->open(path); !status.ok()) return outcome.fail(status.error().message);
  Workload workload(*faulty->store);
  const bool by_failure = run.below(3) == 0;
  const long commits = run.below(60);
  // The sync that fails is a power cut in the middle of one: what it wrote may be there or not.
  if (by_failure) faulty->system->fail_sync_after(commits, false);
  for (long i = 0; by_failure || i < commits; ++i) {
    const auto commit = workload.commit();
    if (!commit.ok()) break;
    outcome.least = *commit;
    if (run.below(25) == 0 && !faulty->store->fold_all().ok()) break;
  }
  // One more is appended and not synced: the cut comes between.
  faulty->system->fail_sync_after(0, false);
  if (!by_failure) (void)workload.commit().ok();
  outcome.most = outcome.least + 1;
  cut_power(run, *faulty->system);
}

/// The files as a power cut leaves them: unsynced bytes are gone, or some of them.
Status power_rounds(Run& run, long rounds) {
  std::uint64_t total = 0;
  for (long round = 0; round < rounds; ++round) {
    const fs::path path = run.directory / "power";
    fs::remove_all(path);
    std::uint64_t present = 0;
    for (int life = 0; life < 3; ++life) {
      const std::uint64_t seed = run.random();
      KITH_TRY(const Outcome outcome, in_own_process(round, [&](Outcome& out) {
                 out.least = present;
                 live_until_power_cut(path, seed, out);
               }));
      KITH_TRY(present, verify(round, path, outcome));
    }
    total += present;
  }
  if (total == 0) return failure(rounds, "no commit was ever found");
  std::printf("power: %ld rounds, every acknowledged commit was there (sum of commits found: %llu)\n", rounds,
              static_cast<unsigned long long>(total));
  return {};
}

/// A database whose n-th append or sync of the log fails, while `committers` threads commit. A full disk gets room
/// again, and more is committed; then the database is closed, or the power goes.
void live_with_failure(const fs::path& path, std::uint64_t seed, bool fail_sync, long after, int committers,
                       Outcome& outcome) {
  Run run{path, std::mt19937_64(seed)};
  auto* const faulty = new Faulty;
  if (Status status = faulty->open(path); !status.ok()) return outcome.fail(status.error().message);
  storage::Store& store = *faulty->store;
  Workload workload(store);
  for (int i = 0; i < 5; ++i) {
    const auto commit = workload.commit();
    if (!commit.ok()) return outcome.fail(commit.error().message);
    outcome.least = *commit;
  }
  if (fail_sync) {
    faulty->system->fail_sync_after(after, true);
  } else {
    faulty->system->fail_append_after(after, true);
  }
  const ErrorKind expected = fail_sync ? ErrorKind::kOutcomeUnknown : ErrorKind::kIo;
  std::mutex mutex;
  std::uint64_t num_unknown = 0;
  const auto commit_until_failure = [&] {
    for (int i = 0; i < 200; ++i) {
      const auto commit = workload.commit();
      const std::lock_guard lock(mutex);
      if (commit.ok()) {
        outcome.least = std::max(outcome.least, *commit);
        continue;
      }
      // Beside others a commit may meet their failed sync before its own is known to have failed: it was not written.
      // A bulk load may meet the failure while RocksDB makes room for its files: then they are not taken over.
      const bool bulk_load = Workload::is_bulk_load(store.snapshot()->commit_number() + 1);
      const bool refused = (committers > 1 || bulk_load) && commit.error().kind == ErrorKind::kIo;
      if (commit.error().kind != expected && !refused) outcome.fail(commit.error().message);
      if (commit.error().kind == ErrorKind::kOutcomeUnknown) ++num_unknown;
      return;
    }
    const std::lock_guard lock(mutex);
    outcome.fail("no commit failed");
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < committers; ++i) threads.emplace_back(commit_until_failure);
  commit_until_failure();
  for (std::thread& thread : threads) thread.join();
  if (outcome.failure[0] != '\0') return;
  outcome.most = outcome.least + num_unknown;
  if (store.snapshot()->commit_number() != outcome.least) return outcome.fail("a failed commit is visible");
  if (const auto still = Workload::verify(store); !still.ok()) return outcome.fail(still.error().message);
  faulty->system->heal();
  if (fail_sync) {
    if (store.begin_write(std::chrono::seconds(1)).ok()) outcome.fail("a write was allowed after a failed sync");
  } else {
    for (int i = 0; i < 3; ++i) {
      const auto commit = workload.commit();
      if (!commit.ok() && commit.error().hint == "reopen the database before a bulk load") break;
      if (!commit.ok()) return outcome.fail("with room again: " + commit.error().message);
      outcome.least = outcome.most = *commit;
    }
  }
  if (run.below(2) == 0) {
    faulty->store.reset();
  } else {
    cut_power(run, *faulty->system);
  }
}

/// Fails the n-th append or sync of the log, for each n in turn.
Status fail_rounds(Run& run, long rounds, const char* name, int committers) {
  std::uint64_t total = 0;
  for (long round = 0; round < rounds; ++round) {
    const fs::path path = run.directory / "fail";
    fs::remove_all(path);
    const std::uint64_t seed = run.random();
    KITH_TRY(const Outcome outcome, in_own_process(round, [&](Outcome& out) {
               live_with_failure(path, seed, round % 2 == 0, round / 2 % 30, committers, out);
             }));
    KITH_TRY(const std::uint64_t present, verify(round, path, outcome));
    total += present;
  }
  std::printf("%s: %ld rounds, failed commits were reported as what they were (sum of commits found: %llu)\n", name,
              rounds, static_cast<unsigned long long>(total));
  return {};
}

}  // namespace
}  // namespace kith::testing

int main(int argc, char** argv) {
  using namespace kith;
  if (argc < 3) {
    std::fprintf(stderr, "usage: crash_driver kill|power|fail|group ROUNDS [SEED] [WRITER]\n");
    return 2;
  }
  const std::string mode = argv[1];
  const long rounds = std::strtol(argv[2], nullptr, 10);
  const std::uint64_t seed =
      argc > 3 && std::string(argv[3]) != "random" ? std::strtoull(argv[3], nullptr, 10) : std::random_device{}();
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  testing::Run run{std::filesystem::temp_directory_path() / fmt::format("kith_crash_{}", ::getpid()),
                   std::mt19937_64(seed)};
  std::filesystem::create_directories(run.directory);
  Status status = mode == "kill"    ? testing::kill_rounds(run, rounds, argc > 4 ? argv[4] : "./crash_writer")
                  : mode == "power" ? testing::power_rounds(run, rounds)
                                    : testing::fail_rounds(run, rounds, argv[1], mode == "group" ? 3 : 1);
  if (!status.ok()) {
    std::fprintf(stderr, "%s\nthe database is left in %s\n", status.error().message.c_str(), run.directory.c_str());
    return 1;
  }
  std::filesystem::remove_all(run.directory);
  return 0;
}
