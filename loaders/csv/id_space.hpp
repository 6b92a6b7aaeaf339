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
  boost::unordered_flat_map<std::int64_t, NodeId> by_integer_;
  boost::unordered_flat_map<std::string, NodeId, TextHash, std::equal_to<>> by_text_;
};

}  // namespace kith::loaders
