// storage/index_page.hpp: neighbouring keys of one index, decoded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::storage {

/// Keys ascending, without the index's number. Immutable once shared.
class IndexPage {
 public:
  void reserve(std::size_t num_keys, std::size_t bytes) {
    ends_.reserve(num_keys);
    characters_.reserve(bytes);
  }
  void append(std::string_view key) {
    characters_.append(key);
    ends_.push_back(static_cast<std::uint32_t>(characters_.size()));
  }

  std::size_t size() const { return ends_.size(); }
  std::string_view key(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(characters_).substr(begin, ends_[i] - begin);
  }
  /// Of the first key that is not less; size() when all are.
  std::size_t lower_bound(std::string_view key) const {
    std::size_t begin = 0, end = size();
    while (begin < end) {
      const std::size_t middle = (begin + end) / 2;
      if (this->key(middle) < key) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  }
  std::size_t memory_bytes() const {
    return sizeof(IndexPage) + characters_.capacity() + ends_.capacity() * sizeof(ends_[0]);
  }

 private:
  std::string characters_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace kith::storage
