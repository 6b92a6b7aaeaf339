// tests/crash/crash_driver.cpp: kills the writer at random moments, cuts the power, fills the disk; whatever was
// acknowledged must be there afterwards, whole. Usage: crash_driver kill|power|fail ROUNDS [SEED] [WRITER]
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>

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
    KITH_TRY(store, storage::open_store_over(std::move(backend), path, {.cache_bytes = std::size_t{32} << 20}));
    return {};
  }
};

/// One commit of the workload. On failure `unknown` says whether it may have happened.
Status commit_next(storage::Store& store, std::uint64_t& acknowledged, bool& unknown) {
  unknown = false;
  KITH_TRY(auto tx, store.begin_write(std::chrono::seconds(10)));
  KITH_CHECK_OK(Workload::run(*tx, tx->commit_number() + 1));
  auto commit = tx->commit();
  if (!commit.ok()) {
    unknown = commit.error().kind == ErrorKind::kOutcomeUnknown;
    return std::move(commit).error();
  }
  acknowledged = *commit;
  return {};
}

/// One life of a database that ends in a power cut, in a process that ends with it: closing a database whose background
/// work fails takes RocksDB a second each time, and a machine without power does not close anything. Writes what was
/// acknowledged to `out`.
void live_until_power_cut(const fs::path& path, std::uint64_t seed, std::uint64_t acknowledged, int out) {
  Run run{path, std::mt19937_64(seed)};
  Faulty faulty;
  if (Status status = faulty.open(path); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    ::_exit(1);
  }
  const bool by_failure = run.below(3) == 0;
  const long commits = run.below(60);
  // The sync that fails is a power cut in the middle of one: what it wrote may be there or not.
  if (by_failure) faulty.system->fail_sync_after(commits, false);
  bool unknown = false;
  for (long i = 0; i < commits + 3; ++i) {
    if (!by_failure && i >= commits) break;
    if (!commit_next(*faulty.store, acknowledged, unknown).ok()) break;
    if (run.below(25) == 0 && !faulty.store->fold_all().ok()) break;
  }
  // One more is appended and not synced: the cut comes between.
  faulty.system->fail_sync_after(0, false);
  std::uint64_t ignored = 0;
  if (!by_failure) (void)commit_next(*faulty.store, ignored, unknown).ok();
  faulty.system->fail_append_after(0, false);  // nothing is written any more
  faulty.system->drop_unsynced([&](std::uint64_t most) { return run.below(2) == 0 ? 0 : run.random() % (most + 1); });
  const bool told = ::write(out, &acknowledged, sizeof acknowledged) == sizeof acknowledged;
  ::_exit(told ? 0 : 1);
}

/// The files as a power cut leaves them: unsynced bytes are gone, or some of them.
Status power_rounds(Run& run, long rounds) {
  std::uint64_t total = 0;
  for (long round = 0; round < rounds; ++round) {
    const fs::path path = run.directory / "power";
    fs::remove_all(path);
    std::uint64_t acknowledged = 0;
    for (int life = 0; life < 3; ++life) {
      int ends[2];
      if (::pipe(ends) != 0) return failure(round, "no pipe");
      const std::uint64_t seed = run.random();
      const pid_t child = ::fork();
      if (child == 0) live_until_power_cut(path, seed, acknowledged, ends[1]);
      ::close(ends[1]);
      const bool told = ::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged;
      ::close(ends[0]);
      int status = 0;
      ::waitpid(child, &status, 0);
      if (!told || status != 0) return failure(round, "the writer failed before the power did");
      const auto present = verified_commits(path);
      if (!present.ok()) return failure(round, present.error().message);
      if (*present < acknowledged)
        return failure(round, fmt::format("commit {} was acknowledged, {} are there", acknowledged, *present));
      acknowledged = *present;
    }
    total += acknowledged;
  }
  std::printf("power: %ld rounds, every acknowledged commit was there (sum of commits found: %llu)\n", rounds,
              static_cast<unsigned long long>(total));
  return {};
}

/// Fails the n-th append or sync of the log, for each n in turn.
Status fail_rounds(Run& run, long rounds) {
  for (long round = 0; round < rounds; ++round) {
    const fs::path path = run.directory / "fail";
    fs::remove_all(path);
    const bool fail_sync = round % 2 == 0;
    std::uint64_t acknowledged = 0;
    bool unknown = false;
    {
      Faulty faulty;
      if (Status status = faulty.open(path); !status.ok()) return failure(round, status.error().message);
      for (int i = 0; i < 5; ++i) {
        if (Status status = commit_next(*faulty.store, acknowledged, unknown); !status.ok())
          return failure(round, status.error().message);
      }
      if (fail_sync) {
        faulty.system->fail_sync_after(round / 2 % 20, true);
      } else {
        faulty.system->fail_append_after(round / 2 % 20, true);
      }
      Status status;
      for (int i = 0; i < 60 && status.ok(); ++i) status = commit_next(*faulty.store, acknowledged, unknown);
      if (status.ok()) return failure(round, "no commit failed");
      const ErrorKind expected = fail_sync ? ErrorKind::kOutcomeUnknown : ErrorKind::kIo;
      if (status.error().kind != expected) return failure(round, status.error().message);
      if (faulty.store->snapshot()->commit_number() != acknowledged)
        return failure(round, "a failed commit is visible");
      const auto still = Workload::verify(*faulty.store);
      if (!still.ok()) return failure(round, still.error().message);
      const auto again = faulty.store->begin_write(std::chrono::seconds(1));
      if (fail_sync && again.ok()) return failure(round, "a write was allowed after a failed sync");
      faulty.system->heal();
    }
    const auto present = verified_commits(path);
    if (!present.ok()) return failure(round, present.error().message);
    const std::uint64_t most = acknowledged + (unknown ? 1 : 0);
    if (*present < acknowledged || *present > most) {
      return failure(round, fmt::format("{} commits are there, {} to {} may be", *present, acknowledged, most));
    }
  }
  std::printf("fail: %ld rounds, failed commits were reported as what they were\n", rounds);
  return {};
}

}  // namespace
}  // namespace kith::testing

int main(int argc, char** argv) {
  using namespace kith;
  if (argc < 3) {
    std::fprintf(stderr, "usage: crash_driver kill|power|fail ROUNDS [SEED] [WRITER]\n");
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
                                    : testing::fail_rounds(run, rounds);
  if (!status.ok()) {
    std::fprintf(stderr, "%s\nthe database is left in %s\n", status.error().message.c_str(), run.directory.c_str());
    return 1;
  }
  std::filesystem::remove_all(run.directory);
  return 0;
}
