// tests/harness/forked_run.hpp: test cases in child processes, so that a crash or a hang costs one case and not the
// run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace kith::harness {

struct Outcome {
  enum class State : std::uint8_t { kPassed, kFailed, kSkipped };
  State state = State::kPassed;
  std::string reason;  ///< Why it failed or was skipped.

  static Outcome passed() { return {}; }
  static Outcome failed(std::string reason) { return {State::kFailed, std::move(reason)}; }
  static Outcome skipped(std::string reason) { return {State::kSkipped, std::move(reason)}; }
};

/// The child's line to its parent.
class CaseReporter {
 public:
  CaseReporter(int file, std::size_t job) : file_(file), job_(job) {}
  void start(std::size_t case_number);  ///< From here on the case's time runs, and a crash is this case's.
  void finish(std::size_t case_number, const Outcome& outcome);

 private:
  int file_;
  std::size_t job_;
};

/// Runs the cases of one job in order, in the child.
using JobRunner = std::function<void(std::size_t job, CaseReporter& reporter)>;

struct ForkedRunOptions {
  unsigned num_workers = 0;        ///< 0: one per processor.
  unsigned seconds_per_case = 10;  ///< A case that takes longer has failed; its process is killed.
};

/// result[job][case] for jobs of cases_per_job[job] cases each. A job runs in one process; after a crash or a time-out
/// its remaining cases have failed ("not reached") and a new process takes the next job.
///   make_runner  called once in each child, with a number that no other child of this run has
/// The caller must not have started threads.
std::vector<std::vector<Outcome>> run_forked(std::span<const std::size_t> cases_per_job,
                                             const std::function<JobRunner(unsigned process)>& make_runner,
                                             const ForkedRunOptions& options);

}  // namespace kith::harness
