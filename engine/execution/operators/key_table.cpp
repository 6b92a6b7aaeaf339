// engine/execution/operators/key_table.cpp: open addressing over hashed rows.
#include "engine/execution/operators/key_table.hpp"

#include <bit>
#include <cmath>

#include "values/compare.hpp"

namespace kith::engine {
namespace {

constexpr std::uint64_t kNullHash = 0x9ae16a3b2f90404fULL;

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  return x ^ x >> 32;
}

std::uint64_t hash_integer(std::int64_t value) { return mix(static_cast<std::uint64_t>(value) + 0x51ed270b); }
/// 1.0 as 1, -0.0 as 0, every NaN alike.
std::uint64_t hash_float(double value) {
  if (const std::optional<std::int64_t> whole = as_whole_number(value)) return hash_integer(*whole);
  if (std::isnan(value)) return 0x7ff8;
  return mix(std::bit_cast<std::uint64_t>(value));
}
std::uint64_t hash_string(std::string_view value) { return mix(std::hash<std::string_view>{}(value)); }
std::uint64_t hash_element(VectorKind kind, std::uint64_t id) {
  return mix(id * 4 + (kind == VectorKind::kNode ? 1 : 2) + (1ULL << 62));
}

std::uint64_t hash_value(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return kNullHash;
    case ValueKind::kInteger:
      return hash_integer(value.get<std::int64_t>());
    case ValueKind::kFloat:
      return hash_float(value.get<double>());
    case ValueKind::kString:
      return hash_string(value.get<std::string>());
    case ValueKind::kNode:
      return hash_element(VectorKind::kNode, value.get<Node>().id.value);
    case ValueKind::kRelationship:
      return hash_element(VectorKind::kRelationship, value.get<Relationship>().id.value);
    default:
      return mix(hash(value));
  }
}

bool is_plain(VectorKind kind) {
  return kind == VectorKind::kInteger || kind == VectorKind::kDate || kind == VectorKind::kNode ||
         kind == VectorKind::kRelationship;
}

Value plain_value(VectorKind kind, std::int64_t value) {
  switch (kind) {
    case VectorKind::kDate:
      return Value(Date{value});
    case VectorKind::kNode:
      return Value(Node{NodeId{static_cast<std::uint64_t>(value)}, nullptr});
    case VectorKind::kRelationship:
      return Value(Relationship{RelationshipId{static_cast<std::uint64_t>(value)}, nullptr});
    default:
      return Value(value);
  }
}

template <class T, class Hash>
void combine(const Vector& vector, std::vector<std::uint64_t>& hashes, Hash hash_one) {
  const VectorView<T> view = vector.view<T>();
  for (std::uint32_t row = 0; row < hashes.size(); ++row) {
    hashes[row] = mix(hashes[row] * 31 + (view.valid(row) ? hash_one(view[row]) : kNullHash));
  }
}

std::vector<std::uint64_t> hash_rows(std::span<const Vector> keys, std::uint32_t size) {
  std::vector<std::uint64_t> hashes(size, 0);
  for (const Vector& key : keys) {
    switch (key.kind()) {
      case VectorKind::kNull:
        for (std::uint64_t& h : hashes) h = mix(h * 31 + kNullHash);
        break;
      case VectorKind::kInteger:
        combine<std::int64_t>(key, hashes, hash_integer);
        break;
      case VectorKind::kFloat:
        combine<double>(key, hashes, hash_float);
        break;
      case VectorKind::kString:
        combine<std::string_view>(key, hashes, hash_string);
        break;
      case VectorKind::kNode:
      case VectorKind::kRelationship:
        combine<std::uint64_t>(key, hashes, [kind = key.kind()](std::uint64_t id) { return hash_element(kind, id); });
        break;
      case VectorKind::kMixed: {
        const VectorView<Value> view = key.view<Value>();
        for (std::uint32_t row = 0; row < size; ++row) hashes[row] = mix(hashes[row] * 31 + hash_value(view[row]));
        break;
      }
      case VectorKind::kBoolean:
      case VectorKind::kDate:
        for (std::uint32_t row = 0; row < size; ++row) hashes[row] = mix(hashes[row] * 31 + hash_value(key.value(row)));
        break;
    }
  }
  return hashes;
}

}  // namespace

