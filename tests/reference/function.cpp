// tests/reference/function.cpp: the scalar functions that generated queries use. Strings here are ASCII or are not cut.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "tests/reference/evaluator.hpp"
#include "values/compare.hpp"

namespace kith::reference {
namespace {

const std::string& text_of(const Value& value) {
  if (!value.is(ValueKind::kString)) type_error("a string is needed");
  return value.as_string();
}

const std::string& ascii_of(const Value& value) {
  const std::string& text = text_of(value);
  if (std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) unsupported("text beyond ASCII");
  return text;
}

const List& elements_of(const Value& value) {
  if (!value.is(ValueKind::kList)) type_error("a list is needed");
  return value.list();
}

std::int64_t integer_of(const Value& value) {
  if (!value.is(ValueKind::kInteger)) type_error("an integer is needed");
  return value.as_integer();
}

double number_of(const Value& value) {
  if (!value.is_number()) type_error("a number is needed");
  return value.as_float();
}

std::size_t length_of(const Value& value) {
  const std::int64_t length = integer_of(value);
  if (length < 0) throw Error(ErrorKind::kArgumentError, "a length cannot be negative");
  return static_cast<std::size_t>(length);
}

Value split(const std::string& text, const std::string& delimiter) {
  if (delimiter.empty()) unsupported("split at nothing");
  List parts;
  std::size_t from = 0;
  for (std::size_t at = text.find(delimiter); at != std::string::npos; at = text.find(delimiter, from)) {
    parts.emplace_back(text.substr(from, at - from));
    from = at + delimiter.size();
  }
  parts.emplace_back(text.substr(from));
  return parts;
}

Value replace(const std::string& text, const std::string& search, const std::string& substitute) {
  if (search.empty()) return text;
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const bool hit = text.compare(at, search.size(), search) == 0;
    result += hit ? substitute : text.substr(at, 1);
    at += hit ? search.size() : 1;
  }
  return result;
}

Value range(const std::vector<Value>& arguments) {
  const std::int64_t step = arguments.size() > 2 ? integer_of(arguments[2]) : 1;
  if (step == 0) throw Error(ErrorKind::kArgumentError, "a step of 0");
  List list;
  const std::int64_t end = integer_of(arguments[1]);
  for (std::int64_t i = integer_of(arguments[0]); step > 0 ? i <= end : i >= end; i += step) {
    list.emplace_back(i);
    if (list.size() > 1000) unsupported("a long range");
  }
  return list;
}

Value to_integer(const Value& value) {
  if (value.is(ValueKind::kInteger)) return value;
  if (value.is(ValueKind::kFloat)) return static_cast<std::int64_t>(value.as_float());
  const std::string& text = text_of(value);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole && text.find_first_of("0123456789") != std::string::npos) unsupported("numbers in text");
  return whole ? Value(number) : Value();
}

Value changed_case(std::string text, int (*change)(int)) {
  for (char& c : text) c = static_cast<char>(change(c));
  return text;
}

std::string trimmed(std::string text, bool left, bool right) {
  if (left) text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  if (right) text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(c));
  return text;
}

