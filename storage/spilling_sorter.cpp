// storage/spilling_sorter.cpp: sorted files of length-prefixed records, and their merge.
#include "storage/spilling_sorter.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

namespace kith::storage {
namespace {

Error file_error(std::string_view what, const std::filesystem::path& path) {
  return Error(ErrorKind::kIo, fmt::format("cannot {} '{}': {}", what, path.string(), std::strerror(errno)));
}

}  // namespace

SpillingSorter::~SpillingSorter() {
  for (File& file : files_) {
    file.handle.reset();
    std::error_code ignored;
    std::filesystem::remove(file.path, ignored);
  }
}

void SpillingSorter::add(std::string_view record) {
  places_.emplace_back(characters_.size(), static_cast<std::uint32_t>(record.size()));
  characters_.append(record);
  ++size_;
}

void SpillingSorter::sort() {
  const std::string_view all = characters_;
  std::sort(places_.begin(), places_.end(), [&](const auto& a, const auto& b) {
    return all.substr(a.first, a.second) < all.substr(b.first, b.second);
  });
}

Status SpillingSorter::spill() {
  if (places_.empty()) return {};
  sort();
  std::error_code failed;
  std::filesystem::create_directories(directory_, failed);
  if (failed)
    return Error(ErrorKind::kIo, fmt::format("cannot create '{}': {}", directory_.string(), failed.message()));
  File file{directory_ / fmt::format("{}-{}", name_, files_.size()), {nullptr, &std::fclose}, {}};
  file.handle.reset(std::fopen(file.path.c_str(), "w+b"));
  if (file.handle == nullptr) return file_error("create", file.path);
  files_.push_back(std::move(file));
  std::FILE* const out = files_.back().handle.get();
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const std::string_view record = at(i);
    const auto length = static_cast<std::uint32_t>(record.size());
    if (std::fwrite(&length, sizeof(length), 1, out) != 1 ||
        std::fwrite(record.data(), 1, record.size(), out) != record.size()) {
      return file_error("write", files_.back().path);
    }
  }
  if (std::fflush(out) != 0) return file_error("write", files_.back().path);
  std::string().swap(characters_);  // assignments of empty ones may keep the memory
  decltype(places_)().swap(places_);
  return {};
}

Status SpillingSorter::start() {
  started_ = true;
  sort();
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (std::fseek(files_[i].handle.get(), 0, SEEK_SET) != 0) return file_error("read", files_[i].path);
    KITH_CHECK_OK(read(i));
  }
  return read(kInMemory);
}

/// Enters the source's next record, if it has one.
Status SpillingSorter::read(std::size_t source) {
  if (source == kInMemory) {
    if (next_in_memory_ < places_.size()) sources_.push({at(next_in_memory_++), kInMemory});
    return {};
  }
  File& file = files_[source];
  std::uint32_t length = 0;
  if (std::fread(&length, sizeof(length), 1, file.handle.get()) != 1) {
    return std::ferror(file.handle.get()) != 0 ? Status(file_error("read", file.path)) : Status();
  }
  file.record.resize(length);
  if (std::fread(file.record.data(), 1, length, file.handle.get()) != length) return file_error("read", file.path);
  sources_.push({file.record, source});
  return {};
}

Result<bool> SpillingSorter::next(std::string_view& record) {
  if (!started_) {
    KITH_CHECK_OK(start());
  } else if (!sources_.empty()) {
    const std::size_t source = sources_.top().file;  // its record was handed out by the call before
    sources_.pop();
    KITH_CHECK_OK(read(source));
  }
  if (sources_.empty()) return false;
  record = sources_.top().record;
  return true;
}

}  // namespace kith::storage
