// loaders/import.cpp: the limit of rejected rows.
#include "loaders/import.hpp"

#include <fmt/format.h>

namespace kith::loaders {

Status Rejections::reject(const std::string& message) {
  ++count_;
  if (count_ > max_errors_) {
    return Error{ErrorKind::kData, fmt::format("{} ({} {} rejected so far; see --max-errors)", message, count_,
                                               count_ == 1 ? "row" : "rows")};
  }
  if (listener_->row_rejected) listener_->row_rejected(message);
  return {};
}

}  // namespace kith::loaders
