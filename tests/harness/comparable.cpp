// Reading, converting and normalising comparable values.
#include "tests/harness/comparable.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace kith::harness {
namespace {

using Kind = Comparable::Kind;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Comparable> read_all() {
    KITH_TRY(Comparable value, read_value());
    skip_spaces();
    if (position_ != text_.size()) return unexpected("the end");
    return value;
  }

 private:
  static constexpr int kMaxDepth = 200;

  void skip_spaces() {
    while (position_ < text_.size() &&
           (text_[position_] == ' ' || text_[position_] == '\t' || text_[position_] == '\n'))
      ++position_;
  }
  bool at_text(std::string_view word) const { return text_.substr(position_).starts_with(word); }
  bool take(std::string_view word) {
    skip_spaces();
    if (!at_text(word)) return false;
    position_ += word.size();
    return true;
  }
  Error unexpected(std::string_view wanted) const {
    return {ErrorKind::kUsage,
            fmt::format("expected {} at character {} of the value {}", wanted, position_ + 1, text_)};
  }
  Status expect(std::string_view word) {
    if (take(word)) return {};
    return unexpected(fmt::format("`{}`", word));
  }

  /// A label, type, key or bare word: all up to a delimiter, or anything between back-ticks.
  std::string read_name() {
    skip_spaces();
    if (take("`")) {
      const std::size_t end = std::min(text_.find('`', position_), text_.size());
      std::string name(text_.substr(position_, end - position_));
      position_ = std::min(end + 1, text_.size());
      return name;
    }
    const std::size_t end = std::min(text_.find_first_of(" \t\n:{}()[]<>,'", position_), text_.size());
    std::string name(text_.substr(position_, end - position_));
    position_ = end;
    return name;
  }

  Result<Comparable> read_value() {
    if (depth_ >= kMaxDepth) return Error{ErrorKind::kUsage, "the value is nested too deeply"};
    ++depth_;
    Result<Comparable> value = read_value_unguarded();
    --depth_;
    return value;
  }

  Result<Comparable> read_value_unguarded() {
    skip_spaces();
    if (position_ == text_.size()) return unexpected("a value");
    switch (text_[position_]) {
      case '\'':
        return read_string();
      case '(':
        return read_node();
      case '<':
        return read_path();
      case '{': {
        Comparable map{.kind = Kind::kMap};
        KITH_CHECK_OK(read_entries(map));
        return map;
      }
      case '[': {
        const std::size_t start = position_;
        take("[");
        skip_spaces();
        const bool is_relationship = at_text(":");
        position_ = start;
        return is_relationship ? read_relationship() : read_list();
      }
      default:
        return read_word();
    }
  }

  Result<Comparable> read_string() {
    take("'");
    Comparable value{.kind = Kind::kString};
    for (; position_ < text_.size(); ++position_) {
      const char c = text_[position_];
      if (c == '\'') {
        ++position_;
        return value;
      }
      if (c == '\\' && position_ + 1 < text_.size() && (text_[position_ + 1] == '\'' || text_[position_ + 1] == '\\'))
        ++position_;
      value.text += text_[position_];
    }
    return unexpected("the closing `'`");
  }

  Result<Comparable> read_list() {
    take("[");
    Comparable list{.kind = Kind::kList};
    if (take("]")) return list;
    do {
      KITH_TRY(Comparable item, read_value());
      list.items.push_back(std::move(item));
    } while (take(","));
    KITH_CHECK_OK(expect("]"));
    return list;
  }

  Status read_entries(Comparable& owner) {
    KITH_CHECK_OK(expect("{"));
    if (take("}")) return {};
    do {
      std::string key = read_name();
      KITH_CHECK_OK(expect(":"));
      KITH_TRY(Comparable value, read_value());
      owner.keys.push_back(std::move(key));
      owner.items.push_back(std::move(value));
    } while (take(","));
    return expect("}");
  }

  Result<Comparable> read_node() {
    KITH_CHECK_OK(expect("("));
    Comparable node{.kind = Kind::kNode};
    while (take(":")) node.labels.push_back(read_name());
    skip_spaces();
    if (at_text("{")) {
      KITH_CHECK_OK(read_entries(node));
    }
    KITH_CHECK_OK(expect(")"));
    return node;
  }

