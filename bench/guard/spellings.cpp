// bench/guard/spellings.cpp: patterns, their spellings, and which of these differ in plan.
//
// A pattern is
//   {"name": "q2",
//    "nodes": {"author": "Person", "post": "Post"},              a variable and its label; "" for none
//    "relationships": [["post", "HAS_CREATOR", "author"], ["a", "KNOWS", "b", "undirected"]],
//    "keys": {"author": ["id", "$id"]},                           properties that are equal to something
//    "where": [["a <> b", "b <> a"]],                             conjuncts, each with its equivalent forms
//    "matches": "together" | "either" | "apart",                  how many MATCHes; "either": both mean the same
//    "rest": "OPTIONAL MATCH ...", "return": "count(*) AS count",
//    "parameters": [{"id": 1}]}
#include "bench/guard/spellings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <ostream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <kith/kith.hpp>
#include <nlohmann/json.hpp>

namespace kith::bench {
namespace {

using nlohmann::json;

constexpr std::size_t kNumSpellings = 240;

struct PatternRelationship {
  std::string start, type, end;
  bool undirected = false;
};

struct PatternNode {
  std::string variable, label;
};

struct Conjunct {
  std::vector<std::string> forms;
};

struct Pattern {
  std::vector<PatternNode> nodes;
  std::vector<PatternRelationship> relationships;
  std::map<std::string, std::pair<std::string, std::string>> keys;
  std::vector<Conjunct> where;
  std::string matches, rest, result;

  const std::string& label_of(const std::string& variable) const {
    return std::find_if(nodes.begin(), nodes.end(), [&](const PatternNode& node) { return node.variable == variable; })
        ->label;
  }
};

Pattern read_pattern(const json& source) {
  Pattern out;
  for (const auto& [variable, label] : source.at("nodes").items()) {
    out.nodes.push_back({variable, label.get<std::string>()});
  }
  for (const json& one : source.at("relationships")) {
    out.relationships.push_back(
        {one.at(0).get<std::string>(), one.at(1).get<std::string>(), one.at(2).get<std::string>(), one.size() > 3});
  }
  const json keys = source.value("keys", json::object());
  for (const auto& [variable, key] : keys.items()) {
    out.keys[variable] = {key.at(0).get<std::string>(), key.at(1).get<std::string>()};
  }
  const json where = source.value("where", json::array());
  for (const json& forms : where) {
    out.where.push_back({forms.get<std::vector<std::string>>()});
  }
  out.matches = source.value("matches", "together");
  out.rest = source.value("rest", "");
  out.result = source.at("return").get<std::string>();
  return out;
}

enum class LabelPlace : std::uint8_t { kFirstMention, kEachMention, kWhere };

/// What is free in writing a pattern.
struct Choices {
  std::vector<std::size_t> order;  ///< Of the relationships.
  std::vector<bool> from_end;      ///< By place in `order`: begun at its end.
  bool joined = true;              ///< A relationship goes on where the one before it ends, if it can.
  bool apart = false;              ///< A MATCH for each path.
  LabelPlace labels = LabelPlace::kFirstMention;
  bool keys_in_where = false;
  bool where_reversed = false;
  std::size_t form = 0;  ///< Of each conjunct, where it has so many.
};

class Speller {
 public:
  Speller(const Pattern& pattern, const Choices& choices) : pattern_(pattern), choices_(choices) {}

  std::string text() {
    std::string last;
    for (std::size_t i = 0; i < choices_.order.size(); ++i) {
      const PatternRelationship& relationship = pattern_.relationships[choices_.order[i]];
      const bool goes_on = choices_.joined && !last.empty() && (relationship.start == last || relationship.end == last);
      const bool from_end = goes_on ? relationship.start != last : choices_.from_end[i];
      const std::string& begin = from_end ? relationship.end : relationship.start;
      last = from_end ? relationship.start : relationship.end;
      if (!goes_on) out_ += i == 0 ? "MATCH " + node(begin) : (choices_.apart ? " MATCH " : ", ") + node(begin);
      out_ += fmt::format("{}[:{}]{}{}", !relationship.undirected && from_end ? "<-" : "-", relationship.type,
                          !relationship.undirected && !from_end ? "->" : "-", node(last));
    }
    for (const Conjunct& conjunct : pattern_.where) {
      conjuncts_.push_back(conjunct.forms[choices_.form % conjunct.forms.size()]);
    }
    if (choices_.where_reversed) std::reverse(conjuncts_.begin(), conjuncts_.end());
    if (!conjuncts_.empty()) out_ += fmt::format(" WHERE {}", fmt::join(conjuncts_, " AND "));
    if (!pattern_.rest.empty()) out_ += " " + pattern_.rest;
    return out_ + " RETURN " + pattern_.result;
  }

