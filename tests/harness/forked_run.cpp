// Child processes that take jobs from a shared counter and write what came of them into a pipe.
#include "tests/harness/forked_run.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/format.h>

namespace kith::harness {
namespace {

using Clock = std::chrono::steady_clock;

enum class Event : std::uint32_t { kStart, kFinish };

/// One message: this, then `length` bytes of reason.
struct MessageHead {
  Event event;
  std::uint32_t state;
  std::uint64_t job, case_number, length;
};

void write_all(int file, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(file, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(3);  // The parent is gone.
    done += static_cast<std::size_t>(written);
  }
}

void send(int file, Event event, std::size_t job, std::size_t case_number, const Outcome& outcome) {
  const MessageHead head{event, static_cast<std::uint32_t>(outcome.state), job, case_number, outcome.reason.size()};
  std::string bytes(sizeof head, '\0');
  std::memcpy(bytes.data(), &head, sizeof head);
  write_all(file, bytes + outcome.reason);
}

struct Child {
  pid_t process = 0;
  int file = -1;
  std::string unread;
  struct Position {
    std::size_t job, case_number;
  };
  std::optional<Position> running;
  Clock::time_point since;
  std::optional<std::string> killed_because;
};

class Run {
 public:
  Run(std::span<const std::size_t> cases_per_job, const std::function<JobRunner(unsigned)>& make_runner,
      const ForkedRunOptions& options)
      : make_runner_(make_runner), limit_(options.seconds_per_case), num_jobs_(cases_per_job.size()) {
    for (const std::size_t num_cases : cases_per_job) outcomes_.emplace_back(num_cases, Outcome::failed("not reached"));
    void* const shared =
        ::mmap(nullptr, sizeof(std::atomic<std::uint64_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    next_job_ = shared == MAP_FAILED ? nullptr : new (shared) std::atomic<std::uint64_t>(0);
    const unsigned wanted =
        options.num_workers != 0 ? options.num_workers : std::max(1U, std::thread::hardware_concurrency());
    num_workers_ = std::min<std::size_t>(wanted, num_jobs_);
  }
  ~Run() {
    if (next_job_ != nullptr) ::munmap(next_job_, sizeof *next_job_);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  std::vector<std::vector<Outcome>> run() {
    if (next_job_ == nullptr) return std::move(outcomes_);
    for (std::size_t i = 0; i < num_workers_; ++i) start_child();
    while (!children_.empty()) {
      read_messages();
      stop_late_children();
    }
    return std::move(outcomes_);
  }

 private:
  void start_child() {
    int files[2];
    if (::pipe(files) != 0) return;
    std::fflush(nullptr);  // Else the child would print the parent's buffered text again.
    const unsigned number = num_started_++;
    const pid_t process = ::fork();
    if (process == 0) {
      ::close(files[0]);
      for (const Child& sibling : children_) ::close(sibling.file);
      run_child(number, files[1]);
    }
    ::close(files[1]);
    if (process < 0) {
      ::close(files[0]);
      return;
    }
    children_.push_back({.process = process, .file = files[0], .since = Clock::now()});
  }

  [[noreturn]] void run_child(unsigned number, int file) {
    try {
      const JobRunner runner = make_runner_(number);
      for (std::uint64_t job = 0; (job = next_job_->fetch_add(1)) < num_jobs_;) {
        CaseReporter reporter(file, job);
        runner(job, reporter);
      }
    } catch (const std::exception& error) {
      std::fprintf(stderr, "test process: %s\n", error.what());
      std::fflush(stderr);
      ::_exit(4);
    }
    std::fflush(nullptr);
    ::_exit(0);
  }

  void read_messages() {
    std::vector<pollfd> files;
    for (const Child& child : children_) files.push_back({child.file, POLLIN, 0});
    if (::poll(files.data(), files.size(), 100) <= 0) return;
    std::vector<pid_t> ended;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].revents == 0) continue;
      char buffer[65536];
      const ssize_t size = ::read(files[i].fd, buffer, sizeof buffer);
      if (size > 0) {
        children_[i].unread.append(buffer, static_cast<std::size_t>(size));
        take_messages(children_[i]);
      } else if (size == 0) {
        ended.push_back(children_[i].process);
      }
    }
    for (const pid_t process : ended) end_child(process);
  }

  void take_messages(Child& child) {
    std::size_t taken = 0;
    while (child.unread.size() - taken >= sizeof(MessageHead)) {
      MessageHead head;
      std::memcpy(&head, child.unread.data() + taken, sizeof head);
      if (child.unread.size() - taken - sizeof head < head.length) break;
      std::string reason = child.unread.substr(taken + sizeof head, head.length);
      taken += sizeof head + head.length;
      child.since = Clock::now();
      if (head.event == Event::kStart) {
        child.running = Child::Position{head.job, head.case_number};
      } else {
        child.running.reset();
        outcomes_[head.job][head.case_number] = {static_cast<Outcome::State>(head.state), std::move(reason)};
      }
    }
    child.unread.erase(0, taken);
  }

  void stop_late_children() {
    for (Child& child : children_) {
      if (!child.running || child.killed_because || Clock::now() - child.since < std::chrono::seconds(limit_)) continue;
      child.killed_because = fmt::format("no end after {} s", limit_);
      ::kill(child.process, SIGKILL);
    }
  }

  void end_child(pid_t process) {
    const auto child =
        std::find_if(children_.begin(), children_.end(), [&](const Child& c) { return c.process == process; });
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    const bool crashed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    if (child->running) {
      std::string reason;
      if (child->killed_because) {
        reason = *child->killed_because;
      } else if (WIFSIGNALED(status)) {
        reason = fmt::format("crash: {}", ::strsignal(WTERMSIG(status)));
      } else {
        reason = fmt::format("crash: the process ended with exit code {}", WEXITSTATUS(status));
      }
      outcomes_[child->running->job][child->running->case_number] = Outcome::failed(std::move(reason));
    }
    ::close(child->file);
    children_.erase(child);
    if (crashed && next_job_->load() < num_jobs_) start_child();
  }

  const std::function<JobRunner(unsigned)>& make_runner_;
  unsigned limit_;
  std::size_t num_jobs_;
  std::size_t num_workers_ = 0;
  unsigned num_started_ = 0;
  std::atomic<std::uint64_t>* next_job_ = nullptr;
  std::vector<Child> children_;
  std::vector<std::vector<Outcome>> outcomes_;
};

}  // namespace

void CaseReporter::start(std::size_t case_number) { send(file_, Event::kStart, job_, case_number, Outcome::passed()); }

void CaseReporter::finish(std::size_t case_number, const Outcome& outcome) {
  send(file_, Event::kFinish, job_, case_number, outcome);
}

std::vector<std::vector<Outcome>> run_forked(std::span<const std::size_t> cases_per_job,
                                             const std::function<JobRunner(unsigned process)>& make_runner,
                                             const ForkedRunOptions& options) {
  return Run(cases_per_job, make_runner, options).run();
}

}  // namespace kith::harness
