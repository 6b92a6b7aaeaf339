// storage/index_entries.hpp: entries of indexes as keys, and ranges of keys merged with what a transaction has pending.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "storage/block_store.hpp"
#include "storage/read_view.hpp"

namespace kith::storage {

/// Keys a transaction puts (with their value) or removes (nullopt), not yet in the backend.
using PendingKeys = std::map<std::string, std::optional<std::string>, std::less<>>;

/// Visits the keys of [first, last) in order, the pending over the stored, until `visit` says false.
Status scan_merged(const Backend& backend, Family family, std::string_view first, std::string_view last, AsOf at,
                   const PendingKeys* pending,
                   const std::function<bool(std::string_view key, std::string_view value)>& visit);

/// index u32 | values: what entries with these values start with.
std::string index_entry_prefix(std::uint32_t index, std::span<const Value> values);
std::string index_entry(std::uint32_t index, std::span<const Value> values, std::uint64_t element);
/// The element at the end of an entry. Errors: kCorruption.
Result<std::uint64_t> element_of_entry(std::string_view key);

/// Appends matching elements in index order. `view` supplies the columns for bounds too long to be in a key whole.
Status seek_entries(const Backend& backend, AsOf at, const PendingKeys* pending, const ReadView& view,
                    const IndexSeek& seek, std::vector<std::uint64_t>& out);

/// Assertions whose key starts with `prefix`: AssertionKey::element_prefix or passage_prefix.
Result<std::vector<Assertion>> read_assertions(const Backend& backend, AsOf at, const PendingKeys* pending,
                                               std::string_view prefix);
AssertionKey key_of(const Assertion& assertion);
std::string encode_assertion(const Assertion& assertion);
Result<Assertion> decode_assertion(const AssertionKey& key, std::string_view value);

}  // namespace kith::storage
