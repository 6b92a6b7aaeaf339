// engine/execution/expressions/read_property.cpp: one property of many elements: borrowed from its block, or gathered.
#include <array>
#include <unordered_map>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/expressions/assemble.hpp"
#include "engine/execution/expressions/element.hpp"
#include "engine/execution/expressions/operand.hpp"

namespace kith::engine {
namespace {

using storage::BlockNumber;
using storage::Column;
using storage::ColumnKind;
using storage::ColumnRef;

struct PropertySource {
  ElementKind element;
  PropertyKeyId key;
  const storage::ReadView& view;
  Result<ColumnRef> column(BlockNumber block) const { return view.column(element, key, block); }
};

VectorKind vector_kind_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kNull:
      return VectorKind::kNull;
    case ColumnKind::kBoolean:
      return VectorKind::kBoolean;
    case ColumnKind::kInteger:
      return VectorKind::kInteger;
    case ColumnKind::kFloat:
      return VectorKind::kFloat;
    case ColumnKind::kString:
      return VectorKind::kString;
    case ColumnKind::kDate:
      return VectorKind::kDate;
    case ColumnKind::kMixed:
      return VectorKind::kMixed;
  }
  return VectorKind::kNull;
}

template <class T>
const T* data_of(const Column& column) {
  if constexpr (std::is_same_v<T, std::uint8_t>) return column.booleans.data();
  if constexpr (std::is_same_v<T, std::int64_t>) return column.integers.data();
  if constexpr (std::is_same_v<T, double>) return column.floats.data();
  if constexpr (std::is_same_v<T, std::string_view>) return column.strings.data();
  if constexpr (std::is_same_v<T, Value>) return column.values.data();
}

/// Rows [row, row + size) of a column, uncopied.
Vector borrow(const ColumnRef& column, std::uint32_t row, std::uint32_t size) {
  const auto at = [&](const auto* data) {
    const bool may_be_null = !column->validity.empty() && column->kind != ColumnKind::kMixed;
    return Vector::borrow(vector_kind_of(column->kind), data + row, size,
                          may_be_null ? column->validity.data() : nullptr, row, column);
  };
  switch (column->kind) {
    case ColumnKind::kNull:
      break;
    case ColumnKind::kBoolean:
      return at(data_of<std::uint8_t>(*column));
    case ColumnKind::kInteger:
    case ColumnKind::kDate:
      return at(data_of<std::int64_t>(*column));
    case ColumnKind::kFloat:
      return at(data_of<double>(*column));
    case ColumnKind::kString:
      return at(data_of<std::string_view>(*column));
    case ColumnKind::kMixed:
      return at(data_of<Value>(*column));
  }
  return Vector::nulls(size);
}

Result<Vector> read_consecutive(const PropertySource& source, std::uint64_t first, std::uint32_t size) {
  std::vector<Vector> slices;
  for (std::uint32_t done = 0; done < size;) {
    const std::uint32_t row = storage::column_row_of(first + done);
    const std::uint32_t count = std::min(size - done, storage::kColumnBlockSize - row);
    KITH_TRY(const ColumnRef column, source.column(storage::column_block_of(first + done)));
    slices.push_back(borrow(column, row, count));
    done += count;
  }
  if (slices.size() == 1) return slices[0];
  std::vector<Part> parts;
  std::uint32_t begin = 0;
  for (const Vector& slice : slices) {
    parts.push_back({&slice, nullptr, begin});
    begin += slice.size();
  }
  return assemble(parts, size);
}

/// The columns of the blocks that a chunk's ids lie in, each fetched once.
class BlockColumns {
 public:
  explicit BlockColumns(const PropertySource& source) : source_(source) { recent_.fill({~BlockNumber{0}, 0}); }

  Result<std::uint32_t> number_of(BlockNumber block) {
    auto& [recent_block, recent_number] = recent_[block % recent_.size()];
    if (recent_block == block) return recent_number;
    const auto found = numbers_.find(block);
    if (found == numbers_.end()) {
      KITH_TRY(ColumnRef column, source_.column(block));
      numbers_.emplace(block, static_cast<std::uint32_t>(columns_.size()));
      recent_number = static_cast<std::uint32_t>(columns_.size());
      columns_.push_back(std::move(column));
    } else {
      recent_number = found->second;
    }
    recent_block = block;
    return recent_number;
  }
  const std::vector<ColumnRef>& columns() const { return columns_; }

  /// Typed when the blocks that have any value agree.
  VectorKind unified_kind() const {
    VectorKind kind = VectorKind::kNull;
    for (const ColumnRef& column : columns_) {
      const VectorKind own = vector_kind_of(column->kind);
      if (own == VectorKind::kNull || own == kind) continue;
      if (kind != VectorKind::kNull) return VectorKind::kMixed;
      kind = own;
    }
    return kind;
  }

 private:
  const PropertySource& source_;
  std::array<std::pair<BlockNumber, std::uint32_t>, 256> recent_;
  std::unordered_map<BlockNumber, std::uint32_t> numbers_;
  std::vector<ColumnRef> columns_;
};

constexpr std::uint32_t kNoBlock = 0xffffffff;

