// loaders/csv/header.cpp: `name:TYPE(space){option:value}`, column by column.
#include "loaders/csv/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include <kith/parse.hpp>

namespace kith::loaders {
namespace {

constexpr std::array<std::pair<std::string_view, ColumnRole>, 12> kRoles{{
    {"IGNORE", ColumnRole::kIgnore},
    {"ID", ColumnRole::kId},
    {"LABEL", ColumnRole::kLabel},
    {"START_ID", ColumnRole::kStartId},
    {"END_ID", ColumnRole::kEndId},
    {"TYPE", ColumnRole::kType},
    {"VALID", ColumnRole::kValid},
    {"EVIDENCE", ColumnRole::kEvidence},
    {"EVIDENCE_KEY", ColumnRole::kEvidenceKey},
    {"MODALITY", ColumnRole::kModality},
    {"CONFIDENCE", ColumnRole::kConfidence},
    {"RULE", ColumnRole::kRule},
}};

std::optional<ColumnRole> role_of(std::string_view word) {
  const auto* const found =
      std::find_if(kRoles.begin(), kRoles.end(), [&](const auto& role) { return role.first == word; });
  return found == kRoles.end() ? std::nullopt : std::optional(found->second);
}

/// `name:TYPE(space){options}` taken apart; what is missing is empty.
struct ColumnParts {
  std::string_view name, type, id_space, options;
  bool has_type = false;
};

ColumnParts take_apart(std::string_view text) {
  ColumnParts parts;
  std::string_view rest = text;
  if (rest.ends_with('}')) {
    if (const std::size_t open = rest.rfind('{'); open != std::string_view::npos) {
      parts.options = rest.substr(open + 1, rest.size() - open - 2);
      rest = rest.substr(0, open);
    }
  }
  if (rest.ends_with(')')) {
    if (const std::size_t open = rest.find('('); open != std::string_view::npos) {
      parts.id_space = rest.substr(open + 1, rest.size() - open - 2);
      rest = rest.substr(0, open);
    }
  }
  const std::size_t colon = rest.rfind(':');
  parts.has_type = colon != std::string_view::npos;
  parts.name = rest.substr(0, colon);
  if (parts.has_type) parts.type = rest.substr(colon + 1);
  return parts;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return lower;
}

/// Sets the type of a stored id from `{id-type: long}`; false when the options say anything else.
bool apply_options(std::string_view options, Column& column) {
  if (options.empty()) return true;
  const std::size_t colon = options.find(':');
  if (colon == std::string_view::npos) return false;
  std::string_view key = options.substr(0, colon);
  std::string_view value = options.substr(colon + 1);
  for (std::string_view* const part : {&key, &value}) {
    while (part->starts_with(' ') || part->starts_with('"')) part->remove_prefix(1);
    while (part->ends_with(' ') || part->ends_with('"')) part->remove_suffix(1);
  }
  if (key != "id-type" || column.role != ColumnRole::kId || !is_value_type(value)) return false;
  column.value_type = lower_case(value);
  return true;
}

}  // namespace

bool looks_like_header(std::span<const CsvField> fields) {
  return std::any_of(fields.begin(), fields.end(), [](const CsvField& field) {
    const ColumnParts parts = take_apart(field.text);
    return parts.has_type && role_of(parts.type).has_value();
  });
}

Result<CsvHeader> parse_header(std::span<const CsvField> fields, std::string_view file_name,
                               std::string_view default_id_type) {
  CsvHeader header;
  for (const CsvField& field : fields) {
    const auto failure = [&](std::string_view what, std::string hint = {}) {
      return Error{ErrorKind::kData,
                   fmt::format("{}:1: column {} `{}`: {}", file_name, header.columns.size() + 1, field.text, what)}
          .with_hint(std::move(hint));
    };
    const ColumnParts parts = take_apart(field.text);
    Column column;
    column.as_written = field.text;
    column.name = parts.name;
    if (const auto role = parts.has_type ? role_of(parts.type) : std::nullopt) {
      column.role = *role;
      column.id_space = parts.id_space;
      if (*role == ColumnRole::kId) column.value_type = default_id_type;
      const bool may_repeat = *role == ColumnRole::kIgnore || *role == ColumnRole::kLabel;
      if (!may_repeat && std::any_of(header.columns.begin(), header.columns.end(),
                                     [&](const Column& other) { return other.role == *role; })) {
        return failure(fmt::format("a second :{} column", parts.type));
      }
    } else {
      std::string_view type = parts.type;
      if (!parts.id_space.empty()) return failure(fmt::format("`{}` takes no id space", type));
      if (column.name.empty()) {
        return failure(parts.has_type ? fmt::format("unknown column type `:{}`", type) : "a column without a name",
                       "columns without a name are :ID, :LABEL, :START_ID, :END_ID, :TYPE, :IGNORE, :VALID, :EVIDENCE, "
                       ":EVIDENCE_KEY, :MODALITY, :CONFIDENCE and :RULE");
      }
      column.is_array = type.ends_with("[]");
      if (column.is_array) type.remove_suffix(2);
      if (parts.has_type) {
        column.value_type = lower_case(type);
        if (!is_value_type(type)) {
          return failure(
              fmt::format("unknown type `{}`", type),
              "types are string, char, boolean, byte, short, int, long, float, double, date, localtime, time, "
              "localdatetime, datetime and duration, each also with []");
        }
      }
    }
    if (!apply_options(parts.options, column)) return failure(fmt::format("unknown option {{{}}}", parts.options));
    header.columns.push_back(std::move(column));
  }
  const auto has = [&](ColumnRole role) {
    return std::any_of(header.columns.begin(), header.columns.end(), [&](const Column& c) { return c.role == role; });
  };
  header.is_relationships = has(ColumnRole::kStartId) || has(ColumnRole::kEndId);
  const auto refuse = [&](std::string_view what) {
    return Error{ErrorKind::kData, fmt::format("{}:1: {}", file_name, what)};
  };
  if (has(ColumnRole::kStartId) != has(ColumnRole::kEndId)) {
    return refuse("a header with only one of :START_ID and :END_ID");
  }
  if (header.is_relationships && (has(ColumnRole::kId) || has(ColumnRole::kLabel))) {
    return refuse("a header of relationships, by its :START_ID, with an :ID or :LABEL column of nodes");
  }
  if (!header.is_relationships && has(ColumnRole::kType)) return refuse("a :TYPE column without :START_ID and :END_ID");
  for (const ColumnRole role :
       {ColumnRole::kEvidenceKey, ColumnRole::kModality, ColumnRole::kConfidence, ColumnRole::kRule}) {
    if (has(role) && !has(ColumnRole::kEvidence)) return refuse("columns about evidence without an :EVIDENCE column");
  }
  return header;
}

}  // namespace kith::loaders
