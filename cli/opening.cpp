// cli/opening.cpp: see the header.
#include "cli/opening.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

Status require_directory(const std::string& path) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return {};
  return Error{ErrorKind::kIo, fmt::format("cannot open '{}': there is no such database", path)};
}

}  // namespace

bool holds_nothing(const std::string& path) {
  std::error_code code;
  return !std::filesystem::exists(path, code) || std::filesystem::is_empty(path, code);
}

Result<Database> open_existing(const std::string& path, const std::string& import_directory) {
  KITH_CHECK_OK(require_directory(path));
  return Database::try_open(path,
                            {.read_only = true, .create_if_missing = false, .import_directory = import_directory});
}

Result<Database> open_or_create(const std::string& path, const std::string& import_directory) {
  const bool is_new = holds_nothing(path);
  KITH_TRY(Database database, Database::try_open(path, {.import_directory = import_directory}));
  if (is_new) print_note(fmt::format("created the database '{}'", path));
  return database;
}

Result<Database> open_for_maintenance(const std::string& path) {
  KITH_CHECK_OK(require_directory(path));
  return Database::try_open(path, {.create_if_missing = false});
}

}  // namespace kith::cli
