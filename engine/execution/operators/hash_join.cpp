// engine/execution/operators/hash_join.cpp: rows of two inputs with equal keys; the build side is held.
#include "engine/execution/operators/key_table.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/row_buffer.hpp"
#include "values/compare.hpp"

namespace kith::engine {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

/// Order: of the probe side.
class HashJoin final : public UnaryOperator {
 public:
  HashJoin(const HashJoinOperator& node, OperatorPtr probe, OperatorPtr build)
      : UnaryOperator(std::move(probe)), node_(node), build_(std::move(build)), table_(node.keys.size()) {}

  Status next(ExecContext& context, Chunk& out) override {
    if (!built_ || (restarted_ && context.transaction != nullptr)) KITH_CHECK_OK(build(context));
    restarted_ = false;
    while (true) {
      if (row_ >= rows_.size) {
        KITH_CHECK_OK(context.check_interrupt());
        KITH_CHECK_OK(input_->next(context, rows_));
        if (rows_.size == 0) return end_of_rows(out, context);
        row_ = 0;
        match_ = kNone;
        table_.find(keys_of(rows_), rows_.size, groups_);
      }
      std::vector<std::uint32_t> left, right;
      while (left.size() < context.vector_size && row_ < rows_.size) {
        if (match_ == kNone) match_ = groups_[row_] == KeyTable::kAbsent ? kNone : first_[groups_[row_]];
        if (match_ != kNone) {
          left.push_back(row_);
          right.push_back(match_);
          match_ = next_[match_];
        }
        if (match_ == kNone) ++row_;
      }
      if (left.empty()) continue;
      out = rows_;
      out.select(std::move(left));
      Chunk part;
      part.reset(context.num_slots);
      part.size = build_rows_.size;
      for (const Slot slot : node_.build_slots) part.columns[slot] = build_rows_.columns[slot];
      part.select(std::move(right));
      for (const Slot slot : node_.build_slots) set_column(out, slot, part.columns[slot]);
      return Status::success();
    }
  }

  void reset() override {
    UnaryOperator::reset();
    restarted_ = true;
    rows_.size = 0;
    row_ = 0;
  }

 private:
  std::vector<Vector> keys_of(const Chunk& chunk) const {
    std::vector<Vector> keys;
    for (const Slot slot : node_.keys) keys.push_back(chunk.columns[slot]);
    return keys;
  }

  /// Whether a row's keys equal themselves: null, NaN and lists with null in them do not, and match nothing.
  static bool can_match(const std::vector<Vector>& keys, std::uint32_t row) {
    for (const Vector& key : keys) {
      if (key.kind() != VectorKind::kFloat && key.kind() != VectorKind::kMixed) {
        if (key.is_null(row)) return false;
        continue;
      }
      const Value value = key.value(row);
      if (equals(value, value) != std::optional<bool>(true)) return false;
    }
    return true;
  }

  Status build(ExecContext& context) {
    if (built_) build_->reset();
    build_rows_ = Chunk();
    KITH_CHECK_OK(buffer_.fill(context, *build_));
    build_rows_ = buffer_.concatenate();
    built_ = true;
    table_ = KeyTable(node_.keys.size());
    first_.clear();
    next_.assign(build_rows_.size, kNone);
    if (build_rows_.size == 0) return Status::success();
    const std::vector<Vector> keys = keys_of(build_rows_);
    std::vector<std::uint32_t> groups;
    table_.find_or_add(keys, build_rows_.size, groups);
    first_.assign(table_.size(), kNone);
    for (std::uint32_t row = build_rows_.size; row-- > 0;) {  // backwards, so that chains run forwards
      if (!can_match(keys, row)) continue;
      next_[row] = first_[groups[row]];
      first_[groups[row]] = row;
    }
    return Status::success();
  }

  const HashJoinOperator& node_;
  OperatorPtr build_;
  bool built_ = false;
  bool restarted_ = false;  ///< The build side reads no outer row: only what was written since can have changed it.
  RowBuffer buffer_;        ///< Holds the reservation for build_rows_.
  Chunk build_rows_;
  KeyTable table_;
  std::vector<std::uint32_t> first_, next_;  ///< By group; by build row.
  Chunk rows_;
  std::vector<std::uint32_t> groups_;
  std::uint32_t row_ = 0;
  std::uint32_t match_ = kNone;
};

}  // namespace

OperatorPtr make_hash_join(const HashJoinOperator& node, OperatorPtr probe, OperatorPtr build) {
  return std::make_unique<HashJoin>(node, std::move(probe), std::move(build));
}

}  // namespace kith::engine
