// cli/interrupt.cpp: a signal handler that only stores to an atomic.
#include "cli/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace kith::cli {
namespace {

std::atomic<CancelToken*> current_token{nullptr};
static_assert(std::atomic<CancelToken*>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

void on_interrupt(int signal) {
  CancelToken* const token = current_token.load();
  if (token != nullptr && !token->is_cancelled()) {
    token->cancel();
    return;
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

InterruptScope::InterruptScope() {
  current_token.store(&token_);
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

InterruptScope::~InterruptScope() {
  std::signal(SIGINT, SIG_DFL);
  current_token.store(nullptr);
}

}  // namespace kith::cli
