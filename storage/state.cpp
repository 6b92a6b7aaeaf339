// storage/state.cpp: the state's records in the meta family, written and read.
#include "storage/state.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "storage/byte_reader.hpp"
#include "storage/value_codec.hpp"

namespace kith::storage {

Core::Core(std::filesystem::path path, StoreOptions options, std::unique_ptr<Backend> backend)
    : path(std::move(path)),
      options(options),
      backend(std::move(backend)),
      cache(options.cache_bytes),
      blocks(*this->backend, directory, cache, names, commits),
      index_tier(*this->backend, cache) {}

namespace {

std::string meta_key(MetaKind kind, std::uint32_t number = 0, std::uint64_t block = 0) {
  return MetaKey{kind, number, block}.to_bytes();
}

std::string encode_schema(const Schema& schema, std::uint32_t next_index_id) {
  std::string out;
  append_varint(out, next_index_id);
  append_varint(out, schema.indexes.size());
  for (const IndexDefinition& index : schema.indexes) {
    append_varint(out, index.id);
    append_text(out, index.name);
    append_varint(out, static_cast<std::uint64_t>(index.element));
    append_varint(out, index.label_or_type);
    append_varint(out, index.keys.size());
    for (const PropertyKeyId key : index.keys) append_varint(out, key.value);
    append_varint(out, index.unique ? 1 : 0);
  }
  append_varint(out, schema.constraints.size());
  for (const ConstraintDefinition& constraint : schema.constraints) {
    append_text(out, constraint.name);
    append_varint(out, static_cast<std::uint64_t>(constraint.kind));
    append_varint(out, static_cast<std::uint64_t>(constraint.element));
    append_varint(out, constraint.label_or_type);
    append_varint(out, constraint.keys.size());
    for (const PropertyKeyId key : constraint.keys) append_varint(out, key.value);
  }
  return out;
}

std::uint32_t read_u32(ByteReader& reader) { return static_cast<std::uint32_t>(reader.varint()); }

std::vector<PropertyKeyId> read_keys(ByteReader& reader) {
  std::vector<PropertyKeyId> keys;
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left)
    keys.push_back(PropertyKeyId{read_u32(reader)});
  return keys;
}

bool decode_schema(std::string_view bytes, Schema& schema, std::uint32_t& next_index_id) {
  ByteReader reader(bytes);
  next_index_id = read_u32(reader);
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
    IndexDefinition index;
    index.id = read_u32(reader);
    index.name = reader.text();
    index.element = reader.varint() == 0 ? ElementKind::kNode : ElementKind::kRelationship;
    index.label_or_type = read_u32(reader);
    index.keys = read_keys(reader);
    index.unique = reader.varint() != 0;
    schema.indexes.push_back(std::move(index));
  }
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
    ConstraintDefinition constraint;
    constraint.name = reader.text();
    constraint.kind = reader.varint() == 0 ? ConstraintKind::kUnique : ConstraintKind::kNotNull;
    constraint.element = reader.varint() == 0 ? ElementKind::kNode : ElementKind::kRelationship;
    constraint.label_or_type = read_u32(reader);
    constraint.keys = read_keys(reader);
    schema.constraints.push_back(std::move(constraint));
  }
  return reader.ok() && reader.remaining() == 0;
}

std::string encode_estimates(const Statistics& statistics) {
  std::string out;
  append_varint(out, statistics.triples.size());
  for (const Statistics::Triple& triple : statistics.triples) {
    append_varint(out, triple.start.value);
    append_varint(out, triple.type.value);
    append_varint(out, triple.end.value);
    append_varint(out, triple.count);
  }
  append_varint(out, statistics.distinct_values.size());
  for (const Statistics::Values& values : statistics.distinct_values) {
    append_varint(out, static_cast<std::uint64_t>(values.element));
    append_varint(out, values.label_or_type);
    append_varint(out, values.key.value);
    append_varint(out, values.distinct);
  }
  return out;
}

