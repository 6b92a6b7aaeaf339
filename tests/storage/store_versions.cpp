// tests/storage/store_versions.cpp: what another process reads of the stored versions and deltas, by the rule of
// docs/storage_format.md alone.
#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "storage/block_envelope.hpp"
#include "storage/column_block.hpp"
#include "storage/delta.hpp"
#include "storage/rocksdb/rocksdb_backend.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

/// The greatest version up to a commit, and what the deltas after it change.
template <class Change>
std::pair<std::string, std::vector<Change>> stored_parts(const Backend& backend, const BlockId& id,
                                                         CommitNumber commit) {
  const auto version =
      take(backend.last_in(Family::kBlocks, BlockKey{id, 0}.to_bytes(), BlockKey{id, commit}.to_bytes(), nullptr));
  std::pair<std::string, std::vector<Change>> out;
  CommitNumber folded_through = 0;
  if (version) {
    folded_through = take(BlockKey::decode(version->first)).commit;
    out.first = take(open_envelope(version->second)).block;
  }
  const auto scan = backend.scan(Family::kDeltas, BlockKey{id, folded_through + 1}.to_bytes(),
                                 BlockKey{id, commit + 1}.to_bytes(), nullptr);
  for (; scan->valid(); scan->next()) check_ok(decode_delta(scan->value(), out.second));
  return out;
}

std::vector<Value> stored_column(const Backend& backend, const BlockId& id, CommitNumber commit) {
  const auto [block, changes] = stored_parts<ColumnChange>(backend, id, commit);
  std::vector<Value> rows(kColumnBlockSize);
  if (!block.empty()) {
    const ColumnRef column = take(decode_column(block));
    for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) rows[row] = column->value(row);
  }
  for (const ColumnChange& change : changes) rows[change.row] = change.value;
  return rows;
}

std::uint32_t stored_nodes(const Backend& backend, CommitNumber commit) {
  const auto [block, changes] = stored_parts<NodeChange>(backend, BlockId::nodes(0), commit);
  std::vector<std::uint32_t> sets(kColumnBlockSize, NodeBlock::kAbsent);
  if (!block.empty()) sets = take(decode_nodes(block))->label_sets;
  for (const NodeChange& change : changes) sets[change.row] = change.label_set;
  return static_cast<std::uint32_t>(sets.size()) -
         static_cast<std::uint32_t>(std::count(sets.begin(), sets.end(), NodeBlock::kAbsent));
}

/// As another process opens it: a compaction of the writer's may remove a file between the list of files and its
/// opening.
std::unique_ptr<Backend> open_beside(const std::filesystem::path& data) {
  for (int attempt = 0;; ++attempt) {
    auto opened = open_rocksdb_backend(data, {.read_only = true});
    if (opened.ok() || attempt == 50) return take(std::move(opened));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

TEST_CASE("store: the last commits are there for other processes, folded or not") {
  std::mt19937_64 random(seed());
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  PropertyKeyId n;
  std::vector<NodeId> nodes;
  std::vector<std::int64_t> values;  // by node
  std::map<CommitNumber, std::vector<std::int64_t>> history;
  for (int i = 0; i < 120; ++i) {
    auto tx = begin(*store);
    n = take(tx->add_property_key_name("n"));
    if (nodes.empty() || random() % 3 == 0) {
      nodes.push_back(take(tx->create_node({})));
      values.push_back(0);
    }
    for (int changes = 0; changes < 3; ++changes) {
      const std::size_t which = changes == 0 ? nodes.size() - 1 : random() % nodes.size();
      values[which] = i * 10 + changes;
      check_ok(tx->set_property(nodes[which], n, values[which]));
    }
    history[take(tx->commit())] = values;
    tx.reset();
    if (random() % 6 == 0) check_ok(store->fold_all());
    if (random() % 12 == 0) {
      store.reset();
      store = open(directory.path());
      CHECK(store->info().num_unfolded_deltas == 0);  // closing has folded them
    }
    if (i % 8 != 7) continue;
    const auto other = open_beside(directory.path() / "data");
    const CommitNumber last = store->snapshot()->commit_number();
    for (CommitNumber commit = last > kGraceCommits ? last - kGraceCommits + 1 : 1; commit <= last; ++commit) {
      INFO("as of commit " << commit << " of " << last);
      const std::vector<std::int64_t>& then = history.at(commit);
      REQUIRE(stored_nodes(*other, commit) == then.size());
      const auto column = stored_column(*other, BlockId::column(ElementKind::kNode, n, 0), commit);
      for (std::size_t node = 0; node < then.size(); ++node) {
        REQUIRE(column[column_row_of(nodes[node].value)].as_integer() == then[node]);
      }
    }
  }
  check_clean(*store);
  // Nothing stays for ever: a block that is folded again and again keeps the deltas of the grace alone.
  std::uint64_t num_deltas = 0;
  const auto other = open_beside(directory.path() / "data");
  const BlockId id = BlockId::column(ElementKind::kNode, n, 0);
  const auto scan =
      other->scan(Family::kDeltas, BlockKey{id, 0}.to_bytes(), BlockKey{id, ~CommitNumber{0}}.to_bytes(), nullptr);
  for (; scan->valid(); scan->next()) ++num_deltas;
  CHECK(num_deltas < 100);
}

}  // namespace kith::storage
