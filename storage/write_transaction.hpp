// storage/write_transaction.hpp: the one writer's unit of work. Reads through it see its own writes.
#pragma once

#include "storage/read_view.hpp"

namespace kith::storage {

/// Holds the write lock from begin to commit or destruction; destroyed uncommitted, it leaves the database as it was.
/// Element arguments must exist (kEntityNotFound otherwise). Threads: one at a time.
class WriteTransaction : public ReadView {
 public:
  // Names: found, or added.
  virtual Result<LabelId> add_label_name(std::string_view name) = 0;
  virtual Result<RelationshipTypeId> add_relationship_type_name(std::string_view name) = 0;
  virtual Result<PropertyKeyId> add_property_key_name(std::string_view name) = 0;

  virtual Result<NodeId> create_node(std::span<const LabelId> labels) = 0;
  virtual Result<RelationshipId> create_relationship(RelationshipTypeId type, NodeId start, NodeId end) = 0;
  /// A null value removes. Errors: kTypeError for what cannot be stored (maps, nodes, lists of lists or of mixed
  /// kinds...).
  virtual Status set_property(NodeId node, PropertyKeyId key, const Value& value) = 0;
  virtual Status set_property(RelationshipId relationship, PropertyKeyId key, const Value& value) = 0;
  virtual Status add_label(NodeId node, LabelId label) = 0;
  virtual Status remove_label(NodeId node, LabelId label) = 0;
  /// A node may be deleted while relationships still hang on it; check_statement() then fails.
  virtual Status delete_node(NodeId node) = 0;
  virtual Status delete_relationship(RelationshipId relationship) = 0;
  virtual Status put_assertion(const Assertion& assertion) = 0;

  virtual Status create_index(IndexDefinition definition) = 0;            ///< Fills it from what is there.
  virtual Status create_constraint(ConstraintDefinition definition) = 0;  ///< Fails when the data violates it.
  virtual Status drop_index(std::string_view name) = 0;
  virtual Status drop_constraint(std::string_view name) = 0;

  /// At the end of each statement: constraints over pending writes (kConstraintValidationFailed), and no relationship
  /// left without its ends (kConstraintVerificationFailed, DeleteConnectedNode).
  virtual Status check_statement() = 0;

  /// Appends to the log, frees the write lock, waits for the sync it shares with other commits, and is visible when it
  /// returns. Errors: kOutcomeUnknown after a failed sync (the Store then refuses writes until reopened), kIo (a full
  /// disk: the database is as before).
  virtual Result<CommitNumber> commit() = 0;
};

}  // namespace kith::storage
