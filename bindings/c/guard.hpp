// bindings/c/guard.hpp: the edge of the C API: errors become objects and no exception passes.
#pragma once

#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "bindings/c/handles.hpp"

namespace kith::c {

/// Makes the error object, if the caller wants it and there is memory for it.
kith_status report(Error error, kith_error** out) noexcept;
/// For a catch block: reports what is being thrown.
kith_status report_exception(kith_error** out) noexcept;

/// Runs `body`, which returns a Status, and reports its failure.
template <class Body>
kith_status guarded(kith_error** error, Body&& body) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    Status status = std::forward<Body>(body)();
    return status.ok() ? KITH_OK : report(std::move(status).error(), error);
  } catch (...) {
    return report_exception(error);
  }
}

/// The same for a function with an output, which is NULL or zero unless it succeeds.
template <class Output, class Body>
kith_status guarded_output(Output* output, const char* name, kith_error** error, Body&& body) noexcept {
  if (output != nullptr) *output = Output{};
  return guarded(error, [&]() -> Status {
    if (output == nullptr) return Error(ErrorKind::kUsage, std::string("`") + name + "` is NULL");
    return body();
  });
}

/// Errors: kUsage, naming the argument.
inline Status require(const void* argument, const char* name) {
  if (argument != nullptr) return Status::success();
  return Error(ErrorKind::kUsage, std::string("`") + name + "` is NULL");
}

/// Errors: kUsage for NULL with a size.
inline Result<std::string_view> text_of(const char* text, std::size_t size, const char* name) {
  if (text == nullptr) {
    if (size == 0) return std::string_view();
    return Error(ErrorKind::kUsage, std::string("`") + name + "` is NULL");
  }
  return std::string_view(text, size == KITH_NUL_TERMINATED ? std::strlen(text) : size);
}

}  // namespace kith::c