Value Evaluator::call(const std::string& name, const std::vector<Value>& arguments) {
  const Value& first = arguments.empty() ? Value() : arguments.front();
  if (name == "exists") return !first.is_null();
  if (name == "nullif") return equals(first, arguments[1]) == true ? Value() : first;
  for (const Value& argument : arguments) {
    if (argument.is_null()) return {};
  }

  if (name == "abs")
    return first.is(ValueKind::kInteger) ? Value(std::abs(integer_of(first))) : std::fabs(number_of(first));
  if (name == "sign") return (number_of(first) > 0 ? 1 : 0) - (number_of(first) < 0 ? 1 : 0);
  if (name == "floor") return std::floor(number_of(first));
  if (name == "ceil") return std::ceil(number_of(first));
  if (name == "sqrt") return std::sqrt(number_of(first));
  if (name == "tointeger") return to_integer(first);
  if (name == "tofloat" && first.is_number()) return first.as_float();
  if (name == "tostring") {
    if (first.is(ValueKind::kString)) return first;
    if (first.is(ValueKind::kDate)) return text_of_date(first.get<Date>());
    if (!first.is_number() && !first.is(ValueKind::kBoolean)) type_error("toString()");
    return to_display_string(first);
  }

  if (name == "date" && arguments.size() == 1) return parsed_date(first);
  if (name == "duration") return parsed_duration(first);
  if (name == "duration.indays") return days_between(first, arguments[1]);

  if (name == "head") return elements_of(first).empty() ? Value() : first.list().front();
  if (name == "last") return elements_of(first).empty() ? Value() : first.list().back();
  if (name == "tail") return elements_of(first).empty() ? first : List(first.list().begin() + 1, first.list().end());
  if (name == "range") return range(arguments);
  if (name == "reverse") {
    if (first.is(ValueKind::kList)) return List(first.list().rbegin(), first.list().rend());
    return std::string(ascii_of(first).rbegin(), ascii_of(first).rend());
  }
  if (name == "size") {
    return static_cast<std::int64_t>(first.is(ValueKind::kList) ? first.list().size() : ascii_of(first).size());
  }
  if (name == "isempty") {
    if (first.is(ValueKind::kMap)) return first.map().empty();
    return first.is(ValueKind::kList) ? first.list().empty() : text_of(first).empty();
  }

  if (name == "toupper") return changed_case(ascii_of(first), std::toupper);
  if (name == "tolower") return changed_case(ascii_of(first), std::tolower);
  if (name == "trim" || name == "ltrim" || name == "rtrim") {
    return trimmed(text_of(first), name != "rtrim", name != "ltrim");
  }
  if (name == "left") return ascii_of(first).substr(0, length_of(arguments[1]));
  if (name == "right") {
    const std::size_t size = ascii_of(first).size();
    return ascii_of(first).substr(size - std::min(size, length_of(arguments[1])));
  }
  if (name == "substring") {
    const std::size_t start = std::min(length_of(arguments[1]), ascii_of(first).size());
    return ascii_of(first).substr(start, arguments.size() > 2 ? length_of(arguments[2]) : std::string::npos);
  }
  if (name == "replace") return replace(text_of(first), text_of(arguments[1]), text_of(arguments[2]));
  if (name == "split") return split(text_of(first), text_of(arguments[1]));
  return call_on_element(name, arguments);
}

Value Evaluator::call_on_element(const std::string& name, const std::vector<Value>& arguments) {
  const Value& first = arguments.empty() ? Value() : arguments.front();
  const auto keys_of = [&](const Map& map) {
    List keys;
    for (const auto& [key, value] : map) keys.emplace_back(key);
    shuffled(keys);
    return keys;
  };
  if (name == "properties" || name == "keys") {
    const Map* map = nullptr;
    if (first.is(ValueKind::kNode)) {
      map = &graph_.node(first.as_node()).properties;
    } else if (first.is(ValueKind::kRelationship)) {
      map = &graph_.relationship(first.as_relationship()).properties;
    } else if (first.is(ValueKind::kMap)) {
      map = &first.map();
    } else {
      type_error("an element or map is needed");
    }
    return name == "keys" ? Value(keys_of(*map)) : Value(*map);
  }
  if (name == "labels") {
    if (!first.is(ValueKind::kNode)) type_error("labels()");
    const auto& labels = graph_.node(first.as_node()).labels;
    List list(labels.begin(), labels.end());
    shuffled(list);
    return list;
  }
  if (name == "type" || name == "startnode" || name == "endnode") {
    if (!first.is(ValueKind::kRelationship)) type_error("a relationship is needed");
    const GraphRelationship& one = graph_.relationship(first.as_relationship());
    if (name == "type") return one.type;
    return Node{NodeId{name == "startnode" ? one.start : one.end}, nullptr};
  }
  if (name == "nodes" || name == "relationships" || name == "length") {
    if (!first.is(ValueKind::kPath)) type_error("a path is needed");
    const PathContent& path = *first.as_path().content;
    if (name == "nodes") return List(path.nodes.begin(), path.nodes.end());
    if (name == "relationships") return List(path.relationships.begin(), path.relationships.end());
    return static_cast<std::int64_t>(path.relationships.size());
  }
  unsupported("the function " + name);
}

}  // namespace kith::reference
