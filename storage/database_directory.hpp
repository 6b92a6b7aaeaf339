// storage/database_directory.hpp: what a directory is, before anything in it is touched.
#pragma once

#include <filesystem>

#include <kith/error.hpp>

namespace kith::storage {

enum class DirectoryContent : std::uint8_t {
  kNothing,   ///< There is none, it is empty, or a database was being created in it when the process ended.
  kDatabase,  ///< Of Kith; it may be damaged.
};

/// Reads names, and where there is no lock file the manifest; changes nothing.
/// Errors: kIo for anything else: a file, or a directory with other things in it.
Result<DirectoryContent> content_of(const std::filesystem::path& path);

}  // namespace kith::storage
