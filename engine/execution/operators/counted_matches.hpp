// engine/execution/operators/counted_matches.hpp: how many matches lie beyond a node: sums of products of degrees, no
// row made.
#pragma once

#include <memory>
#include <vector>

#include "engine/execution/expressions/label_test.hpp"
#include "engine/execution/memory_reservation.hpp"
#include "engine/execution/operators/adjacency_reader.hpp"

namespace kith::engine {

/// The matches of a counted expansion from one node, with all that is counted beyond it. The count of a node is kept
/// where it does not depend on how the node was reached, so that a chain costs its relationships, not its paths.
class CountedMatches {
 public:
  /// `memoize`: the same node may be asked for again.
  CountedMatches(const CountedExpansion& node, bool memoize);

  /// To be called for every chunk. `keep`: the view has not changed since the last start.
  void start(ExecContext& context, bool keep);
  /// Adds the matches from `from`. `before`: where the expansion below this one came from; its relationship is not used
  /// again.
  Status add(ExecContext& context, std::uint64_t from, std::uint64_t before, std::uint64_t& total);
  /// Whether the matches from a node are its degree, over legs(); to be asked after start().
  bool are_degrees() const { return is_leaf() && node_.returning == CountedExpansion::Returning::kNever; }
  AdjacencyLegs& legs() { return legs_; }
  /// Asks for what add() will read of the neighbours of `from`, so that the misses of one node's list overlap with the
  /// work on another's.
  void prefetch(std::uint64_t from);

 private:
  /// Counts by node, in pages that are made when first written.
  class Memo {
   public:
    /// Null when not known.
    const std::uint64_t* find(std::uint64_t node) const;
    Status put(ExecContext& context, std::uint64_t node, std::uint64_t count);
    void clear();
    Memo();
    Memo(Memo&&) noexcept;
    ~Memo();

   private:
    struct Page;
    std::vector<std::unique_ptr<Page>> pages_;
    std::unique_ptr<MemoryReservation> memory_ = std::make_unique<MemoryReservation>();
  };

  bool tests_labels() const { return !labels_.holds_for_all(); }
  bool is_leaf() const { return node_.beyond.empty() && !tests_labels(); }
  /// Whether all that lies beyond is one degree, of one type in one direction: a two-hop count.
  bool counts_degrees_beyond() const {
    return !tests_labels() && beyond_.size() == 1 && beyond_.front().is_leaf() && beyond_.front().legs_.size() == 1;
  }
  Status add_degree(ExecContext& context, std::uint64_t from, std::uint64_t& total);
  Status add_list(ExecContext& context, const storage::NeighbourList& list, std::uint64_t from, bool skip_loops,
                  std::uint64_t& total);
  /// The sum of the degrees beyond: what add_list comes to for one leaf without labels.
  Status add_degrees_beyond(ExecContext& context, const storage::NeighbourList& list, std::uint64_t from,
                            bool skip_loops, std::uint64_t& total);
  /// The matches that go through one end: zero without its labels, else the product of what lies beyond.
  Status count_through(ExecContext& context, std::uint64_t end, std::uint64_t from, std::uint64_t& count);

  const CountedExpansion& node_;
  bool memoize_;
  AdjacencyLegs legs_;
  NodeLabelTest labels_;
  std::vector<CountedMatches> beyond_;
  Memo memo_;
  std::uint64_t steps_ = 0;
};

}  // namespace kith::engine
