// storage/index_entries.cpp: ranges of index keys for seeks; assertions by element and by passage.
#include "storage/index_entries.hpp"

#include <limits>

#include "storage/checksum.hpp"
#include "storage/value_codec.hpp"
#include "values/compare.hpp"

namespace kith::storage {

Status scan_assertions(const Backend& backend, std::string_view first, std::string_view last, AsOf at,
                       const PendingKeys* pending,
                       const std::function<bool(std::string_view, std::string_view)>& visit) {
  const auto scan = backend.scan(Family::kAssertions, first, last, at.backend);
  if (pending != nullptr) {
    auto own = pending->lower_bound(first);
    const auto end = last.empty() ? pending->end() : pending->lower_bound(last);
    for (; own != end; ++own) {
      for (; scan->valid() && scan->key() < own->first; scan->next()) {
        if (!visit(scan->key(), scan->value())) return {};
      }
      if (scan->valid() && scan->key() == own->first) scan->next();
      if (own->second && !visit(own->first, *own->second)) return {};
    }
  }
  for (; scan->valid(); scan->next()) {
    if (!visit(scan->key(), scan->value())) return {};
  }
  return scan->status();
}

namespace {

/// Visits the entries of [first, last), keys with their index's number in front, in order, the pending over the stored,
/// until `visit` says false or fails.
template <class Visit>
Status visit_entries(const IndexTier& tier, std::uint32_t index, std::string_view first, std::string_view last, AsOf at,
                     const PendingKeys* pending, Visit visit) {
  // The end of all entries of the index is the start of the next index's.
  const std::string_view end =
      last.starts_with(first.substr(0, sizeof(std::uint32_t))) ? entry_without_number(last) : "";
  IndexCursor cursor(tier, index, end, at);
  KITH_CHECK_OK(cursor.seek(entry_without_number(first)));
  if (pending != nullptr && !pending->empty()) {
    auto own = pending->lower_bound(first);
    const auto own_end = last.empty() ? pending->end() : pending->lower_bound(last);
    for (; own != own_end; ++own) {
      const std::string_view key = entry_without_number(own->first);
      while (cursor.valid() && cursor.key() < key) {
        KITH_TRY(const bool more, visit(cursor.key()));
        if (!more) return {};
        KITH_CHECK_OK(cursor.next());
      }
      if (cursor.valid() && cursor.key() == key) KITH_CHECK_OK(cursor.next());
      if (!own->second) continue;
      KITH_TRY(const bool more, visit(key));
      if (!more) return {};
    }
  }
  while (cursor.valid()) {
    KITH_TRY(const bool more, visit(cursor.key()));
    if (!more) return {};
    KITH_CHECK_OK(cursor.next());
  }
  return {};
}

// Cut values are all longer than kLongestIndexedValue, so that none is the start of another's encoding.
void append_cut(std::string& out, const std::string& encoded) {
  const std::string_view whole = encoded;
  if (whole.size() <= kLongestIndexedValue) {
    out += whole;
    return;
  }
  out += whole.substr(0, kLongestIndexedValue);
  append_big_endian(out, checksum(whole));
  append_big_endian(out, checksum(whole.substr(kLongestIndexedValue / 2)));
}

std::string encoded(const Value& value) {
  std::string out;
  append_ordered(out, value);
  return out;
}

}  // namespace

std::string index_entry_prefix(std::uint32_t index, std::span<const Value> values) {
  std::string out = index_prefix(index);
  for (const Value& value : values) append_cut(out, encoded(value));
  return out;
}

std::string index_entry(std::uint32_t index, std::span<const Value> values, std::uint64_t element) {
  std::string out = index_entry_prefix(index, values);
  append_big_endian(out, element);
  return out;
}

Result<std::uint64_t> element_of_entry(std::string_view key) {
  if (key.size() < sizeof(std::uint64_t) + 1) {
    return Error(ErrorKind::kCorruption, "an index entry that is too short");
  }
  return load_big_endian<std::uint64_t>(key.data() + key.size() - sizeof(std::uint64_t));
}

namespace {

/// Keys [first, last) hold all matches; those that start with `doubtful` share a cut prefix with a bound and need a
/// look at the value itself.
struct SeekRange {
  std::string first, last;
  std::vector<std::string> doubtful;
  bool nothing = false;
};

SeekRange range_of(const IndexSeek& seek) {
  SeekRange out;
  for (const Value& value : seek.equal) out.nothing |= value.is_null();
  if (out.nothing) return out;
  const std::string fixed = index_entry_prefix(seek.index, seek.equal);
  out.first = fixed;
  out.last = after_prefix(fixed);
  // A bound as a key: whole, or the cut that keys of its like begin with.
  const auto bound_key = [&](std::string bound) {
    if (bound.size() > kLongestIndexedValue) {
      bound.resize(kLongestIndexedValue);
      out.doubtful.push_back(fixed + bound);
    }
    return fixed + bound;
  };
  const auto narrow_first = [&](std::string key) { out.first = std::max(out.first, std::move(key)); };
  const auto narrow_last = [&](std::string key) { out.last = std::min(out.last, std::move(key)); };
  const auto narrow_to_group = [&](const Value& value) {
    if (value.is_null() || (value.is(ValueKind::kFloat) && value.get<double>() != value.get<double>())) {
      out.nothing = true;
      return;
    }
    const auto [first, last] = ordered_group_range(value);
    narrow_first(fixed + first);
    narrow_last(fixed + last);
    // NaN, last among numbers, is neither below nor above any.
    if (value.is_number()) narrow_last(fixed + encoded(std::numeric_limits<double>::quiet_NaN()));
  };
  if (seek.lower) {
    narrow_to_group(seek.lower->value);
    if (out.nothing) return out;
    const std::size_t doubts = out.doubtful.size();
    const std::string key = bound_key(encoded(seek.lower->value));
    narrow_first(seek.lower->inclusive || out.doubtful.size() > doubts ? key : after_prefix(key));
  }
  if (seek.upper) {
    narrow_to_group(seek.upper->value);
    if (out.nothing) return out;
    const std::size_t doubts = out.doubtful.size();
    const std::string key = bound_key(encoded(seek.upper->value));
    narrow_last(seek.upper->inclusive || out.doubtful.size() > doubts ? after_prefix(key) : key);
  }
  if (seek.prefix) {
    std::string text = encoded(Value(*seek.prefix));
    text.resize(text.size() - 2);  // the end mark of strings
    const std::string key = bound_key(std::move(text));
    narrow_first(key);
    narrow_last(after_prefix(key));
  }
  out.nothing = out.first >= out.last;
  return out;
}

bool within(const IndexSeek& seek, const Value& value) {
  if (seek.prefix && (!value.is(ValueKind::kString) || !value.get<std::string>().starts_with(*seek.prefix)))
    return false;
  if (seek.lower) {
    const auto order = compare(value, seek.lower->value);
    if (!order || !(seek.lower->inclusive ? *order >= 0 : *order > 0)) return false;
  }
  if (seek.upper) {
    const auto order = compare(value, seek.upper->value);
    if (!order || !(seek.upper->inclusive ? *order <= 0 : *order < 0)) return false;
  }
  return true;
}

}  // namespace

Status seek_entries(const IndexTier& tier, AsOf at, const PendingKeys* pending, const ReadView& view,
                    const IndexSeek& seek, std::vector<std::uint64_t>& out) {
  const IndexDefinition* index = nullptr;
  for (const IndexDefinition& candidate : view.schema().indexes) {
    if (candidate.id == seek.index) index = &candidate;
  }
  if (index == nullptr) return Error(ErrorKind::kInternal, "a seek in an index that does not exist");
  const SeekRange range = range_of(seek);
  if (range.nothing) return {};
  const auto visit = [&](std::string_view key) -> Result<bool> {
    KITH_TRY(const std::uint64_t element, element_of_entry(key));
    bool doubtful = false;
    for (const std::string& cut : range.doubtful) doubtful |= key.starts_with(entry_without_number(cut));
    if (doubtful && seek.equal.size() < index->keys.size()) {
      KITH_TRY(const ColumnRef column,
               view.column(index->element, index->keys[seek.equal.size()], column_block_of(element)));
      if (!within(seek, column->value(column_row_of(element)))) return true;
    }
    out.push_back(element);
    return true;
  };
  return visit_entries(tier, seek.index, range.first, range.last, at, pending, visit);
}

Result<std::optional<std::uint64_t>> other_with_values(const IndexTier& tier, std::uint32_t index,
                                                       std::span<const Value> values, std::uint64_t id, AsOf at,
                                                       const PendingKeys& pending) {
  std::optional<std::uint64_t> other;
  const std::string prefix = index_entry_prefix(index, values);
  KITH_CHECK_OK(
      visit_entries(tier, index, prefix, after_prefix(prefix), at, &pending, [&](std::string_view key) -> Result<bool> {
        KITH_TRY(const std::uint64_t element, element_of_entry(key));
        if (element != id) other = element;
        return !other;
      }));
  return other;
}

AssertionKey key_of(const Assertion& assertion) {
  std::string identity;
  append_text(identity, assertion.modality);
  append_text(identity, assertion.rule);
  return {assertion.element, assertion.id, assertion.key ? assertion.key->value : 0xffffffff, assertion.passage.value,
          checksum(identity)};
}

std::string encode_assertion(const Assertion& assertion) {
  std::string out;
  append_fixed(out, assertion.confidence);
  append_text(out, assertion.modality);
  append_text(out, assertion.rule);
  return out;
}

Result<Assertion> decode_assertion(const AssertionKey& key, std::string_view value) {
  ByteReader reader(value);
  Assertion out;
  out.element = key.element;
  out.id = key.id;
  if (key.key != 0xffffffff) out.key = PropertyKeyId{key.key};
  out.passage = NodeId{key.passage};
  out.confidence = reader.fixed<double>();
  out.modality = reader.text();
  out.rule = reader.text();
  if (!reader.ok() || reader.remaining() != 0)
    return Error(ErrorKind::kCorruption, "an assertion that does not decode");
  return out;
}

Result<std::vector<Assertion>> read_assertions(const Backend& backend, AsOf at, const PendingKeys* pending,
                                               std::string_view prefix) {
  std::vector<Assertion> out;
  Status failed;
  const bool by_element = prefix.starts_with('e');
  KITH_CHECK_OK(scan_assertions(
      backend, prefix, after_prefix(prefix), at, pending, [&](std::string_view key_bytes, std::string_view value) {
        failed = [&]() -> Status {
          if (by_element) {
            KITH_TRY(const AssertionKey key, AssertionKey::decode_by_element(key_bytes));
            KITH_TRY(Assertion assertion, decode_assertion(key, value));
            out.push_back(std::move(assertion));
            return {};
          }
          KITH_TRY(const AssertionKey key, AssertionKey::decode_by_passage(key_bytes));
          const std::string primary = key.by_element();
          if (pending != nullptr) {
            if (const auto own = pending->find(primary); own != pending->end()) {
              if (!own->second) return Error(ErrorKind::kInternal, "an assertion removed one way only");
              KITH_TRY(Assertion assertion, decode_assertion(key, *own->second));
              out.push_back(std::move(assertion));
              return {};
            }
          }
          KITH_TRY(const auto stored, backend.get(Family::kAssertions, primary, at.backend));
          if (!stored) return Error(ErrorKind::kCorruption, "a passage names an assertion that is not there");
          KITH_TRY(Assertion assertion, decode_assertion(key, *stored));
          out.push_back(std::move(assertion));
          return {};
        }();
        return failed.ok();
      }));
  KITH_CHECK_OK(std::move(failed));
  return out;
}

}  // namespace kith::storage
