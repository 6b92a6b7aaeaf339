// tests/fuzz/random_queries.cpp: kith_random_queries. Feeds query_fuzzer.cpp without libFuzzer, under any compiler and
// sanitizer: queries of test files with words lost, doubled, swapped and taken from others, and lists of pieces. What
// fails aborts and prints the query; the seed repeats it.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Words = std::vector<std::string>;

/// Letters and digits that stand together are a word, and so is every other character.
Words words_of(const std::string& query) {
  Words words;
  bool in_word = false;
  for (const char c : query) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_letter =
        byte >= 0x80 || byte == '_' || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
    if (is_letter && in_word) {
      words.back() += c;
    } else {
      words.emplace_back(1, c);
    }
    in_word = is_letter;
  }
  return words;
}

/// The queries of .test and .error files below the folders.
std::vector<Words> read_queries(const std::vector<std::string>& folders) {
  std::vector<Words> queries;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".test" && entry.path().extension() != ".error") continue;
      std::ifstream file(entry.path());
      std::string line, query;
      bool in_query = false;
      while (std::getline(file, line)) {
        if (line.starts_with("query") || line.starts_with("error") || line.starts_with("wrong")) {
          in_query = true;
          query.clear();
        } else if (line.empty() || line.starts_with("----")) {
          if (in_query && !query.empty()) queries.push_back(words_of(query));
          in_query = false;
        } else if (in_query) {
          query += line + "\n";
        }
      }
    }
  }
  return queries;
}

class Generator {
 public:
  Generator(std::uint64_t seed, std::vector<Words> queries) : random_(seed), queries_(std::move(queries)) {}

  std::string next() {
    constexpr std::size_t kMostPieces = 40, kMostChanges = 4;
    if (queries_.empty() || below(4) == 0) {
      std::string text(1, static_cast<char>(0xFF));
      for (std::size_t i = below(kMostPieces) + 1; i > 0; --i) text += static_cast<char>(below(256));
      return text;
    }
    Words words = queries_[below(queries_.size())];
    for (std::size_t changes = below(kMostChanges + 1); changes > 0 && !words.empty(); --changes) change(words);
    std::string text;
    for (const std::string& word : words) text += word;
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  void change(Words& words) {
    constexpr std::size_t kMostWords = 12;
    const Words& other = queries_[below(queries_.size())];
    const std::size_t at = below(words.size()), from = below(other.size());
    const auto position = words.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t count = below(kMostWords) + 1;
    switch (below(5)) {
      case 0:
        words.erase(position, words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), at + count)));
        break;
      case 1:
        words.insert(position, std::string(words[below(words.size())]));
        break;
      case 2:
        words[at] = other[from];
        break;
      case 3:
        std::swap(words[at], words[below(words.size())]);
        break;
      default:
        words.insert(position, other.begin() + static_cast<std::ptrdiff_t>(from),
                     other.begin() + static_cast<std::ptrdiff_t>(std::min(other.size(), from + count)));
    }
  }

  std::mt19937_64 random_;
  std::vector<Words> queries_;
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> folders;
  std::uint64_t seed = std::random_device()();
  unsigned seconds = 30;
  CLI::App app{"Random queries on a small graph: each must end with rows or with an error that is no defect of Kith."};
  app.add_option("FOLDER", folders, "Folders of .test and .error files to take queries from");
  app.add_option("--seed", seed, "Of the random numbers; default: another each time");
  app.add_option("--seconds", seconds, "How long")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  fmt::print("seed {}\n", seed);
  Generator generator(seed, read_queries(folders));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::size_t num_queries = 0;
  double slowest = 0;
  for (; std::chrono::steady_clock::now() < end; ++num_queries) {
    const std::string text = generator.next();
    const auto begin = std::chrono::steady_clock::now();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    slowest = std::max(slowest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  fmt::print("{} queries, the slowest in {:.2f} s\n1 passed, 0 failed, 0 skipped\n", num_queries, slowest);
  return 0;
}
