// storage/estimates.cpp: counts of (label, type, label), of distinct values, and histograms of values and degrees, for
// the optimizer.
#include <algorithm>
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

/// A value that may be kept: text is cut, at a character.
Value short_value(Value value) {
  constexpr std::size_t kLongest = 64;
  if (!value.is(ValueKind::kString) || value.get<std::string>().size() <= kLongest) return value;
  const std::string& text = value.get<std::string>();
  std::size_t size = kLongest;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return text.substr(0, size);
}

/// Any value has the same chance to be in it. The same data give the same sample.
class Sample {
 public:
  void add(const Column& column, std::uint32_t row) {
    if (++num_added_ <= kSize) {
      values_.push_back(short_value(column.value(row)));
      return;
    }
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t place = (random_ >> 32) * num_added_ >> 32;
    if (place < kSize) values_[place] = short_value(column.value(row));
  }
  std::uint64_t num_added() const { return num_added_; }
  std::vector<Value> bounds() && {
    constexpr std::size_t kBuckets = Statistics::Values::kBuckets;
    std::vector<Value> out;
    for (const Value& value : values_) {
      if (value.is(ValueKind::kList)) return out;
    }
    std::sort(values_.begin(), values_.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
    for (std::size_t i = 0; i <= kBuckets; ++i) out.push_back(values_[i * (values_.size() - 1) / kBuckets]);
    return out;
  }

 private:
  static constexpr std::size_t kSize = 1024;
  std::vector<Value> values_;
  std::uint64_t num_added_ = 0;
  std::uint64_t random_ = 0x9e3779b97f4a7c15u;
};

struct ValueCounter {
  DistinctCounter distinct;
  Sample sample;
};
using ValueCounters = std::map<std::tuple<ElementKind, std::uint32_t, std::uint32_t>, ValueCounter>;

/// Adds a column's values to the counter of each label (or type) of their element.
template <class NumbersOf>
void count_values(const Column& column, ElementKind element, PropertyKeyId key, NumbersOf numbers_of,
                  ValueCounters& counters) {
  std::vector<std::size_t> code_hashes;
  if (column.codes.size() == kColumnBlockSize) {
    for (const std::string_view text : column.dictionary) code_hashes.push_back(std::hash<std::string_view>{}(text));
  }
  ValueCounter* last = nullptr;
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
      last->distinct.add(value_hash);
      last->sample.add(column, row);
    }
  }
}

void add_degree(Statistics::Degrees& degrees, std::uint64_t degree) {
  ++degrees.num_nodes;
  degrees.num_relationships += degree;
  degrees.maximum = std::max(degrees.maximum, degree);
  degrees.sum_of_squares += static_cast<double>(degree) * static_cast<double>(degree);
  const auto size = static_cast<std::size_t>(std::bit_width(degree)) - 1;
  if (degrees.by_size.size() <= size) degrees.by_size.resize(size + 1);
  ++degrees.by_size[size];
}

void add_degrees(Statistics::Degrees& degrees, const Statistics::Degrees& more) {
  degrees.num_nodes += more.num_nodes;
  degrees.num_relationships += more.num_relationships;
  degrees.maximum = std::max(degrees.maximum, more.maximum);
  degrees.sum_of_squares += more.sum_of_squares;
  degrees.by_size.resize(std::max(degrees.by_size.size(), more.by_size.size()));
  for (std::size_t i = 0; i < more.by_size.size(); ++i) degrees.by_size[i] += more.by_size[i];
}

/// Everything is read past the cache: what queries have there matters more.
class Estimator {
 public:
  Estimator(const Core& core, const State& state)
      : core_(core), state_(state), at_(state.as_of()), set_of_(state.node_id_end, NodeBlock::kAbsent) {}

  Status read_nodes();
  Status read_relationships();
  Status read_degrees();
  std::vector<Statistics::Triple> triples() const;
  /// Each once: they are handed over.
  std::vector<Statistics::Values> values();
  std::vector<Statistics::Degrees> degrees() { return std::move(degrees_); }

