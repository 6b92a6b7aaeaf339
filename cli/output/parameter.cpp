// cli/output/parameter.cpp: see the header.
#include "cli/output/parameter.hpp"

#include <fmt/format.h>

#include <kith/parse.hpp>

#include "loaders/json/decode.hpp"

namespace kith::cli {
namespace {

/// Leading zeros and signs are what telephone numbers and codes have: those stay texts.
bool looks_like_number(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || digits[0] < '0' || digits[0] > '9') return false;
  return digits[0] != '0' || digits.size() == 1 || digits[1] < '0' || digits[1] > '9';
}

std::string unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != '\\' || i + 2 >= text.size()) {
      out += text[i];
      continue;
    }
    const char escaped = text[++i];
    out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
  }
  return out;
}

}  // namespace

Result<Value> parse_parameter_value(std::string_view text) {
  if (text == "null") return Value();
  if (text == "true" || text == "false") return Value(text == "true");
  const bool opens_quote = !text.empty() && (text[0] == '\'' || text[0] == '"');
  const bool is_quoted = text.size() >= 2 && (text[0] == '\'' || text[0] == '"') && text.back() == text[0];
  if (is_quoted) return Value(unquoted(text));
  if (opens_quote) {
    return Error{ErrorKind::kUsage, fmt::format("{} opens a quote that is never closed", text)}.with_hint(
        "a text that itself begins with a quote is written in the other kind of quotes");
  }
  if (text.starts_with('[') || text.starts_with('{')) {
    Result<Value> value = loaders::parse_json(text);
    if (value.ok()) return value;
    return Error{ErrorKind::kUsage, fmt::format("{} is {}", text, value.error().message)}.with_hint(
        R"(write lists and maps as JSON, [1, "a"] or {"k": 1}, or quote the text: '"[...]"')");
  }
  if (looks_like_number(text)) {
    if (Result<Value> integer = parse_value(text, "integer"); integer.ok()) return integer;
    if (text.find_first_of(".eE") == std::string_view::npos && text.find_first_not_of("-0123456789") == text.npos) {
      return Error{ErrorKind::kUsage, fmt::format("{} is beyond the integers, which end at 9223372036854775807", text)}
          .with_hint(fmt::format("write {0}.0 for a FLOAT, or '{0}' in quotes for a text", text));
    }
    if (Result<Value> number = parse_value(text, "float"); number.ok()) return number;
  }
  return Value(text);
}

Result<Parameters> parse_parameters(const std::vector<std::string>& words) {
  Parameters parameters;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return Error{ErrorKind::kUsage, fmt::format("--param {}: not a name and a value", word)}.with_hint(
          "write --param name=value");
    }
    std::string name = word.substr(word.starts_with('$') ? 1 : 0, equals - (word.starts_with('$') ? 1 : 0));
    KITH_TRY(Value value, parse_parameter_value(std::string_view(word).substr(equals + 1)));
    if (!parameters.try_emplace(name, std::move(value)).second) {
      return Error{ErrorKind::kUsage, fmt::format("the parameter `{}` is given twice", name)};
    }
  }
  return parameters;
}

}  // namespace kith::cli
