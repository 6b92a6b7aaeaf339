// engine/execution/expressions/batches.cpp: see the header.
#include "engine/execution/expressions/batches.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace kith::engine {
namespace {

constexpr std::size_t kBytesPerMapEntry = 2 * sizeof(Value);

/// Lists and maps by address, with what they hold written out.
using Known = std::unordered_map<const void*, std::size_t>;

/// Bytes of the value with all that is in it, each thing counted wherever it stands; no more than some more than
/// `most`.
std::size_t expanded_bytes(const Value& value, std::size_t most, Known& known) {
  if (value.is(ValueKind::kString)) return value.get<std::string>().size();
  const bool is_list = value.is(ValueKind::kList);
  if (!is_list && !value.is(ValueKind::kMap)) return 0;
  const void* const address = is_list ? static_cast<const void*>(&value.list()) : &value.map();
  if (const auto found = known.find(address); found != known.end()) return found->second;
  std::size_t bytes = shallow_bytes(value);
  bool is_nested = false;
  const auto add = [&](const Value& element) {
    is_nested = is_nested || element.is(ValueKind::kList) || element.is(ValueKind::kMap);
    if (bytes <= most) bytes += expanded_bytes(element, most, known);
  };
  constexpr std::size_t kFewElements = 16;  // these are sooner counted again than remembered
  if (is_list) {
    for (const Value& element : value.list()) add(element);
    if (is_nested || value.list().size() > kFewElements) known.emplace(address, bytes);
  } else {
    for (const auto& [key, element] : value.map()) add(element);
    if (is_nested || value.map().size() > kFewElements) known.emplace(address, bytes);
  }
  return bytes;
}

bool holds_lists_or_maps(const Value& value) {
  const auto is_either = [](const Value& element) {
    return element.is(ValueKind::kList) || element.is(ValueKind::kMap);
  };
  if (value.is(ValueKind::kList)) return std::any_of(value.list().begin(), value.list().end(), is_either);
  return value.is(ValueKind::kMap) && std::any_of(value.map().begin(), value.map().end(),
                                                  [&](const auto& entry) { return is_either(entry.second); });
}

Status check_expanded_size(const Value& value, const ExecContext& context, Known& known) {
  const std::size_t limit = context.memory->limit();
  if (limit == 0 || !holds_lists_or_maps(value)) return Status::success();
  if (expanded_bytes(value, limit, known) <= limit) return Status::success();
  return Error(ErrorKind::kMemoryLimit,
               fmt::format("a {} that shares its parts would not fit the memory limit of {} bytes written out",
                           to_string(value.kind()), limit))
      .with_hint("lists in lists double with each step; build fewer, or raise memory_limit");
}

std::size_t bytes_at(const Vector& vector, std::uint32_t row, Reading reading, Known& known) {
  if (vector.kind() == VectorKind::kString) return vector.view<std::string_view>()[row].size();
  if (vector.kind() != VectorKind::kMixed) return 0;
  const Value& value = vector.view<Value>()[row];
  return reading == Reading::kShallow ? shallow_bytes(value) : expanded_bytes(value, kBytesBetweenChecks, known);
}

std::size_t bytes_of(const Vector& vector, Reading reading, Known& known) {
  if (vector.is_constant()) return vector.size() * bytes_at(vector, 0, reading, known);
  std::size_t bytes = 0;
  if (vector.kind() == VectorKind::kString) {
    const VectorView<std::string_view> strings = vector.view<std::string_view>();
    for (std::uint32_t row = 0; row < vector.size(); ++row) bytes += strings[row].size();
  } else if (vector.kind() == VectorKind::kMixed) {
    for (std::uint32_t row = 0; row < vector.size(); ++row) bytes += bytes_at(vector, row, reading, known);
  }
  return bytes;
}

}  // namespace

std::size_t shallow_bytes(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      return value.get<std::string>().size();
    case ValueKind::kList:
      return value.list().size() * sizeof(Value);
    case ValueKind::kMap:
      return value.map().size() * kBytesPerMapEntry;
    default:
      return 0;
  }
}

std::vector<std::uint32_t> batch_ends(std::span<const Vector> operands, std::uint32_t size, Reading reading) {
  std::vector<std::uint32_t> ends;
  Known known;
  std::size_t total = 0;
  if (size > 1) {
    for (const Vector& operand : operands) total += bytes_of(operand, reading, known);
  }
  if (total >= kBytesBetweenChecks) {
    std::size_t bytes = 0;
    for (std::uint32_t row = 0; row < size; ++row) {
      for (const Vector& operand : operands) bytes += bytes_at(operand, row, reading, known);
      if (bytes < kBytesBetweenChecks) continue;
      ends.push_back(row + 1);
      bytes = 0;
    }
  }
  if (ends.empty() || ends.back() != size) ends.push_back(size);
  return ends;
}

Status Progress::add(std::size_t bytes_read, std::size_t bytes_made) {
  since_check_ += bytes_read + bytes_made;
  made_ += bytes_made;
  if (since_check_ < kBytesBetweenChecks) return Status::success();
  since_check_ = 0;
  KITH_CHECK_OK(context_.check_interrupt());
  KITH_CHECK_OK(context_.reserve(made_ - reserved_));
  reserved_ = made_;
  return Status::success();
}

Status check_expanded_size(const Value& value, const ExecContext& context) {
  Known known;
  return check_expanded_size(value, context, known);
}

Status check_expanded_size(const Vector& vector, const ExecContext& context) {
  if (vector.kind() != VectorKind::kMixed) return Status::success();
  const VectorView<Value> values = vector.view<Value>();
  const std::uint32_t num_values = vector.is_constant() ? std::min<std::uint32_t>(vector.size(), 1) : vector.size();
  Known known;
  for (std::uint32_t row = 0; row < num_values; ++row) {
    KITH_CHECK_OK(check_expanded_size(values[row], context, known));
  }
  return Status::success();
}

}  // namespace kith::engine
