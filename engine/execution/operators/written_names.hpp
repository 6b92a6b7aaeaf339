// engine/execution/operators/written_names.hpp: labels, types and keys that are written, known or the values of
// expressions.
#pragma once

#include "engine/execution/context.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// The names of every row of a chunk.
class WrittenNames {
 public:
  /// `names` must outlive the result.
  static Result<WrittenNames> evaluate(std::span<const WrittenName> names, const Chunk& chunk, ExecContext& context);
  /// Whether rows may differ.
  bool varies() const { return varies_; }
  /// In order, as often as they were written. Errors: kTypeError (InvalidArgumentType) for what is neither a STRING nor
  /// a LIST of them, kArgumentError for an empty name.
  Result<std::vector<std::string>> of(std::uint32_t row) const;
  /// The one name of a type or a key. Errors: as above, and kArgumentError for several.
  Result<std::string> one_of(std::uint32_t row) const;

 private:
  std::span<const WrittenName> names_;
  std::vector<Vector> values_;  ///< One for each name; not live where the name is known.
  bool varies_ = false;
};

}  // namespace kith::engine