bool decode_estimates(std::string_view bytes, std::vector<Statistics::Triple>& triples,
                      std::vector<Statistics::Values>& distinct_values) {
  ByteReader reader(bytes);
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
    Statistics::Triple triple{};
    triple.start = LabelId{read_u32(reader)};
    triple.type = RelationshipTypeId{read_u32(reader)};
    triple.end = LabelId{read_u32(reader)};
    triple.count = reader.varint();
    triples.push_back(triple);
  }
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
    Statistics::Values values;
    values.element = reader.varint() == 0 ? ElementKind::kNode : ElementKind::kRelationship;
    values.label_or_type = read_u32(reader);
    values.key = PropertyKeyId{read_u32(reader)};
    values.distinct = reader.varint();
    distinct_values.push_back(std::move(values));
  }
  return reader.ok() && reader.remaining() == 0;
}

std::string encode_degrees(const Statistics& statistics) {
  std::string out;
  append_varint(out, statistics.degrees.size());
  for (const Statistics::Degrees& degrees : statistics.degrees) {
    append_varint(out, degrees.label ? std::uint64_t{degrees.label->value} + 1 : 0);
    append_varint(out, degrees.type.value);
    append_varint(out, static_cast<std::uint64_t>(degrees.direction));
    append_varint(out, degrees.num_nodes);
    append_varint(out, degrees.num_relationships);
    append_varint(out, degrees.maximum);
    append_fixed(out, degrees.sum_of_squares);
    append_varint(out, degrees.by_size.size());
    for (const std::uint64_t nodes : degrees.by_size) append_varint(out, nodes);
  }
  return out;
}

bool decode_degrees(std::string_view bytes, std::vector<Statistics::Degrees>& out) {
  ByteReader reader(bytes);
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
    Statistics::Degrees degrees;
    if (const std::uint64_t label = reader.varint(); label != 0)
      degrees.label = LabelId{static_cast<std::uint32_t>(label - 1)};
    degrees.type = RelationshipTypeId{read_u32(reader)};
    degrees.direction = reader.varint() == 0 ? Direction::kOutgoing : Direction::kIncoming;
    degrees.num_nodes = reader.varint();
    degrees.num_relationships = reader.varint();
    degrees.maximum = reader.varint();
    degrees.sum_of_squares = reader.fixed<double>();
    const std::uint64_t num_sizes = reader.varint();
    if (num_sizes > 64) return false;
    for (std::uint64_t i = 0; i < num_sizes; ++i) degrees.by_size.push_back(reader.varint());
    out.push_back(std::move(degrees));
  }
  return reader.ok() && reader.remaining() == 0;
}

std::string encode_histograms(const Statistics& statistics) {
  std::string out;
  append_varint(out, statistics.distinct_values.size());
  for (const Statistics::Values& values : statistics.distinct_values) {
    append_varint(out, values.num_values);
    append_varint(out, values.bounds.size());
    for (const Value& bound : values.bounds) append_value(out, bound);
  }
  return out;
}

/// One for each entry of `distinct_values`, in its order.
bool decode_histograms(std::string_view bytes, std::vector<Statistics::Values>& distinct_values) {
  ByteReader reader(bytes);
  if (reader.varint() != distinct_values.size()) return false;
  for (Statistics::Values& values : distinct_values) {
    values.num_values = reader.varint();
    const std::uint64_t num_bounds = reader.varint();
    if (num_bounds > Statistics::Values::kBuckets + 1) return false;
    for (std::uint64_t i = 0; i < num_bounds && reader.ok(); ++i) {
      auto bound = read_value(reader);
      if (!bound.ok()) return false;
      values.bounds.push_back(*std::move(bound));
    }
  }
  return reader.ok() && reader.remaining() == 0;
}

std::uint64_t count_at(const std::vector<std::uint64_t>& counts, std::size_t i) {
  return i < counts.size() ? counts[i] : 0;
}

void put_counts(Batch& batch, MetaKind kind, const std::vector<std::uint64_t>& after,
                const std::vector<std::uint64_t>& before) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i] == count_at(before, i)) continue;
    std::string value;
    append_varint(value, after[i]);
    batch.put(Family::kMeta, meta_key(kind, static_cast<std::uint32_t>(i)), std::move(value));
  }
}

