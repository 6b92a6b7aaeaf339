// storage/working_adjacency.cpp: merging changes into sorted lists.
#include "storage/working_adjacency.hpp"

#include <algorithm>
#include <tuple>

namespace kith::storage {
namespace {

// Past this many replaced lists, arrays of their own are cheaper to copy and to read than a table of lists.
constexpr std::size_t kMostOverrides = 64;

std::shared_ptr<const Adjacency::OwnList> merged(const NeighbourList& list, std::vector<AdjacencyChange>& changes) {
  const auto place = [](const AdjacencyChange& change) { return std::pair(change.neighbour, change.relationship); };
  // Stable: of several changes of one relationship the last holds.
  std::stable_sort(changes.begin(), changes.end(),
                   [&](const AdjacencyChange& a, const AdjacencyChange& b) { return place(a) < place(b); });
  auto out = std::make_shared<Adjacency::OwnList>();
  out->neighbours.reserve(list.size + changes.size());
  out->relationships.reserve(list.size + changes.size());
  const auto append = [&](std::uint64_t neighbour, std::uint64_t relationship) {
    out->neighbours.push_back(neighbour);
    out->relationships.push_back(relationship);
  };
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (i + 1 < changes.size() && place(changes[i]) == place(changes[i + 1])) continue;
    const auto at = place(changes[i]);
    while (next < list.size && std::pair(list.neighbours[next], list.relationship(next).value) < at) {
      append(list.neighbours[next], list.relationship(next).value);
      ++next;
    }
    if (next < list.size && std::pair(list.neighbours[next], list.relationship(next).value) == at) ++next;
    if (changes[i].add) append(at.first, at.second);
  }
  for (; next < list.size; ++next) append(list.neighbours[next], list.relationship(next).value);
  return out;
}

}  // namespace

const AdjacencyRef& empty_adjacency() {
  static const AdjacencyRef empty = std::make_shared<const Adjacency>(std::make_shared<const Adjacency::Base>());
  return empty;
}

AdjacencyRef flattened(const Adjacency& adjacency) {
  auto base = std::make_shared<Adjacency::Base>();
  base->offsets.reserve(kAdjacencyBlockSize + 1);
  std::size_t total = 0;
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) total += adjacency.degree(row);
  if (total == 0) return empty_adjacency();
  base->neighbours.reserve(total);
  base->relationships.reserve(total);
  base->offsets.push_back(0);
  for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
    const NeighbourList list = adjacency.of(row);
    base->neighbours.insert(base->neighbours.end(), list.neighbours, list.neighbours + list.size);
    for (std::uint32_t i = 0; i < list.size; ++i) base->relationships.push_back(list.relationship(i).value);
    base->offsets.push_back(static_cast<std::uint32_t>(base->neighbours.size()));
  }
  return std::make_shared<const Adjacency>(std::move(base));
}

AdjacencyRef WorkingAdjacency::share() {
  if (pending_.empty()) return current_;
  auto overrides = current_->overrides() != nullptr ? std::make_shared<Adjacency::Overrides>(*current_->overrides())
                                                    : std::make_shared<Adjacency::Overrides>();
  for (auto& [row, changes] : pending_) (*overrides)[row] = merged(current_->of(row), changes);
  pending_.clear();
  const bool many = overrides->size() > kMostOverrides;
  current_ = std::make_shared<const Adjacency>(current_->shared_base(), std::move(overrides));
  if (many) current_ = flattened(*current_);
  return current_;
}

}  // namespace kith::storage
