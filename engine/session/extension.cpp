// engine/session/extension.cpp: functions, aggregates and procedures of the embedding program.
#include <kith/extension.hpp>

#include <cctype>
#include <new>
#include <optional>

#include <fmt/format.h>

#include "engine/binder/binder.hpp"
#include "engine/functions/aggregate_input.hpp"
#include "engine/session/database_implementation.hpp"
#include "engine/session/given_value.hpp"
#include "parser/parser.hpp"

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

constexpr std::string_view kTypeHint = "types are INTEGER, STRING, NUMBER, ANY, ..., with a `?` where null is admitted";

Status add_fields(std::string_view what, const std::string& name, const std::vector<ProcedureField>& fields,
                  std::vector<engine::Argument>& arguments, std::vector<FieldType>& types) {
  for (const ProcedureField& field : fields) {
    const std::optional<FieldType> type = parse_type(field.type);
    if (field.name.empty() || !type.has_value()) {
      return Error(ErrorKind::kUsage,
                   fmt::format("{} `{}`: `{}` of type '{}' is not a field", what, name, field.name, field.type))
          .with_hint(std::string(kTypeHint));
    }
    arguments.push_back({field.name, type->type});
    types.push_back(*type);
  }
  return Status::success();
}

/// Calls what the embedding program gave; what it throws becomes an error.
template <class Callable>
auto guarded(const std::string& name, const Callable& call) -> decltype(call()) {
  try {
    return call();
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error(ErrorKind::kMemoryLimit, fmt::format("`{}` needs more memory than the system gives", name));
  } catch (const std::exception& exception) {
    return Error(ErrorKind::kProcedureError, fmt::format("`{}` failed: {}", name, exception.what()));
  } catch (...) {
    return Error(ErrorKind::kProcedureError, fmt::format("`{}` failed", name));
  }
}

/// What a function of the program takes and gives: checks at run time what the binder cannot know.
class Signature {
 public:
  /// Errors: kUsage.
  static Result<Signature> make(const std::string& name, const std::vector<ProcedureField>& parameters,
                                const std::string& result, std::vector<engine::Argument>& arguments) {
    Signature signature;
    signature.name_ = name;
    signature.parameters_ = parameters;
    KITH_CHECK_OK(add_fields("function", name, parameters, arguments, signature.types_));
    const std::optional<FieldType> type = parse_type(result);
    if (!type.has_value()) {
      return Error(ErrorKind::kUsage, fmt::format("function `{}`: the result's type '{}' is not one", name, result))
          .with_hint(std::string(kTypeHint));
    }
    signature.result_ = {type->type, true};
    return signature;
  }

  const std::string& name() const { return name_; }
  engine::StaticType result_type() const { return result_.type; }

  /// The arguments as the parameters take them. `sees_nulls`: nulls are refused by parameters that do not admit them.
  Result<std::vector<Value>> arguments(std::span<const Value> given, bool sees_nulls) const {
    std::vector<Value> arguments;
    arguments.reserve(given.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::size_t parameter = std::min(i, types_.size() - 1);  // the last one may repeat
      FieldType type = types_[parameter];
      type.nullable = type.nullable || !sees_nulls;
      std::optional<Value> argument = accepted(given[i], type);
      if (!argument.has_value()) {
        return Error(ErrorKind::kTypeError,
                     fmt::format("{}() takes {} for `{}`, not {}", name_, parameters_[parameter].type,
                                 parameters_[parameter].name, to_cypher_string(given[i])))
            .with_detail("InvalidArgumentType");
      }
      arguments.push_back(*std::move(argument));
    }
    return arguments;
  }

  /// What the program gave, when it is what the definition says.
  Result<Value> result(Result<Value> given) const {
    if (!given.ok()) return given;
    std::optional<Value> value = accepted(*given, result_);
    if (!value.has_value()) {
      return Error(ErrorKind::kTypeError, fmt::format("{}() gave {}, and its definition says {}", name_,
                                                      to_string(given->kind()), engine::to_string(result_.type)))
          .with_detail("InvalidArgumentType");
    }
    if (!engine::has_only_utf8(*value)) {
      return Error(ErrorKind::kArgumentError, fmt::format("{}() gave text that is not UTF-8", name_))
          .with_detail("InvalidUnicodeCharacter");
    }
    return *std::move(value);
  }

