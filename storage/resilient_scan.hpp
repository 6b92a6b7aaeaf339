// storage/resilient_scan.hpp: a scan that goes on behind what cannot be read, for `check`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/backend.hpp"

namespace kith::storage {

/// All entries of a family whose keys begin as BlockKey does. Where the backend fails, `damaged` is told the last key
/// that was read (empty: none) and the failure, and the scan goes on at the next key that can be read. Order:
/// ascending; entries beside the damage may be missed.
class ResilientScan {
 public:
  using Damaged = std::function<void(std::string_view last_key, const Error& failure)>;

  ResilientScan(const Backend& backend, Family family, const BackendSnapshot* at, Damaged damaged);
  bool valid() const { return scan_->valid(); }
  std::string_view key() const { return scan_->key(); }
  std::string_view value() const { return scan_->value(); }
  void next();

 private:
  void pass_damage();
  const Backend& backend_;
  Family family_;
  const BackendSnapshot* at_;
  Damaged damaged_;
  std::unique_ptr<Scan> scan_;
  std::string last_key_;
};

}  // namespace kith::storage
