// cli/interrupt.hpp: Ctrl-C stops the running query, not the program.
#pragma once

#include <kith/database.hpp>

namespace kith::cli {

/// While one lives, SIGINT sets its token; a second SIGINT before that took effect ends the process as usual. One at a
/// time.
class InterruptScope {
 public:
  InterruptScope();
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

  const CancelToken* token() const { return &token_; }
  bool is_interrupted() const { return token_.is_cancelled(); }

 private:
  CancelToken token_;
};

}  // namespace kith::cli
