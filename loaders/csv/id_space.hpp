// loaders/csv/id_space.hpp: which node a file means by an id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include <kith/ids.hpp>

namespace kith::loaders {

/// The ids of one id space, which are text; those that are the plain decimal form of a 64-bit integer are kept as one.
/// Cost: 16 to 32 bytes an integer id, about 60 and more another one.
class IdSpace {
 public:
  /// False when the id is there already.
  bool insert(std::string_view id, NodeId node);
  std::optional<NodeId> find(std::string_view id) const;
  std::size_t size() const { return by_integer_.size() + by_text_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  /// Ids of tables are often evenly spaced, which the map's own mixing of Boost 1.81 turns into long probe sequences
  /// (docs/decisions/0010-csv-reader.md): two rounds of multiply and shift leave no trace of the spacing.
  struct IntegerHash {
    using is_avalanching = void;
    std::size_t operator()(std::int64_t id) const {
      auto bits = static_cast<std::uint64_t>(id);
      bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
      bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
      return bits ^ (bits >> 31);
    }
  };
  boost::unordered_flat_map<std::int64_t, NodeId, IntegerHash> by_integer_;
  boost::unordered_flat_map<std::string, NodeId, TextHash, std::equal_to<>> by_text_;
};

}  // namespace kith::loaders