 private:
  std::string node(const std::string& variable) {
    const bool is_first = mentioned_.insert(variable).second;
    const std::string& label = pattern_.label_of(variable);
    std::string out = "(" + variable;
    if (!label.empty() &&
        (choices_.labels == LabelPlace::kEachMention || (choices_.labels == LabelPlace::kFirstMention && is_first))) {
      out += ":" + label;
    }
    if (is_first && !label.empty() && choices_.labels == LabelPlace::kWhere) {
      conjuncts_.push_back(variable + ":" + label);
    }
    if (const auto key = pattern_.keys.find(variable); key != pattern_.keys.end() && is_first) {
      const auto& [property, value] = key->second;
      if (choices_.keys_in_where) {
        conjuncts_.push_back(fmt::format("{}.{} = {}", variable, property, value));
      } else {
        out += fmt::format(" {{{}: {}}}", property, value);
      }
    }
    return out + ")";
  }

  const Pattern& pattern_;
  const Choices& choices_;
  std::string out_;
  std::vector<std::string> conjuncts_;
  std::set<std::string> mentioned_;
};

/// As it stands in the list first, then others: every order while there are few, else orders by chance.
std::set<std::string> spellings_of(const Pattern& pattern, std::string& first) {
  const std::size_t n = pattern.relationships.size();
  std::mt19937_64 random(20211231);
  Choices choices;
  choices.order.resize(n);
  std::iota(choices.order.begin(), choices.order.end(), 0);
  choices.from_end.assign(n, false);
  choices.apart = pattern.matches == "apart";
  choices.joined = !choices.apart;
  first = Speller(pattern, choices).text();
  std::set<std::string> out{first};
  const bool every_order = n <= 4;
  for (std::size_t i = 0; i < kNumSpellings; ++i) {
    if (every_order) {
      std::next_permutation(choices.order.begin(), choices.order.end());
    } else {
      for (std::size_t k = n; k > 1; --k) std::swap(choices.order[k - 1], choices.order[random() % k]);
    }
    const std::uint64_t draw = random();
    for (std::size_t k = 0; k < n; ++k) choices.from_end[k] = (draw >> k & 1) != 0;
    choices.joined = pattern.matches != "apart" && (draw >> 32 & 1) != 0;
    choices.apart = pattern.matches == "apart" || (pattern.matches == "either" && (draw >> 33 & 1) != 0);
    choices.labels = static_cast<LabelPlace>((draw >> 34) % 3);
    choices.keys_in_where = (draw >> 40 & 1) != 0;
    choices.where_reversed = (draw >> 41 & 1) != 0;
    choices.form = draw >> 42;
    out.insert(Speller(pattern, choices).text());
  }
  return out;
}

/// The sum of what PROFILE says of each operator: "[3 rows, ...".
std::int64_t rows_of(const std::string& profile) {
  std::int64_t out = 0;
  for (std::size_t at = profile.find('['); at != std::string::npos; at = profile.find('[', at + 1)) {
    char* end = nullptr;
    const std::int64_t rows = std::strtoll(profile.c_str() + at + 1, &end, 10);
    if (std::string_view(end).starts_with(" row")) out += rows;
  }
  return out;
}

}  // namespace

void write_spellings(const std::filesystem::path& path, std::istream& patterns, std::ostream& out) {
  const Database database = Database::open(path, {.read_only = true, .threads = 1});
  Connection connection = database.connect();
  json chosen = json::array();
  for (const json& source : json::parse(patterns)) {
    const Pattern pattern = read_pattern(source);
    const json parameters = source.value("parameters", json::array());
    Parameters named;  // EXPLAIN asks for every parameter, whatever its value.
    if (!parameters.empty()) {
      for (const auto& [name, value] : parameters[0].items()) named.emplace(name, Value(value.get<std::int64_t>()));
    }
    std::string first;
    const std::set<std::string> all = spellings_of(pattern, first);
    std::map<std::string, std::size_t> number_by_plan;
    const std::size_t begin = chosen.size();
    const auto add = [&](const std::string& text) {
      const std::string plan = connection.query("EXPLAIN " + text, named).plan();
      const auto [at, is_new] = number_by_plan.emplace(plan, number_by_plan.size());
      if (is_new) {
        chosen.push_back({{"name", fmt::format("{}/{}", source.at("name").get<std::string>(), at->second)},
                          {"text", text},
                          {"parameters", parameters.empty() ? json() : parameters},
                          {"spellings", 0},
                          {"rows", rows_of(connection.query("PROFILE " + text, named).plan())}});
      }
      json& count = chosen[begin + at->second]["spellings"];
      count = count.get<int>() + 1;
    };
    add(first);
    for (const std::string& text : all) {
      if (text != first) add(text);
    }
  }
  out << chosen.dump(1) << '\n';
}

}  // namespace kith::bench
