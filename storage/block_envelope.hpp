// storage/block_envelope.hpp: what stands around a block's bytes: the table of what is stored beside it.
#pragma once

#include "storage/block_store.hpp"

namespace kith::storage {

struct Envelope {
  std::vector<SideEntry> side;  ///< Ascending by row.
  std::string_view block;
};

std::string seal_envelope(const std::vector<SideEntry>& side, std::string_view block);
Result<Envelope> open_envelope(std::string_view bytes);

std::string seal_overflow(const Value& value);
Result<Value> open_overflow(std::string_view bytes);
std::string seal_continuation(const std::uint64_t* neighbours, const std::uint64_t* relationships, std::uint32_t size);
Status open_continuation(std::string_view bytes, Adjacency::OwnList& out);  ///< Appends.

/// Which key the side entry of a block has; `piece` counts from 0.
SideKey side_key(const BlockId& id, const SideEntry& entry, std::uint32_t piece);

}  // namespace kith::storage