void put_slabs(Batch& batch, MetaKind kind, const std::vector<Slab>& after, const std::vector<Slab>& before) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i] == (i < before.size() ? before[i] : Slab{})) continue;
    std::string value;
    append_varint(value, after[i].next);
    append_varint(value, after[i].end);
    append_varint(value, after[i].size);
    batch.put(Family::kMeta, meta_key(kind, static_cast<std::uint32_t>(i)), std::move(value));
  }
}

void put_block_sets(Batch& batch, MetaKind kind, const BlockSets& after, const BlockSets& before) {
  static const std::vector<BlockNumber> kNone;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i] == nullptr || (i < before.size() && after[i] == before[i])) continue;
    const auto& old = i < before.size() && before[i] != nullptr ? *before[i] : kNone;
    auto known = old.begin();
    for (const BlockNumber block : *after[i]) {
      while (known != old.end() && *known < block) ++known;
      if (known != old.end() && *known == block) continue;
      batch.put(Family::kMeta, meta_key(kind, static_cast<std::uint32_t>(i), block), "");
    }
  }
}

}  // namespace

void put_format(Batch& batch) {
  std::string value;
  append_fixed(value, kFormatVersion);
  batch.put(Family::kMeta, meta_key(MetaKind::kFormat), std::move(value));
}

void put_state(Batch& batch, const State& after, const State& before) {
  std::string value;
  append_varint(value, after.commit);
  append_varint(value, after.node_id_end);
  append_varint(value, after.relationship_id_end);
  append_varint(value, after.statistics->num_nodes);
  append_varint(value, after.statistics->num_relationships);
  append_varint(value, after.num_assertions);
  batch.put(Family::kMeta, meta_key(MetaKind::kState), std::move(value));
  if (after.statistics != before.statistics) {
    put_counts(batch, MetaKind::kLabelCount, after.statistics->nodes_with_label, before.statistics->nodes_with_label);
    put_counts(batch, MetaKind::kTypeCount, after.statistics->relationships_with_type,
               before.statistics->relationships_with_type);
    // Estimates are refreshed together.
    if (!after.statistics->triples.is_shared_with(before.statistics->triples)) {
      put_format(batch);  // what is stored in an older one is valid in this; histograms are not in that
      batch.put(Family::kMeta, meta_key(MetaKind::kEstimates), encode_estimates(*after.statistics));
      batch.put(Family::kMeta, meta_key(MetaKind::kDegrees), encode_degrees(*after.statistics));
      batch.put(Family::kMeta, meta_key(MetaKind::kHistograms), encode_histograms(*after.statistics));
    }
  }
  if (after.schema != before.schema || after.next_index_id != before.next_index_id) {
    batch.put(Family::kMeta, meta_key(MetaKind::kSchema), encode_schema(*after.schema, after.next_index_id));
  }
  if (after.node_slabs != before.node_slabs)
    put_slabs(batch, MetaKind::kNodeSlab, *after.node_slabs, *before.node_slabs);
  if (after.relationship_slabs != before.relationship_slabs) {
    put_slabs(batch, MetaKind::kRelationshipSlab, *after.relationship_slabs, *before.relationship_slabs);
  }
  if (after.label_blocks != before.label_blocks) {
    put_block_sets(batch, MetaKind::kLabelBlock, *after.label_blocks, *before.label_blocks);
  }
  if (after.type_blocks != before.type_blocks) {
    put_block_sets(batch, MetaKind::kTypeBlock, *after.type_blocks, *before.type_blocks);
  }
}

void put_names(Batch& batch, const NameTable& names, NameTable::Extent logged) {
  for (std::uint32_t i = logged.labels; i < names.num_labels(); ++i) {
    batch.put(Family::kMeta, meta_key(MetaKind::kLabelName, i), std::string(names.name(LabelId{i})));
  }
  for (std::uint32_t i = logged.types; i < names.num_relationship_types(); ++i) {
    batch.put(Family::kMeta, meta_key(MetaKind::kTypeName, i), std::string(names.name(RelationshipTypeId{i})));
  }
  for (std::uint32_t i = logged.keys; i < names.num_property_keys(); ++i) {
    batch.put(Family::kMeta, meta_key(MetaKind::kPropertyKeyName, i), std::string(names.name(PropertyKeyId{i})));
  }
  for (std::uint32_t i = std::max(logged.label_sets, std::uint32_t{1}); i < names.num_label_sets(); ++i) {
    std::string value;
    for (const LabelId label : names.label_set(i)) append_varint(value, label.value);
    batch.put(Family::kMeta, meta_key(MetaKind::kLabelSet, i), std::move(value));
  }
}

