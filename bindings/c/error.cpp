// bindings/c/error.cpp: error objects.
#include <new>

#include <kith/gqlstatus.hpp>

#include "bindings/c/guard.hpp"

namespace kith::c {
namespace {

// The numbers of kith.h are those of ErrorKind, one higher; a kind in between would shift them.
constexpr kith_status status_of(ErrorKind kind) { return static_cast<kith_status>(static_cast<int>(kind) + 1); }
static_assert(status_of(ErrorKind::kSyntaxError) == KITH_SYNTAX_ERROR);
static_assert(status_of(ErrorKind::kSemanticError) == KITH_SEMANTIC_ERROR);
static_assert(status_of(ErrorKind::kParameterMissing) == KITH_PARAMETER_MISSING);
static_assert(status_of(ErrorKind::kConstraintVerificationFailed) == KITH_CONSTRAINT_VERIFICATION_FAILED);
static_assert(status_of(ErrorKind::kConstraintValidationFailed) == KITH_CONSTRAINT_VALIDATION_FAILED);
static_assert(status_of(ErrorKind::kEntityNotFound) == KITH_ENTITY_NOT_FOUND);
static_assert(status_of(ErrorKind::kPropertyNotFound) == KITH_PROPERTY_NOT_FOUND);
static_assert(status_of(ErrorKind::kLabelNotFound) == KITH_LABEL_NOT_FOUND);
static_assert(status_of(ErrorKind::kTypeError) == KITH_TYPE_ERROR);
static_assert(status_of(ErrorKind::kArgumentError) == KITH_ARGUMENT_ERROR);
static_assert(status_of(ErrorKind::kArithmeticError) == KITH_ARITHMETIC_ERROR);
static_assert(status_of(ErrorKind::kProcedureError) == KITH_PROCEDURE_ERROR);
static_assert(status_of(ErrorKind::kTimeout) == KITH_TIMEOUT);
static_assert(status_of(ErrorKind::kCancelled) == KITH_CANCELLED);
static_assert(status_of(ErrorKind::kMemoryLimit) == KITH_MEMORY_LIMIT);
static_assert(status_of(ErrorKind::kReadOnly) == KITH_READ_ONLY);
static_assert(status_of(ErrorKind::kTransaction) == KITH_TRANSACTION);
static_assert(status_of(ErrorKind::kUsage) == KITH_USAGE);
static_assert(status_of(ErrorKind::kData) == KITH_DATA);
static_assert(status_of(ErrorKind::kIo) == KITH_IO);
static_assert(status_of(ErrorKind::kDatabaseInUse) == KITH_DATABASE_IN_USE);
static_assert(status_of(ErrorKind::kFormatVersion) == KITH_FORMAT_VERSION);
static_assert(status_of(ErrorKind::kCorruption) == KITH_CORRUPTION);
static_assert(status_of(ErrorKind::kOutcomeUnknown) == KITH_OUTCOME_UNKNOWN);
static_assert(status_of(ErrorKind::kUnsupported) == KITH_UNSUPPORTED);
static_assert(status_of(ErrorKind::kInternal) == KITH_INTERNAL);
static_assert(static_cast<int>(Phase::kCompileTime) == KITH_COMPILE_TIME);
static_assert(static_cast<int>(Phase::kRuntime) == KITH_RUNTIME);

}  // namespace

kith_status report(Error error, kith_error** out) noexcept {
  const kith_status status = status_of(error.kind);
  if (out == nullptr) return status;
  try {
    std::string display = to_display_string(error);
    *out = new kith_error{std::move(error), std::move(display)};
  } catch (...) {
    *out = nullptr;
  }
  return status;
}

kith_status report_exception(kith_error** out) noexcept {
  try {
    throw;
  } catch (const Error& error) {
    return report(error, out);
  } catch (const std::bad_alloc&) {
    try {
      return report(Error(ErrorKind::kMemoryLimit, "the machine has no more memory"), out);
    } catch (...) {
      return KITH_MEMORY_LIMIT;
    }
  } catch (const std::exception& exception) {
    try {
      return report(Error(ErrorKind::kInternal, exception.what()), out);
    } catch (...) {
      return KITH_INTERNAL;
    }
  } catch (...) {
    return KITH_INTERNAL;
  }
}

}  // namespace kith::c

void kith_error_free(kith_error* error) { delete error; }

kith_status kith_error_status(const kith_error* error) {
  return error == nullptr ? KITH_OK : kith::c::status_of(error->error.kind);
}

const char* kith_error_type(const kith_error* error) {
  // The names are literals, so they end in NUL.
  return error == nullptr ? "" : kith::to_string(error->error.kind).data();
}

const char* kith_error_gqlstatus(const kith_error* error) {
  return error == nullptr ? "" : kith::gqlstatus(error->error).code.data();  // literals, as above
}

kith_phase kith_error_phase(const kith_error* error) {
  return error != nullptr && error->error.phase == kith::Phase::kCompileTime ? KITH_COMPILE_TIME : KITH_RUNTIME;
}

const char* kith_error_detail(const kith_error* error) { return error == nullptr ? "" : error->error.detail.c_str(); }

const char* kith_error_message(const kith_error* error) { return error == nullptr ? "" : error->error.message.c_str(); }

const char* kith_error_hint(const kith_error* error) { return error == nullptr ? "" : error->error.hint.c_str(); }

const char* kith_error_display(const kith_error* error) { return error == nullptr ? "" : error->display.c_str(); }

uint32_t kith_error_line(const kith_error* error) { return error == nullptr ? 0 : error->error.line; }

uint32_t kith_error_column(const kith_error* error) { return error == nullptr ? 0 : error->error.column; }

bool kith_error_range(const kith_error* error, uint32_t* begin, uint32_t* end) {
  const kith::SourceRange range =
      error == nullptr ? kith::SourceRange() : error->error.where.value_or(kith::SourceRange());
  if (begin != nullptr) *begin = range.begin;
  if (end != nullptr) *end = range.end;
  return error != nullptr && error->error.where.has_value();
}

const char* kith_version() { return KITH_VERSION_STRING; }
