// engine/session/extension.cpp: procedures of the embedding program.
#include <kith/extension.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "engine/session/database_implementation.hpp"

namespace kith {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return result;
}

/// "LIST OF ANY?" is a LIST; a question mark admits null, which is admitted everywhere.
std::optional<engine::StaticType> type_named(std::string_view text) {
  std::string name = upper(text);
  while (!name.empty() && (name.back() == '?' || name.back() == ' ')) name.pop_back();
  if (name.starts_with("LIST OF ") || name.starts_with("LIST<") || name == "LIST") return engine::StaticType::kList;
  using Type = engine::StaticType;
  static const std::pair<std::string_view, Type> kTypes[] = {
      {"ANY", Type::kAny},           {"BOOLEAN", Type::kBoolean}, {"INTEGER", Type::kInteger},
      {"FLOAT", Type::kFloat},       {"NUMBER", Type::kNumber},   {"STRING", Type::kString},
      {"MAP", Type::kMap},           {"NODE", Type::kNode},       {"RELATIONSHIP", Type::kRelationship},
      {"PATH", Type::kPath},         {"DATE", Type::kDate},       {"TIME", Type::kTime},
      {"LOCALTIME", Type::kLocalTime}, {"DATETIME", Type::kDateTime}, {"LOCALDATETIME", Type::kLocalDateTime},
      {"LOCAL TIME", Type::kLocalTime}, {"LOCAL DATETIME", Type::kLocalDateTime}, {"DURATION", Type::kDuration}};
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

Result<std::vector<engine::Argument>> arguments_of(const std::vector<ProcedureField>& fields) {
  std::vector<engine::Argument> arguments;
  for (const ProcedureField& field : fields) {
    const auto type = type_named(field.type);
    if (field.name.empty()) return Error(ErrorKind::kUsage, "a field of a procedure needs a name");
    if (!type.has_value()) return Error(ErrorKind::kUsage, fmt::format("`{}` is not a type of the query language", field.type));
    arguments.push_back({.name = field.name, .type = *type});
  }
  return arguments;
}

}  // namespace

Status register_procedure(const Database& database, ProcedureDefinition definition) {
  if (definition.name.empty()) return Error(ErrorKind::kUsage, "a procedure needs a name");
  if (!definition.callback) return Error(ErrorKind::kUsage, fmt::format("the procedure `{}` has no callback", definition.name));
  engine::ProcedureDefinition made;
  made.name = std::move(definition.name);
  KITH_TRY(made.inputs, arguments_of(definition.inputs));
  KITH_TRY(made.outputs, arguments_of(definition.outputs));
  made.help = "Registered by the embedding program.";
  made.run = [callback = std::move(definition.callback)](std::span<const Value> arguments, engine::ExecContext&) {
    return callback(arguments);
  };
  return database.implementation()->procedures.add(std::move(made));
}

}  // namespace kith
