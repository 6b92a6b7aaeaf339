// storage/index_entries.hpp: entries of indexes as keys, and ranges of keys merged with what a transaction has pending.
#pragma once

#include <algorithm>
#include <functional>
#include <span>
#include <string>

#include "storage/index_tier.hpp"
#include "storage/read_view.hpp"

namespace kith::storage {

/// Visits the assertions of [first, last) in order, the pending over the stored, until `visit` says false.
Status scan_assertions(const Backend& backend, std::string_view first, std::string_view last, AsOf at,
                       const PendingKeys* pending,
                       const std::function<bool(std::string_view key, std::string_view value)>& visit);

/// An element with these values in an index, other than `id`. Errors: kIo, kCorruption.
Result<std::optional<std::uint64_t>> other_with_values(const IndexTier& tier, std::uint32_t index,
                                                       std::span<const Value> values, std::uint64_t id, AsOf at,
                                                       const PendingKeys& pending);

/// index u32 | values: what entries with these values start with.
std::string index_entry_prefix(std::uint32_t index, std::span<const Value> values);
std::string index_entry(std::uint32_t index, std::span<const Value> values, std::uint64_t element);
/// What follows the index's number: the form in which the tier has keys. Empty for what is shorter.
inline std::string_view entry_without_number(std::string_view entry) {
  return entry.substr(std::min(entry.size(), sizeof(std::uint32_t)));
}
/// The element at the end of an entry without its number. Errors: kCorruption.
Result<std::uint64_t> element_of_entry(std::string_view key);

/// Appends matching elements in index order. `view` supplies the columns for bounds too long to be in a key whole.
Status seek_entries(const IndexTier& tier, AsOf at, const PendingKeys* pending, const ReadView& view,
                    const IndexSeek& seek, std::vector<std::uint64_t>& out);

/// Assertions whose key starts with `prefix`: AssertionKey::element_prefix or passage_prefix.
Result<std::vector<Assertion>> read_assertions(const Backend& backend, AsOf at, const PendingKeys* pending,
                                               std::string_view prefix);
AssertionKey key_of(const Assertion& assertion);
std::string encode_assertion(const Assertion& assertion);
Result<Assertion> decode_assertion(const AssertionKey& key, std::string_view value);

}  // namespace kith::storage
