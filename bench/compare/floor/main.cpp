// bench/compare/floor/main.cpp: kith_compare_floor. The R-MAT queries by hand, on arrays in memory: one thread, no
// parser, storage, transactions or call boundary, loading not counted. Reads {"query": [parameters...], ...} from
// standard input, as compare.js has them; writes {"query": {"ms": median of a run, "answer": ...}} for the queries that
// it knows.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "bench/rmat_graph.hpp"

namespace {

using kith::bench::PlainAdjacency;
using nlohmann::json;

struct Graph {
  std::uint32_t num_nodes = 0;
  std::vector<std::int64_t> ages;
  std::vector<std::int64_t> weights;
  PlainAdjacency outgoing, incoming;
};

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream text(line);
  for (std::string field; std::getline(text, field, '|');) out.push_back(field);
  return out;
}

/// Ids are 0 to n-1, in order, as bench/data writes them.
Graph read_graph(const std::string& folder) {
  Graph graph;
  std::string line;
  std::ifstream nodes(folder + "/P.csv");
  std::getline(nodes, line);
  while (std::getline(nodes, line)) graph.ages.push_back(std::stoll(fields_of(line).at(2)));
  graph.num_nodes = static_cast<std::uint32_t>(graph.ages.size());
  std::vector<std::uint32_t> starts, ends;
  std::ifstream relationships(folder + "/R.csv");
  std::getline(relationships, line);
  while (std::getline(relationships, line)) {
    const char* at = line.c_str();
    char* next = nullptr;
    starts.push_back(static_cast<std::uint32_t>(std::strtoul(at, &next, 10)));
    ends.push_back(static_cast<std::uint32_t>(std::strtoul(next + 1, &next, 10)));
    graph.weights.push_back(std::strtoll(next + 1, nullptr, 10));
  }
  graph.outgoing = kith::bench::adjacency_of(graph.num_nodes, starts, ends);
  graph.incoming = kith::bench::adjacency_of(graph.num_nodes, ends, starts);
  return graph;
}

/// Which nodes were met in this search; clearing costs nothing.
class VisitedSet {
 public:
  explicit VisitedSet(std::uint32_t num_nodes) : stamps_(num_nodes, 0) {}
  void clear() { ++stamp_; }
  bool insert(std::uint32_t v) {
    if (stamps_[v] == stamp_) return false;
    stamps_[v] = stamp_;
    return true;
  }
  bool contains(std::uint32_t v) const { return stamps_[v] == stamp_; }

 private:
  std::vector<std::uint32_t> stamps_;
  std::uint32_t stamp_ = 0;
};

class Floor {
 public:
  explicit Floor(const Graph& graph) : graph_(graph), visited_(graph.num_nodes), other_(graph.num_nodes) {}

  using Query = std::function<std::int64_t(const json&)>;
  std::map<std::string, Query> queries() {
    return {{"scan_filter", [this](const json&) { return scan_filter(); }},
            {"edge_sum", [this](const json&) { return edge_sum(); }},
            {"edge_both", [this](const json&) { return edge_both(); }},
            {"hop2_all", [this](const json&) { return hop2_all(); }},
            {"triangle", [this](const json&) { return triangle(); }},
            {"point", [this](const json& p) { return graph_.ages[node(p, "id")]; }},
            {"hop1", [this](const json& p) { return sum_of_ids(graph_.outgoing, node(p, "id")); }},
            {"hop1_in", [this](const json& p) { return sum_of_ids(graph_.incoming, node(p, "id")); }},
            {"hop1_prop", [this](const json& p) { return hop1_prop(node(p, "id")); }},
            {"hop2", [this](const json& p) { return hop2(node(p, "id")); }},
            {"reach3", [this](const json& p) { return reach(node(p, "id"), 3); }},
            {"shortest", [this](const json& p) { return shortest(node(p, "a"), node(p, "b"), 6); }}};
  }

 private:
  static std::uint32_t node(const json& parameters, const char* name) {
    return parameters.at(name).get<std::uint32_t>();
  }

  std::int64_t scan_filter() const {
    std::int64_t count = 0;
    for (const std::int64_t age : graph_.ages) count += age > 87 ? 1 : 0;
    return count;
  }

  std::int64_t edge_sum() const {
    std::int64_t sum = 0;
    for (const std::int64_t weight : graph_.weights) sum += weight;
    return sum;
  }

  std::int64_t edge_both() const {
    std::int64_t count = 0;
    for (std::uint32_t a = 0; a < graph_.num_nodes; ++a) {
      if (graph_.ages[a] <= 80) continue;
      for (const std::uint32_t b : graph_.outgoing.of(a)) count += graph_.ages[b] > 80 ? 1 : 0;
    }
    return count;
  }

