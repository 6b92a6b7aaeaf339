// tests/c_api/error_test.cpp: what an error tells a program in C.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <kith/c/kith.h>

namespace {

/// A database of its own in a directory that goes with it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith_c_api_XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
    REQUIRE(kith_database_open((directory_ / "graph").c_str(), nullptr, &database_, nullptr) == KITH_OK);
    REQUIRE(kith_connection_open(database_, &connection_, nullptr) == KITH_OK);
  }
  ~Scratch() {
    kith_connection_free(connection_);
    kith_database_free(database_);
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  kith_connection* connection() const { return connection_; }

 private:
  std::filesystem::path directory_;
  kith_database* database_ = nullptr;
  kith_connection* connection_ = nullptr;
};

}  // namespace

TEST_CASE("an error has a code, a type, a detail, a place and a hint") {
  const Scratch scratch;
  kith_result* result = nullptr;
  kith_error* error = nullptr;
  const char* const text = "WITH 1 AS \xE4\xB8\x8A\xE6\xB5\xB7 RETURN persn";
  REQUIRE(kith_query(scratch.connection(), text, KITH_NUL_TERMINATED, nullptr, nullptr, &result, &error) ==
          KITH_SYNTAX_ERROR);
  CHECK(result == nullptr);
  CHECK(std::string(kith_error_gqlstatus(error)) == "42N62");
  CHECK(std::string(kith_error_type(error)) == "SyntaxError");
  CHECK(std::string(kith_error_detail(error)) == "UndefinedVariable");
  CHECK(kith_error_phase(error) == KITH_COMPILE_TIME);
  CHECK(kith_error_line(error) == 1);
  CHECK(kith_error_column(error) == 21);
  CHECK(std::string(kith_error_hint(error)) == "in scope: \xE4\xB8\x8A\xE6\xB5\xB7");
  CHECK(std::string(kith_error_display(error)).starts_with("42N62 SyntaxError (UndefinedVariable): "));
  kith_error_free(error);

  REQUIRE(kith_query(scratch.connection(), "RETURN 1 / 0", KITH_NUL_TERMINATED, nullptr, nullptr, &result, &error) ==
          KITH_ARITHMETIC_ERROR);
  CHECK(std::string(kith_error_gqlstatus(error)) == "22012");
  kith_error_free(error);
  CHECK(std::string(kith_error_gqlstatus(nullptr)).empty());
}
