// engine/execution/operators/written_names.cpp: labels, types and keys as the values of expressions.
#include "engine/execution/operators/written_names.hpp"

#include <fmt/format.h>

#include "engine/execution/evaluate.hpp"

namespace kith::engine {
namespace {

Error not_a_name(const Value& value, SourceRange range) {
  return Error(ErrorKind::kTypeError, fmt::format("a name is a STRING, got {}", to_string(value.kind())))
      .with_detail("InvalidArgumentType")
      .at(range);
}

Status add_name(const Value& value, SourceRange range, std::vector<std::string>& names) {
  if (!value.is(ValueKind::kString)) return not_a_name(value, range);
  if (value.get<std::string>().empty()) {
    return Error(ErrorKind::kArgumentError, "a name cannot be empty").with_detail("InvalidArgumentValue").at(range);
  }
  names.push_back(value.get<std::string>());
  return Status::success();
}

}  // namespace

Result<WrittenNames> WrittenNames::evaluate(std::span<const WrittenName> names, const Chunk& chunk,
                                            ExecContext& context) {
  WrittenNames written;
  written.names_ = names;
  for (const WrittenName& name : names) {
    Vector& values = written.values_.emplace_back();
    if (name.value == nullptr) continue;
    written.varies_ = true;
    KITH_TRY(values, engine::evaluate(*name.value, chunk, context));
  }
  return written;
}

Result<std::vector<std::string>> WrittenNames::of(std::uint32_t row) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].value == nullptr) {
      names.push_back(names_[i].name);
      continue;
    }
    const SourceRange range = names_[i].value->range;
    const Value value = values_[i].value(row);
    if (!value.is(ValueKind::kList)) {
      KITH_CHECK_OK(add_name(value, range, names));
      continue;
    }
    for (const Value& element : value.list()) KITH_CHECK_OK(add_name(element, range, names));
  }
  return names;
}

Result<std::string> WrittenNames::one_of(std::uint32_t row) const {
  KITH_TRY(std::vector<std::string> names, of(row));
  if (names.size() == 1) return std::move(names.front());
  return Error(ErrorKind::kArgumentError, fmt::format("exactly one name is needed here, got {}", names.size()))
      .with_detail("InvalidArgumentValue")
      .at(names_.front().value->range);
}

}  // namespace kith::engine
