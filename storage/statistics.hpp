// storage/statistics.hpp: what the optimizer knows of a snapshot's data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <kith/ids.hpp>
#include <kith/value.hpp>

namespace kith::storage {

/// An immutable list that copies share: a commit copies its statistics.
template <class T>
class SharedList {
 public:
  SharedList() = default;
  SharedList(std::vector<T> list) : list_(std::make_shared<const std::vector<T>>(std::move(list))) {}
  std::size_t size() const { return list_ == nullptr ? 0 : list_->size(); }
  bool empty() const { return size() == 0; }
  const T* begin() const { return list_ == nullptr ? nullptr : list_->data(); }
  const T* end() const { return begin() + size(); }
  const T& operator[](std::size_t i) const { return (*list_)[i]; }
  bool is_shared_with(const SharedList& other) const { return list_ == other.list_; }

 private:
  std::shared_ptr<const std::vector<T>> list_;
};

/// Exact as of the snapshot, save where "about" is said: those are refreshed by Store::fold_all and a bulk load.
struct Statistics {
  std::uint64_t num_nodes = 0;
  std::uint64_t num_relationships = 0;
  std::vector<std::uint64_t> nodes_with_label;         ///< By LabelId; may be shorter than num_labels.
  std::vector<std::uint64_t> relationships_with_type;  ///< By RelationshipTypeId.

  struct Triple {
    LabelId start;
    RelationshipTypeId type;
    LabelId end;
    std::uint64_t count;
    friend bool operator==(const Triple&, const Triple&) = default;
  };
  SharedList<Triple> triples;  ///< About. Sorted by (start, type, end).

  /// The values of a property key over the elements with a label (of a type).
  struct Values {
    static constexpr std::size_t kBuckets = 32;
    ElementKind element = ElementKind::kNode;
    std::uint32_t label_or_type = 0;
    PropertyKeyId key;
    std::uint64_t distinct = 0;
    std::uint64_t num_values = 0;  ///< Elements that have a value.
    /// kBuckets + 1 values in ORDER BY's order, of a sample: between two neighbours lie about as many values as between
    /// any other two. Long strings are cut, other long values leave it empty.
    std::vector<Value> bounds;

    /// The share of values that are less than `value`, 0 to 1; a half when there are no bounds.
    double share_below(const Value& value) const;
  };
  SharedList<Values> distinct_values;  ///< About. Sorted by (element, label_or_type, key).

  /// How many relationships of a type nodes have in one direction.
  struct Degrees {
    std::optional<LabelId> label;  ///< Of the nodes; none: all nodes.
    RelationshipTypeId type;
    Direction direction = Direction::kOutgoing;  ///< kOutgoing or kIncoming.
    std::uint64_t num_nodes = 0;                 ///< With at least one.
    std::uint64_t num_relationships = 0;         ///< The sum of degrees.
    std::uint64_t maximum = 0;
    double sum_of_squares = 0;           ///< Of degrees: pairs of relationships that share a node.
    std::vector<std::uint64_t> by_size;  ///< [i]: nodes with a degree from 2^i to 2^(i + 1) - 1.
    friend bool operator==(const Degrees&, const Degrees&) = default;
  };
  SharedList<Degrees> degrees;  ///< About. Sorted by (type, direction, label), all nodes first.

  std::uint64_t with_label(LabelId id) const {
    return id.value < nodes_with_label.size() ? nodes_with_label[id.value] : 0;
  }
  std::uint64_t with_type(RelationshipTypeId id) const {
    return id.value < relationships_with_type.size() ? relationships_with_type[id.value] : 0;
  }
  /// Null when nothing is known: no such values, or none when the estimates were refreshed.
  const Values* values_of(ElementKind element, std::uint32_t label_or_type, PropertyKeyId key) const;
  const Degrees* degrees_of(std::optional<LabelId> label, RelationshipTypeId type, Direction direction) const;
};

}  // namespace kith::storage
