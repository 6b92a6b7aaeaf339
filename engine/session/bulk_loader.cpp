// engine/session/bulk_loader.cpp: the public face of bulk loading.
#include <kith/bulk_loader.hpp>

#include "engine/session/database_implementation.hpp"

namespace kith {

class BulkLoader::Implementation {
 public:
  std::shared_ptr<DatabaseImplementation> database;
  std::unique_ptr<storage::BulkLoad> load;

  Result<storage::Assertion> assertion(ElementKind element, std::uint64_t id, const BulkAssertion& given) const {
    storage::Assertion assertion{.element = element,
                                 .id = id,
                                 .key = std::nullopt,
                                 .passage = given.passage,
                                 .confidence = given.confidence,
                                 .modality = given.modality,
                                 .rule = given.rule};
    if (!given.property_key.empty()) {
      KITH_TRY(assertion.key, load->add_property_key_name(given.property_key));
    }
    return assertion;
  }
};

BulkLoader::BulkLoader(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
BulkLoader::BulkLoader(BulkLoader&&) noexcept = default;
BulkLoader& BulkLoader::operator=(BulkLoader&&) noexcept = default;
BulkLoader::~BulkLoader() = default;

Result<BulkLoader> BulkLoader::try_begin(const Database& database) {
  auto implementation = std::make_unique<Implementation>();
  implementation->database = database.implementation();
  const std::chrono::milliseconds wait(implementation->database->options().lock_timeout_ms);
  KITH_TRY(implementation->load, implementation->database->store().begin_bulk_load(wait));
  return BulkLoader(std::move(implementation));
}

Result<BulkLoader::LabelSet> BulkLoader::label_set(std::span<const std::string> labels) {
  std::vector<LabelId> ids;
  for (const std::string& label : labels) {
    KITH_TRY(const LabelId id, implementation_->load->add_label_name(label));
    ids.push_back(id);
  }
  KITH_TRY(const std::uint32_t number, implementation_->load->add_label_set(ids));
  return LabelSet{number};
}

Result<RelationshipTypeId> BulkLoader::relationship_type(std::string_view name) {
  return implementation_->load->add_relationship_type_name(name);
}

Result<PropertyKeyId> BulkLoader::property_key(std::string_view name) {
  return implementation_->load->add_property_key_name(name);
}

Result<NodeId> BulkLoader::add_node(LabelSet labels, std::span<const Property> properties) {
  return implementation_->load->add_node(labels.number, properties);
}

Result<BulkLoader::RelationshipHandle> BulkLoader::add_relationship(RelationshipTypeId type, NodeId start, NodeId end,
                                                                    std::span<const Property> properties) {
  KITH_TRY(const std::uint64_t handle, implementation_->load->add_relationship(type, start, end, properties));
  return RelationshipHandle{handle};
}

Status BulkLoader::add_relationships(RelationshipTypeId type, std::span<const NodeId> starts,
                                     std::span<const NodeId> ends) {
  return implementation_->load->add_relationships(type, starts, ends);
}

Status BulkLoader::add_assertion(NodeId node, const BulkAssertion& given) {
  KITH_TRY(const storage::Assertion assertion, implementation_->assertion(ElementKind::kNode, node.value, given));
  return implementation_->load->put_assertion(assertion);
}

Status BulkLoader::add_assertion(RelationshipHandle relationship, const BulkAssertion& given) {
  KITH_TRY(const storage::Assertion assertion,
           implementation_->assertion(ElementKind::kRelationship, relationship.number, given));
  return implementation_->load->put_assertion(assertion);
}

Result<CommitNumber> BulkLoader::finish() {
  Result<CommitNumber> commit = implementation_->load->finish();
  implementation_->load.reset();
  return commit;
}

}  // namespace kith
