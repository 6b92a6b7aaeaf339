// storage/rocksdb/log_scan.cpp: the frames of RocksDB's log: blocks of 32 KB; in each, fragments of records with a
// checksum (crc32c, masked), a length and a type; a tail too short for a header is zeros.
#include "storage/rocksdb/log_scan.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <boost/crc.hpp>

#include "storage/durable_record.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kBlockSize = 32 * 1024;
constexpr std::size_t kHeaderSize = 7;
constexpr std::size_t kReadSize = 32 * kBlockSize;
enum FragmentType : std::uint8_t { kPadding = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

std::uint32_t masked_crc32c(std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  const std::uint32_t sum = crc.checksum();
  return ((sum >> 15) | (sum << 17)) + 0xa282ead8U;
}

bool only_zeros(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

/// Follows the records of one file from block to block.
class FrameReader {
 public:
  bool damaged() const { return damaged_; }
  std::uint64_t damaged_at() const { return damaged_at_; }

  /// All blocks but a file's last are whole.
  void block(std::string_view bytes) {
    std::size_t at = 0;
    while (!damaged_ && bytes.size() - at >= kHeaderSize) at += fragment(bytes.substr(at), at);
    if (!damaged_ && bytes.size() < kBlockSize && at < bytes.size() && !only_zeros(bytes.substr(at))) damage(at);
    offset_ += bytes.size();
  }
  void end() {
    if (!damaged_ && inside_record_) damage(0);
  }

 private:
  void damage(std::size_t at) {
    damaged_ = true;
    damaged_at_ = offset_ + at;
  }
  /// The bytes it takes.
  std::size_t fragment(std::string_view rest, std::size_t at) {
    std::uint32_t sum = 0;
    std::uint16_t length = 0;
    std::memcpy(&sum, rest.data(), sizeof(sum));
    std::memcpy(&length, rest.data() + sizeof(sum), sizeof(length));
    const auto type = static_cast<std::uint8_t>(rest[kHeaderSize - 1]);
    if (type == kPadding && length == 0 && only_zeros(rest)) {
      ended_ = true;  // space that was reserved; a record behind it would be one behind a gap
      return rest.size();
    }
    const bool begins = type == kFull || type == kFirst;
    if (ended_ || type < kFull || type > kLast || begins == inside_record_ || rest.size() - kHeaderSize < length ||
        masked_crc32c(rest.substr(kHeaderSize - 1, 1U + length)) != sum) {
      damage(at);
      return rest.size();
    }
    inside_record_ = type == kFirst || type == kMiddle;
    return kHeaderSize + length;
  }

  std::uint64_t offset_ = 0, damaged_at_ = 0;
  bool inside_record_ = false, ended_ = false, damaged_ = false;
};

/// By number, which is the order they were written in.
Result<std::map<std::uint64_t, std::filesystem::path>> log_files(const std::filesystem::path& directory) {
  std::map<std::uint64_t, std::filesystem::path> files;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(directory, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string stem = entry->path().stem().string();
    if (entry->path().extension() != ".log" || stem.find_first_not_of("0123456789") != std::string::npos) continue;
    files.emplace(std::strtoull(stem.c_str(), nullptr, 10), entry->path());
  }
  if (failed && failed != std::errc::no_such_file_or_directory) {
    return Error(ErrorKind::kIo, fmt::format("cannot read '{}': {}", directory.string(), failed.message()));
  }
  return files;
}

Status scan_file(const std::filesystem::path& path, LogScan& scan) {
  std::ifstream in(path, std::ios::binary);
  FrameReader frames;
  std::string bytes(kReadSize, '\0');
  while (in) {
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const std::string_view read(bytes.data(), static_cast<std::size_t>(in.gcount()));
    scan.durable = std::max(scan.durable, greatest_durable_mark(read));
    for (std::size_t at = 0; at < read.size(); at += kBlockSize) frames.block(read.substr(at, kBlockSize));
  }
  if (!in.eof()) {
    return Error(ErrorKind::kIo, fmt::format("cannot read '{}': {}", path.string(), std::strerror(errno)));
  }
  frames.end();
  if (frames.damaged() && scan.damaged_file.empty()) {
    scan.damaged_file = path.string();
    scan.damaged_at = frames.damaged_at();
  }
  return {};
}

}  // namespace

Result<LogScan> scan_logs(const std::filesystem::path& directory) {
  LogScan scan;
  KITH_TRY(const auto files, log_files(directory));
  for (const auto& [number, path] : files) KITH_CHECK_OK(scan_file(path, scan));
  return scan;
}

}  // namespace kith::storage
