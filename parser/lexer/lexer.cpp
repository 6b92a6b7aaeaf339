// parser/lexer/lexer.cpp: text to tokens.
#include "parser/lexer/lexer.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <string>

#include "parser/lexer/literal.hpp"
#include "parser/lexer/scan.hpp"
#include "parser/parser.hpp"

namespace kith::parser {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
constexpr bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// openCypher's whitespace beyond ASCII.
bool is_wide_space(UChar32 point) {
  return point == 0x1680 || point == 0x180E || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
         point == 0x2029 || point == 0x205F || point == 0x3000 || point == 0x00A0 || point == 0x202F ||
         point == 0x0085 || point == 0xFEFF;
}

/// The ASCII character that a look-alike was meant to be, or 0.
char ascii_look_alike(UChar32 point) {
  if (point >= 0xFF01 && point <= 0xFF5E) return static_cast<char>(point - 0xFF01 + '!');
  switch (point) {
    case 0x3001:
      return ',';  // ideographic comma
    case 0x3002:
      return '.';  // ideographic full stop
    case 0x3010:
      return '[';  // black lenticular brackets
    case 0x3011:
      return ']';
    case 0x2018:  // curved quotation marks
    case 0x2019:
      return '\'';
    case 0x201C:
    case 0x201D:
      return '"';
    case 0x2010:  // dashes and the minus sign
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    case 0x00D7:
      return '*';
    case 0x00F7:
      return '/';
    case 0x2264:
      return '<';
    case 0x2265:
      return '>';
    default:
      return '\0';
  }
}

std::string look_alike_hint(UChar32 point, std::string_view written) {
  if (point == 0x2264) return "did you mean `<=`?";
  if (point == 0x2265) return "did you mean `>=`?";
  if (const char ascii = ascii_look_alike(point); ascii != '\0') {
    const bool full_width = (point >= 0xFF01 && point <= 0xFF5E) || (point >= 0x3001 && point <= 0x3011);
    return fmt::format("{}`{}`; did you mean `{}`?", full_width ? "full-width " : "", written, ascii);
  }
  return fmt::format("in a name, write it in back-ticks: `…{}…`", written);
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  LexedText run() {
    constexpr std::size_t kLargestReserve = std::size_t{1} << 20;
    out_.tokens.reserve(std::min(text_.size() / 4 + 8, kLargestReserve));
    while (skip_blanks() && at_ < text_.size() && has_room() && next_token()) {
    }
    if (out_.error) {
      push(TokenKind::kError, 0, out_.error->where->begin, out_.error->where->end);
    } else {
      // The end is where the last token ended: a caret there is on the line that the user was writing.
      const std::uint32_t end = out_.tokens.empty() ? 0 : out_.tokens.back().range.end;
      push(TokenKind::kEnd, 0, end, end);
    }
    out_.unclosed = std::move(open_);
    return std::move(out_);
  }

 private:
  bool has_room() {
    if (out_.tokens.size() < kMaxTokens) return true;
    return fail(at_, at_ + 1, "UnexpectedSyntax",
                fmt::format("a statement has at most {} words and symbols", kMaxTokens),
                "give the data as a parameter, or import it");
  }

  bool fail(std::size_t begin, std::size_t end, std::string detail, std::string message, std::string hint = {}) {
    out_.error = Error(ErrorKind::kSyntaxError, std::move(message))
                     .with_detail(std::move(detail))
                     .with_hint(std::move(hint))
                     .at({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)})
                     .at_compile_time();
    return false;
  }

  void push(TokenKind kind, std::uint8_t id, std::size_t begin, std::size_t end) {
    out_.tokens.push_back({{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, 0, kind, id});
  }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  /// The code point at `at`, which moves past it; negative when it is not UTF-8.
  UChar32 decode(std::size_t& at) const {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
    UChar32 point = 0;
    // size_t for the index: ICU's macro works with any integer type, and a text may have more than 2^31 bytes.
    U8_NEXT(bytes, at, text_.size(), point);
    return point;
  }

  bool fail_utf8(std::size_t at) {
    return fail(at, at + 1, "InvalidUnicodeCharacter", fmt::format("byte {} of the query is not valid UTF-8", at),
                "save or send the query as UTF-8");
  }

  /// Checks [begin, end), the inside of a string, a comment or a quoted name.
  bool check_utf8(std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
      if (is_ascii(text_[at])) {
        ++at;
        continue;
      }
      const std::size_t before = at;
      if (decode(at) < 0) return fail_utf8(before);
    }
    return true;
  }

