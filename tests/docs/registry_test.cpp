// tests/docs/registry_test.cpp: every function and procedure has its section in docs/language, with its signature and
// an example that calls it; nothing else has one; links between the pages lead somewhere.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/harness/scratch_database.hpp"
#include "tests/harness/test_file.hpp"

namespace fs = std::filesystem;
using namespace kith::harness;

namespace {

const fs::path kDocs = fs::path(KITH_REPOSITORY) / "docs";

struct Section {
  std::string signature;  ///< The line in back-ticks below the heading.
  std::string examples;   ///< The queries with a result, in small letters.
};

std::vector<std::string> lines_of(const fs::path& file) {
  const auto text = read_text_file(file);
  REQUIRE(text.ok());
  return split_lines(*text);
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// By what stands after `### `.
std::map<std::string, Section> sections_of(const fs::path& file) {
  std::map<std::string, Section> sections;
  Section* current = nullptr;
  bool in_example = false;
  for (const std::string& line : lines_of(file)) {
    if (line.starts_with("```")) {
      in_example = line == "```cypher";
    } else if (in_example && current != nullptr) {
      current->examples += lower_case(line) + "\n";
    } else if (line.starts_with("#")) {
      current = line.starts_with("### ") ? &sections[line.substr(4)] : nullptr;
    } else if (current != nullptr && current->signature.empty() && line.starts_with("`") && line.ends_with("`")) {
      current->signature = line.substr(1, line.size() - 2);
    }
  }
  return sections;
}

void check_against_registry(std::string_view statement, const fs::path& file) {
  ScratchDatabase database(scratch_folder(), *find_configuration("default"));
  REQUIRE(database.make_empty().ok());
  const auto registry = database.query(statement);
  REQUIRE(registry.ok());
  std::map<std::string, Section> sections = sections_of(file);
  REQUIRE(registry->num_rows() > 0);
  for (const auto& row : *registry) {
    const std::string name(row["name"].as_string());
    INFO(name << " in " << file);
    const auto section = sections.find(name);
    REQUIRE(section != sections.end());
    CHECK(section->second.signature == row["signature"].as_string());
    CHECK(section->second.examples.find(lower_case(name) + "(") != std::string::npos);
    sections.erase(section);
  }
  for (const auto& [name, section] : sections) FAIL_CHECK("`" << name << "` has a section and is not in the registry");
}

/// The anchor that a heading has on the usual hosts: small letters, blanks as dashes, punctuation left out.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : lower_case(heading)) {
    if (c == ' ') anchor += '-';
    if (c == '-' || c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0) anchor += c;
  }
  return anchor;
}

std::set<std::string> anchors_of(const fs::path& file) {
  std::set<std::string> anchors;
  bool in_fence = false;
  for (const std::string& line : lines_of(file)) {
    if (line.starts_with("```")) in_fence = !in_fence;
    const std::size_t level = line.find_first_not_of('#');
    if (in_fence || level == 0 || level == std::string::npos || line[level] != ' ') continue;
    INFO(line << " in " << file);
    CHECK(anchors.insert(anchor_of(line.substr(level + 1))).second);
  }
  return anchors;
}

}  // namespace

TEST_CASE("each function has a section with its signature and an example") {
  check_against_registry("SHOW FUNCTIONS", kDocs / "language" / "functions.md");
}

TEST_CASE("each procedure has a section with its signature and an example") {
  check_against_registry("SHOW PROCEDURES", kDocs / "language" / "procedures.md");
}

TEST_CASE("links between the pages of the language lead to a heading") {
  const auto pages = find_test_files({kDocs / "language", kDocs / "language.md"}, {".md"});
  REQUIRE(pages.ok());
  std::size_t num_links = 0;
  for (const fs::path& page : *pages) {
    for (const std::string& line : lines_of(page)) {
      for (std::size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 1)) {
        const std::string link = line.substr(at + 2, line.find(')', at) - at - 2);
        const std::size_t hash = std::min(link.find('#'), link.size());
        const fs::path target = hash == 0 ? page : page.parent_path() / link.substr(0, hash);
        INFO(link << " in " << page);
        REQUIRE(fs::exists(target));
        if (hash < link.size()) CHECK(anchors_of(target).contains(link.substr(hash + 1)));
        ++num_links;
      }
    }
  }
  CHECK(num_links > 200);
}
