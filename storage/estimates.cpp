// storage/estimates.cpp: counts of (label, type, label) and of distinct values, for the optimizer.
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <unordered_map>

#include "storage/snapshot.hpp"
#include "storage/store_impl.hpp"
#include "values/compare.hpp"

namespace kith::storage {
namespace {

/// About how many distinct hashes were added: registers of leading zeros, within some 2 %.
class DistinctCounter {
 public:
  void add(std::uint64_t hash) {
    hash *= 0x9e3779b97f4a7c15u;  // hashes of small integers may be themselves
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
    const std::size_t slot = hash >> (64 - kBits);
    const auto zeros = static_cast<std::uint8_t>(std::countl_zero(hash << kBits | std::uint64_t{1} << (kBits - 1)) + 1);
    registers_[slot] = std::max(registers_[slot], zeros);
  }
  std::uint64_t count() const {
    constexpr double kSlots = std::size_t{1} << kBits;
    double sum = 0;
    int empty = 0;
    for (const std::uint8_t zeros : registers_) {
      sum += std::ldexp(1.0, -zeros);
      empty += zeros == 0;
    }
    const double estimate = 0.7213 / (1 + 1.079 / kSlots) * kSlots * kSlots / sum;
    // Few distinct values: the share of empty registers says more.
    if (estimate <= 2.5 * kSlots && empty > 0)
      return static_cast<std::uint64_t>(std::llround(kSlots * std::log(kSlots / empty)));
    return static_cast<std::uint64_t>(std::llround(estimate));
  }

 private:
  static constexpr int kBits = 11;
  std::array<std::uint8_t, std::size_t{1} << kBits> registers_{};
};

using ValueCounters = std::map<std::tuple<ElementKind, std::uint32_t, std::uint32_t>, DistinctCounter>;

/// Adds a column's values to the counter of each label (or type) of their element.
template <class NumbersOf>
void count_values(const Column& column, ElementKind element, PropertyKeyId key, NumbersOf numbers_of,
                  ValueCounters& counters) {
  std::vector<std::size_t> code_hashes;
  if (column.codes.size() == kColumnBlockSize) {
    for (const std::string_view text : column.dictionary) code_hashes.push_back(std::hash<std::string_view>{}(text));
  }
  DistinctCounter* last = nullptr;
  std::uint32_t last_number = 0;
  for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
    if (!column.has(row)) continue;
    const std::size_t value_hash = !code_hashes.empty() ? code_hashes[column.codes[row]]
                                   : column.kind == ColumnKind::kString
                                       ? std::hash<std::string_view>{}(column.strings[row])
                                       : hash(column.value(row));
    for (const std::uint32_t number : numbers_of(row)) {
      if (last == nullptr || last_number != number) {
        last = &counters[{element, number, key.value}];
        last_number = number;
      }
      last->add(value_hash);
    }
  }
}

}  // namespace

Status refresh_estimates(const Core& core, const State& state, Statistics& statistics) {
  const AsOf at = state.as_of();
  const BlockStore& blocks = core.blocks;
  ValueCounters counters;
  std::vector<std::uint32_t> numbers;
  // Label sets, by node: what relationships are counted by. 4 bytes per id.
  std::vector<std::uint32_t> set_of(state.node_id_end, NodeBlock::kAbsent);
  for (BlockNumber block = 0; block * kColumnBlockSize < state.node_id_end; ++block) {
    KITH_TRY(const NodeBlockRef sets, blocks.nodes(block, at));
    if (sets->num_present == 0) continue;
    const std::uint64_t first = block * kColumnBlockSize;
    const std::uint64_t size = std::min<std::uint64_t>(kColumnBlockSize, state.node_id_end - first);
    std::copy_n(sets->label_sets.begin(), size, set_of.begin() + static_cast<std::ptrdiff_t>(first));
    KITH_TRY(const auto keys, blocks.keys(ElementKind::kNode, block, at));
    for (const PropertyKeyId key : *keys) {
      KITH_TRY(const ColumnRef column, blocks.column(ElementKind::kNode, key, block, at));
      count_values(
          *column, ElementKind::kNode, key,
          [&](std::uint32_t row) -> const std::vector<std::uint32_t>& {
            numbers.clear();
            if (sets->label_sets[row] != NodeBlock::kAbsent) {
              for (const LabelId label : core.names.label_set(sets->label_sets[row])) numbers.push_back(label.value);
            }
            return numbers;
          },
          counters);
    }
  }
  // (start's set, type, end's set), then labels: sets are few.
  struct PairHash {
    std::size_t operator()(const std::array<std::uint32_t, 3>& key) const {
      return (key[0] * 0x9e3779b97f4a7c15u ^ key[1] * 0xc2b2ae3d27d4eb4fu ^ key[2] * 0xbf58476d1ce4e5b9u) >> 8;
    }
  };
  std::unordered_map<std::array<std::uint32_t, 3>, std::uint64_t, PairHash> by_sets;
  for (BlockNumber block = 0; block * kColumnBlockSize < state.relationship_id_end; ++block) {
    KITH_TRY(const RelationshipBlockRef ends, blocks.relationships(block, at));
    if (ends->num_present == 0) continue;
    std::array<std::uint32_t, 3> last{};
    std::uint64_t* count = nullptr;
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (ends->types[row] == RelationshipBlock::kAbsent) continue;
      if (ends->starts[row] >= set_of.size() || ends->ends[row] >= set_of.size()) continue;
      const std::array<std::uint32_t, 3> key{set_of[ends->starts[row]], ends->types[row], set_of[ends->ends[row]]};
      if (count == nullptr || key != last) {
        count = &by_sets[key];
        last = key;
      }
      ++*count;
    }
    KITH_TRY(const auto keys, blocks.keys(ElementKind::kRelationship, block, at));
    for (const PropertyKeyId key : *keys) {
      KITH_TRY(const ColumnRef column, blocks.column(ElementKind::kRelationship, key, block, at));
      count_values(
          *column, ElementKind::kRelationship, key,
          [&](std::uint32_t row) -> const std::vector<std::uint32_t>& {
            numbers.clear();
            if (ends->types[row] != RelationshipBlock::kAbsent) numbers.push_back(ends->types[row]);
            return numbers;
          },
          counters);
    }
  }
  std::map<std::array<std::uint32_t, 3>, std::uint64_t> triples;
  for (const auto& [key, count] : by_sets) {
    if (key[0] == NodeBlock::kAbsent || key[2] == NodeBlock::kAbsent) continue;
    for (const LabelId start : core.names.label_set(key[0])) {
      for (const LabelId end : core.names.label_set(key[2])) triples[{start.value, key[1], end.value}] += count;
    }
  }
  statistics.triples.clear();
  for (const auto& [key, count] : triples) {
    statistics.triples.push_back({LabelId{key[0]}, RelationshipTypeId{key[1]}, LabelId{key[2]}, count});
  }
  statistics.distinct_values.clear();
  for (const auto& [key, counter] : counters) {
    const auto& [element, number, property] = key;
    statistics.distinct_values.push_back({element, number, PropertyKeyId{property}, counter.count()});
  }
  return {};
}

}  // namespace kith::storage
