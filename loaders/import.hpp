// loaders/import.hpp: what every import has: its progress, its rejected rows, its outcome.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <kith/error.hpp>
#include <kith/ids.hpp>

namespace kith::loaders {

struct ImportProgress {
  std::uint64_t bytes_done = 0, bytes_total = 0;  ///< total is 0 when a pipe is read.
  std::uint64_t num_nodes = 0, num_relationships = 0;
};

struct ImportListener {
  std::function<void(const ImportProgress&)> progress;   ///< Called every few thousand rows; may be empty.
  std::function<void(const std::string&)> row_rejected;  ///< Called with "people.csv:7: ..."; may be empty.
};

struct ImportSummary {
  std::uint64_t num_nodes = 0, num_relationships = 0, num_assertions = 0, num_rejected = 0;
  CommitNumber commit = 0;
};

/// Counts rejected rows against the user's limit.
class Rejections {
 public:
  Rejections(std::uint64_t max_errors, const ImportListener& listener)
      : max_errors_(max_errors), listener_(&listener) {}
  /// Tells the listener; past the limit, the Error (kData) with which the import ends.
  Status reject(const std::string& message);
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t max_errors_;
  const ImportListener* listener_;
  std::uint64_t count_ = 0;
};

}  // namespace kith::loaders