 private:
  struct SetsHash {
    std::size_t operator()(const std::array<std::uint32_t, 3>& key) const {
      return (key[0] * 0x9e3779b97f4a7c15u ^ key[1] * 0xc2b2ae3d27d4eb4fu ^ key[2] * 0xbf58476d1ce4e5b9u) >> 8;
    }
  };
  /// Which adjacency blocks a type has, by direction.
  using AdjacencyBlocks = std::array<std::vector<bool>, 2>;

  const Core& core_;
  const State& state_;
  AsOf at_;
  std::vector<std::uint32_t> set_of_;  // label sets, by node: 4 bytes per id
  ValueCounters counters_;
  std::unordered_map<std::array<std::uint32_t, 3>, std::uint64_t, SetsHash> by_sets_;  // start's set, type, end's set
  std::map<std::uint32_t, AdjacencyBlocks> adjacency_blocks_;
  std::vector<Statistics::Degrees> degrees_;
};

Status Estimator::read_nodes() {
  std::vector<std::uint32_t> numbers;
  for (BlockNumber block = 0; block * kColumnBlockSize < state_.node_id_end; ++block) {
    KITH_TRY(const NodeBlockRef sets, core_.blocks.nodes(block, at_, CacheUse::kLeave));
    if (sets->num_present == 0) continue;
    const std::uint64_t first = block * kColumnBlockSize;
    const std::uint64_t size = std::min<std::uint64_t>(kColumnBlockSize, state_.node_id_end - first);
    std::copy_n(sets->label_sets.begin(), size, set_of_.begin() + static_cast<std::ptrdiff_t>(first));
    KITH_TRY(const auto keys, core_.blocks.keys(ElementKind::kNode, block, at_));
    for (const PropertyKeyId key : *keys) {
      KITH_TRY(const ColumnRef column, core_.blocks.column(ElementKind::kNode, key, block, at_, CacheUse::kLeave));
      count_values(
          *column, ElementKind::kNode, key,
          [&](std::uint32_t row) -> const std::vector<std::uint32_t>& {
            numbers.clear();
            if (sets->label_sets[row] != NodeBlock::kAbsent) {
              for (const LabelId label : core_.names.label_set(sets->label_sets[row])) numbers.push_back(label.value);
            }
            return numbers;
          },
          counters_);
    }
  }
  return {};
}

Status Estimator::read_relationships() {
  const BlockNumber num_adjacency_blocks = state_.node_id_end / kAdjacencyBlockSize + 1;
  std::vector<std::uint32_t> numbers;
  for (BlockNumber block = 0; block * kColumnBlockSize < state_.relationship_id_end; ++block) {
    KITH_TRY(const RelationshipBlockRef ends, core_.blocks.relationships(block, at_, CacheUse::kLeave));
    if (ends->num_present == 0) continue;
    std::array<std::uint32_t, 3> last{};
    std::uint64_t* count = nullptr;
    AdjacencyBlocks* lists = nullptr;
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
      if (ends->types[row] == RelationshipBlock::kAbsent) continue;
      const std::uint64_t start = ends->starts[row], end = ends->ends[row];
      if (start >= set_of_.size() || end >= set_of_.size()) continue;
      const std::array<std::uint32_t, 3> key{set_of_[start], ends->types[row], set_of_[end]};
      if (count == nullptr || key != last) {
        count = &by_sets_[key];
        if (lists == nullptr || key[1] != last[1]) {
          lists = &adjacency_blocks_[key[1]];
          for (auto& blocks : *lists) blocks.resize(num_adjacency_blocks);
        }
        last = key;
      }
      ++*count;
      (*lists)[0][start / kAdjacencyBlockSize] = true;
      (*lists)[1][end / kAdjacencyBlockSize] = true;
    }
    KITH_TRY(const auto keys, core_.blocks.keys(ElementKind::kRelationship, block, at_));
    for (const PropertyKeyId key : *keys) {
      KITH_TRY(const ColumnRef column,
               core_.blocks.column(ElementKind::kRelationship, key, block, at_, CacheUse::kLeave));
      count_values(
          *column, ElementKind::kRelationship, key,
          [&](std::uint32_t row) -> const std::vector<std::uint32_t>& {
            numbers.clear();
            if (ends->types[row] != RelationshipBlock::kAbsent) numbers.push_back(ends->types[row]);
            return numbers;
          },
          counters_);
    }
  }
  return {};
}

