// Column, node and relationship blocks: round trips against plain vectors, minima and maxima, damage.
#include "storage/column_block.hpp"

#include <catch2/catch.hpp>

#include "tests/storage/corruption.hpp"
#include "values/compare.hpp"

namespace kith::storage {
namespace {

using testing::check_damage_is_noticed;
using testing::check_forgeries_are_survived;
using testing::identical;
using testing::Random;

enum class Shape { kAny, kConstant, kFew, kAscending, kNarrow };

std::vector<Value> random_rows(Random& random) {
  std::vector<Value> rows(kColumnBlockSize);
  const double density = random.pick({0.0, 0.0005, 0.05, 0.5, 0.95, 0.999, 1.0, 1.0, 1.0});
  const bool is_mixed = random.chance(0.2);
  const ValueKind kind = is_mixed ? ValueKind::kNull
                                  : random.pick({ValueKind::kBoolean, ValueKind::kInteger, ValueKind::kFloat,
                                                 ValueKind::kString, ValueKind::kDate, ValueKind::kDuration});
  const Shape shape = random.pick({Shape::kAny, Shape::kConstant, Shape::kFew, Shape::kAscending, Shape::kNarrow});
  const auto make = [&]() -> Value { return is_mixed ? random.storable() : random.scalar(kind); };
  std::vector<Value> few;
  for (std::uint64_t n = shape == Shape::kConstant ? 1 : random.below(20) + 1; n > 0; --n) few.push_back(make());
  std::int64_t next = random.integer() / 4;
  const std::uint64_t range = std::uint64_t{1} << random.below(62);
  for (Value& row : rows) {
    if (!random.chance(density)) continue;
    const bool is_integer = kind == ValueKind::kInteger || kind == ValueKind::kDate;
    const auto integer = [&](std::int64_t value) {
      return kind == ValueKind::kDate ? Value(Date{value}) : Value(value);
    };
    if (shape == Shape::kConstant || shape == Shape::kFew) {
      row = few[random.below(few.size())];
    } else if (shape == Shape::kAscending && is_integer) {
      row = integer(next += static_cast<std::int64_t>(random.below(1000)));
    } else if (shape == Shape::kNarrow && is_integer) {
      row = integer(next + static_cast<std::int64_t>(random.below(range)));
    } else {
      row = make();
    }
  }
  return rows;
}

ColumnRef build(const std::vector<Value>& rows) {
  ColumnBuilder builder;
  for (std::uint32_t row = 0; row < rows.size(); ++row) builder.set(row, rows[row]);
  return std::move(builder).build();
}

ColumnKind expected_kind(const std::vector<Value>& rows) {
  std::optional<ValueKind> kind;
  for (const Value& row : rows) {
    if (row.is_null()) continue;
    if (kind && *kind != row.kind()) return ColumnKind::kMixed;
    kind = row.kind();
  }
  if (!kind) return ColumnKind::kNull;
  switch (*kind) {
    case ValueKind::kBoolean:
      return ColumnKind::kBoolean;
    case ValueKind::kInteger:
      return ColumnKind::kInteger;
    case ValueKind::kFloat:
      return ColumnKind::kFloat;
    case ValueKind::kString:
      return ColumnKind::kString;
    case ValueKind::kDate:
      return ColumnKind::kDate;
    default:
      return ColumnKind::kMixed;
  }
}

void check_is(const Column& column, const std::vector<Value>& rows) {
  std::uint32_t num_different = 0, num_null = 0;
  Value minimum, maximum;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    if (!identical(column.value(row), rows[row]) || column.has(row) == rows[row].is_null()) ++num_different;
    if (rows[row].is_null()) {
      ++num_null;
      continue;
    }
    if (minimum.is_null() || order(rows[row], minimum) < 0) minimum = rows[row];
    if (maximum.is_null() || order(rows[row], maximum) > 0) maximum = rows[row];
  }
  CHECK(num_different == 0);
  CHECK(column.kind == expected_kind(rows));
  CHECK(column.null_count == num_null);
  CHECK(equivalent(column.minimum, minimum));
  CHECK(equivalent(column.maximum, maximum));
  CHECK(column.validity.empty() == (num_null == 0 || num_null == kColumnBlockSize));
  const std::size_t array_size = column.booleans.size() + column.integers.size() + column.floats.size() +
                                 column.strings.size() + column.values.size();
  CHECK(array_size == (column.kind == ColumnKind::kNull ? 0 : kColumnBlockSize));
  CHECK(column.codes.empty() == column.dictionary.empty());
  std::uint32_t num_wrong_codes = 0;
  for (std::uint32_t row = 0; row < column.codes.size(); ++row) {
    if (column.has(row) && column.strings[row] != column.dictionary[column.codes[row]]) ++num_wrong_codes;
  }
  CHECK(num_wrong_codes == 0);
  // What is absent reads as zero, empty or null in the arrays.
  std::uint32_t num_absent_set = 0;
  for (std::uint32_t row = 0; row < rows.size() && array_size > 0; ++row) {
    if (!rows[row].is_null()) continue;
    if (!column.integers.empty() && column.integers[row] != 0) ++num_absent_set;
    if (!column.floats.empty() && column.floats[row] != 0) ++num_absent_set;
    if (!column.booleans.empty() && column.booleans[row] != 0) ++num_absent_set;
    if (!column.strings.empty() && !column.strings[row].empty()) ++num_absent_set;
    if (!column.values.empty() && !column.values[row].is_null()) ++num_absent_set;
  }
  CHECK(num_absent_set == 0);
}

ColumnRef decoded(std::string_view bytes) {
  const testing::ExactCopy copy(bytes);
  Result<ColumnRef> column = decode_column(copy.view());
  if (!column.ok()) FAIL(column.error().message);
  return *column;
}

TEST_CASE("a column of any kind, density and shape survives building, encoding and decoding") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 150; ++round) {
    const std::vector<Value> rows = random_rows(random);
    const ColumnRef built = build(rows);
    check_is(*built, rows);
    const std::string bytes = encode_column(*built);
    const ColumnRef read = decoded(bytes);
    check_is(*read, rows);
    CHECK(encode_column(*read) == bytes);
    CHECK(read->memory_bytes() >= sizeof(Column));
  }
}

