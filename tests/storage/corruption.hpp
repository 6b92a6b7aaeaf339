// tests/storage/corruption.hpp: damage to encoded blocks. Damaged copies have exactly their size on the heap, so that
// the address sanitizer sees a read past the end.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>

#include <catch2/catch.hpp>

#include "storage/checksum.hpp"
#include "tests/storage/random_values.hpp"

namespace kith::storage::testing {

class ExactCopy {
 public:
  explicit ExactCopy(std::string_view bytes) : size_(bytes.size()), bytes_(new char[bytes.size()]) {
    std::memcpy(bytes_.get(), bytes.data(), size_);
  }
  char& operator[](std::size_t i) { return bytes_[i]; }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {bytes_.get(), size_}; }
  void seal() {
    if (size_ < kChecksumSize) return;
    const std::uint64_t sum = checksum(view().substr(0, size_ - kChecksumSize));
    std::memcpy(bytes_.get() + size_ - kChecksumSize, &sum, sizeof sum);
  }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};

/// decode(bytes) gives a Status or Result. Every flipped byte and every truncation is kCorruption.
template <class Decode>
void check_damage_is_noticed(std::string_view block, Decode decode) {
  std::size_t num_missed = 0;
  const auto expect_corruption = [&](std::string_view bytes) {
    const auto result = decode(bytes);
    if (result.ok() || result.error().kind != ErrorKind::kCorruption) ++num_missed;
  };
  ExactCopy copy(block);
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      copy[i] = static_cast<char>(copy[i] ^ flip);
      expect_corruption(copy.view());
      copy[i] = block[i];
    }
  }
  for (std::size_t size = 0; size < block.size(); ++size) expect_corruption(ExactCopy(block.substr(0, size)).view());
  CHECK(num_missed == 0);
}

/// Bytes that lie under a checksum that is right: decode may succeed or give kCorruption, and stays within them.
template <class Decode>
void check_forgeries_are_survived(std::string_view block, Random& random, unsigned num_forgeries, Decode decode) {
  std::size_t num_wrong = 0;
  const auto try_forgery = [&](ExactCopy& copy) {
    copy.seal();
    const auto result = decode(copy.view());
    if (!result.ok() && result.error().kind != ErrorKind::kCorruption) ++num_wrong;
  };
  for (unsigned i = 0; i < num_forgeries; ++i) {
    ExactCopy copy(block.substr(0, random.chance(0.2) ? random.below(block.size() + 1) : block.size()));
    if (copy.size() == 0) continue;
    // Headers stand in front: damage there reaches further.
    const std::size_t end = random.chance(0.5) ? std::min<std::size_t>(copy.size(), 48) : copy.size();
    for (std::uint64_t n = random.below(4) + 1; n > 0; --n) {
      copy[random.below(end)] =
          random.chance(0.3) ? random.pick({'\0', '\x01', '\x7f', '\xff'}) : static_cast<char>(random.bits());
    }
    try_forgery(copy);
  }
  // Every value of every byte of the header, one at a time.
  for (std::size_t at = 0; at < std::min<std::size_t>(block.size(), 24); ++at) {
    for (unsigned value = 0; value < 256; ++value) {
      ExactCopy copy(block);
      copy[at] = static_cast<char>(value);
      try_forgery(copy);
    }
  }
  CHECK(num_wrong == 0);
}

}  // namespace kith::storage::testing
