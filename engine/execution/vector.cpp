// engine/execution/vector.cpp: making, slicing and growing vectors.
#include "engine/execution/vector.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/execution/expressions/assemble.hpp"

namespace kith::engine {
namespace {

Selection zeros(std::uint32_t size) {
  static const Selection kZeros = std::make_shared<const std::vector<std::uint32_t>>(kVectorSize, 0);
  if (size <= kVectorSize) return kZeros;
  return std::make_shared<const std::vector<std::uint32_t>>(size, 0);
}

std::size_t width_of(VectorKind kind) {
  switch (kind) {
    case VectorKind::kNull:
      return 0;
    case VectorKind::kBoolean:
      return sizeof(std::uint8_t);
    case VectorKind::kString:
      return sizeof(std::string_view);
    case VectorKind::kMixed:
      return sizeof(Value);
    default:
      return sizeof(std::uint64_t);
  }
}

/// Lists that share their elements may be exponentially larger than what is held: no more than `budget` elements are
/// looked at. Without `shared`, lists and maps that others hold too count for nothing.
std::size_t heap_bytes(const Value& value, std::size_t& budget, bool shared) {
  switch (value.kind()) {
    case ValueKind::kString:
      return value.get<std::string>().capacity();
    case ValueKind::kList: {
      if (!shared && value.get<Value::ListPointer>().use_count() > 1) return 0;
      std::size_t bytes = 0;
      for (const Value& element : value.list()) {
        if (budget == 0) break;
        --budget;
        bytes += sizeof(Value) + heap_bytes(element, budget, shared);
      }
      return bytes;
    }
    case ValueKind::kMap: {
      if (!shared && value.get<Value::MapPointer>().use_count() > 1) return 0;
      std::size_t bytes = 0;
      for (const auto& [key, element] : value.map()) {
        if (budget == 0) break;
        --budget;
        bytes += 64 + key.capacity() + sizeof(Value) + heap_bytes(element, budget, shared);
      }
      return bytes;
    }
    case ValueKind::kPath: {
      const PathContent& content = *value.get<Path>().content;
      return content.nodes.size() * sizeof(Node) + content.relationships.size() * sizeof(Relationship);
    }
    default:
      return 0;
  }
}

/// What a list or map shares with its copies; null for other values.
const void* shared_content(const Value& value) {
  if (value.is(ValueKind::kList)) return &value.list();
  return value.is(ValueKind::kMap) ? &value.map() : nullptr;
}

VectorKind vector_kind_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return VectorKind::kNull;
    case ValueKind::kBoolean:
      return VectorKind::kBoolean;
    case ValueKind::kInteger:
      return VectorKind::kInteger;
    case ValueKind::kFloat:
      return VectorKind::kFloat;
    case ValueKind::kString:
      return VectorKind::kString;
    case ValueKind::kDate:
      return VectorKind::kDate;
    case ValueKind::kNode:
      return VectorKind::kNode;
    case ValueKind::kRelationship:
      return VectorKind::kRelationship;
    default:
      return VectorKind::kMixed;
  }
}

/// Results carry their content; a vector holds ids alone.
Value without_content(Value value) {
  if (value.is(ValueKind::kNode) && value.get<Node>().content != nullptr) return Node{value.get<Node>().id, nullptr};
  if (value.is(ValueKind::kRelationship) && value.get<Relationship>().content != nullptr) {
    return Relationship{value.get<Relationship>().id, nullptr};
  }
  return value;
}

template <class T, class Get>
Vector typed_from(VectorKind kind, const std::vector<Value>& values, Get get) {
  auto buffer = std::make_shared<VectorBuffer<T>>();
  buffer->values.resize(values.size());
  for (std::uint32_t row = 0; row < values.size(); ++row) {
    if (values[row].is_null()) {
      buffer->set_null(row);
    } else {
      buffer->values[row] = get(values[row]);
    }
  }
  return Vector::own<T>(kind, std::move(buffer));
}

}  // namespace

Vector Vector::nulls(std::uint32_t size) {
  Vector vector;
  vector.size_ = size;
  vector.live_ = true;
  return vector;
}

