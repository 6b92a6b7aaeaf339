// bench/lsqb/main.cpp: kith_lsqb. The nine queries of the Labelled Subgraph Query Benchmark: their counts, and how long
// each takes.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include <kith/kith.hpp>

#include "bench/lsqb/social_network.hpp"

namespace {

using Counts = std::map<int, std::int64_t>;  // by number of the query

/// Lines of expected-counts.csv: who, with what, scale, query, seconds, count; between tabs.
Counts read_expected(const std::string& path, const std::string& scale) {
  Counts out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, '\t');) fields.push_back(field);
    if (fields.size() == 6 && fields[2] == scale) out[std::stoi(fields[3])] = std::stoll(fields[5]);
  }
  return out;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw kith::Error(kith::ErrorKind::kIo, fmt::format("cannot open '{}'", path.string()));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Timed {
  std::int64_t count = 0;
  double milliseconds = 0;  ///< Median.
};

Timed run(kith::Connection& connection, const std::string& text, int rounds) {
  kith::PreparedQuery query = connection.prepare(text);
  Timed out{.count = query.execute().at(0, 0).as_integer()};
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    query.execute();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  if (!times.empty()) out.milliseconds = times[times.size() / 2];
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path folder, queries = "bench/lsqb/queries",
                                directory = std::filesystem::temp_directory_path() / "kith_lsqb";
  std::string expected_file, scale = "example";
  int rounds = 5;
  CLI::App app("LSQB's nine queries on a folder of its data. Exit code 1: a count is not the expected one.");
  app.add_option("DATA", folder, "A folder such as social-network-sf0.1-projected-fk")->required();
  app.add_option("--expected", expected_file, "LSQB's expected-counts.csv");
  app.add_option("--scale", scale, "Which of its scale factors the data are of")->capture_default_str();
  app.add_option("--queries", queries, "Where q1.cypher to q9.cypher are")->capture_default_str();
  app.add_option("--directory", directory, "Scratch space for the database, which is replaced")->capture_default_str();
  app.add_option("--rounds", rounds, "Timed runs of each query")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    std::filesystem::remove_all(directory / "lsqb.kith");
    std::filesystem::create_directories(directory);
    const kith::Database database = kith::Database::open(directory / "lsqb.kith");
    const auto start = std::chrono::steady_clock::now();
    const auto summary = kith::bench::import_social_network(database, folder).value_or_throw();
    fmt::print("imported {} nodes and {} relationships in {:.2f} s\n", summary.num_nodes, summary.num_relationships,
               std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    const Counts expected = expected_file.empty() ? Counts() : read_expected(expected_file, scale);
    kith::Connection connection = database.connect();
    int num_wrong = 0;
    for (int number = 1; number <= 9; ++number) {
      const Timed timed = run(connection, contents(queries / fmt::format("q{}.cypher", number)), rounds);
      std::string verdict;
      if (const auto known = expected.find(number); known != expected.end()) {
        const bool right = known->second == timed.count;
        num_wrong += right ? 0 : 1;
        verdict = right ? "as expected" : fmt::format("expected {}", known->second);
      }
      fmt::print("q{}  {:>14}  {:>10.3f} ms  {}\n", number, timed.count, timed.milliseconds, verdict);
      std::fflush(stdout);
    }
    return num_wrong == 0 ? 0 : 1;
  } catch (const kith::Error& error) {
    fmt::print(stderr, "{}\n", kith::to_display_string(error));
    return 1;
  }
}