template <class T>
Vector gather_typed(VectorKind kind, const BlockColumns& blocks, const std::vector<std::uint32_t>& numbers,
                    const Operand<std::uint64_t>& ids) {
  auto buffer = std::make_shared<VectorBuffer<T>>();
  buffer->values.resize(numbers.size());
  for (std::uint32_t row = 0; row < numbers.size(); ++row) {
    if (numbers[row] == kNoBlock) {
      buffer->set_null(row);
      continue;
    }
    const Column& column = *blocks.columns()[numbers[row]];
    const std::uint32_t column_row = storage::column_row_of(ids[row]);
    if (column.has(column_row)) {
      buffer->values[row] = data_of<T>(column)[column_row];
    } else {
      buffer->set_null(row);
    }
  }
  if (kind == VectorKind::kString) buffer->pins.assign(blocks.columns().begin(), blocks.columns().end());
  return Vector::own<T>(kind, std::move(buffer));
}

Result<Vector> gather(const PropertySource& source, const Vector& ids_vector) {
  const std::uint32_t size = ids_vector.size();
  const VectorView<std::uint64_t> view = ids_vector.view<std::uint64_t>();
  const Operand<std::uint64_t> ids(ids_vector);
  BlockColumns blocks(source);
  std::vector<std::uint32_t> numbers(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    if (!view.valid(row)) {
      numbers[row] = kNoBlock;
    } else {
      KITH_TRY(numbers[row], blocks.number_of(storage::column_block_of(ids[row])));
    }
  }
  const VectorKind kind = blocks.unified_kind();
  switch (kind) {
    case VectorKind::kNull:
      return Vector::nulls(size);
    case VectorKind::kBoolean:
      return gather_typed<std::uint8_t>(kind, blocks, numbers, ids);
    case VectorKind::kInteger:
    case VectorKind::kDate:
      return gather_typed<std::int64_t>(kind, blocks, numbers, ids);
    case VectorKind::kFloat:
      return gather_typed<double>(kind, blocks, numbers, ids);
    case VectorKind::kString:
      return gather_typed<std::string_view>(kind, blocks, numbers, ids);
    default:
      break;
  }
  auto buffer = std::make_shared<VectorBuffer<Value>>();
  buffer->values.resize(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    if (numbers[row] == kNoBlock) continue;
    buffer->values[row] = blocks.columns()[numbers[row]]->value(storage::column_row_of(ids[row]));
  }
  return Vector::own<Value>(VectorKind::kMixed, std::move(buffer));
}

Status check_none_deleted(ElementKind element, const Vector& ids, ExecContext& context) {
  const VectorView<std::uint64_t> view = ids.view<std::uint64_t>();
  storage::NodeBlockRef nodes;
  storage::RelationshipBlockRef relationships;
  BlockNumber current = ~BlockNumber{0};
  for (std::uint32_t row = 0; row < ids.size(); ++row) {
    if (!view.valid(row)) continue;
    const BlockNumber block = storage::column_block_of(view[row]);
    const std::uint32_t block_row = storage::column_row_of(view[row]);
    bool present = false;
    if (element == ElementKind::kNode) {
      if (block != current) {
        KITH_TRY(nodes, context.view->nodes(block));
      }
      present = block_row < nodes->label_sets.size() && nodes->label_sets[block_row] != storage::NodeBlock::kAbsent;
    } else {
      if (block != current) {
        KITH_TRY(relationships, context.view->relationships(block));
      }
      present = block_row < relationships->types.size() &&
                relationships->types[block_row] != storage::RelationshipBlock::kAbsent;
    }
    current = block;
    if (!present) return deleted_entity_access(element);
  }
  return Status::success();
}

}  // namespace

Result<Vector> read_property(const Vector& ids, std::string_view key, ExecContext& context) {
  const std::uint32_t size = ids.size();
  if (ids.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  const ElementKind element = ids.kind() == VectorKind::kNode ? ElementKind::kNode : ElementKind::kRelationship;
  if (may_be_deleted(context)) KITH_CHECK_OK(check_none_deleted(element, ids, context));
  const std::optional<PropertyKeyId> key_id = context.view->names().property_key(key);
  if (!key_id.has_value()) return Vector::nulls(size);
  const PropertySource source{element, *key_id, *context.view};
  const VectorView<std::uint64_t> view = ids.view<std::uint64_t>();
  if (ids.is_constant()) {
    KITH_TRY(const ColumnRef column, source.column(storage::column_block_of(view.data[0])));
    return Vector::constant(column->value(storage::column_row_of(view.data[0])), size);
  }
  if (ids.is_consecutive()) return read_consecutive(source, view.data[0], size);
  if (!ids.is_flat()) {
    // What lies under the selection may be fewer rows than it shows (an expansion repeats its input), or a scan's range
    // (a filter left some of it): then the property is read there, and seen through the same selection.
    std::uint32_t last = 0;
    for (std::uint32_t row = 0; row < size; ++row) last = std::max(last, view.selection[row]);
    const Vector base = ids.with_selection(nullptr, last + 1);
    if (base.is_consecutive() || last + 1 < size) {
      KITH_TRY(const Vector values,
               base.is_consecutive() ? read_consecutive(source, view.data[0], last + 1) : gather(source, base));
      return values.with_selection(ids.selection(), size);
    }
  }
  return gather(source, ids);
}

}  // namespace kith::engine
