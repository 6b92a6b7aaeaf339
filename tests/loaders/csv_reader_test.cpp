// tests/loaders/csv_reader_test.cpp: records of CSV files, well formed and not.
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "loaders/csv/reader.hpp"
#include "loaders/csv/writer.hpp"
#include "tests/loaders/scratch_directory.hpp"

using kith::loaders::CsvDialect;
using kith::loaders::CsvReader;
using Records = std::vector<std::vector<std::string>>;

namespace {

const kith::test::ScratchDirectory& scratch() {
  static const kith::test::ScratchDirectory directory;
  return directory;
}

/// Every record, quoted fields in angle brackets; a bad one as its problem, without the directory.
Records read(std::string_view text, const CsvDialect& dialect = {}) {
  const auto path = scratch().write("t.csv", text);
  auto reader = CsvReader::try_open(path, dialect);
  REQUIRE(reader.ok());
  Records records;
  while (true) {
    const auto outcome = reader->next();
    if (!outcome.ok()) {
      const std::string& message = outcome.error().message;
      records.push_back({"FATAL " + message.substr(message.find("t.csv"))});
      return records;
    }
    if (*outcome == CsvReader::Outcome::kEnd) return records;
    std::vector<std::string>& record = records.emplace_back();
    if (*outcome == CsvReader::Outcome::kBad) {
      record.push_back("BAD " + reader->problem().substr(reader->problem().find("t.csv")));
      continue;
    }
    for (const auto& field : reader->fields()) {
      record.push_back(field.quoted ? "<" + std::string(field.text) + ">" : std::string(field.text));
    }
  }
}

}  // namespace

TEST_CASE("csv: plain records, with any line end or none at the last line") {
  const Records expected{{"a", "b"}, {"1", "2"}};
  CHECK(read("a,b\n1,2\n") == expected);
  CHECK(read("a,b\r\n1,2\r\n") == expected);
  CHECK(read("a,b\n1,2") == expected);
  CHECK(read("a,b\r\n1,2\r") == expected);
  CHECK(read("\xEF\xBB\xBF"
             "a,b\n1,2") == expected);
  CHECK(read("\n\na,b\n\n1,2\n\n\n") == expected);
  CHECK(read("").empty());
  CHECK(read("\xEF\xBB\xBF").empty());
  CHECK(read("\n\r\n").empty());
}

TEST_CASE("csv: empty fields, quoted and not") {
  CHECK(read(",\n\"\",\n") == Records{{"", ""}, {"<>", ""}});
  CHECK(read("\"\"\n") == Records{{"<>"}});
  CHECK(read("a,") == Records{{"a", ""}});
}

TEST_CASE("csv: quoted fields hold delimiters, quotes and line ends") {
  CHECK(read("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\r\nnext\n") ==
        Records{{"<a,b>", "<say \"hi\">", "<two\r\nlines>"}, {"next"}});
  CHECK(read("\"\"\"\"\n") == Records{{"<\">"}});
  CHECK(read("\"a\"") == Records{{"<a>"}});
  CHECK(read("\"a\"\r") == Records{{"<a>"}});
  CHECK(read("a\"b,c\"\n") == Records{{"a\"b", "c\""}});  // a quote that does not open a field is text
}

TEST_CASE("csv: other delimiters and quotes") {
  CHECK(read("a|b\n", {.delimiter = '|'}) == Records{{"a", "b"}});
  CHECK(read("a\t\"b\"\n", {.delimiter = '\t', .quote = '\0'}) == Records{{"a", "\"b\""}});
  CHECK(read("'a;b';c\n", {.delimiter = ';', .quote = '\''}) == Records{{"<a;b>", "c"}});
  CHECK(read("上海,光源\n") == Records{{"上海", "光源"}});
}

TEST_CASE("csv: a bad record is named by line and column, and the next is read") {
  using namespace std::string_literals;
  CHECK(read("a,b\n光\0,x\n1,2\n"s) == Records{{"a", "b"}, {"BAD t.csv:2:2: a NUL byte"}, {"1", "2"}});
  CHECK(read("a\n光\xFF\n1\n") ==
        Records{
            {"a"}, {"BAD t.csv:2:2: byte 0xFF is not part of UTF-8 text; if it is GBK: iconv -f GBK -t UTF-8"}, {"1"}});
  CHECK(read("a\n\"x\" y,z\n1\n") == Records{{"a"}, {"BAD t.csv:2:4: text behind a closing quote"}, {"1"}});
  CHECK(read("a\n\"x\nyz\n") == Records{{"a"}, {"BAD t.csv:2:1: a quoted field that is never closed"}});
  CHECK(
      read("\"x\ny\"\nb\xE4\n") ==
      Records{{"<x\ny>"}, {"BAD t.csv:3:2: byte 0xE4 is not part of UTF-8 text; if it is GBK: iconv -f GBK -t UTF-8"}});
  CHECK(read("\xFF\xFE"
             "a\0") == Records{{"FATAL t.csv:1:1: UTF-16 text"}});
}

TEST_CASE("csv: a record larger than any buffer") {
  const std::string huge(10'000'000, 'x');
  CHECK(read("a\n\"" + huge + "\"\"\n\",1\nb\n") == Records{{"a"}, {"<" + huge + "\"\n>", "1"}, {"b"}});
}

TEST_CASE("csv: what the writer writes reads back, wherever the buffer ends") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::string alphabet[] = {"a", ",", "\"", "\n", "\r", " ", "光", "", "\t"};
  Records written;
  std::string text;
  while (text.size() < 3'000'000) {
    std::vector<std::string>& record = written.emplace_back();
    const std::size_t num_fields = 1 + random() % 4;
    for (std::size_t i = 0; i < num_fields; ++i) {
      std::string field;
      for (std::size_t n = random() % 30; n > 0; --n) field += alphabet[random() % std::size(alphabet)];
      if (i > 0) text += ',';
      const std::size_t before = text.size();
      kith::loaders::append_csv_field(text, field, ',');
      record.push_back(text[before] == '"' ? "<" + field + ">" : field);
    }
    text += random() % 2 == 0 ? "\n" : "\r\n";
  }
  CHECK(read(text) == written);
}

TEST_CASE("csv: a missing file and a directory are errors") {
  const auto missing = CsvReader::try_open(scratch().path() / "none.csv", {});
  REQUIRE(!missing.ok());
  CHECK(missing.error().kind == kith::ErrorKind::kData);
  CHECK_THAT(missing.error().message, Catch::EndsWith("none.csv': No such file or directory"));
  CHECK(!CsvReader::try_open(scratch().path(), {}).ok());
}
