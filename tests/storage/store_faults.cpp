// tests/storage/store_faults.cpp: disks that fill up and syncs that fail, with one committer and with several.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "../crash/fault_file_system.hpp"
#include "storage/rocksdb/rocksdb_backend.hpp"
#include "storage/store_impl.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

using kith::testing::FaultFileSystem;

struct FaultyStore {
  explicit FaultyStore(std::filesystem::path path) : path(std::move(path)) { reopen(); }
  void reopen() {
    store.reset();
    std::filesystem::create_directories(path);
    system = std::make_shared<FaultFileSystem>(rocksdb::FileSystem::Default());
    auto backend = take(open_rocksdb_backend(path / "data", {.file_system = system}));
    store = take(open_store_over(std::move(backend), path, {.cache_bytes = std::size_t{32} << 20}));
  }
  std::uint64_t num_nodes() const { return store->snapshot()->statistics().num_nodes; }

  std::filesystem::path path;
  std::shared_ptr<FaultFileSystem> system;
  std::unique_ptr<Store> store;
};

Result<CommitNumber> commit_node(Store& store) {
  KITH_TRY(auto tx, store.begin_write(std::chrono::seconds(10)));
  KITH_TRY([[maybe_unused]] const NodeId node, tx->create_node({}));
  return tx->commit();
}

/// Lets the syncs of the log wait, once closed.
class Gate {
 public:
  void close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++num_arrived_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  /// Until so many have come to the gate.
  void await(int arrived) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return num_arrived_ >= arrived; });
  }
  int num_arrived() {
    const std::lock_guard lock(mutex_);
    return num_arrived_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  int num_arrived_ = 0;
};

}  // namespace

TEST_CASE("store: writes go on after a full disk has room again, also when the first commit met it") {
  const TemporaryDirectory directory;
  FaultyStore faulty(directory.path());
  const int commits_before = GENERATE(0, 1, 3);
  const int times = 3;
  take(commit_node(*faulty.store));
  faulty.reopen();
  std::uint64_t expected = 1;
  for (int time = 0; time < times; ++time) {
    for (int i = 0; i < commits_before; ++i, ++expected) take(commit_node(*faulty.store));
    faulty.system->fail_append_after(0, true);
    CHECK(kind_of(commit_node(*faulty.store)) == ErrorKind::kIo);
    CHECK(kind_of(commit_node(*faulty.store)) == ErrorKind::kIo);
    CHECK(faulty.num_nodes() == expected);
    faulty.system->heal();
    const auto after = commit_node(*faulty.store);
    if (!after.ok()) FAIL(after.error().message);
    CHECK(faulty.num_nodes() == ++expected);
  }
  // The files as they are, without what closing does.
  const TemporaryDirectory copy;
  std::filesystem::copy(directory.path(), copy.path(), std::filesystem::copy_options::recursive);
  for (const auto& path : {copy.path(), directory.path()}) {
    if (path == directory.path()) faulty.store.reset();
    const auto reopened = open(path);
    CHECK(reopened->snapshot()->statistics().num_nodes == expected);
    check_clean(*reopened);
  }
}

TEST_CASE("store: a commit that waits for its sync is not lost to one that finds the disk full") {
  const bool heals = GENERATE(false, true);
  const TemporaryDirectory directory;
  FaultyStore faulty(directory.path());
  take(commit_node(*faulty.store));
  Gate gate;
  faulty.system->on_log_sync([&] { gate.pass(); });
  gate.close();
  const int before = gate.num_arrived();
  Result<CommitNumber> first = CommitNumber{0}, second = CommitNumber{0};
  std::thread syncing([&] { first = commit_node(*faulty.store); });
  gate.await(before + 1);
  std::thread waiting([&] { second = commit_node(*faulty.store); });
  // The second is appended once a new transaction begins after it.
  while (take(faulty.store->begin_write(std::chrono::seconds(10)))->commit_number() < 3) std::this_thread::yield();
  faulty.system->fail_append_after(0, true);
  Result<CommitNumber> third = CommitNumber{0};
  std::thread failing([&] { third = commit_node(*faulty.store); });
  while (faulty.system->num_failed_appends() == 0) std::this_thread::yield();
  if (heals) faulty.system->heal();
  gate.open();
  syncing.join();
  waiting.join();
  failing.join();
  CHECK(kind_of(third) == ErrorKind::kIo);
  if (!first.ok()) FAIL(first.error().message);
  if (!second.ok()) FAIL(second.error().message);
  CHECK(faulty.num_nodes() == 3);
  if (!heals) CHECK(kind_of(commit_node(*faulty.store)) == ErrorKind::kIo);
  faulty.system->on_log_sync({});
  // What was acknowledged survives a power cut now.
  const TemporaryDirectory copy;
  std::filesystem::copy(directory.path(), copy.path(), std::filesystem::copy_options::recursive);
  faulty.system->heal();
  take(commit_node(*faulty.store));
  CHECK(faulty.num_nodes() == 4);
  faulty.store.reset();
  CHECK(open(copy.path())->snapshot()->statistics().num_nodes == 3);
  CHECK(open(directory.path())->snapshot()->statistics().num_nodes == 4);
}

TEST_CASE("store: what was synced before another sync failed is reported as done") {
  const TemporaryDirectory directory;
  FaultyStore faulty(directory.path());
  take(commit_node(*faulty.store));
  Gate gate;
  faulty.system->on_log_sync([&] { gate.pass(); });
  gate.close();
  const int before = gate.num_arrived();
  Result<CommitNumber> first = CommitNumber{0}, second = CommitNumber{0};
  std::thread syncing([&] { first = commit_node(*faulty.store); });
  gate.await(before + 1);
  std::thread waiting([&] { second = commit_node(*faulty.store); });
  while (take(faulty.store->begin_write(std::chrono::seconds(10)))->commit_number() < 3) std::this_thread::yield();
  faulty.system->fail_sync_after(1, true);
  gate.open();
  syncing.join();
  waiting.join();
  if (!first.ok()) FAIL(first.error().message);
  CHECK(kind_of(second) == ErrorKind::kOutcomeUnknown);
  CHECK(faulty.num_nodes() == 2);
  CHECK(kind_of(faulty.store->begin_write(std::chrono::seconds(1))) == ErrorKind::kOutcomeUnknown);
}

TEST_CASE("store: a failed sync closes the database for writing, whoever asked for it") {
  const TemporaryDirectory directory;
  FaultyStore faulty(directory.path());
  take(commit_node(*faulty.store));
  SECTION("a fold") {
    faulty.system->fail_sync_after(0, true);
    CHECK(kind_of(faulty.store->fold_all()) == ErrorKind::kOutcomeUnknown);
  }
  SECTION("a bulk load") {
    auto load = take(faulty.store->begin_bulk_load(std::chrono::seconds(1)));
    take(load->add_node(0, {}));
    faulty.system->fail_sync_after(0, true);
    CHECK(kind_of(load->finish()) == ErrorKind::kOutcomeUnknown);
  }
  CHECK(kind_of(faulty.store->begin_write(std::chrono::seconds(1))) == ErrorKind::kOutcomeUnknown);
  CHECK(faulty.num_nodes() == 1);
}

}  // namespace kith::storage
