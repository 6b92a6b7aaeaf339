// storage/checksum.hpp: the frame of every block: format and kind in front, a checksum behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::storage {

enum class BlockKind : std::uint8_t { kColumn = 1, kNodes = 2, kRelationships = 3, kAdjacency = 4 };

inline constexpr std::uint8_t kBlockFormat = 1;
inline constexpr std::size_t kChecksumSize =
    8;  ///< Decoders of adjacency rely on 8 readable bytes behind the contents.

/// XXH3, 64 bits, seed 0.
std::uint64_t checksum(std::string_view bytes);

/// A string that holds the first two bytes of a block; the caller appends the contents, then seals.
std::string begin_block(BlockKind kind);
/// Appends the checksum of all that is there.
void seal_block(std::string& block);

/// The contents between frame and checksum. block_contents trusts the checksum; checked_contents computes it.
/// Errors: kCorruption (too short, checksum, format, kind).
Result<std::string_view> block_contents(std::string_view bytes, BlockKind kind);
Result<std::string_view> checked_contents(std::string_view bytes, BlockKind kind);

/// "a block that does not decode: <what>".
Error corruption(std::string_view what);

}  // namespace kith::storage
