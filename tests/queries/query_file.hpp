// tests/queries/query_file.hpp: .test files, and the examples of .md files, as sections of cases. Their form: tests/queries/README.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/harness/graph_state.hpp"
#include "tests/harness/result_table.hpp"

namespace kith::queries {

struct ExpectedError {
  std::string kind, phase, detail;
  std::uint32_t line = 0, column = 0;  ///< 0: any.
};

struct Case {
  std::string name;  ///< folder/file.test:line
  std::string text;
  Parameters parameters;
  std::vector<harness::TableRow> table;  ///< Empty for a statement, whose rows do not matter.
  harness::RowOrder rows = harness::RowOrder::kSignificant;
  harness::ListOrder lists = harness::ListOrder::kSignificant;
  std::optional<harness::SideEffects> effects;  ///< Empty: not measured.
  std::optional<ExpectedError> error;
  std::map<std::string, std::string, std::less<>> skipped;  ///< Configuration to reason.
};

/// A graph and the cases that run on it in turn, seeing what those before them wrote.
struct Section {
  std::vector<std::string> graph;
  std::vector<Case> cases;
};

/// Errors: kUsage with file and line.
Result<std::vector<Section>> read_query_file(const std::filesystem::path& file);

}  // namespace kith::queries
