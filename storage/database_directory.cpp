// storage/database_directory.cpp: opening a key-value store removes files that it does not know, so a directory that is
// someone else's must be told from a database first.
#include "storage/database_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "storage/rocksdb/rocksdb_backend.hpp"

namespace kith::storage {
namespace {

namespace fs = std::filesystem;

/// The lock file holds the number of the last process that wrote, or nothing yet.
bool is_lock_file(const fs::path& path) {
  std::error_code code;
  if (!fs::is_regular_file(path, code)) return false;
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return text.size() < 20 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Nothing but what RocksDB writes before the file CURRENT makes a store of it.
bool is_unfinished_store(const fs::path& data) {
  constexpr std::array<std::string_view, 4> kBeginnings = {"LOCK", "LOG", "IDENTITY", "MANIFEST-"};
  std::error_code code;
  for (const fs::directory_entry& entry : fs::directory_iterator(data, code)) {
    const std::string name = entry.path().filename().string();
    const bool known = std::any_of(kBeginnings.begin(), kBeginnings.end(),
                                   [&](std::string_view beginning) { return name.starts_with(beginning); });
    if (!known && !name.ends_with(".dbtmp")) return false;
  }
  return !code;
}

}  // namespace

Result<DirectoryContent> content_of(const fs::path& path) {
  std::error_code code;
  if (!fs::exists(path, code) && !code) return DirectoryContent::kNothing;
  if (!fs::is_directory(path, code)) {
    return Error(ErrorKind::kIo, fmt::format("cannot open '{}': {}", path.string(),
                                             code ? code.message() : "a database is a directory, and this is a file"));
  }
  const bool has_lock = is_lock_file(path / "lock");
  const fs::path data = path / "data";
  if (fs::exists(data / "CURRENT", code)) {
    if (has_lock || is_backend_directory(data)) return DirectoryContent::kDatabase;
  } else if (code) {
    return Error(ErrorKind::kIo, fmt::format("cannot open '{}': {}", data.string(), code.message()));
  } else {
    bool is_ours = true;
    for (const fs::directory_entry& entry : fs::directory_iterator(path, code)) {
      const std::string name = entry.path().filename().string();
      is_ours = is_ours && ((name == "lock" && has_lock) || (name == "data" && is_unfinished_store(data)));
    }
    if (code) return Error(ErrorKind::kIo, fmt::format("cannot open '{}': {}", path.string(), code.message()));
    if (is_ours) return DirectoryContent::kNothing;
  }
  return Error(ErrorKind::kIo, fmt::format("cannot open '{}': it is not a Kith database", path.string()))
      .with_hint("a new one needs a directory that is missing or empty");
}

}  // namespace kith::storage
