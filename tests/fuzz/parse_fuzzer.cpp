// tests/fuzz/parse_fuzzer.cpp: any bytes into the parser: a tree, or an error with its place inside the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "parser/parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = kith::parser::parse(text);
  if (!parsed.ok()) {
    const auto& where = parsed.error().where;
    if (!where || where->begin > where->end || where->end > size) std::abort();
  }
  kith::parser::is_incomplete(text);
  for (const kith::SourceRange range : kith::parser::split_statements(text)) {
    if (range.begin >= range.end || range.end > size) std::abort();
  }
  return 0;
}