 private:
  std::string name_;
  std::vector<ProcedureField> parameters_;
  std::vector<FieldType> types_;
  FieldType result_;
};

/// Whether a query can call a function by this name.
Status check_name(const std::string& name) {
  const Result<ast::Statement> statement =
      parser::parse(fmt::format("RETURN {}()", name.find_first_of(" \t\r\n;/`") == std::string::npos ? name : ""));
  if (!name.empty() && statement.ok()) {
    const auto* const query = std::get_if<ast::RegularQuery*>(&statement->node);
    const auto* const last = query == nullptr || (*query)->parts.size() != 1 || (*query)->parts[0].clauses.size() != 1
                                 ? nullptr
                                 : std::get_if<ast::Return>(&(*query)->parts[0].clauses[0]->node);
    if (last != nullptr && last->projection.items.size() == 1) {
      const auto* const call = std::get_if<ast::FunctionCall>(&last->projection.items[0].expression->node);
      if (call != nullptr && call->name == name) return Status::success();
    }
  }
  return Error(ErrorKind::kUsage, fmt::format("`{}` cannot be the name of a function", name))
      .with_hint("write words of letters, digits and `_` with dots between them: `my.distance`");
}

/// The groups of an aggregate of the program.
class ProgramAggregate final : public engine::AggregateState {
 public:
  ProgramAggregate(std::shared_ptr<const Signature> signature,
                   std::shared_ptr<const std::function<std::unique_ptr<Aggregation>()>> start, bool sees_nulls)
      : signature_(std::move(signature)), start_(std::move(start)), sees_nulls_(sees_nulls) {}

  void resize(std::uint32_t num_groups) override { groups_.resize(num_groups); }

  Status update(std::span<const engine::Vector> arguments, std::span<const std::uint32_t> groups,
                const std::uint64_t* multiplicity, engine::ExecContext& context) override {
    std::vector<Value> row_arguments(arguments.size());
    for (std::uint32_t row = 0; row < groups.size(); ++row) {
      if (row % kRowsBetweenChecks == 0) KITH_CHECK_OK(context.check_interrupt());
      bool some_null = false;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        row_arguments[i] = arguments[i].value(row);
        some_null = some_null || row_arguments[i].is_null();
      }
      if (some_null && !sees_nulls_) continue;
      KITH_TRY(const std::vector<Value> taken, signature_->arguments(row_arguments, sees_nulls_));
      KITH_TRY(Aggregation* const group, group_at(groups[row]));
      const std::uint64_t times = multiplicity == nullptr ? 1 : multiplicity[row];
      for (std::uint64_t i = 0; i < times; ++i) {
        KITH_CHECK_OK(guarded(signature_->name(), [&] { return group->add(taken); }));
      }
    }
    return Status::success();
  }

  Result<Value> finish(std::uint32_t group, engine::ExecContext&) override {
    KITH_TRY(Aggregation* const state, group_at(group));
    return signature_->result(guarded(signature_->name(), [&] { return state->finish(); }));
  }

  std::size_t memory_bytes() const override {
    std::size_t bytes = groups_.size() * sizeof(groups_[0]);
    for (const auto& group : groups_) bytes += group == nullptr ? 0 : group->memory_bytes();
    return bytes;
  }

 private:
  static constexpr std::uint32_t kRowsBetweenChecks = 256;

  Result<Aggregation*> group_at(std::uint32_t number) {
    std::unique_ptr<Aggregation>& group = groups_[number];
    if (group == nullptr) {
      KITH_CHECK_OK(guarded(signature_->name(), [&]() -> Status {
        group = (*start_)();
        return Status::success();
      }));
      if (group == nullptr) {
        return Error(ErrorKind::kProcedureError, fmt::format("`{}` gave no state for a group", signature_->name()));
      }
    }
    return group.get();
  }

  std::shared_ptr<const Signature> signature_;
  std::shared_ptr<const std::function<std::unique_ptr<Aggregation>()>> start_;
  bool sees_nulls_;
  std::vector<std::unique_ptr<Aggregation>> groups_;
};

