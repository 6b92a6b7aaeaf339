// engine/procedures/catalog.cpp: db.labels, db.relationshipTypes and db.propertyKeys: the names in use.
#include <algorithm>

#include "engine/procedures/builtin.hpp"

namespace kith::engine {
namespace {

ProcedureRows sorted_rows(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  ProcedureRows rows;
  for (std::string& name : names) rows.push_back({Value(std::move(name))});
  return rows;
}

Result<ProcedureRows> labels(std::span<const Value>, ExecContext& context) {
  const storage::Names& names = context.view->names();
  std::vector<std::string> used;
  for (std::uint32_t id = 0; id < names.num_labels(); ++id) {
    if (context.view->statistics().with_label(LabelId{id}) != 0) used.emplace_back(names.name(LabelId{id}));
  }
  return sorted_rows(std::move(used));
}

Result<ProcedureRows> relationship_types(std::span<const Value>, ExecContext& context) {
  const storage::Names& names = context.view->names();
  std::vector<std::string> used;
  for (std::uint32_t id = 0; id < names.num_relationship_types(); ++id) {
    if (context.view->statistics().with_type(RelationshipTypeId{id}) != 0)
      used.emplace_back(names.name(RelationshipTypeId{id}));
  }
  return sorted_rows(std::move(used));
}

/// Whether any element was ever given a key is not counted: every key known is listed.
Result<ProcedureRows> property_keys(std::span<const Value>, ExecContext& context) {
  const storage::Names& names = context.view->names();
  std::vector<std::string> known;
  for (std::uint32_t id = 0; id < names.num_property_keys(); ++id) known.emplace_back(names.name(PropertyKeyId{id}));
  return sorted_rows(std::move(known));
}

}  // namespace

std::vector<ProcedureDefinition> catalog_procedures() {
  return {
      {.name = "db.labels",
       .inputs = {},
       .outputs = {{.name = "label", .type = StaticType::kString}},
       .writes = false,
       .help = "The labels that some node carries.",
       .run = labels},
      {.name = "db.relationshipTypes",
       .inputs = {},
       .outputs = {{.name = "relationshipType", .type = StaticType::kString}},
       .writes = false,
       .help = "The types that some relationship has.",
       .run = relationship_types},
      {.name = "db.propertyKeys",
       .inputs = {},
       .outputs = {{.name = "propertyKey", .type = StaticType::kString}},
       .writes = false,
       .help = "The property keys known to the database.",
       .run = property_keys},
  };
}

}  // namespace kith::engine