TEST_CASE("a column rebuilt with changes holds the changes") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 30; ++round) {
    std::vector<Value> rows = random_rows(random);
    ColumnBuilder builder(*decoded(encode_column(*build(rows))));
    for (std::uint64_t n = random.below(200); n > 0; --n) {
      const auto row = static_cast<std::uint32_t>(random.below(kColumnBlockSize));
      rows[row] = random.chance(0.3) ? Value() : random.scalar();
      builder.set(row, rows[row]);
    }
    check_is(*std::move(builder).build(), rows);
  }
}

TEST_CASE("integers of every width between the extremes survive") {
  for (unsigned width = 0; width <= 64; ++width) {
    std::vector<Value> rows;
    const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    std::uint64_t x = width * 0x9E3779B97F4A7C15u + 1;
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      x = x * 6364136223846793005u + 1442695040888963407u;
      rows.emplace_back(
          static_cast<std::int64_t>((std::uint64_t{1} << 63) + (row == 7 ? mask : (x >> 20 | x << 44) & mask)));
    }
    rows[0] = static_cast<std::int64_t>(std::uint64_t{1} << 63);
    check_is(*decoded(encode_column(*build(rows))), rows);
  }
}

TEST_CASE("the smallest encoding is chosen") {
  const auto size_of = [](auto value) {
    std::vector<Value> rows(kColumnBlockSize);
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) rows[row] = value(row);
    return encode_column(*build(rows)).size();
  };
  CHECK(size_of([](std::uint32_t) { return Value(); }) < 20);
  CHECK(size_of([](std::uint32_t) { return Value(1'000'000'007); }) < 50);
  CHECK(size_of([](std::uint32_t row) { return Value(static_cast<long>(row) * 3); }) < 50);
  CHECK(size_of([](std::uint32_t row) { return Value(static_cast<long>(row * 2654435761u >> 22)); }) <
        4096 * 10 / 8 + 50);
  CHECK(size_of([](std::uint32_t) { return Value(0.5); }) < 50);
  CHECK(size_of([](std::uint32_t row) { return Value(row % 2 == 0); }) < 600);
  CHECK(size_of([](std::uint32_t) { return Value("the same"); }) < 70);
  CHECK(size_of([](std::uint32_t row) { return Value(row % 3 == 0 ? "red" : "blue"); }) < 600);
  CHECK(size_of([](std::uint32_t row) { return row == 5 ? Value("one") : Value(); }) < 60);
  CHECK(size_of([](std::uint32_t) { return Value(Duration{1, 2, 3, 4}); }) < 40);
}

TEST_CASE("long strings survive") {
  std::vector<Value> rows(kColumnBlockSize);
  rows[3] = std::string(300'000, 'x');
  rows[4] = std::string();
  rows[4095] = std::string(100'000, 'y');
  check_is(*decoded(encode_column(*build(rows))), rows);
}

TEST_CASE("damage to a column block is noticed, and forgeries are survived") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 60; ++round) {
    std::vector<Value> rows = random_rows(random);
    for (std::uint32_t row = 0; row < kColumnBlockSize && round % 4 != 0; ++row) {
      if (row % 32 != 0) rows[row] = {};  // small blocks: every byte gets its turn
    }
    const std::string bytes = encode_column(*build(rows));
    if (bytes.size() < 3000) check_damage_is_noticed(bytes, decode_column);
    check_forgeries_are_survived(bytes, random, 200, [](std::string_view forged) -> Status {
      KITH_TRY(const ColumnRef column, decode_column(forged));
      // Whatever was read can be read through.
      for (std::uint32_t row = 0; row < kColumnBlockSize; row += 61) static_cast<void>(column->value(row));
      return {};
    });
  }
}

TEST_CASE("node blocks survive") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 100; ++round) {
    NodeBlock block;
    block.label_sets.assign(kColumnBlockSize, NodeBlock::kAbsent);
    const double density = random.pick({0.0, 0.001, 0.5, 0.99, 1.0});
    const std::uint64_t num_sets =
        random.pick({std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{70}, std::uint64_t{0xffffffff}});
    const auto first = static_cast<std::uint32_t>(num_sets == 0xffffffff ? 0 : random.below(1000));
    std::uint32_t num_present = 0;
    std::optional<std::uint32_t> uniform;
    bool is_uniform = true;
    for (std::uint32_t& set : block.label_sets) {
      if (!random.chance(density)) continue;
      set = first + static_cast<std::uint32_t>(random.below(num_sets));
      ++num_present;
      if (!uniform) uniform = set;
      is_uniform = is_uniform && *uniform == set;
    }
    const std::string bytes = encode_nodes(block);
    const Result<NodeBlockRef> read = decode_nodes(testing::ExactCopy(bytes).view());
    REQUIRE(read.ok());
    CHECK((*read)->label_sets == block.label_sets);
    CHECK((*read)->num_present == num_present);
    CHECK((*read)->uniform_set == (uniform && is_uniform ? *uniform : NodeBlock::kAbsent));
    if (bytes.size() < 1000) check_damage_is_noticed(bytes, decode_nodes);
    check_forgeries_are_survived(bytes, random, 50, decode_nodes);
  }
}

TEST_CASE("relationship blocks survive") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 60; ++round) {
    RelationshipBlock block;
    block.types.assign(kColumnBlockSize, RelationshipBlock::kAbsent);
    block.starts.assign(kColumnBlockSize, 0);
    block.ends.assign(kColumnBlockSize, 0);
    const double density = random.pick({0.0, 0.001, 0.5, 0.99, 1.0});
    const std::uint64_t num_types = random.pick({std::uint64_t{1}, std::uint64_t{5}});
    std::uint64_t start = random.bits() >> random.below(64);
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (!random.chance(density)) continue;
      ++block.num_present;
      block.types[row] = static_cast<std::uint32_t>(random.below(num_types));
      block.starts[row] = start += random.below(3);
      block.ends[row] = random.bits() >> random.below(64);
    }
    const std::string bytes = encode_relationships(block);
    const Result<RelationshipBlockRef> read = decode_relationships(testing::ExactCopy(bytes).view());
    REQUIRE(read.ok());
    CHECK((*read)->types == block.types);
    CHECK((*read)->starts == block.starts);
    CHECK((*read)->ends == block.ends);
    CHECK((*read)->num_present == block.num_present);
    if (bytes.size() < 1000) check_damage_is_noticed(bytes, decode_relationships);
    check_forgeries_are_survived(bytes, random, 50, decode_relationships);
  }
}

TEST_CASE("a block of one kind is not read as another") {
  const std::string nodes = encode_nodes(NodeBlock{std::vector<std::uint32_t>(kColumnBlockSize, NodeBlock::kAbsent)});
  CHECK_FALSE(decode_column(nodes).ok());
  CHECK_FALSE(decode_relationships(nodes).ok());
  CHECK(decode_nodes(nodes).ok());
}

}  // namespace
}  // namespace kith::storage