  Result<Comparable> read_relationship() {
    KITH_CHECK_OK(expect("["));
    KITH_CHECK_OK(expect(":"));
    Comparable relationship{.kind = Kind::kRelationship};
    relationship.text = read_name();
    skip_spaces();
    if (at_text("{")) {
      KITH_CHECK_OK(read_entries(relationship));
    }
    KITH_CHECK_OK(expect("]"));
    return relationship;
  }

  Result<Comparable> read_path() {
    KITH_CHECK_OK(expect("<"));
    Comparable path{.kind = Kind::kPath};
    KITH_TRY(Comparable first, read_node());
    path.items.push_back(std::move(first));
    while (!take(">")) {
      const bool backward = take("<-");
      if (!backward) KITH_CHECK_OK(expect("-"));
      KITH_TRY(Comparable relationship, read_relationship());
      KITH_CHECK_OK(expect(backward ? "-" : "->"));
      relationship.forward = !backward;
      KITH_TRY(Comparable node, read_node());
      path.items.push_back(std::move(relationship));
      path.items.push_back(std::move(node));
    }
    return path;
  }

  Result<Comparable> read_word() {
    const std::size_t start = position_;
    const std::string word = read_name();
    if (word == "null") return Comparable{};
    if (word == "true" || word == "false") return Comparable{.kind = Kind::kBoolean, .boolean = word == "true"};
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (word == "NaN") return Comparable{.kind = Kind::kFloat, .number = std::numeric_limits<double>::quiet_NaN()};
    if (word == "Infinity" || word == "Inf") return Comparable{.kind = Kind::kFloat, .number = kInfinity};
    if (word == "-Infinity" || word == "-Inf") return Comparable{.kind = Kind::kFloat, .number = -kInfinity};
    const char* const begin = word.data() + (word.starts_with('+') ? 1 : 0);
    const char* const end = word.data() + word.size();
    if (begin != end && word.find_first_of(".eE") == std::string::npos) {
      Comparable value{.kind = Kind::kInteger};
      if (const auto [rest, error] = std::from_chars(begin, end, value.integer); error == std::errc{} && rest == end)
        return value;
    } else if (begin != end) {
      Comparable value{.kind = Kind::kFloat};
      if (const auto [rest, error] = std::from_chars(begin, end, value.number); error == std::errc{} && rest == end)
        return value;
    }
    position_ = start;
    return unexpected("a value");
  }

  std::string_view text_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

void take_entries(const Map& map, Comparable& owner) {
  for (const auto& [key, value] : map) {
    owner.keys.push_back(key);
    owner.items.push_back(to_comparable(value));
  }
}

Comparable to_comparable(const Node& node) {
  Comparable result{.kind = Kind::kNode};
  if (node.content) {
    result.labels = node.content->labels;
    take_entries(node.content->properties, result);
  } else {
    result.labels = {"a node without content"};
  }
  return result;
}

Comparable to_comparable(const Relationship& relationship) {
  Comparable result{.kind = Kind::kRelationship};
  if (relationship.content) {
    result.text = relationship.content->type;
    take_entries(relationship.content->properties, result);
  } else {
    result.text = "a relationship without content";
  }
  return result;
}

Comparable to_comparable(const Path& path) {
  Comparable result{.kind = Kind::kPath};
  if (!path.content) return result;
  const PathContent& content = *path.content;
  for (std::size_t i = 0; i < content.nodes.size(); ++i) {
    if (i > 0 && i <= content.relationships.size()) {
      const Relationship& step = content.relationships[i - 1];
      Comparable relationship = to_comparable(step);
      relationship.forward = !step.content || step.content->start == content.nodes[i - 1].id;
      result.items.push_back(std::move(relationship));
    }
    result.items.push_back(to_comparable(content.nodes[i]));
  }
  return result;
}

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string canonical_entries(const Comparable& owner, ListOrder order) {
  std::vector<std::string> parts;
  parts.reserve(owner.keys.size());
  for (std::size_t i = 0; i < owner.keys.size(); ++i) {
    parts.push_back(fmt::format("{}: {}", owner.keys[i], canonical(owner.items[i], order)));
  }
  std::sort(parts.begin(), parts.end());
  return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

std::string canonical_element(std::string_view begin, std::vector<std::string> names, const Comparable& element,
                              std::string_view end, ListOrder order) {
  std::sort(names.begin(), names.end());
  std::string result(begin);
  for (const std::string& name : names) result += ":" + name;
  if (!element.keys.empty()) result += (names.empty() ? "" : " ") + canonical_entries(element, order);
  return result.append(end);
}

}  // namespace

Result<Comparable> parse_comparable(std::string_view text) { return Reader(text).read_all(); }

Comparable to_comparable(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return {};
    case ValueKind::kBoolean:
      return {.kind = Kind::kBoolean, .boolean = value.get<bool>()};
    case ValueKind::kInteger:
      return {.kind = Kind::kInteger, .integer = value.get<std::int64_t>()};
    case ValueKind::kFloat:
      return {.kind = Kind::kFloat, .number = value.get<double>()};
    case ValueKind::kString:
      return {.kind = Kind::kString, .text = value.get<std::string>()};
    case ValueKind::kList: {
      Comparable list{.kind = Kind::kList};
      for (const Value& item : value.list()) list.items.push_back(to_comparable(item));
      return list;
    }
    case ValueKind::kMap: {
      Comparable map{.kind = Kind::kMap};
      take_entries(value.map(), map);
      return map;
    }
    case ValueKind::kNode:
      return to_comparable(value.get<Node>());
    case ValueKind::kRelationship:
      return to_comparable(value.get<Relationship>());
    case ValueKind::kPath:
      return to_comparable(value.get<Path>());
    default: {
      std::string text = to_cypher_string(value);
      if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') text = text.substr(1, text.size() - 2);
      return {.kind = Kind::kString, .text = std::move(text)};
    }
  }
}

