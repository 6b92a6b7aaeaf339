// bench/guard/main.cpp: kith_guard. Runs queries so that callgrind can count the instructions of each.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <limits>
#include <string>

#include "bench/asked_queries.hpp"
#include "bench/guard/guard_graph.hpp"
#include "bench/guard/spellings.hpp"

/// Of a measured query, one round: what callgrind collects, and what it writes counts of when it returns. Not inlined,
/// with a name that its options --toggle-collect and --dump-after can give. Not static for the same reason.
extern "C" [[gnu::noinline]] void kith_guard_measured(kith::PreparedQuery& query,
                                                      const std::vector<kith::Parameters>& parameters) {
  for (const kith::Parameters& one : parameters) query.execute(one);
}

/// The same for what happens at a first execution: a plan is made.
extern "C" [[gnu::noinline]] void kith_guard_planned(kith::Connection& connection, const std::string& text) {
  connection.query("EXPLAIN " + text);
}

namespace {

using kith::bench::AskedQuery;

/// Writes a line for each query: its name, rows of a round, the first value, the least ms of a round; tabs between.
/// On one thread, since the order in which threads run is not repeatable. Beyond the first round nothing is left to be
/// read from disk, decoded or planned.
void run(const std::filesystem::path& path) {
  const kith::Database database =
      kith::Database::open(path, {.read_only = true, .memory_limit = std::size_t{1} << 30, .threads = 1});
  kith::Connection connection = database.connect();
  for (const AskedQuery& asked : kith::bench::read_asked_queries(std::cin)) {
    if (asked.name.starts_with("plan")) {
      // Twice, with other texts, so that tables which are filled once are not counted and no plan is found in the
      // cache.
      connection.query("EXPLAIN " + asked.text + " AS warm_up");
      kith_guard_planned(connection, asked.text);
      fmt::print("{}\n", asked.name);
      continue;
    }
    kith::PreparedQuery query = connection.prepare(asked.text);
    std::size_t num_rows = 0;
    std::string first;
    double least_ms = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 2; ++round) {
      num_rows = 0;
      const auto begin = std::chrono::steady_clock::now();
      for (const kith::Parameters& one : asked.parameters) {
        const kith::QueryResult result = query.execute(one);
        num_rows += result.num_rows();
        if (first.empty() && result.num_rows() > 0) first = kith::to_display_string(result.at(0, 0));
      }
      least_ms = std::min(least_ms,
                          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    kith_guard_measured(query, asked.parameters);
    fmt::print("{}\t{}\t{}\t{:.3f}\n", asked.name, num_rows, first, least_ms);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string task = argc == 3 ? argv[1] : "";
  try {
    if (task == "make") {
      kith::bench::make_guard_database(argv[2]);
    } else if (task == "run") {
      run(argv[2]);
    } else if (task == "spellings") {
      kith::bench::write_spellings(argv[2], std::cin, std::cout);
    } else {
      std::cerr
          << "usage: kith_guard make DIRECTORY               writes the database\n"
             "       kith_guard run DIRECTORY < queries.json  each query, measured once behind two rounds unmeasured\n"
             "       kith_guard spellings DIRECTORY < patterns.json  spellings of each pattern that differ in plan\n";
      return 2;
    }
    return 0;
  } catch (const kith::Error& error) {
    std::cerr << kith::to_display_string(error) << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
