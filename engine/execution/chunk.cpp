// engine/execution/chunk.cpp: rows of a chunk, chosen, cut and added to.
#include "engine/execution/chunk.hpp"

#include <utility>

#include "engine/execution/expressions/assemble.hpp"

namespace kith::engine {
namespace {

/// What the columns' selections become, each computed once however many columns share it.
template <class Make>
class SelectionMemo {
 public:
  explicit SelectionMemo(Make make) : make_(std::move(make)) {}
  const Selection& operator()(const Selection& old) {
    for (const auto& [from, to] : known_) {
      if (from == old.get()) return to;
    }
    known_.emplace_back(old.get(), make_(*old));
    return known_.back().second;
  }

 private:
  Make make_;
  std::vector<std::pair<const std::vector<std::uint32_t>*, Selection>> known_;
};

}  // namespace

void Chunk::reset(std::uint32_t num_slots) {
  size = 0;
  columns.assign(num_slots, Vector());
  multiplicity.clear();
}

void Chunk::select(std::vector<std::uint32_t> rows) {
  if (!multiplicity.empty()) {
    std::vector<std::uint64_t> chosen(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) chosen[i] = multiplicity[rows[i]];
    multiplicity = std::move(chosen);
  }
  size = static_cast<std::uint32_t>(rows.size());
  const auto selection = std::make_shared<const std::vector<std::uint32_t>>(std::move(rows));
  SelectionMemo composed([&](const std::vector<std::uint32_t>& old) { return compose(old, *selection); });
  for (Vector& column : columns) {
    if (!column.is_live()) continue;
    column = column.with_selection(column.is_flat() || column.is_constant() ? selection : composed(column.selection()),
                                   size);
  }
}

Chunk Chunk::slice(std::uint32_t begin, std::uint32_t count) const {
  Chunk part;
  part.size = count;
  part.columns.reserve(columns.size());
  SelectionMemo cut([&](const std::vector<std::uint32_t>& old) {
    return std::make_shared<const std::vector<std::uint32_t>>(old.begin() + begin, old.begin() + begin + count);
  });
  for (const Vector& column : columns) {
    if (!column.is_live() || column.is_flat() || column.is_constant()) {
      part.columns.push_back(column.is_live() ? column.slice(begin, count) : Vector());
    } else {
      part.columns.push_back(column.with_selection(cut(column.selection()), count));
    }
  }
  if (!multiplicity.empty()) {
    part.multiplicity.assign(multiplicity.begin() + begin, multiplicity.begin() + begin + count);
  }
  return part;
}

void Chunk::append(const Chunk& other) {
  if (columns.size() < other.columns.size()) columns.resize(other.columns.size());
  if (!multiplicity.empty() || !other.multiplicity.empty()) {
    multiplicity.resize(size, 1);
    multiplicity.insert(multiplicity.end(), other.multiplicity.begin(), other.multiplicity.end());
    multiplicity.resize(size + other.size, 1);
  }
  for (std::size_t slot = 0; slot < other.columns.size(); ++slot) {
    if (!other.columns[slot].is_live()) continue;
    if (size == 0) {
      columns[slot] = other.columns[slot];
    } else {
      columns[slot].append(other.columns[slot]);
    }
  }
  size += other.size;
}

}  // namespace kith::engine