  std::int64_t hop2_all() const {
    std::int64_t count = 0;
    for (std::uint32_t b = 0; b < graph_.num_nodes; ++b) {
      count += std::int64_t{graph_.incoming.degree(b)} * graph_.outgoing.degree(b);
    }
    return count;
  }

  std::int64_t triangle() {
    std::int64_t count = 0;
    for (std::uint32_t a = 0; a < graph_.num_nodes; ++a) {
      visited_.clear();
      for (const std::uint32_t c : graph_.outgoing.of(a)) visited_.insert(c);
      for (const std::uint32_t b : graph_.outgoing.of(a)) {
        for (const std::uint32_t c : graph_.outgoing.of(b)) count += visited_.contains(c) ? 1 : 0;
      }
    }
    return count;
  }

  static std::int64_t sum_of_ids(const PlainAdjacency& adjacency, std::uint32_t v) {
    std::int64_t sum = 0;
    for (const std::uint32_t b : adjacency.of(v)) sum += b;
    return sum;
  }

  std::int64_t hop1_prop(std::uint32_t v) const {
    std::int64_t sum = 0;
    for (const std::uint32_t b : graph_.outgoing.of(v)) sum += graph_.ages[b];
    return sum;
  }

  std::int64_t hop2(std::uint32_t v) {
    visited_.clear();
    std::int64_t ends = 0;
    for (const std::uint32_t b : graph_.outgoing.of(v)) {
      for (const std::uint32_t c : graph_.outgoing.of(b)) ends += visited_.insert(c) ? 1 : 0;
    }
    return ends;
  }

  std::int64_t reach(std::uint32_t v, int depth) {
    visited_.clear();
    visited_.insert(v);
    std::vector<std::uint32_t> frontier{v}, next;
    std::int64_t count = 0;
    for (; depth > 0 && !frontier.empty(); --depth) {
      next.clear();
      for (const std::uint32_t a : frontier) {
        for (const std::uint32_t b : graph_.outgoing.of(a)) {
          if (visited_.insert(b)) next.push_back(b);
        }
      }
      count += static_cast<std::int64_t>(next.size());
      frontier.swap(next);
    }
    return count;
  }

  /// From both ends, the smaller frontier first. 0: there is none of at most `longest`.
  std::int64_t shortest(std::uint32_t a, std::uint32_t b, int longest) {
    visited_.clear();
    other_.clear();
    visited_.insert(a);
    other_.insert(b);
    std::vector<std::uint32_t> forward{a}, backward{b}, next;
    for (int length = 1; length <= longest && !forward.empty() && !backward.empty(); ++length) {
      const bool from_a = forward.size() <= backward.size();
      std::vector<std::uint32_t>& frontier = from_a ? forward : backward;
      const PlainAdjacency& adjacency = from_a ? graph_.outgoing : graph_.incoming;
      VisitedSet& own = from_a ? visited_ : other_;
      const VisitedSet& met = from_a ? other_ : visited_;
      next.clear();
      for (const std::uint32_t u : frontier) {
        for (const std::uint32_t v : adjacency.of(u)) {
          if (met.contains(v)) return length;
          if (own.insert(v)) next.push_back(v);
        }
      }
      frontier.swap(next);
    }
    return 0;
  }

  const Graph& graph_;
  VisitedSet visited_, other_;
};

/// At least five runs and 50 ms, each with the next parameters.
json measure(const Floor::Query& query, const json& parameters) {
  using Clock = std::chrono::steady_clock;
  json out;
  std::int64_t sum = 0;
  for (const json& one : parameters) sum += query(one);
  out["answer"] = sum;
  std::vector<double> times;
  std::size_t next = 0;
  while (times.size() < 5) {
    const auto begin = Clock::now();
    std::size_t runs = 0;
    double ms = 0;
    do {
      sum += query(parameters[next++ % parameters.size()]);
      ++runs;
      ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    } while (ms < 20);
    times.push_back(ms / static_cast<double>(runs));
    if (ms > 2000) break;
  }
  std::sort(times.begin(), times.end());
  out["ms"] = times[times.size() / 2];
  out["check"] = sum;  // So that no run is left out.
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: kith_compare_floor FOLDER < parameters.json\n";
    return 2;
  }
  const Graph graph = read_graph(argv[1]);
  Floor floor(graph);
  const json asked = json::parse(std::cin);
  json out = json::object();
  for (const auto& [name, query] : floor.queries()) {
    if (asked.contains(name)) out[name] = measure(query, asked[name]);
  }
  std::cout << out << '\n';
  return 0;
}
