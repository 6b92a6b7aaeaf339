// reports/front_matter.cpp: YAML scalars by the core schema: a quoted one is a string, a plain one what it looks like.
#include "reports/front_matter.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <kith/parse.hpp>

namespace kith::reports {
namespace {

constexpr int kMaxDepth = 64;

Error bad(const ReportSource& source, const YAML::Mark& mark, std::string_view what) {
  // The front matter starts on the file's second line.
  return {ErrorKind::kData, fmt::format("{}:{}: {}", source.file_name, mark.is_null() ? 2 : mark.line + 2, what)};
}

Result<Value> to_value(const ReportSource& source, const YAML::Node& node, int depth) {
  if (depth > kMaxDepth) return bad(source, node.Mark(), "a parameter nested too deeply");
  switch (node.Type()) {
    case YAML::NodeType::Sequence: {
      List list;
      for (const YAML::Node& element : node) {
        KITH_TRY(Value value, to_value(source, element, depth + 1));
        list.push_back(std::move(value));
      }
      return Value(std::move(list));
    }
    case YAML::NodeType::Map: {
      Map map;
      for (const auto& entry : node) {
        KITH_TRY(Value value, to_value(source, entry.second, depth + 1));
        map.insert_or_assign(entry.first.Scalar(), std::move(value));
      }
      return Value(std::move(map));
    }
    case YAML::NodeType::Scalar: {
      const std::string& text = node.Scalar();
      if (node.Tag() == "!") return Value(text);
      if (text == "true" || text == "false") return Value(text == "true");
      for (const std::string_view type : {"integer", "float"}) {
        if (Result<Value> number = parse_value(text, type); number.ok()) return number;
      }
      return Value(text);
    }
    default:
      return Value();
  }
}

Result<std::string> text_of(const ReportSource& source, const YAML::Node& node, std::string_view key) {
  if (!node.IsScalar()) return bad(source, node.Mark(), fmt::format("`{}` is not a text", key));
  return node.Scalar();
}

}  // namespace

Status parse_front_matter(std::string_view yaml, ReportSource& source) {
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (root.IsNull()) return {};
    if (!root.IsMap()) return bad(source, root.Mark(), "the front matter is not a YAML mapping");
    for (const auto& entry : root) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
      const YAML::Node& node = entry.second;
      if (key == "title") {
        KITH_TRY(source.title, text_of(source, node, key));
      } else if (key == "lang") {
        KITH_TRY(source.language, text_of(source, node, key));
      } else if (key == "params") {
        if (!node.IsMap() && !node.IsNull())
          return bad(source, node.Mark(), "`params` is not a mapping of names to values");
        for (const auto& parameter : node) {
          KITH_TRY(Value value, to_value(source, parameter.second, 0));
          source.parameters.insert_or_assign(parameter.first.Scalar(), std::move(value));
        }
      } else if (key != "description" && !key.starts_with("title_")) {
        return Error(bad(source, entry.first.Mark(), fmt::format("unknown key `{}` in the front matter", key)))
            .with_hint("known are title, title_zh and the like, description, lang and params");
      }
    }
  } catch (const YAML::Exception& exception) {
    return bad(source, exception.mark, fmt::format("front matter: {}", exception.msg));
  }
  return {};
}

}  // namespace kith::reports
