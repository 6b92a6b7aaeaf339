// loaders/csv/id_space.cpp: two hash maps, one for integers.
#include "loaders/csv/id_space.hpp"

#include <charconv>

namespace kith::loaders {
namespace {

/// The integer whose only plain decimal form is `id`: "7" but not "07", "+7" or "-0".
std::optional<std::int64_t> plain_integer(std::string_view id) {
  if (id.empty() || id.size() > 20) return std::nullopt;
  const bool negative = id[0] == '-';
  const std::string_view digits = id.substr(negative ? 1 : 0);
  if (digits.empty() || (digits[0] == '0' && (negative || digits.size() > 1))) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(id.data(), id.data() + id.size(), value);
  if (code != std::errc() || end != id.data() + id.size()) return std::nullopt;
  return value;
}

}  // namespace

bool IdSpace::insert(std::string_view id, NodeId node) {
  if (const auto integer = plain_integer(id)) return by_integer_.try_emplace(*integer, node).second;
  return by_text_.try_emplace(std::string(id), node).second;
}

std::optional<NodeId> IdSpace::find(std::string_view id) const {
  if (const auto integer = plain_integer(id)) {
    const auto found = by_integer_.find(*integer);
    return found == by_integer_.end() ? std::nullopt : std::optional(found->second);
  }
  const auto found = by_text_.find(id);
  return found == by_text_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace kith::loaders
