// storage/adjacency_block.hpp: the bytes of an adjacency block. Layout: docs/storage_format.md.
#pragma once

#include <string>
#include <string_view>

#include "storage/adjacency.hpp"

namespace kith::storage {

/// Where each node's list ends, neighbours as differences within their list, relationship ids in the shortest of four
/// forms; ends in a checksum. Lists must be sorted by (neighbour, relationship).
std::string encode_adjacency(const Adjacency& adjacency);
Result<std::shared_ptr<const Adjacency::Base>> decode_adjacency(std::string_view bytes);

/// One node's list out of the encoded block, without decoding the rest: for look-ups in cold blocks.
/// The checksum must have been verified by verify_adjacency before.
Status verify_adjacency(std::string_view bytes);
Result<Adjacency::OwnList> decode_one(std::string_view bytes, std::uint32_t row);

}  // namespace kith::storage
