// storage/durable_record.hpp: which commits were known to be durable, kept where their loss would show.
//
// RocksDB reads its log up to the first record that does not decode, as it must after a power cut. Whether what it left
// out had been acknowledged is told by marks in the log, one with each commit, and by a file written at closing.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <kith/ids.hpp>

namespace kith::storage {

/// A mark that says that `commit` and those before it were synced when the mark was appended. No UTF-8 holds it.
std::string durable_mark(CommitNumber commit);
/// The greatest commit of any mark in the bytes, wherever it begins; 0 without one.
CommitNumber greatest_durable_mark(std::string_view bytes);

/// The file `durable` of a database directory. Not synced: after a power cut an earlier one may be there, or none, and
/// both are true.
void write_durable_record(const std::filesystem::path& database, CommitNumber commit);
/// 0 where there is none, or none that is whole.
CommitNumber read_durable_record(const std::filesystem::path& database);

}  // namespace kith::storage