Vector Vector::constant(const Value& value, std::uint32_t size) {
  if (value.is_null()) return nulls(size);
  Vector vector = from_values({value});
  vector.constant_ = true;
  vector.size_ = size;
  vector.selection_ = zeros(size);
  return vector;
}

Vector Vector::from_values(std::vector<Value> values) {
  VectorKind kind = VectorKind::kNull;
  for (const Value& value : values) {
    const VectorKind own = vector_kind_of(value);
    if (own == VectorKind::kNull || own == kind) continue;
    kind = kind == VectorKind::kNull ? own : VectorKind::kMixed;
    if (kind == VectorKind::kMixed) break;
  }
  switch (kind) {
    case VectorKind::kNull:
      return nulls(static_cast<std::uint32_t>(values.size()));
    case VectorKind::kBoolean:
      return typed_from<std::uint8_t>(kind, values,
                                      [](const Value& v) { return static_cast<std::uint8_t>(v.get<bool>()); });
    case VectorKind::kInteger:
      return typed_from<std::int64_t>(kind, values, [](const Value& v) { return v.get<std::int64_t>(); });
    case VectorKind::kFloat:
      return typed_from<double>(kind, values, [](const Value& v) { return v.get<double>(); });
    case VectorKind::kDate:
      return typed_from<std::int64_t>(kind, values, [](const Value& v) { return v.get<Date>().days; });
    case VectorKind::kNode:
      return typed_from<std::uint64_t>(kind, values, [](const Value& v) { return v.get<Node>().id.value; });
    case VectorKind::kRelationship:
      return typed_from<std::uint64_t>(kind, values, [](const Value& v) { return v.get<Relationship>().id.value; });
    case VectorKind::kString: {
      auto owned = std::make_shared<const std::vector<Value>>(std::move(values));
      auto buffer = std::make_shared<VectorBuffer<std::string_view>>();
      buffer->values.resize(owned->size());
      for (std::uint32_t row = 0; row < owned->size(); ++row) {
        if ((*owned)[row].is_null()) {
          buffer->set_null(row);
        } else {
          buffer->values[row] = (*owned)[row].get<std::string>();
        }
      }
      buffer->pins.push_back(std::move(owned));
      return own<std::string_view>(kind, std::move(buffer));
    }
    case VectorKind::kMixed:
      break;
  }
  auto buffer = std::make_shared<VectorBuffer<Value>>();
  for (Value& value : values) value = without_content(std::move(value));
  buffer->values = std::move(values);
  return own<Value>(VectorKind::kMixed, std::move(buffer));
}

bool Vector::is_null(std::uint32_t row) const {
  if (kind_ == VectorKind::kNull) return true;
  if (kind_ == VectorKind::kMixed) return view<Value>()[row].is_null();
  return !view<std::uint64_t>().valid(row);
}

Value Vector::value(std::uint32_t row) const {
  if (kind_ == VectorKind::kMixed) return view<Value>()[row];
  if (is_null(row)) return {};
  switch (kind_) {
    case VectorKind::kBoolean:
      return view<std::uint8_t>()[row] != 0;
    case VectorKind::kInteger:
      return view<std::int64_t>()[row];
    case VectorKind::kFloat:
      return view<double>()[row];
    case VectorKind::kString:
      return view<std::string_view>()[row];
    case VectorKind::kDate:
      return Date{view<std::int64_t>()[row]};
    case VectorKind::kNode:
      return Node{NodeId{view<std::uint64_t>()[row]}, nullptr};
    case VectorKind::kRelationship:
      return Relationship{RelationshipId{view<std::uint64_t>()[row]}, nullptr};
    default:
      return {};
  }
}

Vector Vector::slice(std::uint32_t begin, std::uint32_t size) const {
  Vector part = *this;
  part.size_ = size;
  part.growable_ = false;
  if (kind_ == VectorKind::kNull || constant_ || (begin == 0 && size == size_)) return part;
  if (selection_ != nullptr) {
    part.selection_ = std::make_shared<const std::vector<std::uint32_t>>(selection_->begin() + begin,
                                                                         selection_->begin() + begin + size);
    return part;
  }
  part.data_ = static_cast<const char*>(data_) + begin * width_of(kind_);
  part.validity_offset_ += begin;
  if (codes_ != nullptr) part.codes_ += begin;
  return part;
}

