// engine/execution/memory_reservation.hpp: a share of a query's memory budget.
#pragma once

#include "engine/execution/context.hpp"

namespace kith::engine {

/// Bytes reserved by an operator or for the time of an evaluation; given back at the end of its life. The context
/// outlives it.
class MemoryReservation {
 public:
  MemoryReservation() = default;
  ~MemoryReservation() { clear(); }
  MemoryReservation(const MemoryReservation&) = delete;
  MemoryReservation& operator=(const MemoryReservation&) = delete;

  /// Brings the reservation to `bytes`.
  Status set(ExecContext& context, std::size_t bytes) {
    context_ = &context;
    if (bytes > bytes_) KITH_CHECK_OK(context.reserve(bytes - bytes_));
    if (bytes < bytes_) context.release(bytes_ - bytes);
    bytes_ = bytes;
    return Status::success();
  }
  Status add(ExecContext& context, std::size_t bytes) { return set(context, bytes_ + bytes); }
  void clear() {
    if (bytes_ != 0) context_->release(bytes_);
    bytes_ = 0;
  }

 private:
  ExecContext* context_ = nullptr;  ///< Set once there are bytes.
  std::size_t bytes_ = 0;
};

}  // namespace kith::engine
