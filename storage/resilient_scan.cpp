// storage/resilient_scan.cpp: the keys behind a damaged place are not known, so it is passed in steps of block numbers,
// small ones first.
#include "storage/resilient_scan.hpp"

#include <utility>

#include "storage/keys.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kPrefixSize = BlockKey::kSize - sizeof(CommitNumber);  // all but the commit

/// Adds 2^bit to the prefix as a big-endian number; false when it overflows.
bool advance(std::string& prefix, std::size_t bit) {
  unsigned carry = 1U << bit % 8;
  for (std::size_t at = kPrefixSize - bit / 8; at > 0 && carry > 0; --at) {
    const unsigned sum = static_cast<unsigned char>(prefix[at - 1]) + carry;
    prefix[at - 1] = static_cast<char>(sum & 0xFF);
    carry = sum >> 8;
  }
  return carry == 0;
}

}  // namespace

ResilientScan::ResilientScan(const Backend& backend, Family family, const BackendSnapshot* at, Damaged damaged)
    : backend_(backend),
      family_(family),
      at_(at),
      damaged_(std::move(damaged)),
      scan_(backend.scan(family, "", "", at)) {
  pass_damage();
}

void ResilientScan::next() {
  last_key_ = scan_->key();
  scan_->next();
  pass_damage();
}

void ResilientScan::pass_damage() {
  if (scan_->valid()) return;
  const Status status = scan_->status();
  if (status.ok()) return;
  damaged_(last_key_, status.error());
  constexpr int kSmallSteps = 64;
  std::string target = last_key_.substr(0, kPrefixSize);
  target.resize(kPrefixSize, '\0');
  std::size_t bit = 0;
  for (int i = 0; bit < 8 * kPrefixSize && advance(target, bit); ++i) {
    scan_ = backend_.scan(family_, target, "", at_);
    if (scan_->valid() || scan_->status().ok()) return;
    if (i >= kSmallSteps) ++bit;  // past the numbers of this column or type, its qualifier grows; past those, the kind
  }
}

}  // namespace kith::storage