Vector Vector::select(const Selection& rows) const {
  if (selection_ == nullptr || constant_ || kind_ == VectorKind::kNull) {
    return with_selection(rows, static_cast<std::uint32_t>(rows->size()));
  }
  return with_selection(compose(*selection_, *rows), static_cast<std::uint32_t>(rows->size()));
}

Vector Vector::with_selection(Selection selection, std::uint32_t size) const {
  Vector chosen = *this;
  chosen.size_ = size;
  chosen.growable_ = false;
  if (kind_ == VectorKind::kNull) return chosen;
  if (constant_) {
    if (chosen.selection_->size() < size) chosen.selection_ = zeros(size);
    return chosen;
  }
  chosen.selection_ = std::move(selection);
  return chosen;
}

void Vector::append(const Vector& other) {
  if (!live_) {
    *this = other;
    return;
  }
  if (other.size() == 0) return;
  if (growable_ && &other != this && owner_.use_count() == 1 &&
      (other.kind_ == kind_ || other.kind_ == VectorKind::kNull)) {
    const auto grow = [&]<class T>(std::type_identity<T>) {
      auto& buffer = *static_cast<VectorBuffer<T>*>(const_cast<void*>(owner_.get()));
      const std::uint32_t first = size_;
      size_ += other.size_;
      buffer.values.resize(size_);
      if (!buffer.validity.empty()) buffer.validity.resize((size_ + 63) / 64, ~std::uint64_t{0});
      if (other.kind_ == VectorKind::kNull) {
        for (std::uint32_t row = first; row < size_; ++row) buffer.set_null(row);
      } else {
        const VectorView<T> added = other.view<T>();
        for (std::uint32_t row = 0; row < other.size_; ++row) buffer.values[first + row] = added[row];
        if (other.validity_ != nullptr) {
          for (std::uint32_t row = 0; row < other.size_; ++row) {
            if (!added.valid(row)) buffer.set_null(first + row);
          }
        }
        if (kind_ == VectorKind::kString && (buffer.pins.empty() || buffer.pins.back() != other.owner_)) {
          buffer.pins.push_back(other.owner_);
        }
      }
      data_ = buffer.values.data();
      validity_ = buffer.validity.empty() ? nullptr : buffer.validity.data();
    };
    switch (kind_) {
      case VectorKind::kNull:
        break;
      case VectorKind::kBoolean:
        grow(std::type_identity<std::uint8_t>{});
        break;
      case VectorKind::kInteger:
      case VectorKind::kDate:
        grow(std::type_identity<std::int64_t>{});
        break;
      case VectorKind::kFloat:
        grow(std::type_identity<double>{});
        break;
      case VectorKind::kString:
        grow(std::type_identity<std::string_view>{});
        break;
      case VectorKind::kNode:
      case VectorKind::kRelationship:
        grow(std::type_identity<std::uint64_t>{});
        break;
      case VectorKind::kMixed:
        grow(std::type_identity<Value>{});
        break;
    }
    return;
  }
  const Part parts[] = {{this, nullptr, 0}, {&other, nullptr, size_}};
  *this = assemble(parts, size_ + other.size_);
  growable_ = kind_ != VectorKind::kNull;
}

std::size_t Vector::memory_bytes(bool shared) const {
  if (kind_ == VectorKind::kNull) return 0;
  const std::uint32_t num_values = constant_ ? std::min<std::uint32_t>(size_, 1) : size_;
  std::size_t bytes = num_values * width_of(kind_);
  if (selection_ != nullptr && !constant_) bytes += size_ * sizeof(std::uint32_t);
  if (kind_ == VectorKind::kString) {
    const VectorView<std::string_view> strings = view<std::string_view>();
    for (std::uint32_t row = 0; row < num_values; ++row) bytes += strings[row].size();
  } else if (kind_ == VectorKind::kMixed) {
    const VectorView<Value> values = view<Value>();
    std::size_t budget = std::size_t{1} << 20;
    const void* last = nullptr;
    for (std::uint32_t row = 0; row < num_values; ++row) {
      const void* const content = shared_content(values[row]);
      if (!shared && content != nullptr && content == last) continue;
      last = content;
      bytes += heap_bytes(values[row], budget, shared);
    }
  }
  return bytes;
}

}  // namespace kith::engine