std::string canonical(const Comparable& value, ListOrder order) {
  switch (value.kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return value.boolean ? "true" : "false";
    case Kind::kInteger:
      return fmt::format("{}", value.integer);
    case Kind::kFloat: {
      if (std::isnan(value.number)) return "NaN";
      if (std::isinf(value.number)) return value.number > 0 ? "Infinity" : "-Infinity";
      if (value.number == 0) return "0.0";
      std::string text = fmt::format("{}", value.number);
      return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
    }
    case Kind::kString:
      return quoted(value.text);
    case Kind::kList: {
      std::vector<std::string> items;
      items.reserve(value.items.size());
      for (const Comparable& item : value.items) items.push_back(canonical(item, order));
      if (order == ListOrder::kIgnored) std::sort(items.begin(), items.end());
      return fmt::format("[{}]", fmt::join(items, ", "));
    }
    case Kind::kMap:
      return canonical_entries(value, order);
    case Kind::kNode:
      return canonical_element("(", value.labels, value, ")", order);
    case Kind::kRelationship:
      return canonical_element("[", {value.text}, value, "]", order);
    case Kind::kPath: {
      std::string result = "<";
      for (const Comparable& item : value.items) {
        if (item.kind == Kind::kNode) {
          result += canonical(item, order);
        } else {
          result += fmt::format("{}{}{}", item.forward ? "-" : "<-", canonical(item, order), item.forward ? "->" : "-");
        }
      }
      return result + ">";
    }
  }
  return {};
}

Result<Value> to_value(const Comparable& value) {
  switch (value.kind) {
    case Kind::kNull:
      return Value();
    case Kind::kBoolean:
      return Value(value.boolean);
    case Kind::kInteger:
      return Value(value.integer);
    case Kind::kFloat:
      return Value(value.number);
    case Kind::kString:
      return Value(value.text);
    case Kind::kList: {
      List list;
      for (const Comparable& item : value.items) {
        KITH_TRY(Value converted, to_value(item));
        list.push_back(std::move(converted));
      }
      return Value(std::move(list));
    }
    case Kind::kMap: {
      Map map;
      for (std::size_t i = 0; i < value.keys.size(); ++i) {
        KITH_TRY(Value converted, to_value(value.items[i]));
        map.insert_or_assign(value.keys[i], std::move(converted));
      }
      return Value(std::move(map));
    }
    default:
      return Error{ErrorKind::kUsage, "a parameter cannot be a node, relationship or path: " + canonical(value)};
  }
}

}  // namespace kith::harness
