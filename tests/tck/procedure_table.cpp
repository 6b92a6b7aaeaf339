// Signatures and tables of a scenario's procedures.
#include "tests/tck/procedure_table.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace kith::tck {
namespace {

using harness::canonical;
using harness::Comparable;

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

/// `name :: STRING?, in :: INTEGER?` without the parentheses.
Result<std::vector<ProcedureField>> parse_fields(std::string_view text) {
  std::vector<ProcedureField> fields;
  if (trimmed(text).empty()) return fields;
  while (true) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view field = text.substr(0, end);
    const std::size_t separator = field.find("::");
    if (separator == std::string_view::npos) return Error{ErrorKind::kUsage, fmt::format("`{}` has no type", field)};
    fields.push_back({trimmed(field.substr(0, separator)), trimmed(field.substr(separator + 2))});
    if (end == text.size()) return fields;
    text.remove_prefix(end + 1);
  }
}

bool is_number(const Comparable& value) {
  return value.kind == Comparable::Kind::kInteger || value.kind == Comparable::Kind::kFloat;
}

double as_number(const Comparable& value) {
  return value.kind == Comparable::Kind::kInteger ? static_cast<double>(value.integer) : value.number;
}

bool equal(const Comparable& left, const Comparable& right) {
  if (is_number(left) && is_number(right)) return as_number(left) == as_number(right);
  return canonical(left) == canonical(right);
}

struct TableEntry {
  std::vector<Comparable> inputs;
  std::vector<Value> outputs;
};

}  // namespace

Result<ProcedureDefinition> parse_procedure(std::string_view signature, std::span<const harness::TableRow> table) {
  const std::size_t open = signature.find('(');
  const std::size_t close = signature.find(')', open);
  if (open == std::string_view::npos || close == std::string_view::npos) {
    return Error{ErrorKind::kUsage, fmt::format("`{}` is not the signature of a procedure", signature)};
  }
  ProcedureDefinition definition{.name = trimmed(signature.substr(0, open))};
  KITH_TRY(definition.inputs, parse_fields(signature.substr(open + 1, close - open - 1)));
  const std::size_t result_open = signature.find('(', close);
  const std::size_t result_close = signature.find(')', result_open);
  if (result_open != std::string_view::npos && result_close != std::string_view::npos) {  // Otherwise `:: VOID`.
    KITH_TRY(definition.outputs, parse_fields(signature.substr(result_open + 1, result_close - result_open - 1)));
  }

  auto entries = std::make_shared<std::vector<TableEntry>>();
  const std::size_t num_inputs = definition.inputs.size();
  const std::size_t num_columns = num_inputs + definition.outputs.size();
  for (const harness::TableRow& row : table.subspan(table.empty() ? 0 : 1)) {
    if (row.size() != num_columns)
      return Error{ErrorKind::kUsage, fmt::format("a row of {} has {} cells", definition.name, row.size())};
    TableEntry entry;
    for (std::size_t i = 0; i < row.size(); ++i) {
      KITH_TRY(Comparable cell, harness::parse_comparable(row[i]));
      if (i < num_inputs) {
        entry.inputs.push_back(std::move(cell));
      } else {
        KITH_TRY(Value value, harness::to_value(cell));
        entry.outputs.push_back(std::move(value));
      }
    }
    entries->push_back(std::move(entry));
  }
  definition.callback = [entries](std::span<const Value> arguments) -> Result<std::vector<std::vector<Value>>> {
    std::vector<std::vector<Value>> rows;
    for (const TableEntry& entry : *entries) {
      bool matches = entry.inputs.size() == arguments.size();
      for (std::size_t i = 0; matches && i < arguments.size(); ++i) {
        matches = equal(entry.inputs[i], harness::to_comparable(arguments[i]));
      }
      if (matches) rows.push_back(entry.outputs);
    }
    return rows;
  };
  return definition;
}

}  // namespace kith::tck
