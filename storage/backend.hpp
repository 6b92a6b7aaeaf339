// storage/backend.hpp: what Kith asks of an ordered key-value store, free of any particular one's types.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kith/error.hpp>

namespace kith::storage {

/// Separate key spaces; one batch may write to all of them. Their keys: storage/keys.hpp.
enum class Family : std::uint8_t { kMeta = 0, kBlocks = 1, kDeltas = 2, kIndex = 3, kAssertions = 4 };
inline constexpr std::size_t kNumFamilies = 5;

/// Changes that happen together or not at all, in order.
class Batch {
 public:
  enum class Operation : std::uint8_t { kPut, kRemove, kRemoveRange };
  struct Entry {
    Family family;
    Operation operation;
    std::string key, value;  ///< kRemoveRange: [key, value).
  };
  void put(Family family, std::string key, std::string value) {
    entries_.push_back({family, Operation::kPut, std::move(key), std::move(value)});
  }
  void remove(Family family, std::string key) { entries_.push_back({family, Operation::kRemove, std::move(key), {}}); }
  void remove_range(Family family, std::string first, std::string last) {
    entries_.push_back({family, Operation::kRemoveRange, std::move(first), std::move(last)});
  }
  const std::vector<Entry>& entries() const { return entries_; }
  bool empty() const { return entries_.empty(); }
  /// Bytes that stand in the log beside the changes, and nowhere else.
  void set_log_note(std::string note) { log_note_ = std::move(note); }
  const std::string& log_note() const { return log_note_; }

 private:
  std::vector<Entry> entries_;
  std::string log_note_;
};

/// A consistent state to read from; keeps its store open.
class BackendSnapshot {
 public:
  virtual ~BackendSnapshot() = default;
};

/// Entries of a key range, ascending. Views are good until next(). Lifetime: keeps its store open.
class Scan {
 public:
  virtual ~Scan() = default;
  virtual bool valid() const = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  virtual void next() = 0;
  virtual Status status() const = 0;  ///< To be asked once valid() is false.
};

/// A sorted run being written to a file of its own. Dropped without ingest(), its file is removed.
class Run {
 public:
  virtual ~Run() = default;
  virtual Family family() const = 0;
  virtual Status add(std::string_view key, std::string_view value) = 0;  ///< Keys strictly ascending.
};

/// Threads: reads from any number, beside one thread that writes; sync() from any. A null snapshot reads the latest
/// state. Errors of every call: kIo; kCorruption when the store's own checksums fail.
class Backend {
 public:
  using Entry = std::pair<std::string, std::string>;
  virtual ~Backend() = default;

  virtual Result<std::optional<std::string>> get(Family family, std::string_view key,
                                                 const BackendSnapshot* at) const = 0;
  /// The entry with the greatest key in [first, last], both inclusive.
  virtual Result<std::optional<Entry>> last_in(Family family, std::string_view first, std::string_view last,
                                               const BackendSnapshot* at) const = 0;
  /// Keys in [first, last); an empty `last` is unbounded.
  virtual std::unique_ptr<Scan> scan(Family family, std::string_view first, std::string_view last,
                                     const BackendSnapshot* at) const = 0;
  struct KeysNear {
    std::vector<std::string> keys;
    bool reaches_first = false, reaches_last = false;  ///< No more keys that way.
  };
  /// Of the keys in [first, last), ascending: up to `before` of those less than `key` that are nearest to it, and up to
  /// `after` of those not less.
  virtual Result<KeysNear> keys_near(Family family, std::string_view first, std::string_view last, std::string_view key,
                                     std::size_t before, std::size_t after, const BackendSnapshot* at) const = 0;
  virtual std::shared_ptr<const BackendSnapshot> snapshot() const = 0;

  /// Appends to the log without syncing it. After a failure nothing of the batch is visible.
  virtual Status append(const Batch& batch) = 0;
  /// Everything appended before the call survives a power cut once it returns, also where a later append has failed.
  virtual Status sync() = 0;
  /// After a failed append or ingestion: makes appending possible again where the cause has gone. Does nothing when
  /// none has failed.
  virtual Status resume() = 0;

  virtual Result<std::unique_ptr<Run>> begin_run(Family family) = 0;
  /// All runs become visible at once, durably, over what their keys held before. Requires that all that was appended
  /// is synced: the runs land in files beside the log, which must not be older than they are.
  virtual Status ingest(std::vector<std::unique_ptr<Run>> runs) = 0;

  virtual std::uint64_t bytes_on_disk() const = 0;
};

}  // namespace kith::storage
