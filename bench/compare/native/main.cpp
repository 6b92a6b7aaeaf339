// bench/compare/native/main.cpp: kith_compare_native. The same queries as compare.js asks, in C++: what the call
// boundary costs. Reads [{"name", "text", "parameters": [...]}, ...] from standard input; writes {"name": milliseconds
// of a run, the median}.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <kith/kith.hpp>

namespace {

using nlohmann::json;

kith::Value value_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_array()) {
    kith::List list;
    for (const json& element : value) list.push_back(value_of(element));
    return list;
  }
  return value.get<double>();
}

std::vector<kith::Parameters> parameters_of(const json& sets) {
  std::vector<kith::Parameters> out;
  for (const json& set : sets) {
    kith::Parameters& parameters = out.emplace_back();
    if (set.is_null()) continue;
    for (const auto& [name, value] : set.items()) parameters.emplace(name, value_of(value));
  }
  return out;
}

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
    json out = json::object();
    for (const json& asked : json::parse(std::cin)) {
      kith::PreparedQuery query = connection.prepare(asked.at("text").get<std::string>());
      try {
        out[asked.at("name").get<std::string>()] = measure(query, parameters_of(asked.at("parameters")));
      } catch (const kith::Error& error) {
        std::cerr << asked.at("name") << ": " << error.message << '\n';
      }
    }
    std::cout << out << '\n';
    return 0;
  } catch (const kith::Error& error) {
    std::cerr << kith::to_display_string(error) << '\n';
    return 1;
  }
}
