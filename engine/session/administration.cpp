// engine/session/administration.cpp: checking and describing a database.
#include <kith/administration.hpp>

#include <algorithm>

#include "engine/session/database_implementation.hpp"

namespace kith {

Result<CheckReport> check(const Database& database, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  KITH_TRY(storage::CheckReport found, database.implementation()->store().check(progress));
  CheckReport report{found.num_blocks, found.num_nodes, found.num_relationships, {}};
  for (storage::CheckFinding& finding : found.findings)
    report.findings.push_back({std::move(finding.key), std::move(finding.problem)});
  return report;
}

Status salvage(const std::filesystem::path& database) {
  Result<std::unique_ptr<storage::Store>> store =
      storage::Store::open(database, {.create_if_missing = false, .salvage = true});
  return store.ok() ? Status::success() : Status(std::move(store).error());
}

Result<DatabaseSummary> summarize(const Database& database) {
  storage::Store& store = database.implementation()->store();
  const std::shared_ptr<const storage::ReadView> view = store.snapshot();
  const storage::Names& names = view->names();
  const storage::Statistics& statistics = view->statistics();
  const storage::StoreInfo info = store.info();
  DatabaseSummary summary{.format_version = info.format_version,
                          .bytes_on_disk = info.bytes_on_disk,
                          .num_nodes = statistics.num_nodes,
                          .num_relationships = statistics.num_relationships,
                          .num_commits = view->commit_number()};
  const auto keys_of = [&](ElementKind element, std::uint32_t label_or_type) {
    std::vector<std::string> keys;
    for (const auto& values : statistics.distinct_values) {
      if (values.element == element && values.label_or_type == label_or_type && values.distinct > 0) {
        keys.emplace_back(names.name(values.key));
      }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
  };
  for (std::uint32_t id = 0; id < names.num_labels(); ++id) {
    if (const std::uint64_t count = statistics.with_label(LabelId{id}); count > 0) {
      summary.labels.push_back({std::string(names.name(LabelId{id})), count, keys_of(ElementKind::kNode, id)});
    }
  }
  for (std::uint32_t id = 0; id < names.num_relationship_types(); ++id) {
    if (const std::uint64_t count = statistics.with_type(RelationshipTypeId{id}); count > 0) {
      summary.relationship_types.push_back(
          {std::string(names.name(RelationshipTypeId{id})), count, keys_of(ElementKind::kRelationship, id)});
    }
  }
  for (std::uint32_t id = 0; id < names.num_property_keys(); ++id)
    summary.property_keys.emplace_back(names.name(PropertyKeyId{id}));
  for (const auto& triple : statistics.triples) {
    summary.connections.push_back({std::string(names.name(triple.start)), std::string(names.name(triple.type)),
                                   std::string(names.name(triple.end)), triple.count});
  }
  const auto by_name = [](const NamedCount& left, const NamedCount& right) { return left.name < right.name; };
  std::sort(summary.labels.begin(), summary.labels.end(), by_name);
  std::sort(summary.relationship_types.begin(), summary.relationship_types.end(), by_name);
  std::sort(summary.property_keys.begin(), summary.property_keys.end());
  return summary;
}

Status compact(const Database& database) { return database.implementation()->store().fold_all(); }

}  // namespace kith
