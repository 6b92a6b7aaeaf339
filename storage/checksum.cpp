// storage/checksum.cpp: the frame of every block.
#include "storage/checksum.hpp"

#include <cstring>

#include <xxhash.h>

#include "storage/byte_reader.hpp"

namespace kith::storage {

namespace {
constexpr std::size_t kPrefixSize = 2;
}

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string begin_block(BlockKind kind) { return {static_cast<char>(kBlockFormat), static_cast<char>(kind)}; }

void seal_block(std::string& block) { append_fixed(block, checksum(block)); }

Result<std::string_view> block_contents(std::string_view bytes, BlockKind kind) {
  if (bytes.size() < kPrefixSize + kChecksumSize) return corruption("too short");
  if (static_cast<std::uint8_t>(bytes[0]) != kBlockFormat) return corruption("unknown block format");
  if (static_cast<std::uint8_t>(bytes[1]) != static_cast<std::uint8_t>(kind))
    return corruption("another kind of block");
  return bytes.substr(kPrefixSize, bytes.size() - kPrefixSize - kChecksumSize);
}

Result<std::string_view> checked_contents(std::string_view bytes, BlockKind kind) {
  if (bytes.size() < kPrefixSize + kChecksumSize) return corruption("too short");
  std::uint64_t stored = 0;
  std::memcpy(&stored, bytes.data() + bytes.size() - kChecksumSize, kChecksumSize);
  if (stored != checksum(bytes.substr(0, bytes.size() - kChecksumSize))) return corruption("checksum mismatch");
  return block_contents(bytes, kind);
}

Error corruption(std::string_view what) {
  return Error(ErrorKind::kCorruption, "a block that does not decode: " + std::string(what));
}

}  // namespace kith::storage
