// engine/execution/operators/pattern_writer.hpp: nodes and relationships of a pattern, made for every row of a chunk.
#pragma once

#include <span>

#include "engine/execution/context.hpp"
#include "engine/planner/logical_plan.hpp"

namespace kith::engine {

/// What CREATE does, and MERGE for a row without a match.
class PatternWriter {
 public:
  /// Orders elements so that each comes after those that its properties and ends refer to. `pattern` must outlive the
  /// writer.
  explicit PatternWriter(const CreatePattern& pattern);

  /// Creates the elements of one row after the other, and adds their columns.
  /// Errors: kTypeError (InvalidPropertyType) with the place; kEntityNotFound for a null or deleted end.
  Status write(ExecContext& context, Chunk& chunk) const;

 private:
  struct Step {
    bool is_node;
    std::size_t index;
  };
  const CreatePattern& pattern_;
  std::vector<Step> steps_;
};

/// Properties of new elements: an expression's columns by key.
class PropertyColumns {
 public:
  /// A map literal is taken apart, so that no map is made for a row. `expression` may be null: no properties.
  static Result<PropertyColumns> evaluate(const ExpressionPtr& expression, const Chunk& chunk, ExecContext& context);
  /// Calls f(key, value, range) for each entry of a row that is not null.
  template <class F>
  Status for_each(std::uint32_t row, F f) const {
    for (const Column& column : columns_) {
      if (column.values.is_null(row)) continue;
      KITH_CHECK_OK(f(column.key, column.values.value(row), column.range));
    }
    if (!maps_.is_live() || maps_.is_null(row)) return Status::success();
    const Value map = maps_.value(row);
    if (!map.is(ValueKind::kMap)) return not_a_map(map);
    for (const auto& [key, value] : map.map()) {
      if (!value.is_null()) KITH_CHECK_OK(f(key, value, range_));
    }
    return Status::success();
  }
  /// The first key whose value is null.
  std::optional<std::string> null_key(std::uint32_t row) const;

 private:
  struct Column {
    std::string key;
    Vector values;
    SourceRange range;
  };
  Error not_a_map(const Value& value) const;
  std::vector<Column> columns_;
  Vector maps_;  ///< When the expression is not a literal.
  SourceRange range_;
};

/// The id of a property key for writing, remembered for the next row.
class PropertyKeys {
 public:
  Result<PropertyKeyId> id_of(const std::string& key, storage::WriteTransaction& transaction);

 private:
  std::vector<std::pair<std::string, PropertyKeyId>> known_;
};

}  // namespace kith::engine