void KeyTable::make_room(std::size_t groups) {
  if (groups * 2 <= slots_.size()) return;
  slots_.assign(std::bit_ceil(std::max<std::size_t>(groups * 4, 64)), 0);
  for (std::uint32_t group = 0; group < hashes_.size(); ++group) {
    std::size_t at = hashes_[group] & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = group + 1;
  }
}

/// A column that meets another kind, or nulls, goes over to Values.
void KeyTable::prepare(std::span<const Vector> keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Column& column = columns_[i];
    if (!column.plain) continue;
    const VectorKind kind = keys[i].kind();
    if (is_plain(kind) && !keys[i].may_have_nulls() && (hashes_.empty() || kind == column.kind)) {
      column.kind = kind;
      continue;
    }
    column.plain = false;
    column.values.reserve(column.integers.size());
    for (const std::int64_t value : column.integers) column.values.push_back(plain_value(column.kind, value));
    column.integers = {};
  }
}

bool KeyTable::same(std::span<const Vector> keys, std::uint32_t row, std::uint32_t group) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Column& column = columns_[i];
    const Vector& key = keys[i];
    if (column.plain) {
      if (key.kind() == column.kind) {
        if (key.is_null(row) || key.view<std::int64_t>()[row] != column.integers[group]) return false;
      } else if (!equivalent(key.value(row), plain_value(column.kind, column.integers[group]))) {
        return false;
      }
    } else if (key.kind() == VectorKind::kString) {
      const Value& value = column.values[group];
      const bool is_null = key.is_null(row);
      if (value.is(ValueKind::kString) ? is_null || value.get<std::string>() != key.view<std::string_view>()[row]
                                       : !(is_null && value.is_null())) {
        return false;
      }
    } else if (!equivalent(key.value(row), column.values[group])) {
      return false;
    }
  }
  return true;
}

void KeyTable::add(std::span<const Vector> keys, std::uint32_t row) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Column& column = columns_[i];
    if (column.plain) {
      column.integers.push_back(keys[i].view<std::int64_t>()[row]);
    } else {
      column.values.push_back(keys[i].value(row));
      const Value& value = column.values.back();
      if (value.is(ValueKind::kString)) column.heap_bytes += value.get<std::string>().capacity();
      if (value.is(ValueKind::kList)) column.heap_bytes += value.list().size() * sizeof(Value);
      if (value.is(ValueKind::kMap)) column.heap_bytes += value.map().size() * 2 * sizeof(Value);
    }
  }
}

void KeyTable::find_or_add_coded(const Vector& key, std::uint32_t size, std::vector<std::uint32_t>& groups,
                                 std::vector<std::uint8_t>* is_new) {
  std::vector<std::uint32_t> group_of_code(key.dictionary().size(), kAbsent);
  std::vector<std::uint32_t> codes, first_rows;  // those that occur
  for (std::uint32_t row = 0; row < size; ++row) {
    std::uint32_t& group = group_of_code[key.code(row)];
    if (group != kAbsent) continue;
    group = 0;
    codes.push_back(key.code(row));
    first_rows.push_back(row);
  }
  const auto num_codes = static_cast<std::uint32_t>(codes.size());
  const Vector dictionary =
      Vector::borrow(VectorKind::kString, key.dictionary().data(), static_cast<std::uint32_t>(key.dictionary().size()),
                     nullptr, 0, key.owner());
  const Vector strings = dictionary.select(std::make_shared<const std::vector<std::uint32_t>>(codes));
  std::vector<std::uint32_t> found;
  std::vector<std::uint8_t> found_new;
  find_or_add(std::span(&strings, 1), num_codes, found, &found_new);
  if (is_new != nullptr) is_new->assign(size, 0);
  for (std::uint32_t i = 0; i < num_codes; ++i) {
    group_of_code[codes[i]] = found[i];
    if (is_new != nullptr) (*is_new)[first_rows[i]] = found_new[i];
  }
  groups.resize(size);
  for (std::uint32_t row = 0; row < size; ++row) groups[row] = group_of_code[key.code(row)];
}

