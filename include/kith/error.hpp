// kith/error.hpp: errors as values. Inside the library functions return Status or Result<T>; only the public surface
// (Database, Connection, ...) throws, and what it throws is this Error.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kith {

/// What went wrong. The first group carries the names of the openCypher TCK.
enum class ErrorKind : std::uint8_t {
  kSyntaxError,
  kSemanticError,
  kParameterMissing,
  kConstraintVerificationFailed,
  kConstraintValidationFailed,
  kEntityNotFound,
  kPropertyNotFound,
  kLabelNotFound,
  kTypeError,
  kArgumentError,
  kArithmeticError,
  kProcedureError,
  // Below the language.
  kTimeout,         ///< The query's time ran out, or the write lock was not free in time.
  kCancelled,       ///< The caller's CancelToken was set.
  kMemoryLimit,     ///< The query would exceed its memory budget.
  kReadOnly,        ///< A write to a database or in a transaction that only reads.
  kTransaction,     ///< Use of a transaction that ended, failed, or was begun twice.
  kUsage,           ///< A call or command line that cannot be meant.
  kData,            ///< A file to import that does not hold what it should.
  kIo,              ///< The file system said no; the message has its words.
  kDatabaseInUse,   ///< Another process holds the database.
  kFormatVersion,   ///< The database was written in a format that this build does not read.
  kCorruption,      ///< Bytes on disk that do not decode; the message has their key.
  kOutcomeUnknown,  ///< A commit whose sync failed: after reopening it is there whole or not at all.
  kUnsupported,     ///< Known, and not in this version.
  kInternal,        ///< A defect of Kith.
};

/// When it was noticed.
enum class Phase : std::uint8_t { kCompileTime, kRuntime };

/// Bytes [begin, end) of the text that the user gave.
struct SourceRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend constexpr bool operator==(SourceRange, SourceRange) = default;
};

/// One error. `detail` is the TCK's word (UndefinedVariable, VariableAlreadyBound, ...), empty outside Cypher
/// semantics.
struct Error : std::exception {
  ErrorKind kind = ErrorKind::kInternal;
  Phase phase = Phase::kRuntime;
  std::string detail;
  std::string message;               ///< One sentence; names from the query in back-ticks.
  std::string hint;                  ///< What would have worked, where it can be known; else empty.
  std::optional<SourceRange> where;  ///< Into the text the user gave, never into a rewritten copy.
  std::uint32_t line = 0;            ///< 1-based; 0 when `where` is empty. Set by locate().
  std::uint32_t column = 0;          ///< 1-based, in characters as the user sees them.
  std::string source_line;           ///< The text of that line, for the caret. Set by locate().
  std::string description;           ///< As to_display_string() has it, for what(). Set when it is thrown.

  Error() = default;
  Error(ErrorKind kind, std::string message) : kind(kind), message(std::move(message)) {}
  /// What users read: code, kind, message, the line with a caret, the hint.
  const char* what() const noexcept override { return description.empty() ? message.c_str() : description.c_str(); }

  Error&& with_detail(std::string word) && {
    detail = std::move(word);
    return std::move(*this);
  }
  Error&& with_hint(std::string text) && {
    hint = std::move(text);
    return std::move(*this);
  }
  Error&& at(SourceRange range) && {
    where = range;
    return std::move(*this);
  }
  Error&& at_compile_time() && {
    phase = Phase::kCompileTime;
    return std::move(*this);
  }
};

/// "SyntaxError", "TypeError", "IoError", ...: the TCK's word where it has one.
std::string_view to_string(ErrorKind kind);

/// Fills line, column and source_line from `where`.
void locate(Error& error, std::string_view text);

/// The form users read: GQLSTATUS kind (detail): message, the line with a caret, the hint. No trailing newline.
std::string to_display_string(const Error& error);

/// The error with its description: for whoever throws it.
Error described(Error error);

/// Success, or one Error. Success costs a null pointer.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::make_unique<Error>(std::move(error))) {}  // NOLINT(google-explicit-constructor)
  static Status success() { return {}; }
  bool ok() const noexcept { return error_ == nullptr; }
  const Error& error() const& { return *error_; }  ///< Requires !ok().
  Error&& error() && { return std::move(*error_); }

 private:
  std::unique_ptr<Error> error_;
};

/// A T, or one Error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)                                                    // NOLINT(google-explicit-constructor)
      : state_(std::in_place_index<1>, std::make_unique<Error>(std::move(error))) {}
  Result(Status failed)  // NOLINT(google-explicit-constructor)
      : state_(std::in_place_index<1>, std::make_unique<Error>(std::move(failed).error())) {}
  bool ok() const noexcept { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const& { return *std::get<1>(state_); }  ///< Requires !ok().
  Error&& error() && { return std::move(*std::get<1>(state_)); }
  /// The value, or throws the Error: for the public surface only.
  T value_or_throw() && {
    if (!ok()) throw described(std::move(*this).error());
    return std::get<0>(std::move(state_));
  }

 private:
  std::variant<T, std::unique_ptr<Error>> state_;
};

}  // namespace kith

#define KITH_CONCAT_(a, b) a##b
#define KITH_CONCAT(a, b) KITH_CONCAT_(a, b)
/// KITH_TRY(target, expr): assigns the value of a Result, or returns its Error from the enclosing function.
#define KITH_TRY_(tmp, target, ...)             \
  auto tmp = (__VA_ARGS__);                     \
  if (!tmp.ok()) return std::move(tmp).error(); \
  target = *std::move(tmp)
#define KITH_TRY(target, ...) KITH_TRY_(KITH_CONCAT(kith_try_, __COUNTER__), target, __VA_ARGS__)
/// KITH_CHECK_OK(expr): returns the Error of a failed Status from the enclosing function.
#define KITH_CHECK_OK(...)                                                                          \
  do {                                                                                              \
    if (auto kith_status = (__VA_ARGS__); !kith_status.ok()) return std::move(kith_status).error(); \
  } while (false)
