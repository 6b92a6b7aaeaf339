// Finding and reading named graphs.
#include "tests/tck/named_graph.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/harness/statements.hpp"

namespace kith::tck {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{ErrorKind::kUsage, fmt::format("cannot read {}", file.string())};
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace

Result<std::vector<std::string>> named_graph(std::string_view name, const fs::path& feature_file) {
  std::error_code ignored;
  for (fs::path folder = fs::absolute(feature_file).parent_path(); folder != folder.parent_path();
       folder = folder.parent_path()) {
    const fs::path graph = folder / "graphs" / name;
    const fs::path description = graph / fmt::format("{}.json", name);
    if (!fs::exists(description, ignored)) continue;
    KITH_TRY(const std::string text, read_text(description));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("scripts") || !json["scripts"].is_array()) {
      return Error{ErrorKind::kUsage, fmt::format("{} has no list of scripts", description.string())};
    }
    std::vector<std::string> statements;
    for (const auto& script : json["scripts"]) {
      if (!script.is_string())
        return Error{ErrorKind::kUsage, fmt::format("{}: a script is not a name", description.string())};
      KITH_TRY(const std::string cypher, read_text(graph / (script.get<std::string>() + ".cypher")));
      for (std::string& statement : harness::split_statements(cypher)) statements.push_back(std::move(statement));
    }
    return statements;
  }
  return Error{ErrorKind::kUsage, fmt::format("no folder above {} has graphs/{}", feature_file.string(), name)};
}

}  // namespace kith::tck
