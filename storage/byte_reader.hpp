// storage/byte_reader.hpp: bounds-checked reading of untrusted bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::storage {

/// Of an integer in two's complement: one that is small when its magnitude is.
constexpr std::uint64_t zigzagged(std::uint64_t value) { return value << 1 ^ (0 - (value >> 63)); }
constexpr std::uint64_t unzigzagged(std::uint64_t value) { return value >> 1 ^ (0 - (value & 1)); }

/// Reads forward over bytes. After a read past the end every read yields zero and ok() is false: check once at the end
/// of a run.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : position_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool ok() const { return ok_; }
  std::size_t remaining() const { return static_cast<std::size_t>(end_ - position_); }

  /// A fixed-width little-endian integer or double.
  template <class T>
  T fixed() {
    T value{};
    if (remaining() < sizeof(T)) return fail(value);
    std::memcpy(&value, position_, sizeof(T));
    position_ += sizeof(T);
    return value;
  }
  /// LEB128, at most ten bytes.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (position_ == end_) return fail(std::uint64_t{0});
      const auto byte = static_cast<std::uint8_t>(*position_++);
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    return fail(std::uint64_t{0});
  }
  std::int64_t zigzag() { return static_cast<std::int64_t>(unzigzagged(varint())); }
  std::string_view take(std::size_t size) {
    if (remaining() < size) return fail(std::string_view{});
    const std::string_view bytes(position_, size);
    position_ += size;
    return bytes;
  }
  std::string_view text() { return take(varint()); }  ///< A length, then that many bytes.

 private:
  template <class T>
  T fail(T value) {
    ok_ = false;
    position_ = end_;
    return value;
  }
  const char* position_;
  const char* end_;
  bool ok_ = true;
};

template <class T>
void append_fixed(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(T));
}
inline void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}
inline void append_zigzag(std::string& out, std::int64_t value) {
  append_varint(out, zigzagged(static_cast<std::uint64_t>(value)));
}
inline void append_text(std::string& out, std::string_view text) {
  append_varint(out, text.size());
  out.append(text);
}

}  // namespace kith::storage
