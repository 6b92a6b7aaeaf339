// engine/session/given_value.cpp: UTF-8 at any depth.
#include "engine/session/given_value.hpp"

#include <algorithm>

#include <kith/display_width.hpp>

namespace kith::engine {

bool has_only_utf8(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      return is_utf8(value.get<std::string>());
    case ValueKind::kList:
      return std::all_of(value.list().begin(), value.list().end(), has_only_utf8);
    case ValueKind::kMap:
      return std::all_of(value.map().begin(), value.map().end(),
                         [](const auto& entry) { return is_utf8(entry.first) && has_only_utf8(entry.second); });
    default:
      return true;
  }
}

}  // namespace kith::engine
