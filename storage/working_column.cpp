// storage/working_column.cpp: in-place changes of typed arrays, and their bounds.
#include "storage/working_column.hpp"

#include <cstring>

#include "storage/column_block.hpp"
#include "storage/column_block_extremes.hpp"
#include "values/compare.hpp"

namespace kith::storage {

/// Text that does not move once stored.
class WorkingColumn::Arena {
 public:
  std::string_view store(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      const std::size_t size = text.size() > kChunk / 4 ? text.size() : kChunk;
      auto chunk = std::make_unique<char[]>(size);
      char* start = chunk.get();
      bytes_ += size;
      chunks_.push_back(std::move(chunk));
      if (size != kChunk) {  // a chunk of its own; the open one stays open
        std::memcpy(start, text.data(), text.size());
        return {start, text.size()};
      }
      next_ = start;
      left_ = size;
    }
    char* start = next_;
    std::memcpy(start, text.data(), text.size());
    next_ += text.size();
    left_ -= text.size();
    return {start, text.size()};
  }
  std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kChunk = 16 * 1024;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t bytes_ = 0;
};

struct WorkingColumn::Owned : Column {
  std::shared_ptr<Arena> arena;
};

namespace {

constexpr std::size_t kValidityWords = kColumnBlockSize / 64;

}  // namespace

WorkingColumn::WorkingColumn(const Column& base) : column_(std::make_shared<Owned>()) {
  Owned& own = *column_;
  own.kind = base.kind;
  own.null_count = base.null_count;
  own.validity = base.validity;
  own.booleans = base.booleans;
  own.integers = base.integers;
  own.floats = base.floats;
  own.values = base.values;
  own.minimum = base.minimum;
  own.maximum = base.maximum;
  if (base.kind != ColumnKind::kString) return;
  // The dictionary is dropped: encoding finds it again. Its texts are stored once.
  own.arena = std::make_shared<Arena>();
  own.strings.resize(kColumnBlockSize);
  if (!base.dictionary.empty() && base.codes.size() == kColumnBlockSize) {
    std::vector<std::string_view> moved;
    moved.reserve(base.dictionary.size());
    for (const std::string_view text : base.dictionary) moved.push_back(own.arena->store(text));
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (base.has(row)) own.strings[row] = moved[base.codes[row]];
    }
  } else {
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (base.has(row)) own.strings[row] = own.arena->store(base.strings[row]);
    }
  }
}

Value WorkingColumn::value(std::uint32_t row) const { return column_->value(row); }
bool WorkingColumn::has(std::uint32_t row) const { return column_->has(row); }

void WorkingColumn::make_private() {
  if (column_.use_count() > 1) column_ = std::make_shared<Owned>(*column_);
}

void WorkingColumn::become(ColumnKind kind) {
  Owned& own = *column_;
  own.kind = kind;
  own.null_count = kColumnBlockSize;
  own.validity.assign(kValidityWords, 0);
  switch (kind) {
    case ColumnKind::kNull:
      own.validity.clear();
      break;
    case ColumnKind::kBoolean:
      own.booleans.assign(kColumnBlockSize, 0);
      break;
    case ColumnKind::kInteger:
    case ColumnKind::kDate:
      own.integers.assign(kColumnBlockSize, 0);
      break;
    case ColumnKind::kFloat:
      own.floats.assign(kColumnBlockSize, 0.0);
      break;
    case ColumnKind::kString:
      own.strings.assign(kColumnBlockSize, {});
      if (own.arena == nullptr) own.arena = std::make_shared<Arena>();
      break;
    case ColumnKind::kMixed:
      own.values.assign(kColumnBlockSize, {});
      break;
  }
  own.minimum = own.maximum = Value();
  bounds_stale_ = false;
}

void WorkingColumn::become_mixed() {
  Owned& own = *column_;
  std::vector<Value> values(kColumnBlockSize);
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) values[row] = own.value(row);
  own.kind = ColumnKind::kMixed;
  own.values = std::move(values);
  own.booleans.clear();
  own.integers.clear();
  own.floats.clear();
  own.strings.clear();
}

