// tests/harness/test_file.hpp: the blocks of a .test or .error file.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <kith/value.hpp>

namespace kith::harness {

/// A block is a line that begins in the first column, indented lines below it, and, after a line `----`, what is
/// expected, up to an empty line. Lines that begin with `#` are comments.
struct TestBlock {
  std::vector<std::string> words;     ///< Of its first line, at least one.
  std::string body;                   ///< Less two spaces of indentation a line, without empty lines at its end.
  std::vector<std::string> expected;  ///< The lines after `----`, as they stand.
  bool has_expected = false;          ///< There is a line `----`.
  std::size_t line = 0;               ///< Of the first line, from 1.
  std::size_t body_end = 0;           ///< Number of lines up to the body's end: where `----` stands or belongs.
  std::size_t end = 0;                ///< Number of lines up to the block's end.
};

std::vector<std::string> split_lines(std::string_view text);
/// Errors: kIo.
Result<std::string> read_text_file(const std::filesystem::path& file);
/// Errors: kUsage with the line.
Result<std::vector<TestBlock>> parse_test_blocks(std::string_view text);

/// The fences of a Markdown text that open with ```cypher, as blocks: what follows that word is the block's first line,
/// and a table right below the fence is what is expected. A bare ```cypher is a `query` with a table and a `statement`
/// without. Other fences are passed over. Errors: kUsage with the line, when a fence is not closed.
Result<std::vector<TestBlock>> parse_markdown_blocks(std::string_view text);

/// The files under `paths` (folders or files) with one of these extensions (".test"), sorted. Errors: kUsage when a
/// path does not exist.
Result<std::vector<std::filesystem::path>> find_test_files(const std::vector<std::filesystem::path>& paths,
                                                           std::initializer_list<std::string_view> extensions);

/// `name: value` lines in the form of parse_comparable, as parameters. Errors: kUsage.
Result<Parameters> parse_parameters(std::string_view body);

/// Whether the statement makes or drops an index or constraint, which deleting a graph does not undo.
bool changes_schema(std::string_view statement);

}  // namespace kith::harness
