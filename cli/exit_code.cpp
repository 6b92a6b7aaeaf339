// cli/exit_code.cpp: see the header.
#include "cli/exit_code.hpp"

namespace kith::cli {

ExitCode exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kUsage:
      return kWrongUsage;
    case ErrorKind::kIo:
    case ErrorKind::kDatabaseInUse:
    case ErrorKind::kFormatVersion:
    case ErrorKind::kCorruption:
    case ErrorKind::kOutcomeUnknown:
    case ErrorKind::kInternal:
      return kNoDatabase;
    default:
      return kWrongInput;
  }
}

}  // namespace kith::cli
