// tests/reference/main.cpp: kith_reference_tests: random queries over random graphs, engine against reference.
#include <map>
#include <memory>
#include <random>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "parser/parser.hpp"
#include "tests/harness/forked_run.hpp"
#include "tests/reference/check.hpp"
#include "tests/reference/evaluator.hpp"
#include "tests/reference/generate_graph.hpp"
#include "tests/reference/generate_query.hpp"
#include "tests/reference/minimise.hpp"

namespace fs = std::filesystem;

namespace {

using kith::harness::Outcome;
using kith::reference::Case;
using kith::reference::Finding;
using kith::reference::Graph;
using kith::reference::Laboratory;
using kith::reference::Random;

constexpr std::size_t kQueriesPerGraph = 50;

struct Options {
  std::size_t count = 3000;
  std::uint64_t seed = 0;
  std::optional<std::size_t> only;
  unsigned jobs = 0;
  unsigned time_limit = 300;
  bool show = false;
  bool minimise = true;
};

std::uint64_t mixed(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t x = seed + (number + 1) * 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// Case `number` of a seed: always the same one.
Case make_case(std::uint64_t seed, std::size_t number) {
  Random for_graph(mixed(seed, number / kQueriesPerGraph));
  Random for_query(mixed(~seed, number));
  Case made;
  made.graph = kith::reference::generate_graph(for_graph);
  made.bulk_loaded = for_graph.chance(0.3);
  for (int attempt = 0; attempt < 3; ++attempt) {  // an empty answer shows little
    const auto query = kith::reference::generate_query(for_query);
    made.query = query.text;
    made.may_fail = query.may_fail;
    const auto statement = kith::parser::parse(query.text);
    if (!statement.ok()) break;
    const auto outcome = kith::reference::answer(*statement, made.graph, kith::reference::parameters());
    const auto* answer = std::get_if<kith::reference::Answer>(&outcome);
    if (answer == nullptr || answer->rows.size() > answer->skip) break;
  }
  return made;
}

std::string text_of(const Case& test) {
  std::string text = fmt::format("graph{}\n", test.bulk_loaded ? ", bulk-loaded" : "");
  for (const std::string& statement : test.graph.schema) text += "  " + statement + ";\n";
  text += "  " + create_statement(test.graph) + "\n";
  if (test.query.find('$') != std::string::npos) {
    text += "parameters\n";
    for (const auto& [name, value] : kith::reference::parameters())
      text += fmt::format("  {}: {}\n", name, to_cypher_string(value));
  }
  return text + "query\n  " + test.query + "\n";
}

Outcome run_case(const Case& test, Laboratory& laboratory, bool minimise) {
  if (const kith::Status made = laboratory.prepare(test); !made.ok()) {
    return Outcome::failed("the graph cannot be made: " + to_display_string(made.error()) + "\n" + text_of(test));
  }
  Finding finding = laboratory.check(test);
  switch (finding.verdict) {
    case Finding::Verdict::kAgrees:
      return {Outcome::State::kPassed, finding.kind};
    case Finding::Verdict::kSkipped:
      return Outcome::skipped(finding.kind);
    case Finding::Verdict::kDiffers:
      break;
  }
  Case smallest = test;
  if (minimise) {
    smallest = kith::reference::minimise(test, finding, laboratory);
    if (laboratory.prepare(smallest).ok()) finding = laboratory.check(smallest);
  }
  return Outcome::failed(
      fmt::format("{}\n{}{}\nas generated: {}", finding.kind, text_of(smallest), finding.description, test.query));
}

int run(const Options& options) {
  fmt::print("seed {}\n", options.seed);
  std::vector<std::size_t> numbers;
  if (options.only.has_value()) {
    numbers.push_back(*options.only);
  } else {
    for (std::size_t i = 0; i < options.count; ++i) numbers.push_back(i);
  }
  std::vector<std::size_t> cases_per_job;
  for (std::size_t first = 0; first < numbers.size(); first += kQueriesPerGraph) {
    cases_per_job.push_back(std::min(kQueriesPerGraph, numbers.size() - first));
  }
  const fs::path scratch = kith::harness::scratch_folder();
  const auto outcomes =
      kith::harness::run_forked(cases_per_job,
                                [&](unsigned process) -> kith::harness::JobRunner {
                                  auto laboratory = std::make_shared<Laboratory>(scratch / std::to_string(process));
                                  return [&, laboratory](std::size_t job, kith::harness::CaseReporter& reporter) {
                                    for (std::size_t i = 0; i < cases_per_job[job]; ++i) {
                                      reporter.start(i);
                                      const Case test = make_case(options.seed, numbers[job * kQueriesPerGraph + i]);
                                      reporter.finish(i, run_case(test, *laboratory, options.minimise));
                                    }
                                  };
                                },
                                {.num_workers = options.jobs, .seconds_per_case = options.time_limit});
  std::error_code ignored;
  fs::remove_all(scratch, ignored);

  std::size_t passed = 0, failed = 0;
  std::map<std::string, std::size_t> answers, reasons;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Outcome& outcome = outcomes[i / kQueriesPerGraph][i % kQueriesPerGraph];
    if (options.show)
      fmt::print("{}: {}\n    {}\n", numbers[i], make_case(options.seed, numbers[i]).query, outcome.reason);
    switch (outcome.state) {
      case Outcome::State::kPassed:
        ++passed;
        ++answers[outcome.reason];
        break;
      case Outcome::State::kSkipped:
        ++reasons[outcome.reason];
        break;
      case Outcome::State::kFailed:
        ++failed;
        fmt::print("FAILED  --seed {} --only {}: {}\n", options.seed, numbers[i], outcome.reason);
        if (outcome.reason.find('\n') == std::string::npos)
          fmt::print("{}", text_of(make_case(options.seed, numbers[i])));
        break;
    }
  }
  fmt::print("compared:");
  for (const auto& [answer, count] : answers) fmt::print(" {} with {};", count, answer);
  fmt::print("\nnot compared:");
  for (const auto& [reason, count] : reasons) fmt::print(" {} {};", count, reason);
  // A query that the language does not decide is neither passed nor failed.
  fmt::print("\n{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.seed = std::random_device()();
  CLI::App app{
      "Random queries over random graphs: the engine under every setting, the reference, and rewritten queries must "
      "agree. The last line is `N passed, N failed`."};
  app.add_option("--count", options.count, "Queries");
  app.add_option("--seed", options.seed, "The same seed makes the same queries; default: another one each time");
  app.add_option("--only", options.only, "Only this query of the seed");
  app.add_option("--jobs", options.jobs, "Processes; default: one per processor");
  app.add_option("--time-limit", options.time_limit, "Seconds for one query, minimising included")
      ->check(CLI::PositiveNumber);
  app.add_flag("--show", options.show, "Print every query");
  app.add_flag("!--no-minimise", options.minimise, "Print differences as found");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return run(options);
}
