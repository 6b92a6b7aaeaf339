// engine/execution/expressions/read_property.cpp: one property of many elements: borrowed from its block, or gathered.
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

template <class T>
const T* data_of(const Column& column) {
  if constexpr (std::is_same_v<T, std::uint8_t>) return column.booleans.data();
  if constexpr (std::is_same_v<T, std::int64_t>) return column.integers.data();
  if constexpr (std::is_same_v<T, double>) return column.floats.data();
  if constexpr (std::is_same_v<T, std::string_view>) return column.strings.data();
  if constexpr (std::is_same_v<T, Value>) return column.values.data();
}

/// Whether the bits [begin, begin + size) are all set: a block's rows often lack values only where nothing is.
bool all_set(const std::vector<std::uint64_t>& bits, std::uint32_t begin, std::uint32_t size) {
  const std::uint32_t end = begin + size;
  for (std::uint32_t word = begin / 64; word * 64 < end; ++word) {
    const std::uint32_t first = std::max(begin, word * 64) % 64, count = std::min(end - word * 64, 64U) - first;
    const std::uint64_t mask = (count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1) << first;
    if ((bits[word] & mask) != mask) return false;
  }
  return true;
}

/// Rows [row, row + size) of a column, uncopied.
Vector borrow(const ColumnRef& column, std::uint32_t row, std::uint32_t size) {
  const auto at = [&](const auto* data) {
    const bool may_be_null =
        !column->validity.empty() && column->kind != ColumnKind::kMixed && !all_set(column->validity, row, size);
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
    case ColumnKind::kString: {
      Vector strings = at(data_of<std::string_view>(*column));
      if (!column->codes.empty()) strings.set_dictionary(column->codes.data() + row, &column->dictionary);
      return strings;
    }
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

/// Rows of a column may be null, ids too: with `kChecked` each is looked at.
template <class T, bool kChecked>
void gather_values(const PinnedColumns::Entry* entries, const Operand<std::uint64_t>& ids,
                   const VectorView<std::uint64_t>& view, VectorBuffer<T>& buffer) {
  const auto size = static_cast<std::uint32_t>(buffer.values.size());
  for (std::uint32_t row = 0; row < size; ++row) {
    if constexpr (kChecked) {
      if (!view.valid(row)) {
        buffer.set_null(row);
        continue;
      }
    }
    const PinnedColumns::Entry& entry = entries[storage::column_block_of(ids[row])];
    const std::uint32_t column_row = storage::column_row_of(ids[row]);
    if constexpr (kChecked) {
      if (!entry.column->has(column_row)) {
        buffer.set_null(row);
        continue;
      }
    }
    buffer.values[row] = static_cast<const T*>(entry.data)[column_row];
  }
}

template <class T>
Vector gather_typed(VectorKind kind, const PinnedColumns& columns, const Operand<std::uint64_t>& ids,
                    const VectorView<std::uint64_t>& view, std::uint32_t size) {
  auto buffer = std::make_shared<VectorBuffer<T>>();
  buffer->values.resize(size);
  if (columns.may_have_nulls() || view.validity != nullptr) {
    gather_values<T, true>(columns.entries(), ids, view, *buffer);
  } else {
    gather_values<T, false>(columns.entries(), ids, view, *buffer);
  }
  if (kind == VectorKind::kString) buffer->pins.push_back(columns.owner());
  return Vector::own<T>(kind, std::move(buffer));
}

/// Rows that are worth a dictionary over their blocks: a look-up of few is sooner done string by string.
constexpr std::uint32_t kWorthCoding = 256;

/// Strings by their code in the dictionary that all blocks share.
Vector gather_coded(PinnedColumns& columns, const Operand<std::uint64_t>& ids, std::uint32_t size) {
  struct Owner {
    VectorBuffer<std::string_view> strings;
    std::vector<std::uint16_t> codes;
    std::shared_ptr<const std::vector<std::string_view>> dictionary;
    std::shared_ptr<const PinnedColumns::Columns> columns;
  };
  auto owner = std::make_shared<Owner>();
  owner->strings.values.resize(size);
  owner->codes.resize(size);
  owner->dictionary = columns.dictionary();
  owner->columns = columns.owner();
  const std::vector<std::string_view>& dictionary = *owner->dictionary;
  for (std::uint32_t row = 0; row < size; ++row) {
    const std::uint16_t code = columns.code(storage::column_block_of(ids[row]), storage::column_row_of(ids[row]));
    owner->codes[row] = code;
    owner->strings.values[row] = dictionary[code];
  }
  Vector strings = Vector::borrow(VectorKind::kString, owner->strings.values.data(), size, nullptr, 0, owner);
  strings.set_dictionary(owner->codes.data(), owner->dictionary.get());
  return strings;
}

/// The kind that holds the values of these rows: that of their blocks when those agree.
VectorKind kind_of_rows(const PinnedColumns& columns, const Operand<std::uint64_t>& ids,
                        const VectorView<std::uint64_t>& view, std::uint32_t size) {
  if (columns.has_one_kind()) return columns.kind();
  VectorKind kind = VectorKind::kNull;
  for (std::uint32_t row = 0; row < size; ++row) {
    if (!view.valid(row)) continue;
    const VectorKind own = columns.entries()[storage::column_block_of(ids[row])].kind;
    if (own == VectorKind::kNull || own == kind) continue;
    if (kind != VectorKind::kNull) return VectorKind::kMixed;
    kind = own;
  }
  return kind;
}

Result<Vector> gather(const PropertySource& source, const Vector& ids_vector, ExecContext& context) {
  const std::uint32_t size = ids_vector.size();
  const VectorView<std::uint64_t> view = ids_vector.view<std::uint64_t>();
  const Operand<std::uint64_t> ids(ids_vector);
  PinnedColumns& columns = context.pins().columns(source.element, source.key);
  for (std::uint32_t row = 0; row < size; ++row) {
    if (!view.valid(row)) continue;
    const BlockNumber block = storage::column_block_of(ids[row]);
    if (!columns.has(block)) [[unlikely]] {
      KITH_CHECK_OK(columns.fetch(source.view, source.element, source.key, block));
    }
  }
  const VectorKind kind = kind_of_rows(columns, ids, view, size);
  switch (kind) {
    case VectorKind::kNull:
      return Vector::nulls(size);
    case VectorKind::kBoolean:
      return gather_typed<std::uint8_t>(kind, columns, ids, view, size);
    case VectorKind::kInteger:
    case VectorKind::kDate:
      return gather_typed<std::int64_t>(kind, columns, ids, view, size);
    case VectorKind::kFloat:
      return gather_typed<double>(kind, columns, ids, view, size);
    case VectorKind::kString:
      if (size >= kWorthCoding && !columns.may_have_nulls() && view.validity == nullptr &&
          columns.dictionary() != nullptr) {
        return gather_coded(columns, ids, size);
      }
      return gather_typed<std::string_view>(kind, columns, ids, view, size);
    default:
      break;
  }
  auto buffer = std::make_shared<VectorBuffer<Value>>();
  buffer->values.resize(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    if (!view.valid(row)) continue;
    const PinnedColumns::Entry& entry = columns.entries()[storage::column_block_of(ids[row])];
    buffer->values[row] = entry.column->value(storage::column_row_of(ids[row]));
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
      KITH_TRY(const Vector values, base.is_consecutive() ? read_consecutive(source, view.data[0], last + 1)
                                                          : gather(source, base, context));
      return values.with_selection(ids.selection(), size);
    }
  }
  return gather(source, ids, context);
}

}  // namespace kith::engine
