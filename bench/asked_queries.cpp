// bench/asked_queries.cpp: from JSON.
#include "bench/asked_queries.hpp"

#include <istream>

#include <nlohmann/json.hpp>

namespace kith::bench {
namespace {

using nlohmann::json;

Value value_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_array()) {
    List list;
    for (const json& element : value) list.push_back(value_of(element));
    return list;
  }
  return value.get<double>();
}

Parameters parameters_of(const json& set) {
  Parameters out;
  if (set.is_null()) return out;
  for (const auto& [name, value] : set.items()) out.emplace(name, value_of(value));
  return out;
}

}  // namespace

std::vector<AskedQuery> read_asked_queries(std::istream& text) {
  std::vector<AskedQuery> out;
  for (const json& asked : json::parse(text)) {
    AskedQuery& query = out.emplace_back();
    query.name = asked.at("name").get<std::string>();
    query.text = asked.at("text").get<std::string>();
    if (asked.contains("parameters") && !asked["parameters"].is_null()) {
      for (const json& set : asked["parameters"]) query.parameters.push_back(parameters_of(set));
    }
    if (query.parameters.empty()) query.parameters.emplace_back();
  }
  return out;
}

}  // namespace kith::bench
