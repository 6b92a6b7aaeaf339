// storage/durable_record.cpp: marks and the file `durable`. Their bytes: docs/storage_format.md.
#include "storage/durable_record.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "storage/byte_reader.hpp"
#include "storage/checksum.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kMagic = "\xff\xfdurable\xfe";
constexpr std::size_t kMarkSize = kMagic.size() + 2 * sizeof(std::uint64_t);

std::filesystem::path record_path(const std::filesystem::path& database) { return database / "durable"; }

}  // namespace

std::string durable_mark(CommitNumber commit) {
  std::string mark(kMagic);
  append_fixed(mark, commit);
  append_fixed(mark, checksum(mark));
  return mark;
}

CommitNumber greatest_durable_mark(std::string_view bytes) {
  CommitNumber greatest = 0;
  for (std::size_t at = bytes.find(kMagic); at != std::string_view::npos; at = bytes.find(kMagic, at + 1)) {
    if (bytes.size() - at < kMarkSize) break;
    ByteReader reader(bytes.substr(at + kMagic.size(), 2 * sizeof(std::uint64_t)));
    const auto commit = reader.fixed<std::uint64_t>();
    if (reader.fixed<std::uint64_t>() == checksum(bytes.substr(at, kMagic.size() + sizeof(std::uint64_t))))
      greatest = std::max<CommitNumber>(greatest, commit);
  }
  return greatest;
}

void write_durable_record(const std::filesystem::path& database, CommitNumber commit) {
  const std::filesystem::path path = record_path(database);
  std::filesystem::path fresh = path;
  fresh += ".new";
  const std::string number = fmt::to_string(commit);
  {
    std::ofstream out(fresh, std::ios::trunc);
    out << number << ' ' << fmt::format("{:016x}", checksum(number)) << '\n';
    if (!out.flush()) return;
  }
  std::error_code ignored;
  std::filesystem::rename(fresh, path, ignored);
}

CommitNumber read_durable_record(const std::filesystem::path& database) {
  std::ifstream in(record_path(database));
  std::string number, sum;
  CommitNumber commit = 0;
  if (!(in >> number >> sum) || sum != fmt::format("{:016x}", checksum(number))) return 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), commit);
  return error == std::errc() && end == number.data() + number.size() ? commit : 0;
}

}  // namespace kith::storage