void WorkingColumn::remove(std::uint32_t row) {
  Owned& own = *column_;
  if (!own.has(row)) return;
  if (own.null_count + 1 == kColumnBlockSize) {
    own.booleans.clear();
    own.integers.clear();
    own.floats.clear();
    own.strings.clear();
    own.values.clear();
    become(ColumnKind::kNull);
    return;
  }
  const Value old = own.value(row);
  if (!bounds_stale_ && (equivalent(old, own.minimum) || equivalent(old, own.maximum))) bounds_stale_ = true;
  if (own.validity.empty()) own.validity.assign(kValidityWords, ~std::uint64_t{0});
  own.validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  ++own.null_count;
  switch (own.kind) {
    case ColumnKind::kNull:
      break;
    case ColumnKind::kBoolean:
      own.booleans[row] = 0;
      break;
    case ColumnKind::kInteger:
    case ColumnKind::kDate:
      own.integers[row] = 0;
      break;
    case ColumnKind::kFloat:
      own.floats[row] = 0;
      break;
    case ColumnKind::kString:
      own.strings[row] = {};
      break;
    case ColumnKind::kMixed:
      own.values[row] = Value();
      break;
  }
}

void WorkingColumn::set(std::uint32_t row, const Value& value) {
  make_private();
  if (value.is_null()) return remove(row);
  Owned& own = *column_;
  const ColumnKind wanted = column_kind_of(value.kind());
  if (own.kind == ColumnKind::kNull) {
    become(wanted);
  } else if (own.kind != wanted && own.kind != ColumnKind::kMixed) {
    become_mixed();
  }
  if (own.has(row)) {
    if (!bounds_stale_) {
      const Value old = own.value(row);
      bounds_stale_ = equivalent(old, own.minimum) || equivalent(old, own.maximum);
    }
  } else {
    own.validity[row / 64] |= std::uint64_t{1} << (row % 64);
    if (--own.null_count == 0) own.validity.clear();
  }
  switch (own.kind) {
    case ColumnKind::kNull:
      break;
    case ColumnKind::kBoolean:
      own.booleans[row] = value.get<bool>() ? 1 : 0;
      break;
    case ColumnKind::kInteger:
      own.integers[row] = value.get<std::int64_t>();
      break;
    case ColumnKind::kDate:
      own.integers[row] = value.get<Date>().days;
      break;
    case ColumnKind::kFloat:
      own.floats[row] = value.get<double>();
      break;
    case ColumnKind::kString:
      own.strings[row] = own.arena->store(value.get<std::string>());
      break;
    case ColumnKind::kMixed:
      own.values[row] = value;
      break;
  }
  if (!bounds_stale_) extend_bounds(value);
}

void WorkingColumn::extend_bounds(const Value& value) {
  Owned& own = *column_;
  if (own.minimum.is_null()) {
    own.minimum = own.maximum = value;
    return;
  }
  if (order(value, own.minimum) < 0) own.minimum = value;
  if (order(value, own.maximum) > 0) own.maximum = value;
}

void WorkingColumn::find_bounds() {
  bounds_stale_ = false;
  Owned& own = *column_;
  const Presence presence = Presence::of(own);
  if (presence.count == 0) {
    own.minimum = own.maximum = Value();
    return;
  }
  const Extremes extremes = extremes_of(own, presence);
  own.minimum = own.value(extremes.minimum_row);
  own.maximum = own.value(extremes.maximum_row);
}

ColumnRef WorkingColumn::share() {
  if (bounds_stale_) {
    make_private();
    find_bounds();
  }
  // It differs after a change alone, and then nobody else has the column.
  if (const std::size_t bytes = column_->arena == nullptr ? 0 : column_->arena->bytes(); bytes != column_->text_bytes)
    column_->text_bytes = bytes;
  return column_;
}

}  // namespace kith::storage
