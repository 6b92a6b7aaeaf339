// tests/loaders/csv_header_test.cpp: neo4j-admin's header notation.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "loaders/csv/header.hpp"
#include "loaders/csv/id_space.hpp"
#include "loaders/csv/import.hpp"
#include "loaders/csv/validity.hpp"

using namespace kith::loaders;

namespace {

kith::Result<CsvHeader> parse(const std::vector<std::string>& names) {
  std::vector<CsvField> fields;
  for (const std::string& name : names) fields.push_back({name});
  return parse_header(fields, "people.csv", "string");
}

std::string problem(const std::vector<std::string>& names) {
  const auto header = parse(names);
  return header.ok() ? "" : header.error().message;
}

}  // namespace

TEST_CASE("header: of nodes") {
  const auto header =
      parse({"id:ID(Person)", ":LABEL", "name", "born:int", "tags:string[]", "x:IGNORE", "seen:DateTime"});
  REQUIRE(header.ok());
  CHECK_FALSE(header->is_relationships);
  const auto& columns = header->columns;
  CHECK(columns[0].role == ColumnRole::kId);
  CHECK(columns[0].name == "id");
  CHECK(columns[0].id_space == "Person");
  CHECK(columns[1].role == ColumnRole::kLabel);
  CHECK(columns[2].value_type == "string");
  CHECK(columns[3].value_type == "int");
  CHECK(columns[4].is_array);
  CHECK(columns[4].value_type == "string");
  CHECK(columns[5].role == ColumnRole::kIgnore);
  CHECK(columns[6].value_type == "datetime");
}

TEST_CASE("header: of relationships, with evidence") {
  const auto header = parse({":START_ID(Facility)", ":END_ID(Laboratory)", ":TYPE", "since:date", ":EVIDENCE(Passage)",
                             ":MODALITY", ":CONFIDENCE", ":RULE", ":VALID"});
  REQUIRE(header.ok());
  CHECK(header->is_relationships);
  CHECK(header->columns[4].role == ColumnRole::kEvidence);
  CHECK(header->columns[4].id_space == "Passage");
  CHECK(header->columns[8].role == ColumnRole::kValid);
}

TEST_CASE("header: the type of stored ids") {
  const auto header = parse({"id:ID(Person){id-type: long}"});
  REQUIRE(header.ok());
  CHECK(header->columns[0].value_type == "long");
  CHECK(header->columns[0].id_space == "Person");
  CHECK(problem({"id:ID{crs:wgs-84}"}) == "people.csv:1: column 1 `id:ID{crs:wgs-84}`: unknown option {crs:wgs-84}");
}

TEST_CASE("header: what is wrong is named with its column") {
  CHECK(problem({":ID", "born:year"}) == "people.csv:1: column 2 `born:year`: unknown type `year`");
  CHECK(problem({":ID", ":ID"}) == "people.csv:1: column 2 `:ID`: a second :ID column");
  CHECK(problem({":ID", ":NAME"}) == "people.csv:1: column 2 `:NAME`: unknown column type `:NAME`");
  CHECK(problem({":ID", ""}) == "people.csv:1: column 2 ``: a column without a name");
  CHECK(problem({":START_ID"}) == "people.csv:1: a header with only one of :START_ID and :END_ID");
  CHECK(problem({":START_ID", ":END_ID", ":LABEL"}) ==
        "people.csv:1: a header of relationships, by its :START_ID, with an :ID or :LABEL column of nodes");
  CHECK(problem({":ID", ":MODALITY"}) == "people.csv:1: columns about evidence without an :EVIDENCE column");
}

TEST_CASE("header: files and their labels") {
  const auto group = parse_file_group("Post:Message=post.csv,more.csv");
  REQUIRE(group.ok());
  CHECK(group->names == std::vector<std::string>{"Post", "Message"});
  CHECK(group->files == std::vector<std::filesystem::path>{"post.csv", "more.csv"});
  CHECK(parse_file_group("post.csv")->names.empty());
  CHECK(!parse_file_group("Post=").ok());
}

TEST_CASE("id space: integers and texts do not meet") {
  IdSpace ids;
  const std::vector<std::string> texts{"7",   "07", "+7", "-7", "-0", "0", "9223372036854775807", "9223372036854775808",
                                       "p-7", ""};
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK(ids.insert(texts[i], kith::NodeId{i}));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK_FALSE(ids.insert(texts[i], kith::NodeId{99}));
    REQUIRE(ids.find(texts[i]));
    CHECK(ids.find(texts[i])->value == i);
  }
  CHECK_FALSE(ids.find("8"));
  CHECK_FALSE(ids.find("q"));
}

TEST_CASE("validity: periods to bounds") {
  const auto days = [](std::string_view text) {
    const auto validity = parse_validity(text);
    REQUIRE(validity.ok());
    return std::pair(validity->from ? validity->from->days : -1, validity->to ? validity->to->days : -1);
  };
  using Bounds = std::pair<std::int64_t, std::int64_t>;
  CHECK(days("2021") == Bounds(18628, 18993));
  CHECK(days("2021-12") == Bounds(18962, 18993));
  CHECK(days("2021-12-31") == Bounds(18992, 18993));
  CHECK(days("2021/2022") == Bounds(18628, 19358));
  CHECK(days("2021-01/") == Bounds(18628, -1));
  CHECK(days("/2021") == Bounds(-1, 18993));
  for (const std::string_view text :
       {"", "/", "21", "2021-13", "2021-02-30", "2021-1", "soon", "2022/2021", "2021-06-30x"}) {
    CAPTURE(text);
    CHECK(!parse_validity(text).ok());
  }
}