namespace {

/// Fills a State record by record.
class StateReader {
 public:
  explicit StateReader(NameTable& names) : names_(names) {}

  bool add(const MetaKey& key, std::string_view value) {
    ByteReader reader(value);
    switch (key.kind) {
      case MetaKind::kFormat:
        return true;
      case MetaKind::kState:
        state_.commit = reader.varint();
        state_.node_id_end = reader.varint();
        state_.relationship_id_end = reader.varint();
        statistics_.num_nodes = reader.varint();
        statistics_.num_relationships = reader.varint();
        state_.num_assertions = reader.varint();
        return reader.ok();
      case MetaKind::kLabelName:
        return names_.add_label(value).value == key.number;
      case MetaKind::kTypeName:
        return names_.add_relationship_type(value).value == key.number;
      case MetaKind::kPropertyKeyName:
        return names_.add_property_key(value).value == key.number;
      case MetaKind::kLabelSet: {
        std::vector<LabelId> labels;
        while (reader.ok() && reader.remaining() > 0) {
          labels.push_back(LabelId{read_u32(reader)});
          if (labels.back().value >= names_.num_labels()) return false;
        }
        return reader.ok() && names_.add_label_set(labels) == key.number;
      }
      case MetaKind::kNodeSlab:
        return add_slab(node_slabs_, key.number, names_.num_label_sets(), reader);
      case MetaKind::kRelationshipSlab:
        return add_slab(relationship_slabs_, key.number, names_.num_relationship_types(), reader);
      case MetaKind::kLabelCount:
        return add_count(statistics_.nodes_with_label, key.number, names_.num_labels(), reader);
      case MetaKind::kTypeCount:
        return add_count(statistics_.relationships_with_type, key.number, names_.num_relationship_types(), reader);
      case MetaKind::kLabelBlock:
        return add_block(label_blocks_, key, names_.num_labels());
      case MetaKind::kTypeBlock:
        return add_block(type_blocks_, key, names_.num_relationship_types());
      case MetaKind::kSchema:
        return decode_schema(value, schema_, state_.next_index_id);
      case MetaKind::kEstimates:
        return decode_estimates(value, triples_, distinct_values_);
      case MetaKind::kDegrees:
        return decode_degrees(value, degrees_);
      case MetaKind::kHistograms:
        return decode_histograms(value, distinct_values_);
    }
    return false;
  }

  State finish() && {
    statistics_.triples = std::move(triples_);
    statistics_.distinct_values = std::move(distinct_values_);
    statistics_.degrees = std::move(degrees_);
    state_.statistics = std::make_shared<const Statistics>(std::move(statistics_));
    state_.schema = std::make_shared<const Schema>(std::move(schema_));
    state_.node_slabs = std::make_shared<const std::vector<Slab>>(std::move(node_slabs_));
    state_.relationship_slabs = std::make_shared<const std::vector<Slab>>(std::move(relationship_slabs_));
    state_.label_blocks = std::make_shared<const BlockSets>(shared(std::move(label_blocks_)));
    state_.type_blocks = std::make_shared<const BlockSets>(shared(std::move(type_blocks_)));
    return std::move(state_);
  }

