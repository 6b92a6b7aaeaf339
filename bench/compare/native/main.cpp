// bench/compare/native/main.cpp: kith_compare_native. The same queries as compare.js asks, in C++: what the call
// boundary costs. Reads [{"name", "text", "parameters": [...]}, ...] from standard input; writes {"name": milliseconds
// of a run, the median}.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "bench/asked_queries.hpp"

namespace {

/// As worker.js: some runs warm it up, then rounds of at least 20 ms.
double measure(kith::PreparedQuery& query, const std::vector<kith::Parameters>& parameters) {
  using Clock = std::chrono::steady_clock;
  for (const kith::Parameters& one : parameters) query.execute(one);
  std::vector<double> times;
  std::size_t next = 0;
  for (int round = 0; round < 5; ++round) {
    const auto begin = Clock::now();
    std::size_t runs = 0;
    double ms = 0;
    do {
      query.execute(parameters[next++ % parameters.size()]);
      ++runs;
      ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    } while (ms < 20);
    times.push_back(ms / static_cast<double>(runs));
    if (ms > 2000) break;
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: kith_compare_native DATABASE THREADS MEMORY_IN_BYTES < queries.json\n";
    return 2;
  }
  try {
    const kith::Database database =
        kith::Database::open(argv[1], {.read_only = true,
                                       .memory_limit = std::stoull(argv[3]),
                                       .threads = static_cast<unsigned>(std::stoul(argv[2]))});
    kith::Connection connection = database.connect();
    nlohmann::json out = nlohmann::json::object();
    for (const kith::bench::AskedQuery& asked : kith::bench::read_asked_queries(std::cin)) {
      try {
        kith::PreparedQuery query = connection.prepare(asked.text);
        out[asked.name] = measure(query, asked.parameters);
      } catch (const kith::Error& error) {
        std::cerr << asked.name << ": " << error.message << '\n';
      }
    }
    std::cout << out << '\n';
    return 0;
  } catch (const kith::Error& error) {
    std::cerr << kith::to_display_string(error) << '\n';
    return 1;
  }
}