engine::NullRule null_rule_of(NullRule rule) {
  return rule == NullRule::kCalled ? engine::NullRule::kSees : engine::NullRule::kPropagates;
}

}  // namespace

Status register_procedure(const Database& database, ProcedureDefinition definition) {
  if (definition.name.empty() || definition.callback == nullptr) {
    return Error(ErrorKind::kUsage, "a procedure needs a name and a callback");
  }
  engine::ProcedureDefinition procedure;
  procedure.name = definition.name;
  procedure.help = definition.help;
  std::vector<FieldType> inputs;
  std::vector<FieldType> outputs;
  KITH_CHECK_OK(add_fields("procedure", definition.name, definition.inputs, procedure.inputs, inputs));
  KITH_CHECK_OK(add_fields("procedure", definition.name, definition.outputs, procedure.outputs, outputs));
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
    return guarded(name, [&] { return callback(arguments); });
  };
  KITH_CHECK_OK(database.implementation()->procedures().add(std::move(procedure)));
  database.implementation()->forget_plans();
  return Status::success();
}

Status register_function(const Database& database, ScalarFunction function) {
  KITH_CHECK_OK(check_name(function.name));
  if (function.callback == nullptr) {
    return Error(ErrorKind::kUsage, fmt::format("function `{}` needs a callback", function.name));
  }
  if (function.num_optional > function.parameters.size() || (function.variadic && function.parameters.empty())) {
    return Error(ErrorKind::kUsage,
                 fmt::format("function `{}` has only {} parameters", function.name, function.parameters.size()));
  }
  engine::FunctionDefinition definition;
  KITH_TRY(Signature signature,
           Signature::make(function.name, function.parameters, function.result, definition.arguments));
  definition.name = function.name;
  definition.num_required = static_cast<std::uint32_t>(function.parameters.size() - function.num_optional);
  definition.variadic = function.variadic;
  definition.result = signature.result_type();
  definition.null_rule = null_rule_of(function.null_rule);
  definition.stable = function.deterministic;
  definition.help = function.help;
  definition.built_in = false;
  definition.scalar = [signature = std::move(signature), sees_nulls = function.null_rule == NullRule::kCalled,
                       callback = std::move(function.callback)](std::span<const Value> given,
                                                                engine::ExecContext&) -> Result<Value> {
    KITH_TRY(const std::vector<Value> arguments, signature.arguments(given, sees_nulls));
    return signature.result(guarded(signature.name(), [&] { return callback(arguments); }));
  };
  KITH_CHECK_OK(database.implementation()->functions().add(std::move(definition)));
  database.implementation()->forget_plans();
  return Status::success();
}

Status register_function(const Database& database, AggregateFunction function) {
  KITH_CHECK_OK(check_name(function.name));
  if (function.start == nullptr) {
    return Error(ErrorKind::kUsage, fmt::format("aggregate `{}` needs `start`", function.name));
  }
  engine::AggregateDefinition definition;
  KITH_TRY(Signature made, Signature::make(function.name, function.parameters, function.result, definition.arguments));
  const auto signature = std::make_shared<const Signature>(std::move(made));
  definition.name = function.name;
  definition.result = signature->result_type();
  definition.takes_multiplicity = false;
  definition.null_rule = null_rule_of(function.null_rule);
  definition.help = function.help;
  definition.built_in = false;
  definition.make = [signature, sees_nulls = function.null_rule == NullRule::kCalled,
                     start = std::make_shared<const std::function<std::unique_ptr<Aggregation>()>>(
                         std::move(function.start))]() -> std::unique_ptr<engine::AggregateState> {
    return std::make_unique<ProgramAggregate>(signature, start, sees_nulls);
  };
  KITH_CHECK_OK(database.implementation()->functions().add(std::move(definition)));
  database.implementation()->forget_plans();
  return Status::success();
}

}  // namespace kith
