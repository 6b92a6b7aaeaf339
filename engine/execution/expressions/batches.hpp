// engine/execution/expressions/batches.hpp: large values a few rows at a time, with a look at clock and budget between.
#pragma once

#include <span>

#include "engine/execution/context.hpp"
#include "engine/execution/expressions/assemble.hpp"

namespace kith::engine {

/// Between two looks, operands and results hold about so many bytes.
inline constexpr std::size_t kBytesBetweenChecks = std::size_t{4} << 20;

/// What of a list or map a computation reads: itself, or all that is in it, as comparing does.
enum class Reading : std::uint8_t { kShallow, kDeep };

/// Bytes beside the value itself: of a text, of a list's or map's own elements.
std::size_t shallow_bytes(const Value& value);

/// Where batches of rows end that hold about kBytesBetweenChecks each; the last is `size`.
std::vector<std::uint32_t> batch_ends(std::span<const Vector> operands, std::uint32_t size, Reading reading);

/// What one evaluation has made so far, counted against the query's budget until it ends.
class Progress {
 public:
  explicit Progress(ExecContext& context) : context_(context) {}
  ~Progress() { context_.release(reserved_); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Errors, looked for every kBytesBetweenChecks: kCancelled, kTimeout, kMemoryLimit.
  Status add(std::size_t bytes_read, std::size_t bytes_made);

 private:
  ExecContext& context_;
  std::size_t since_check_ = 0, made_ = 0, reserved_ = 0;
};

/// compute(operands of some rows, number of rows) for all rows, batch by batch.
template <class Compute>
Result<Vector> in_batches(std::span<const Vector> operands, std::uint32_t size, Reading reading, ExecContext& context,
                          Compute compute) {
  const std::vector<std::uint32_t> ends = batch_ends(operands, size, reading);
  if (ends.size() <= 1) return compute(operands, size);
  Progress progress(context);
  std::vector<Vector> results;
  results.reserve(ends.size());
  std::vector<Part> parts;
  std::vector<Vector> rows(operands.size());
  std::uint32_t begin = 0;
  for (const std::uint32_t end : ends) {
    for (std::size_t i = 0; i < operands.size(); ++i) rows[i] = operands[i].slice(begin, end - begin);
    Result<Vector> result = compute(std::span<const Vector>(rows), end - begin);
    if (!result.ok()) return result;
    results.push_back(*std::move(result));
    KITH_CHECK_OK(progress.add(kBytesBetweenChecks, results.back().memory_bytes()));
    parts.push_back({&results.back(), nullptr, begin});
    begin = end;
  }
  return assemble(parts, size);
}

/// kMemoryLimit for lists and maps that share so much that, written out, they would not fit the budget: to print,
/// compare or hash them would take as long as if they did not. Cost: that of a look at each list and map in them, once
/// for those that are shared.
Status check_expanded_size(const Value& value, const ExecContext& context);
Status check_expanded_size(const Vector& vector, const ExecContext& context);

}  // namespace kith::engine
