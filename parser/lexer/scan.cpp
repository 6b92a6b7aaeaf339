// parser/lexer/scan.cpp: where quoted text and comments end; and the script functions that need nothing else.
#include "parser/lexer/scan.hpp"

#include "parser/parser.hpp"

namespace kith::parser {

std::size_t end_of_string(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return kUnterminated;
}

std::size_t end_of_quoted_word(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] != '`') continue;
    if (at + 1 < text.size() && text[at + 1] == '`') {
      ++at;
    } else {
      return at + 1;
    }
  }
  return kUnterminated;
}

std::size_t end_of_block_comment(std::string_view text, std::size_t begin) {
  const std::size_t close = text.find("*/", begin + 2);
  return close == std::string_view::npos ? kUnterminated : close + 2;
}

std::size_t end_of_line_comment(std::string_view text, std::size_t begin) {
  const std::size_t end = text.find_first_of("\r\n", begin);
  return end == std::string_view::npos ? text.size() : end;
}

namespace {

/// What a walk over a script meets, in order.
enum class Piece { kBlank, kComment, kQuoted, kOpenBracket, kCloseBracket, kSemicolon, kOther, kUnterminated };

/// The piece at `at`, and in `end` one past it. Bytes that are part of anything else come one by one as kOther.
Piece next_piece(std::string_view text, std::size_t at, std::size_t& end) {
  const auto until = [&](std::size_t found, Piece piece) {
    end = found == kUnterminated ? text.size() : found;
    return found == kUnterminated ? Piece::kUnterminated : piece;
  };
  end = at + 1;
  switch (text[at]) {
    case '\'':
    case '"':
      return until(end_of_string(text, at), Piece::kQuoted);
    case '`':
      return until(end_of_quoted_word(text, at), Piece::kQuoted);
    case '/':
      if (text.substr(at, 2) == "//") return until(end_of_line_comment(text, at), Piece::kComment);
      if (text.substr(at, 2) == "/*") return until(end_of_block_comment(text, at), Piece::kComment);
      return Piece::kOther;
    case '(':
    case '[':
    case '{':
      return Piece::kOpenBracket;
    case ')':
    case ']':
    case '}':
      return Piece::kCloseBracket;
    case ';':
      return Piece::kSemicolon;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '\v':
    case '\f':
      return Piece::kBlank;
    default:
      return Piece::kOther;
  }
}

}  // namespace

std::vector<SourceRange> split_statements(std::string_view script) {
  std::vector<SourceRange> statements;
  std::size_t begin = 0;
  std::size_t last = 0;  // one past the statement's last byte that is neither blank nor comment
  bool empty = true;
  const auto finish = [&] {
    if (!empty) statements.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(last)});
    empty = true;
  };
  std::size_t end = 0;
  for (std::size_t at = 0; at < script.size(); at = end) {
    const Piece piece = next_piece(script, at, end);
    if (piece == Piece::kBlank || piece == Piece::kComment) continue;
    if (piece == Piece::kSemicolon) {
      finish();
      continue;
    }
    if (empty) begin = at;
    empty = false;
    last = end;
  }
  finish();
  return statements;
}

bool is_incomplete(std::string_view text) {
  std::size_t open = 0;
  bool ended = false;
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size(); at = end) {
    switch (next_piece(text, at, end)) {
      case Piece::kBlank:
      case Piece::kComment:
        break;
      case Piece::kUnterminated:
        return true;
      case Piece::kSemicolon:
        ended = true;
        break;
      case Piece::kOpenBracket:
        ++open;
        ended = false;
        break;
      case Piece::kCloseBracket:
        if (open > 0) --open;
        ended = false;
        break;
      case Piece::kQuoted:
      case Piece::kOther:
        ended = false;
        break;
    }
  }
  return open > 0 || !ended;
}

}  // namespace kith::parser
