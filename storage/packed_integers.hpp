// storage/packed_integers.hpp: 64-bit integers as offsets from a base, in as few bits as the widest needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "storage/byte_reader.hpp"

namespace kith::storage {

/// Appends the values, or their differences where that is smaller. The count is the reader's to know; none appends
/// nothing. Signed and unsigned alike: arithmetic is modulo 2^64, and the base is whichever minimum gives the narrower
/// range.
void append_packed(std::string& out, std::span<const std::uint64_t> values);

/// Reads out.size() values. False when the bytes cannot be such.   Cost: under a nanosecond per value.
bool read_packed(ByteReader& reader, std::span<std::uint64_t> out);

/// Value i of n packed in `width` bits each, without a base: for single look-ups. `words` as pack_bits wrote them.
std::uint64_t packed_at(std::string_view words, unsigned width, std::size_t i);
void pack_bits(std::string& out, std::span<const std::uint64_t> values, std::uint64_t base, unsigned width);
/// `words` holds packed_bytes(out.size(), width) bytes.
void unpack_bits(std::string_view words, std::uint64_t base, unsigned width, std::span<std::uint64_t> out);
constexpr std::size_t packed_bytes(std::size_t count, unsigned width) { return (count * width + 63) / 64 * 8; }

}  // namespace kith::storage
