// Re-using one database for many tests.
#include "tests/harness/scratch_database.hpp"

#include <unistd.h>

#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <kith/bulk_loader.hpp>

namespace kith::harness {
namespace {

constexpr int kUsesBeforeRenewal = 200;  // Ids are never reused: without it, blocks fill with what was deleted.
constexpr std::size_t kMemoryLimit = std::size_t{256} << 20;

Status load(const Database& database, const GraphState& graph) {
  KITH_TRY(BulkLoader loader, BulkLoader::try_begin(database));
  const auto to_properties = [&](const Map& map) -> Result<std::vector<BulkLoader::Property>> {
    std::vector<BulkLoader::Property> properties;
    for (const auto& [key, value] : map) {
      KITH_TRY(const PropertyKeyId id, loader.property_key(key));
      properties.emplace_back(id, value);
    }
    return properties;
  };
  std::map<NodeId, NodeId> loaded;
  for (const auto& [id, content] : graph.nodes) {
    KITH_TRY(const BulkLoader::LabelSet labels, loader.label_set(content->labels));
    KITH_TRY(const auto properties, to_properties(content->properties));
    KITH_TRY(loaded[id], loader.add_node(labels, properties));
  }
  for (const auto& [id, content] : graph.relationships) {
    KITH_TRY(const RelationshipTypeId type, loader.relationship_type(content->type));
    KITH_TRY(const auto properties, to_properties(content->properties));
    KITH_TRY(const auto added,
             loader.add_relationship(type, loaded.at(content->start), loaded.at(content->end), properties));
    static_cast<void>(added);
  }
  KITH_TRY(const CommitNumber commit, loader.finish());
  static_cast<void>(commit);
  return {};
}

}  // namespace

std::filesystem::path scratch_folder() {
  std::error_code ignored;
  const std::filesystem::path memory = "/dev/shm";
  const bool usable = std::filesystem::is_directory(memory, ignored) && ::access(memory.c_str(), W_OK) == 0;
  return (usable ? memory : std::filesystem::temp_directory_path()) / fmt::format("kith-tests-{}", ::getpid());
}

ScratchDatabase::ScratchDatabase(std::filesystem::path folder, const Configuration& configuration)
    : folder_(std::move(folder)), configuration_(configuration) {}

ScratchDatabase::~ScratchDatabase() {
  close();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void ScratchDatabase::close() {
  connection_.reset();
  database_.reset();
}

Status ScratchDatabase::open() {
  std::error_code ignored;
  std::filesystem::create_directories(folder_.parent_path(), ignored);
  KITH_TRY(Database database, Database::try_open(folder_, {.memory_limit = kMemoryLimit,
                                                           .threads = configuration_.threads,
                                                           .durability = Durability::kRelaxed,
                                                           .import_directory = import_directory_}));
  set_execution_settings(database, configuration_.execution);
  for (const ProcedureDefinition& procedure : procedures_) KITH_CHECK_OK(register_procedure(database, procedure));
  connection_.emplace(database.connect());
  database_.emplace(std::move(database));
  return {};
}

Status ScratchDatabase::make_empty() {
  if (!procedures_.empty()) spoil();
  procedures_.clear();
  if (database_ && !spoiled_ && num_uses_ < kUsesBeforeRenewal) {
    ++num_uses_;
    const bool deleted = connection_->try_query("MATCH (n) DETACH DELETE n").ok();
    const Result<GraphState> left = deleted ? state() : Result<GraphState>(Error{});
    if (left.ok() && left->empty()) return {};
  }
  close();
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
  if (error) return Error{ErrorKind::kIo, fmt::format("cannot remove {}: {}", folder_.string(), error.message())};
  num_uses_ = 0;
  spoiled_ = false;
  return open();
}

Status ScratchDatabase::add_procedure(ProcedureDefinition definition) {
  procedures_.push_back(definition);
  return register_procedure(*database_, std::move(definition));
}

void ScratchDatabase::set_execution(const ExecutionSettings& settings) {
  configuration_.execution = settings;
  if (database_) set_execution_settings(*database_, settings);
}

Result<QueryResult> ScratchDatabase::query(std::string_view text, const Parameters& parameters) {
  Result<QueryResult> result = connection_->try_query(text, parameters);
  if (configuration_.reopen) {
    close();
    KITH_CHECK_OK(open());
  }
  return result;
}

Result<GraphState> ScratchDatabase::state() {
  return read_graph([this](std::string_view text) { return connection_->try_query(text); });
}

Status ScratchDatabase::reload() {
  if (!configuration_.bulk_load) return {};
  KITH_TRY(const GraphState graph, state());
  if (graph.empty()) return {};
  KITH_TRY(const QueryResult deleted, connection_->try_query("MATCH (n) DETACH DELETE n"));
  static_cast<void>(deleted);
  return load(*database_, graph);
}

}  // namespace kith::harness
