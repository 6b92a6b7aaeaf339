// parser/grammar/value_type.cpp: the types of `x IS :: INTEGER NOT NULL`, by the names that Cypher 25 and GQL have for
// them. The words are no keywords: they mean something only here.
#include "parser/grammar/value_type.hpp"

#include <array>
#include <string>

#include "parser/parser.hpp"

namespace kith::parser {
namespace {

using Kind = ast::ValueType::Kind;

struct Spelling {
  std::string_view words;  ///< In capitals, with a blank between two.
  Kind kind;
};
// The longest first where one begins with another.
constexpr std::array kSpellings = {
    Spelling{"TIMESTAMP WITHOUT TIME ZONE", Kind::kLocalDateTime},
    Spelling{"TIMESTAMP WITHOUT TIMEZONE", Kind::kLocalDateTime},
    Spelling{"TIMESTAMP WITH TIME ZONE", Kind::kZonedDateTime},
    Spelling{"TIMESTAMP WITH TIMEZONE", Kind::kZonedDateTime},
    Spelling{"TIME WITHOUT TIME ZONE", Kind::kLocalTime},
    Spelling{"TIME WITHOUT TIMEZONE", Kind::kLocalTime},
    Spelling{"TIME WITH TIME ZONE", Kind::kZonedTime},
    Spelling{"TIME WITH TIMEZONE", Kind::kZonedTime},
    Spelling{"LOCAL DATETIME", Kind::kLocalDateTime},
    Spelling{"LOCAL TIME", Kind::kLocalTime},
    Spelling{"ZONED DATETIME", Kind::kZonedDateTime},
    Spelling{"ZONED TIME", Kind::kZonedTime},
    Spelling{"SIGNED INTEGER", Kind::kInteger},
    Spelling{"PROPERTY VALUE", Kind::kProperty},
    Spelling{"ANY VERTEX", Kind::kNode},
    Spelling{"ANY NODE", Kind::kNode},
    Spelling{"ANY EDGE", Kind::kRelationship},
    Spelling{"ANY RELATIONSHIP", Kind::kRelationship},
    Spelling{"ANY MAP", Kind::kMap},
    Spelling{"ANY PROPERTY VALUE", Kind::kProperty},
    Spelling{"ANY VALUE", Kind::kAny},
    Spelling{"NOTHING", Kind::kNothing},
    Spelling{"NULL", Kind::kNull},
    Spelling{"BOOLEAN", Kind::kBoolean},
    Spelling{"BOOL", Kind::kBoolean},
    Spelling{"STRING", Kind::kString},
    Spelling{"VARCHAR", Kind::kString},
    Spelling{"INTEGER", Kind::kInteger},
    Spelling{"INT", Kind::kInteger},
    Spelling{"FLOAT", Kind::kFloat},
    Spelling{"DATE", Kind::kDate},
    Spelling{"DURATION", Kind::kDuration},
    Spelling{"POINT", Kind::kPoint},
    Spelling{"NODE", Kind::kNode},
    Spelling{"VERTEX", Kind::kNode},
    Spelling{"RELATIONSHIP", Kind::kRelationship},
    Spelling{"EDGE", Kind::kRelationship},
    Spelling{"PATH", Kind::kPath},
    Spelling{"PATHS", Kind::kPath},
    Spelling{"MAP", Kind::kMap},
    Spelling{"LIST", Kind::kList},
    Spelling{"ARRAY", Kind::kList},
    Spelling{"ANY", Kind::kAny},
};

class TypeReader {
 public:
  TypeReader(const Token* token, const ParseState& state) : token_(token), state_(state) {}

  const Token* token() const { return token_; }

  ast::ValueType read_union(bool bar_joins) {
    ast::ValueType type = read_one();
    if (!bar_joins || !token_->is(Symbol::kBar)) return type;
    ast::ValueType all{.kind = Kind::kUnion, .not_null = false, .operands = {std::move(type)}};
    while (token_->is(Symbol::kBar)) {
      ++token_;
      all.operands.push_back(read_one());
    }
    return all;
  }

 private:
  bool is_word(const Token& token, std::string_view word) const {
    if (!token.is(TokenKind::kWord)) return false;
    const std::string_view text = token.text_in(state_.text);
    if (text.size() != word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const char c = text[i];
      if ((c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) != word[i]) return false;
    }
    return true;
  }

  /// One past the spelling's words, or null when they do not stand here.
  const Token* end_of(std::string_view words) const {
    const Token* at = token_;
    while (true) {
      const std::size_t blank = words.find(' ');
      if (!is_word(*at, words.substr(0, blank))) return nullptr;
      ++at;
      if (blank == std::string_view::npos) return at;
      words.remove_prefix(blank + 1);
    }
  }

  ast::ValueType read_one() {
    if (++depth_ > kMaxNesting) refuse(token_->range, "UnexpectedSyntax", "the type is nested too deeply here");
    ast::ValueType type;
    const Token* end = nullptr;
    for (const Spelling& spelling : kSpellings) {
      end = end_of(spelling.words);
      if (end == nullptr) continue;
      type.kind = spelling.kind;
      break;
    }
    if (end == nullptr) {
      refuse(token_->range, "UnexpectedSyntax",
             token_->is(TokenKind::kEnd) ? "a type is missing here"
                                         : "`" + std::string(token_->text_in(state_.text)) + "` is not a type",
             "types are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME, LOCAL DATETIME, "
             "ZONED DATETIME, DURATION, NODE, RELATIONSHIP, PATH, MAP, LIST<…>, PROPERTY VALUE, ANY, NULL, NOTHING");
    }
    token_ = end;
    if ((type.kind == Kind::kList || type.kind == Kind::kAny) && token_->is(Symbol::kLess)) {
      ++token_;
      ast::ValueType inner = read_union(true);
      if (!token_->is(Symbol::kGreater)) refuse(token_->range, "UnexpectedSyntax", "a type's `<` needs its `>` here");
      ++token_;
      if (type.kind == Kind::kAny) {
        type = inner.kind == Kind::kUnion ? std::move(inner) : ast::ValueType{Kind::kUnion, false, {std::move(inner)}};
      } else {
        type.operands.push_back(std::move(inner));
      }
    }
    read_not_null(type);
    while (is_word(*token_, "LIST") || is_word(*token_, "ARRAY")) {  // INTEGER LIST
      ++token_;
      type = ast::ValueType{Kind::kList, false, {std::move(type)}};
      read_not_null(type);
    }
    --depth_;
    return type;
  }

  void read_not_null(ast::ValueType& type) {
    if (token_->is(Symbol::kBang)) {
      type.not_null = true;
      ++token_;
    } else if (token_->is(Keyword::kNot) && token_[1].is(Keyword::kNull)) {
      type.not_null = true;
      token_ += 2;
    }
  }

  const Token* token_;
  const ParseState& state_;
  std::uint32_t depth_ = 0;
};

}  // namespace

ast::ValueType take_value_type(const Token*& token, const ParseState& state) {
  TypeReader reader(token, state);
  ast::ValueType type = reader.read_union(!state.bar_ends);
  token = reader.token();
  return type;
}

}  // namespace kith::parser