 private:
  static bool add_slab(std::vector<Slab>& slabs, std::uint32_t number, std::uint32_t limit, ByteReader& reader) {
    if (number >= limit) return false;
    if (slabs.size() <= number) slabs.resize(number + 1);
    slabs[number] = {reader.varint(), reader.varint(), read_u32(reader)};
    return reader.ok();
  }
  static bool add_count(std::vector<std::uint64_t>& counts, std::uint32_t number, std::uint32_t limit,
                        ByteReader& reader) {
    if (number >= limit) return false;
    if (counts.size() <= number) counts.resize(number + 1);
    counts[number] = reader.varint();
    return reader.ok();
  }
  static bool add_block(std::vector<std::vector<BlockNumber>>& sets, const MetaKey& key, std::uint32_t limit) {
    if (key.number >= limit) return false;
    if (sets.size() <= key.number) sets.resize(key.number + 1);
    sets[key.number].push_back(key.block);
    return true;
  }
  static BlockSets shared(std::vector<std::vector<BlockNumber>> sets) {
    BlockSets out;
    for (auto& set : sets) out.push_back(std::make_shared<const std::vector<BlockNumber>>(std::move(set)));
    return out;
  }

  NameTable& names_;
  State state_;
  Statistics statistics_;
  std::vector<Statistics::Triple> triples_;
  std::vector<Statistics::Values> distinct_values_;
  std::vector<Statistics::Degrees> degrees_;
  Schema schema_;
  std::vector<Slab> node_slabs_, relationship_slabs_;
  std::vector<std::vector<BlockNumber>> label_blocks_, type_blocks_;
};

/// Ids are allotted in blocks of which at least one element was stored. Blocks may be missing, for check() to report; a
/// bound far beyond them all is damage, and would be loops and arrays of that size.
Status check_id_bound(const Backend& backend, BlockClass kind, std::uint64_t id_end,
                      const std::filesystem::path& path) {
  const BlockId first{kind, 0, 0}, last{kind, 0, ~BlockNumber{0}};
  BlockNumber num_blocks = 1 << 16;
  for (const Family family : {Family::kBlocks, Family::kDeltas}) {
    KITH_TRY(const auto entry, backend.last_in(family, BlockKey{first, 0}.to_bytes(),
                                               BlockKey{last, ~CommitNumber{0}}.to_bytes(), nullptr));
    if (!entry) continue;
    KITH_TRY(const BlockKey key, BlockKey::decode(entry->first));
    num_blocks = std::max(num_blocks, key.id.number + (1 << 16));
  }
  if (id_end <= num_blocks * kColumnBlockSize) return {};
  return Error(ErrorKind::kCorruption,
               fmt::format("cannot open '{}': its ids end at {}, far beyond its blocks", path.string(), id_end));
}

}  // namespace

Result<std::uint32_t> read_format(const Backend& backend, const std::filesystem::path& path) {
  KITH_TRY(const auto format, backend.get(Family::kMeta, meta_key(MetaKind::kFormat), nullptr));
  if (!format || format->size() != sizeof(std::uint32_t)) {
    return Error(ErrorKind::kCorruption, fmt::format("cannot open '{}': it has no storage format", path.string()));
  }
  const auto version = ByteReader(*format).fixed<std::uint32_t>();
  if (version >= kOldestFormatVersion && version <= kFormatVersion) return version;
  return Error(
      ErrorKind::kFormatVersion,
      fmt::format("cannot open '{}': storage format {} is {} than this build, which reads {} to {}", path.string(),
                  version, version > kFormatVersion ? "newer" : "older", kOldestFormatVersion, kFormatVersion));
}

Result<State> read_state(const Backend& backend, NameTable& names, const std::filesystem::path& path) {
  KITH_TRY([[maybe_unused]] const std::uint32_t format, read_format(backend, path));
  StateReader reader(names);
  const auto scan = backend.scan(Family::kMeta, "", "", nullptr);
  for (; scan->valid(); scan->next()) {
    KITH_TRY(const MetaKey key, MetaKey::decode(scan->key()));
    if (!reader.add(key, scan->value())) {
      return Error(ErrorKind::kCorruption,
                   fmt::format("cannot open '{}': the record (kind {}, number {}) does not decode", path.string(),
                               static_cast<int>(key.kind), key.number));
    }
  }
  KITH_CHECK_OK(scan->status());
  State state = std::move(reader).finish();
  KITH_CHECK_OK(check_id_bound(backend, BlockClass::kNodes, state.node_id_end, path));
  KITH_CHECK_OK(check_id_bound(backend, BlockClass::kRelationships, state.relationship_id_end, path));
  return state;
}

}  // namespace kith::storage
