// engine/execution/vector.hpp: a column of a chunk: typed values that may be borrowed from a block, seen through a
// selection.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <kith/value.hpp>

namespace kith::engine {

/// Rows of a chunk, at most, unless ExecutionSettings says otherwise (tests run with 1 and 3).
inline constexpr std::uint32_t kVectorSize = 2048;

enum class VectorKind : std::uint8_t {
  kNull,          ///< every row is null
  kBoolean,       ///< std::uint8_t, 0 or 1
  kInteger,       ///< std::int64_t
  kFloat,         ///< double
  kString,        ///< std::string_view
  kDate,          ///< std::int64_t, days since 1970-01-01
  kNode,          ///< std::uint64_t, NodeId
  kRelationship,  ///< std::uint64_t, RelationshipId
  kMixed,         ///< Value; nodes and relationships in it are bare ids
};

/// Which data index each row reads; shared between the columns of a chunk.
using Selection = std::shared_ptr<const std::vector<std::uint32_t>>;

/// Reads T through selection and validity. For tight loops look at `selection == nullptr && validity == nullptr` first.
template <class T>
struct VectorView {
  const T* data;
  const std::uint32_t* selection;  ///< Null: row i reads data[i].
  const std::uint64_t* validity;   ///< Null: all valid. Bit (index + validity_offset) belongs to data[index].
  std::uint32_t validity_offset;
  std::uint32_t index(std::uint32_t row) const { return selection != nullptr ? selection[row] : row; }
  const T& operator[](std::uint32_t row) const { return data[index(row)]; }
  bool valid(std::uint32_t row) const {
    if (validity == nullptr) return true;
    const std::uint32_t bit = index(row) + validity_offset;
    return (validity[bit / 64] >> (bit % 64) & 1) != 0;
  }
};

/// Owned data for a new vector: fill values (and validity, when some row is null), then Vector::own it.
template <class T>
struct VectorBuffer {
  std::vector<T> values;
  std::vector<std::uint64_t> validity;            ///< Empty: all valid.
  std::vector<std::shared_ptr<const void>> pins;  ///< What string_views point into.
  void set_null(std::uint32_t row) {
    if (validity.empty()) validity.assign((values.size() + 63) / 64, ~std::uint64_t{0});
    validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }
};

/// Cheap to copy: data is shared and never changed once in a Vector.
class Vector {
 public:
  Vector() = default;  ///< Not live: no operator below has produced this slot. Its kind is kNull.

  static Vector nulls(std::uint32_t size);
  /// One value for every row.
  static Vector constant(const Value& value, std::uint32_t size);
  /// The tightest kind that holds all of them.
  static Vector from_values(std::vector<Value> values);
  template <class T>
  static Vector own(VectorKind kind, std::shared_ptr<const VectorBuffer<T>> buffer) {
    Vector vector;
    vector.kind_ = kind;
    vector.size_ = static_cast<std::uint32_t>(buffer->values.size());
    vector.data_ = buffer->values.data();
    vector.validity_ = buffer->validity.empty() ? nullptr : buffer->validity.data();
    vector.live_ = true;
    vector.owner_ = std::move(buffer);
    return vector;
  }
  /// `size` values at `data`, kept alive by `owner`; bit (i + validity_offset) of `validity` (or null) belongs to
  /// data[i].
  static Vector borrow(VectorKind kind, const void* data, std::uint32_t size, const std::uint64_t* validity,
                       std::uint32_t validity_offset, std::shared_ptr<const void> owner) {
    Vector vector;
    vector.kind_ = kind;
    vector.size_ = size;
    vector.data_ = data;
    vector.validity_ = validity;
    vector.validity_offset_ = validity_offset;
    vector.live_ = true;
    vector.owner_ = std::move(owner);
    return vector;
  }

  bool is_live() const { return live_; }
  VectorKind kind() const { return kind_; }
  std::uint32_t size() const { return size_; }
  bool is_constant() const { return constant_; }  ///< Every row reads data[0].
  bool is_flat() const { return selection_ == nullptr; }
  const Selection& selection() const { return selection_; }
  const std::shared_ptr<const void>& owner() const {
    return owner_;
  }  ///< What keeps the data, and strings in it, alive.

  template <class T>
  VectorView<T> view() const {
    return {static_cast<const T*>(data_), selection_ ? selection_->data() : nullptr, validity_, validity_offset_};
  }
  bool may_have_nulls() const {
    return kind_ == VectorKind::kNull || kind_ == VectorKind::kMixed || validity_ != nullptr;
  }
  bool is_null(std::uint32_t row) const;
  /// Any kind, as a Value; nodes and relationships as bare ids. Slow: for the edges of the engine.
  Value value(std::uint32_t row) const;

  /// Strings that are coded: data[i] is dictionary[codes[i]].
  bool has_dictionary() const { return dictionary_ != nullptr; }
  const std::vector<std::string_view>& dictionary() const { return *dictionary_; }
  std::uint16_t code(std::uint32_t row) const { return codes_[selection_ != nullptr ? (*selection_)[row] : row]; }
  /// `codes` belong to the data as borrowed; both are kept alive by the owner.
  void set_dictionary(const std::uint16_t* codes, const std::vector<std::string_view>* dictionary) {
    codes_ = codes;
    dictionary_ = dictionary;
  }

  /// Node ids that follow each other: row i is first + i. Scans set it, so that property reads borrow from the block.
  bool is_consecutive() const { return consecutive_ && selection_ == nullptr; }
  void set_consecutive() { consecutive_ = true; }

  /// Rows [begin, begin + size), sharing the data.
  Vector slice(std::uint32_t begin, std::uint32_t size) const;
  /// Row i of the result is row rows[i] of this one. When this vector has a selection the two are composed into a new
  /// one; callers with several columns use Chunk::select, which composes once per distinct selection.
  Vector select(const Selection& rows) const;
  /// Replaces the selection outright. A constant stays one.
  Vector with_selection(Selection selection, std::uint32_t size) const;
  /// Adds other's rows at the end; kinds that differ become kMixed. Cost: other's rows, amortised, while this is the
  /// only Vector that shares its data.
  void append(const Vector& other);
  std::size_t memory_bytes() const { return memory_bytes(true); }  ///< Owned data only, about.
  /// The same, without lists and maps that something else holds as well.
  std::size_t unshared_bytes() const { return memory_bytes(false); }

 private:
  std::size_t memory_bytes(bool shared) const;

  VectorKind kind_ = VectorKind::kNull;
  bool live_ = false;
  bool constant_ = false;
  bool consecutive_ = false;
  bool growable_ =
      false;  ///< Made by append: owner_ is the VectorBuffer of its kind, without selection or validity offset.
  std::uint32_t size_ = 0;
  std::uint32_t validity_offset_ = 0;
  const void* data_ = nullptr;
  const std::uint64_t* validity_ = nullptr;
  const std::uint16_t* codes_ = nullptr;
  const std::vector<std::string_view>* dictionary_ = nullptr;
  Selection selection_;
  std::shared_ptr<const void> owner_;
};

}  // namespace kith::engine