void KeyTable::find_or_add_plain(const std::int64_t* keys, const std::uint32_t* selection,
                                 const std::vector<std::uint64_t>& hashes, std::vector<std::uint32_t>& groups,
                                 std::vector<std::uint8_t>* is_new) {
  std::vector<std::int64_t>& known = columns_[0].integers;
  make_room(hashes_.size() + hashes.size());
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t row = 0; row < hashes.size(); ++row) {
    const std::int64_t key = keys[selection != nullptr ? selection[row] : row];
    std::size_t at = hashes[row] & mask;
    while (slots_[at] != 0 && known[slots_[at] - 1] != key) at = (at + 1) & mask;
    if (slots_[at] == 0) {
      known.push_back(key);
      hashes_.push_back(hashes[row]);
      slots_[at] = static_cast<std::uint32_t>(hashes_.size());
      if (is_new != nullptr) (*is_new)[row] = 1;
    }
    groups[row] = slots_[at] - 1;
  }
}

void KeyTable::find_or_add(std::span<const Vector> keys, std::uint32_t size, std::vector<std::uint32_t>& groups,
                           std::vector<std::uint8_t>* is_new) {
  if (keys.size() == 1 && keys[0].has_dictionary() && !keys[0].may_have_nulls() &&
      keys[0].dictionary().size() * 2 <= size) {
    find_or_add_coded(keys[0], size, groups, is_new);
    return;
  }
  prepare(keys);
  groups.resize(size);
  if (is_new != nullptr) is_new->assign(size, 0);
  const std::vector<std::uint64_t> hashes = hash_rows(keys, size);
  if (keys.size() == 1 && columns_[0].plain && !keys[0].may_have_nulls()) {
    const VectorView<std::int64_t> view = keys[0].view<std::int64_t>();
    find_or_add_plain(view.data, view.selection, hashes, groups, is_new);
    return;
  }
  for (std::uint32_t row = 0; row < size; ++row) {
    make_room(hashes_.size() + 1);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hashes[row] & mask;
    while (slots_[at] != 0 && !(hashes_[slots_[at] - 1] == hashes[row] && same(keys, row, slots_[at] - 1)))
      at = (at + 1) & mask;
    if (slots_[at] == 0) {
      add(keys, row);
      hashes_.push_back(hashes[row]);
      slots_[at] = static_cast<std::uint32_t>(hashes_.size());
      if (is_new != nullptr) (*is_new)[row] = 1;
    }
    groups[row] = slots_[at] - 1;
  }
}

void KeyTable::find(std::span<const Vector> keys, std::uint32_t size, std::vector<std::uint32_t>& groups) const {
  groups.assign(size, kAbsent);
  if (hashes_.empty()) return;
  const std::vector<std::uint64_t> hashes = hash_rows(keys, size);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t row = 0; row < size; ++row) {
    for (std::size_t at = hashes[row] & mask; slots_[at] != 0; at = (at + 1) & mask) {
      if (hashes_[slots_[at] - 1] == hashes[row] && same(keys, row, slots_[at] - 1)) {
        groups[row] = slots_[at] - 1;
        break;
      }
    }
  }
}

Vector KeyTable::column(std::size_t key, std::uint32_t begin, std::uint32_t count) const {
  const Column& column = columns_[key];
  if (!column.plain) {
    return Vector::from_values({column.values.begin() + begin, column.values.begin() + begin + count});
  }
  auto buffer = std::make_shared<VectorBuffer<std::int64_t>>();
  buffer->values.assign(column.integers.begin() + begin, column.integers.begin() + begin + count);
  return Vector::own<std::int64_t>(column.kind, std::move(buffer));
}

std::size_t KeyTable::memory_bytes() const {
  std::size_t bytes = hashes_.capacity() * sizeof(std::uint64_t) + slots_.capacity() * sizeof(std::uint32_t);
  for (const Column& column : columns_) {
    bytes += column.integers.capacity() * sizeof(std::int64_t) + column.values.capacity() * sizeof(Value) +
             column.heap_bytes;
  }
  return bytes;
}

}  // namespace kith::engine