  bool skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f')) {
        ++at_;
      } else if (c == '/' && peek(1) == '/') {
        const std::size_t begin = at_;
        at_ = end_of_line_comment(text_, at_);
        if (!check_utf8(begin, at_)) return false;
      } else if (c == '/' && peek(1) == '*') {
        const std::size_t begin = at_;
        const std::size_t end = end_of_block_comment(text_, at_);
        if (end == kUnterminated) {
          return fail(begin, begin + 2, "UnexpectedSyntax", "this comment has no end", "close it with `*/`");
        }
        if (!check_utf8(begin, end)) return false;
        at_ = end;
      } else if (!is_ascii(c)) {
        std::size_t after = at_;
        if (!is_wide_space(decode(after))) return true;
        at_ = after;
      } else {
        return true;
      }
    }
    return true;
  }

  bool next_token() {
    const char c = text_[at_];
    if (is_ascii_letter(c)) return word();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    switch (c) {
      case '\'':
      case '"':
        return string();
      case '`':
        return quoted_word();
      case '$':
        return parameter();
      default:
        return is_ascii(c) ? symbol() : word();
    }
  }

  /// One past the identifier characters from `at`; an error leaves out_.error set.
  std::size_t end_of_word(std::size_t at) {
    while (at < text_.size()) {
      if (is_ascii_letter(text_[at]) || is_digit(text_[at])) {
        ++at;
        continue;
      }
      if (is_ascii(text_[at])) break;
      std::size_t after = at;
      const UChar32 point = decode(after);
      if (point < 0) {
        fail_utf8(at);
        break;
      }
      if (!u_hasBinaryProperty(point, UCHAR_XID_CONTINUE)) break;
      at = after;
    }
    return at;
  }

  bool word() {
    const std::size_t begin = at_;
    if (!is_ascii(text_[at_])) {
      std::size_t after = at_;
      const UChar32 point = decode(after);
      if (point < 0) return fail_utf8(at_);
      if (!u_hasBinaryProperty(point, UCHAR_XID_START) && u_charType(point) != U_CONNECTOR_PUNCTUATION) {
        const std::string_view written = text_.substr(begin, after - begin);
        return fail(begin, after, "InvalidUnicodeCharacter",
                    fmt::format("unexpected character `{}` (U+{:04X})", written, static_cast<std::uint32_t>(point)),
                    look_alike_hint(point, written));
      }
      at_ = after;
    }
    at_ = end_of_word(at_);
    if (out_.error) return false;
    push(TokenKind::kWord, static_cast<std::uint8_t>(find_keyword(text_.substr(begin, at_ - begin))), begin, at_);
    return true;
  }

  bool quoted_word() {
    const std::size_t end = end_of_quoted_word(text_, at_);
    if (end == kUnterminated) {
      return fail(at_, at_ + 1, "UnexpectedSyntax", "this back-tick has no partner", "close the name with a back-tick");
    }
    if (!check_utf8(at_, end)) return false;
    push(TokenKind::kQuotedWord, 0, at_, end);
    at_ = end;
    return true;
  }

  bool string() {
    const std::size_t begin = at_;
    const std::size_t end = end_of_string(text_, begin);
    if (end == kUnterminated) {
      return fail(begin, begin + 1, "UnexpectedSyntax", "this string has no end",
                  fmt::format("close it with `{}`; inside a string write `\\{}`", text_[begin], text_[begin]));
    }
    if (!check_utf8(begin, end)) return false;
    const std::string_view quoted = text_.substr(begin, end - begin);
    if (quoted.find('\\') != std::string_view::npos) {
      scratch_.clear();
      if (Status status = append_string_value(quoted, scratch_); !status.ok()) {
        out_.error = std::move(status).error();
        out_.error->where->begin += static_cast<std::uint32_t>(begin);
        out_.error->where->end += static_cast<std::uint32_t>(begin);
        return false;
      }
    }
    push(TokenKind::kString, 0, begin, end);
    at_ = end;
    return true;
  }

  bool parameter() {
    if (peek(1) == '(') return push_symbol(Symbol::kDollar, 1);  // a label by its value: $(expression)
    const std::size_t begin = at_++;
    if (peek() == '`') {
      const std::size_t end = end_of_quoted_word(text_, at_);
      if (end == kUnterminated) return quoted_word();
      if (!check_utf8(at_, end)) return false;
      at_ = end;
    } else {
      at_ = end_of_word(at_);
      if (out_.error) return false;
      if (at_ == begin + 1) {
        return fail(begin, at_, "UnexpectedSyntax", "`$` stands before a parameter's name", "write `$name` or `$1`");
      }
    }
    push(TokenKind::kParameter, 0, begin, at_);
    return true;
  }

  /// Digits with single underscores between them.
  template <class IsDigit>
  bool digits(IsDigit is_one) {
    if (!is_one(peek())) return false;
    while (is_one(peek()) || (peek() == '_' && is_one(peek(1)))) ++at_;
    return true;
  }

  bool number() {
    const std::size_t begin = at_;
    bool sound = true;
    TokenKind kind = TokenKind::kInteger;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      sound = digits(is_hex_digit);
    } else if (peek() == '0' && (peek(1) == 'o' || peek(1) == 'O')) {
      at_ += 2;
      sound = digits([](char c) { return c >= '0' && c <= '7'; });
    } else {
      digits(is_digit);
      if (peek() == '.' && is_digit(peek(1))) {
        ++at_;
        digits(is_digit);
        kind = TokenKind::kFloat;
      } else {
        sound = text_[begin] != '0' || at_ == begin + 1;  // 017 is neither octal nor decimal
      }
      if (peek() == 'e' || peek() == 'E') {
        const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (is_digit(peek(1 + sign))) {
          at_ += 1 + sign;
          digits(is_digit);
          kind = TokenKind::kFloat;
          sound = true;
        }
      }
    }
    const std::size_t end = end_of_word(at_);
    if (out_.error) return false;
    push(sound && end == at_ ? kind : TokenKind::kMalformedNumber, 0, begin, end);
    at_ = end;
    return true;
  }

  bool push_symbol(Symbol symbol, std::size_t size) {
    const auto index = static_cast<std::uint32_t>(out_.tokens.size());
    switch (symbol) {
      case Symbol::kLeftParenthesis:
      case Symbol::kLeftBracket:
      case Symbol::kLeftBrace:
        open_.push_back(index);
        break;
      case Symbol::kRightParenthesis:
        close(Symbol::kLeftParenthesis, index);
        break;
      case Symbol::kRightBracket:
        close(Symbol::kLeftBracket, index);
        break;
      case Symbol::kRightBrace:
        close(Symbol::kLeftBrace, index);
        break;
      default:
        break;
    }
    push(TokenKind::kSymbol, static_cast<std::uint8_t>(symbol), at_, at_ + size);
    at_ += size;
    return true;
  }

  void close(Symbol opening, std::uint32_t index) {
    if (open_.empty() || !out_.tokens[open_.back()].is(opening)) return;
    out_.tokens[open_.back()].match = index;
    open_.pop_back();
  }

  bool symbol() {
    const char next = peek(1);
    switch (text_[at_]) {
      case '(':
        return push_symbol(Symbol::kLeftParenthesis, 1);
      case ')':
        return push_symbol(Symbol::kRightParenthesis, 1);
      case '[':
        return push_symbol(Symbol::kLeftBracket, 1);
      case ']':
        return push_symbol(Symbol::kRightBracket, 1);
      case '{':
        return push_symbol(Symbol::kLeftBrace, 1);
      case '}':
        return push_symbol(Symbol::kRightBrace, 1);
      case ',':
        return push_symbol(Symbol::kComma, 1);
      case ':':
        return next == ':' ? push_symbol(Symbol::kDoubleColon, 2) : push_symbol(Symbol::kColon, 1);
      case ';':
        return push_symbol(Symbol::kSemicolon, 1);
      case '&':
        return push_symbol(Symbol::kAmpersand, 1);
      case '-':
        return push_symbol(Symbol::kMinus, 1);
      case '*':
        return push_symbol(Symbol::kStar, 1);
      case '/':
        return push_symbol(Symbol::kSlash, 1);
      case '%':
        return push_symbol(Symbol::kPercent, 1);
      case '^':
        return push_symbol(Symbol::kCaret, 1);
      case '.':
        return next == '.' ? push_symbol(Symbol::kDotDot, 2) : push_symbol(Symbol::kDot, 1);
      case '|':
        return next == '|' ? push_symbol(Symbol::kConcatenate, 2) : push_symbol(Symbol::kBar, 1);
      case '!':
        return next == '=' ? push_symbol(Symbol::kBangEqual, 2) : push_symbol(Symbol::kBang, 1);
      case '+':
        return next == '=' ? push_symbol(Symbol::kPlusEqual, 2) : push_symbol(Symbol::kPlus, 1);
      case '=':
        if (next == '~') return push_symbol(Symbol::kMatches, 2);
        return next == '=' ? push_symbol(Symbol::kEqualEqual, 2) : push_symbol(Symbol::kEqual, 1);
      case '<':
        if (next == '>') return push_symbol(Symbol::kNotEqual, 2);
        return next == '=' ? push_symbol(Symbol::kLessOrEqual, 2) : push_symbol(Symbol::kLess, 1);
      case '>':
        return next == '=' ? push_symbol(Symbol::kGreaterOrEqual, 2) : push_symbol(Symbol::kGreater, 1);
      default: {
        const auto byte = static_cast<unsigned char>(text_[at_]);
        return fail(at_, at_ + 1, "UnexpectedSyntax",
                    byte < 0x20 || byte == 0x7F ? fmt::format("unexpected control character 0x{:02X}", byte)
                                                : fmt::format("unexpected character `{}`", text_[at_]));
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  LexedText out_;
  std::vector<std::uint32_t> open_;
  std::string scratch_;
};

}  // namespace

LexedText lex(std::string_view text) { return Lexer(text).run(); }

}  // namespace kith::parser
