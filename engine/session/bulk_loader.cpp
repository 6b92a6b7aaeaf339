// engine/session/bulk_loader.cpp: BulkLoader over the storage's bulk load.
#include <kith/bulk_loader.hpp>

#include "engine/session/database_implementation.hpp"

namespace kith {

class BulkLoader::Implementation {
 public:
  Implementation(std::shared_ptr<DatabaseImplementation> opened, std::unique_ptr<storage::BulkLoad> begun)
      : database(std::move(opened)), load(std::move(begun)) {}

  Status check_open() const {
    if (load == nullptr) return Error(ErrorKind::kTransaction, "the bulk load has ended");
    return Status::success();
  }

  Status put(ElementKind element, std::uint64_t id, const BulkAssertion& given) {
    KITH_CHECK_OK(check_open());
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
    return load->put_assertion(assertion);
  }

  std::shared_ptr<DatabaseImplementation> database;
  std::unique_ptr<storage::BulkLoad> load;
};

BulkLoader::BulkLoader(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
BulkLoader::BulkLoader(BulkLoader&&) noexcept = default;
BulkLoader& BulkLoader::operator=(BulkLoader&&) noexcept = default;
BulkLoader::~BulkLoader() = default;

Result<BulkLoader> BulkLoader::try_begin(const Database& database) {
  const auto& opened = database.implementation();
  KITH_TRY(std::unique_ptr<storage::BulkLoad> load, opened->store->begin_bulk_load(opened->lock_timeout()));
  return BulkLoader(std::make_unique<Implementation>(opened, std::move(load)));
}

Result<BulkLoader::LabelSet> BulkLoader::label_set(std::span<const std::string> labels) {
  KITH_CHECK_OK(implementation_->check_open());
  std::vector<LabelId> ids;
  for (const std::string& label : labels) {
    KITH_TRY(const LabelId id, implementation_->load->add_label_name(label));
    ids.push_back(id);
  }
  KITH_TRY(const std::uint32_t number, implementation_->load->add_label_set(ids));
  return LabelSet{number};
}
Result<RelationshipTypeId> BulkLoader::relationship_type(std::string_view name) {
  KITH_CHECK_OK(implementation_->check_open());
  return implementation_->load->add_relationship_type_name(name);
}
Result<PropertyKeyId> BulkLoader::property_key(std::string_view name) {
  KITH_CHECK_OK(implementation_->check_open());
  return implementation_->load->add_property_key_name(name);
}

Result<NodeId> BulkLoader::add_node(LabelSet labels, std::span<const Property> properties) {
  KITH_CHECK_OK(implementation_->check_open());
  return implementation_->load->add_node(labels.number, properties);
}
Result<BulkLoader::RelationshipHandle> BulkLoader::add_relationship(RelationshipTypeId type, NodeId start, NodeId end,
                                                                    std::span<const Property> properties) {
  KITH_CHECK_OK(implementation_->check_open());
  KITH_TRY(const std::uint64_t handle, implementation_->load->add_relationship(type, start, end, properties));
  return RelationshipHandle{handle};
}
Status BulkLoader::add_relationships(RelationshipTypeId type, std::span<const NodeId> starts, std::span<const NodeId> ends) {
  KITH_CHECK_OK(implementation_->check_open());
  return implementation_->load->add_relationships(type, starts, ends);
}
Status BulkLoader::add_assertion(NodeId node, const BulkAssertion& assertion) {
  return implementation_->put(ElementKind::kNode, node.value, assertion);
}
Status BulkLoader::add_assertion(RelationshipHandle relationship, const BulkAssertion& assertion) {
  return implementation_->put(ElementKind::kRelationship, relationship.number, assertion);
}

Result<CommitNumber> BulkLoader::finish() {
  KITH_CHECK_OK(implementation_->check_open());
  Result<CommitNumber> number = implementation_->load->finish();
  implementation_->load.reset();
  return number;
}

}  // namespace kith
