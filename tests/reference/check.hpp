// tests/reference/check.hpp: whether engine and reference agree on one query over one graph.
#pragma once

#include <string>

#include "tests/harness/scratch_database.hpp"
#include "tests/reference/graph.hpp"

namespace kith::reference {

/// Every query may use them: $i, $j, $s, $f, $b, $l.
const Parameters& parameters();

struct Case {
  Graph graph;
  bool bulk_loaded = false;  ///< The graph is loaded again by the BulkLoader.
  std::string query;
  bool may_fail = false;  ///< As in GeneratedQuery.
};

struct Finding {
  enum class Verdict : std::uint8_t { kAgrees, kSkipped, kDiffers };
  Verdict verdict = Verdict::kAgrees;
  /// Agrees: "rows", "no rows" or "errors". Skipped: why. Differs: what kind of difference ("rows", "SyntaxError").
  std::string kind;
  std::string description;  ///< Differs: under which setting, and both answers.
};

/// Where the engine has a case's graph.
class Laboratory {
 public:
  explicit Laboratory(const std::filesystem::path& folder);

  /// Makes the graph unless it is the one that is there.
  Status prepare(const Case& test);
  /// Runs the query under every setting, and its rewrites, and compares with the reference. Requires prepare().
  Finding check(const Case& test);

 private:
  harness::ScratchDatabase created_, loaded_;
  harness::ScratchDatabase* current_ = nullptr;
  std::string made_;  ///< The statements that made what is there.
};

}  // namespace kith::reference