Status Estimator::read_degrees() {
  for (const auto& [type, blocks] : adjacency_blocks_) {
    for (const Direction direction : {Direction::kOutgoing, Direction::kIncoming}) {
      std::map<std::uint32_t, Statistics::Degrees> by_set;
      const std::vector<bool>& present = blocks[direction == Direction::kOutgoing ? 0 : 1];
      for (BlockNumber block = 0; block < present.size(); ++block) {
        if (!present[block]) continue;
        KITH_TRY(const AdjacencyRef lists,
                 core_.blocks.adjacency(RelationshipTypeId{type}, direction, block, at_, CacheUse::kLeave));
        Statistics::Degrees* last = nullptr;
        std::uint32_t last_set = 0;
        for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
          const std::uint32_t degree = lists->degree(row);
          const std::uint64_t node = block * kAdjacencyBlockSize + row;
          if (degree == 0 || node >= set_of_.size()) continue;
          if (last == nullptr || set_of_[node] != last_set) {
            last_set = set_of_[node];
            last = &by_set[last_set];
          }
          add_degree(*last, degree);
        }
      }
      Statistics::Degrees all;
      std::map<std::uint32_t, Statistics::Degrees> by_label;
      for (const auto& [set, degrees] : by_set) {
        add_degrees(all, degrees);
        if (set == NodeBlock::kAbsent) continue;
        for (const LabelId label : core_.names.label_set(set)) add_degrees(by_label[label.value], degrees);
      }
      const auto put = [&, type = type](Statistics::Degrees degrees, std::optional<LabelId> label) {
        degrees.label = label;
        degrees.type = RelationshipTypeId{type};
        degrees.direction = direction;
        degrees_.push_back(std::move(degrees));
      };
      put(std::move(all), std::nullopt);
      for (auto& [label, degrees] : by_label) put(std::move(degrees), LabelId{label});
    }
  }
  return {};
}

std::vector<Statistics::Triple> Estimator::triples() const {
  std::map<std::array<std::uint32_t, 3>, std::uint64_t> counts;  // sets are few: labels only now
  for (const auto& [key, count] : by_sets_) {
    if (key[0] == NodeBlock::kAbsent || key[2] == NodeBlock::kAbsent) continue;
    for (const LabelId start : core_.names.label_set(key[0])) {
      for (const LabelId end : core_.names.label_set(key[2])) counts[{start.value, key[1], end.value}] += count;
    }
  }
  std::vector<Statistics::Triple> out;
  out.reserve(counts.size());
  for (const auto& [key, count] : counts) {
    out.push_back({LabelId{key[0]}, RelationshipTypeId{key[1]}, LabelId{key[2]}, count});
  }
  return out;
}

std::vector<Statistics::Values> Estimator::values() {
  std::vector<Statistics::Values> out;
  out.reserve(counters_.size());
  for (auto& [key, counter] : counters_) {
    const auto& [element, number, property] = key;
    out.push_back({element, number, PropertyKeyId{property}, counter.distinct.count(), counter.sample.num_added(),
                   std::move(counter.sample).bounds()});
  }
  return out;
}

}  // namespace

Status refresh_estimates(const Core& core, const State& state, Statistics& statistics) {
  Estimator estimator(core, state);
  KITH_CHECK_OK(estimator.read_nodes());
  KITH_CHECK_OK(estimator.read_relationships());
  KITH_CHECK_OK(estimator.read_degrees());
  statistics.triples = estimator.triples();
  statistics.degrees = estimator.degrees();
  statistics.distinct_values = estimator.values();
  return {};
}

}  // namespace kith::storage
