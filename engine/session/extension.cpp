// engine/session/extension.cpp: procedures of the embedding program.
#include <kith/extension.hpp>

#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/session/database_implementation.hpp"

namespace kith {
namespace {

struct FieldType {
  engine::StaticType type = engine::StaticType::kAny;
  bool nullable = false;
};

std::optional<FieldType> parse_type(std::string text) {
  FieldType field;
  while (!text.empty() && text.back() == ' ') text.pop_back();
  if (!text.empty() && text.back() == '?') {
    field.nullable = true;
    text.pop_back();
  }
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (text.starts_with("LIST")) text = "LIST";  // LIST OF ANY?
  for (int type = 0; type <= static_cast<int>(engine::StaticType::kDuration); ++type) {
    field.type = static_cast<engine::StaticType>(type);
    if (text == engine::to_string(field.type)) return field;
  }
  return std::nullopt;
}

/// The value as the field takes it, or nothing.
std::optional<Value> accepted(const Value& value, const FieldType& field) {
  using engine::StaticType;
  if (value.is_null()) return field.nullable ? std::optional(value) : std::nullopt;
  switch (field.type) {
    case StaticType::kAny:
      return value;
    case StaticType::kNumber:
      return value.is_number() ? std::optional(value) : std::nullopt;
    case StaticType::kFloat:
      return value.is_number() ? std::optional(Value(value.as_float())) : std::nullopt;
    default:
      break;
  }
  return to_string(value.kind()) == engine::to_string(field.type) ? std::optional(value) : std::nullopt;
}

Status add_fields(const std::string& procedure, const std::vector<ProcedureField>& fields,
                  std::vector<engine::Argument>& arguments, std::vector<FieldType>& types) {
  for (const ProcedureField& field : fields) {
    const std::optional<FieldType> type = parse_type(field.type);
    if (field.name.empty() || !type.has_value()) {
      return Error(ErrorKind::kUsage,
                   fmt::format("procedure `{}`: `{}` of type '{}' is not a field", procedure, field.name, field.type))
          .with_hint("types are INTEGER, STRING, NUMBER, ANY, ..., with a `?` where null is admitted");
    }
    arguments.push_back({field.name, type->type});
    types.push_back(*type);
  }
  return Status::success();
}

}  // namespace

Status register_procedure(const Database& database, ProcedureDefinition definition) {
  if (definition.name.empty() || definition.callback == nullptr) {
    return Error(ErrorKind::kUsage, "a procedure needs a name and a callback");
  }
  engine::ProcedureDefinition procedure;
  procedure.name = definition.name;
  std::vector<FieldType> inputs;
  std::vector<FieldType> outputs;
  KITH_CHECK_OK(add_fields(definition.name, definition.inputs, procedure.inputs, inputs));
  KITH_CHECK_OK(add_fields(definition.name, definition.outputs, procedure.outputs, outputs));
  procedure.run = [name = definition.name, fields = definition.inputs, inputs = std::move(inputs),
                   callback = std::move(definition.callback)](
                      std::span<const Value> given, engine::ExecContext&) -> Result<std::vector<std::vector<Value>>> {
    std::vector<Value> arguments;
    for (std::size_t i = 0; i < given.size(); ++i) {
      std::optional<Value> argument = accepted(given[i], inputs[i]);
      if (!argument.has_value()) {
        return Error(ErrorKind::kTypeError, fmt::format("`{}` takes {} for `{}`, not {}", name, fields[i].type,
                                                        fields[i].name, to_cypher_string(given[i])))
            .with_detail("InvalidArgumentType");
      }
      arguments.push_back(*std::move(argument));
    }
    return callback(arguments);
  };
  KITH_CHECK_OK(database.implementation()->procedures().add(std::move(procedure)));
  database.implementation()->plans().clear();  // a plan holds the definition it was made with
  return Status::success();
}

}  // namespace kith
