// engine/planner/interrupt.hpp: when a statement is to stop: its time-out and its cancellation.
#pragma once

#include <chrono>
#include <optional>

#include <kith/database.hpp>

namespace kith::engine {

struct Interrupt {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  const CancelToken* cancel = nullptr;

  /// kCancelled, kTimeout.
  Status check() const {
    if (cancel != nullptr && cancel->is_cancelled()) return Error(ErrorKind::kCancelled, "the query was cancelled");
    if (deadline.has_value() && std::chrono::steady_clock::now() >= *deadline) {
      return Error(ErrorKind::kTimeout, "the query ran longer than its timeout");
    }
    return Status::success();
  }
};

}  // namespace kith::engine
