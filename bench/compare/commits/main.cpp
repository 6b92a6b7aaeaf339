// bench/compare/commits/main.cpp: kith_compare_commits. What a commit costs in C++: single relationships, durable by
// one writer and by eight, and relaxed; 10,000 in one transaction by parameters; and beside them how often a second the
// machine syncs a write of RocksDB's, which no durable commit can beat. All by turns, a database that is written to.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <rocksdb/db.h>
#include <nlohmann/json.hpp>

#include <kith/kith.hpp>

namespace {

constexpr int kRounds = 5;
constexpr double kSeconds = 0.4;  // Of each kind in a round.
constexpr unsigned kWriters = 8;
constexpr int kBatch = 10'000;

/// Calls `work` for about kSeconds; how often a second it returned.
double rate(const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  std::size_t runs = 0;
  double seconds = 0;
  do {
    work();
    ++runs;
    seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  } while (seconds < kSeconds);
  return static_cast<double>(runs) / seconds;
}

class RandomNodes {
 public:
  RandomNodes(std::uint64_t seed, std::int64_t num_nodes) : random_(seed), num_nodes_(num_nodes) {}
  std::int64_t next() { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(num_nodes_)); }

 private:
  std::mt19937_64 random_;
  std::int64_t num_nodes_;
};

const char* const kCreate = "MATCH (a:P {id: $a}), (b:P {id: $b}) CREATE (a)-[:R {weight: 1}]->(b)";
const char* const kCreateMany =
    "UNWIND range(0, size($a) - 1) AS i MATCH (x:P {id: $a[i]}), (y:P {id: $b[i]}) CREATE (x)-[:R {weight: 1}]->(y)";

class Commits {
 public:
  Commits(std::filesystem::path path, std::int64_t num_nodes) : path_(std::move(path)), num_nodes_(num_nodes) {
    const std::filesystem::path scratch = path_.string() + ".rocksdb";
    std::filesystem::remove_all(scratch);
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    if (const rocksdb::Status status = rocksdb::DB::Open(options, scratch.string(), &opened); !status.ok()) {
      throw kith::Error(kith::ErrorKind::kIo, status.ToString());
    }
    rocksdb_.reset(opened);
  }

  nlohmann::json measure() {
    std::map<std::string, std::vector<double>> rates;
    for (int round = 0; round < kRounds; ++round) {
      {
        const kith::Database database = open(kith::Durability::kFull);
        single(database, 20);  // What is done at a first commit only.
        rates["rocksdb_sync"].push_back(synced_writes());
        rates["durable"].push_back(single(database, 0));
        rates["durable_8_writers"].push_back(together(database));
        rates["batch"].push_back(batch(database));
      }
      const kith::Database database = open(kith::Durability::kRelaxed);
      single(database, 20);
      rates["relaxed"].push_back(single(database, 0));
    }
    nlohmann::json out = nlohmann::json::object();
    for (auto& [name, all] : rates) {
      std::sort(all.begin(), all.end());
      out[name] = all[all.size() / 2];
    }
    return out;
  }

 private:
  kith::Database open(kith::Durability durability) const {
    return kith::Database::open(path_, {.create_if_missing = false, .durability = durability});
  }

  double synced_writes() {
    rocksdb::WriteOptions options;
    options.sync = true;
    const std::string value(100, 'v');  // About what a single relationship writes.
    return rate([&] { rocksdb_->Put(options, std::to_string(next_key_++), value); });
  }

  /// `count` relationships, or for as long as rate() measures.
  double single(const kith::Database& database, int count) {
    kith::Connection connection = database.connect();
    kith::PreparedQuery query = connection.prepare(kCreate);
    RandomNodes nodes(next_key_++, num_nodes_);
    const auto one = [&] { query.execute({{"a", nodes.next()}, {"b", nodes.next()}}); };
    for (int i = 0; i < count; ++i) one();
    return count > 0 ? 0 : rate(one);
  }

  double together(const kith::Database& database) {
    std::vector<double> rates(kWriters);
    std::vector<std::thread> writers;
    for (unsigned writer = 0; writer < kWriters; ++writer) {
      const std::uint64_t seed = next_key_++;
      writers.emplace_back([&, writer, seed] {
        kith::Connection connection = database.connect();
        kith::PreparedQuery query = connection.prepare(kCreate);
        RandomNodes nodes(seed, num_nodes_);
        rates[writer] = rate([&] { query.execute({{"a", nodes.next()}, {"b", nodes.next()}}); });
      });
    }
    for (std::thread& writer : writers) writer.join();
    double sum = 0;
    for (const double one : rates) sum += one;
    return sum;
  }

  /// Relationships a second.
  double batch(const kith::Database& database) {
    kith::Connection connection = database.connect();
    kith::PreparedQuery query = connection.prepare(kCreateMany);
    RandomNodes nodes(next_key_++, num_nodes_);
    kith::List starts, ends;
    for (int i = 0; i < kBatch; ++i) {
      starts.push_back(nodes.next());
      ends.push_back(nodes.next());
    }
    const kith::Parameters parameters{{"a", kith::Value(std::move(starts))}, {"b", kith::Value(std::move(ends))}};
    return kBatch * rate([&] { query.execute(parameters); });
  }

  std::filesystem::path path_;
  std::int64_t num_nodes_;
  std::unique_ptr<rocksdb::DB> rocksdb_;
  std::uint64_t next_key_ = 1;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: kith_compare_commits DATABASE NUM_NODES: an R-MAT database, which is written to\n";
    return 2;
  }
  try {
    std::cout << Commits(argv[1], std::stoll(argv[2])).measure() << '\n';
    return 0;
  } catch (const kith::Error& error) {
    std::cerr << kith::to_display_string(error) << '\n';
    return 1;
  }
}
