// storage/check.cpp: everything that is stored, read and compared with everything it must agree with.
#include <algorithm>
#include <array>
#include <map>
#include <new>
#include <set>

#include <fmt/format.h>

#include "storage/block_envelope.hpp"
#include "storage/index_entries.hpp"
#include "storage/resilient_scan.hpp"
#include "storage/snapshot.hpp"
#include "storage/store_impl.hpp"

namespace kith::storage {
namespace {

/// Findings past this number are counted, not listed: a damaged file has thousands.
constexpr std::size_t kMostFindings = 1000;

class Checker {
 public:
  Checker(const Core& core, const StateRef& state, const std::function<void(std::uint64_t, std::uint64_t)>& progress)
      : core_(core), state_(*state), view_(core, state), progress_(progress) {}

  Result<CheckReport> run() {
    check_stored_blocks();
    check_deltas();
    for (const BlockId& id : blocks_) {
      if (id.kind == BlockClass::kNodeColumn)
        columns_[{ElementKind::kNode, id.number}].push_back(PropertyKeyId{id.qualifier});
      if (id.kind == BlockClass::kRelationshipColumn) {
        columns_[{ElementKind::kRelationship, id.number}].push_back(PropertyKeyId{id.qualifier});
      }
    }
    check_nodes();
    check_relationships();
    check_adjacency();
    check_counts();
    KITH_CHECK_OK(check_indexes());
    for (const ConstraintDefinition& constraint : state_.schema->constraints) {
      if (constraint.kind == ConstraintKind::kNotNull) check_not_null(constraint);
    }
    KITH_CHECK_OK(check_assertions());
    if (progress_) progress_(total_, total_);
    if (num_findings_ > kMostFindings) {
      report_.findings.push_back({"", fmt::format("and {} more", num_findings_ - kMostFindings)});
    }
    return std::move(report_);
  }

 private:
  struct Ends {
    std::uint32_t type;
    std::uint64_t start, end;
  };

  void find(std::string key, std::string problem) {
    if (++num_findings_ <= kMostFindings) report_.findings.push_back({std::move(key), std::move(problem)});
  }
  void find(const BlockId& id, std::string problem) { find(describe(id, core_.names), std::move(problem)); }
  void advance(std::uint64_t by = 1) {
    done_ += by;
    total_ = std::max(total_, done_);
    if (progress_ && done_ / 64 != (done_ - by) / 64) progress_(done_, total_);
  }
  AsOf at() const { return state_.as_of(); }

  // Every version, also those that only old snapshots and followers read.
  void check_stored_blocks() {
    total_ = 2 * (state_.node_id_end / kColumnBlockSize + state_.relationship_id_end / kColumnBlockSize + 2);
    std::set<std::string, std::less<>> referred_to;  // blocks come before what they refer to
    std::set<BlockClass> incomplete;                 // something of the class does not say what it refers to
    ResilientScan scan(*core_.backend, Family::kBlocks, state_.backend.get(), find_unreadable("blocks"));
    for (; scan.valid(); scan.next()) {
      if (scan.key().size() == SideKey::kSize) {
        if (!unreadable_) check_side_key(scan.key(), referred_to, incomplete);
        continue;
      }
      auto key = BlockKey::decode(scan.key());
      if (!key.ok()) {
        find("a key in `blocks`", key.error().message);
        continue;
      }
      ++report_.num_blocks;
      advance();
      blocks_.insert(key->id);
      if (key->commit > state_.commit)
        find(key->id, fmt::format("version {} is newer than the last commit", key->commit));
      if (Status damage = core_.blocks.verify(*key, scan.value(), at()); !damage.ok()) {
        find(key->id, fmt::format("version {}: {}", key->commit, damage.error().message));
        damaged_.insert(key->id);
      }
      const auto envelope = open_envelope(scan.value());
      if (!envelope.ok()) {
        incomplete.insert(key->id.kind);
        continue;
      }
      for (const SideEntry& entry : envelope->side) {
        for (std::uint32_t piece = 0; piece < entry.pieces; ++piece)
          referred_to.insert(side_key(key->id, entry, piece).to_bytes());
      }
    }
  }

  // What blocks refer to was read with them; here, whether some block does.
  void check_side_key(std::string_view bytes, const std::set<std::string, std::less<>>& referred_to,
                      const std::set<BlockClass>& incomplete) {
    if (referred_to.contains(bytes)) return;
    std::array<char, SideKey::kSize> encoded{};
    std::copy(bytes.begin(), bytes.end(), encoded.begin());
    const SideKey key = SideKey::decode(encoded);
    BlockId id{BlockClass::kNodeColumn, key.qualifier, column_block_of(key.element)};
    switch (key.kind) {
      case SideKind::kNodeOverflow:
        break;
      case SideKind::kRelationshipOverflow:
        id.kind = BlockClass::kRelationshipColumn;
        break;
      case SideKind::kOutgoingContinuation:
      case SideKind::kIncomingContinuation:
        id.kind = key.kind == SideKind::kOutgoingContinuation ? BlockClass::kOutgoing : BlockClass::kIncoming;
        id.number = key.element / kAdjacencyBlockSize;
        break;
      default:
        find("a key in `blocks`", fmt::format("values of kind {} are unknown", static_cast<int>(key.kind)));
        return;
    }
    if (incomplete.contains(id.kind)) return;
    find(id,
         fmt::format("no version refers to what commit {} stored beside it for element {}", key.commit, key.element));
  }

  /// Reports a place in a family where its file is damaged.
  ResilientScan::Damaged find_unreadable(std::string_view family) {
    return [this, family](std::string_view last_key, const Error& failure) {
      unreadable_ = true;
      const auto key = BlockKey::decode(last_key);
      find(last_key.empty() ? fmt::format("the beginning of `{}`", family)
           : key.ok()       ? fmt::format("`{}` behind {}", family, describe(key->id, core_.names))
                            : fmt::format("`{}` behind a key of {} bytes", family, last_key.size()),
           failure.message);
    };
  }

  void check_deltas() {
    ResilientScan scan(*core_.backend, Family::kDeltas, state_.backend.get(), find_unreadable("deltas"));
    for (; scan.valid(); scan.next()) {
      auto key = BlockKey::decode(scan.key());
      if (!key.ok()) {
        find("a key in `deltas`", key.error().message);
        continue;
      }
      blocks_.insert(key->id);
      if (key->commit > state_.commit)
        find(key->id, fmt::format("delta {} is newer than the last commit", key->commit));
      if (scan.value().empty()) {
        const auto version = core_.backend->get(Family::kBlocks, scan.key(), state_.backend.get());
        if (version.ok() && !*version)
          find(key->id, fmt::format("version {} is missing, which holds its deltas", key->commit));
        continue;
      }
      Status status;
      const auto decode = [&](auto changes) { status = decode_delta(scan.value(), changes); };
      switch (key->id.kind) {
        case BlockClass::kNodes:
          decode(std::vector<NodeChange>());
          break;
        case BlockClass::kRelationships:
          decode(std::vector<RelationshipChange>());
          break;
        case BlockClass::kNodeColumn:
        case BlockClass::kRelationshipColumn:
          decode(std::vector<ColumnChange>());
          break;
        case BlockClass::kOutgoing:
        case BlockClass::kIncoming:
          decode(std::vector<AdjacencyChange>());
          break;
        case BlockClass::kNodeKeys:
        case BlockClass::kRelationshipKeys:
          decode(std::vector<PropertyKeyId>());
          break;
      }
      if (!status.ok()) {
        find(key->id, fmt::format("delta {}: {}", key->commit, status.error().message));
        damaged_.insert(key->id);
      }
    }
  }

  // A block that does not decode was found above; what depends on it is not reported again.
  template <class Block>
  std::optional<Block> readable(const BlockId& id, Result<Block> block) {
    if (block.ok()) return *std::move(block);
    if (damaged_.insert(id).second) find(id, block.error().message);
    return std::nullopt;
  }

  void check_nodes() {
    const std::uint32_t num_sets = core_.names.num_label_sets();
    set_of_.assign(state_.node_id_end, NodeBlock::kAbsent);
    for (BlockNumber block = 0; block * kColumnBlockSize < state_.node_id_end; ++block) {
      advance();
      const BlockId id = BlockId::nodes(block);
      const auto sets = readable(id, view_.nodes(block));
      if (!sets) {
        unknown_nodes_ = true;
        continue;
      }
      std::set<std::uint32_t> present;
      std::uint32_t num_present = 0;
      for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
        const std::uint32_t set = (*sets)->label_sets[row];
        if (set == NodeBlock::kAbsent) continue;
        ++num_present;
        const std::uint64_t node = block * kColumnBlockSize + row;
        if (set >= num_sets) {
          find(id, fmt::format("node {} has label set {}, of {}", node, set, num_sets));
        } else if (node >= state_.node_id_end) {
          find(id, fmt::format("node {} is beyond the last id", node));
        } else {
          set_of_[node] = set;
          present.insert(set);
          ++report_.num_nodes;
          for (const LabelId label : core_.names.label_set(set)) ++label_counts_[label.value];
        }
      }
      if (num_present != (*sets)->num_present) find(id, "its count of nodes is wrong");
      for (const std::uint32_t set : present) {
        for (const LabelId label : core_.names.label_set(set)) {
          const auto listed = block_set(*state_.label_blocks, label.value);
          if (!std::binary_search(listed.begin(), listed.end(), block)) {
            find(id, fmt::format("label `{}` is in it and not listed there", core_.names.name(label)));
          }
        }
      }
      check_columns(ElementKind::kNode, block,
                    [&](std::uint32_t row) { return (*sets)->label_sets[row] != NodeBlock::kAbsent; });
    }
  }

  template <class Exists>
  void check_columns(ElementKind element, BlockNumber block, Exists exists) {
    const auto keys = readable(BlockId::keys(element, block), view_.keys(element, block));
    if (!keys) return;
    for (const PropertyKeyId key : columns_[{element, block}]) {
      if (!std::binary_search(keys->begin(), keys->end(), key)) {
        find(BlockId::column(element, key, block), "the block's property keys do not list it");
      }
    }
    for (const PropertyKeyId key : *keys) {
      const BlockId id = BlockId::column(element, key, block);
      if (key.value >= core_.names.num_property_keys()) {
        find(id, "a property key without a name");
        continue;
      }
      const auto column = readable(id, view_.column(element, key, block));
      if (!column) continue;
      for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
        if ((*column)->has(row) && !exists(row)) {
          find(id, fmt::format("a value for element {}, which does not exist", block * kColumnBlockSize + row));
        }
      }
    }
  }

  void check_relationships() {
    for (BlockNumber block = 0; block * kColumnBlockSize < state_.relationship_id_end; ++block) {
      advance();
      const BlockId id = BlockId::relationships(block);
      const auto ends = readable(id, view_.relationships(block));
      if (!ends) {
        unknown_relationships_ = true;
        continue;
      }
      std::set<std::uint32_t> present;
      std::uint32_t num_present = 0;
      for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
        const std::uint32_t type = (*ends)->types[row];
        if (type == RelationshipBlock::kAbsent) continue;
        ++num_present;
        const std::uint64_t relationship = block * kColumnBlockSize + row;
        const std::uint64_t start = (*ends)->starts[row], end = (*ends)->ends[row];
        if (type >= core_.names.num_relationship_types() || relationship >= state_.relationship_id_end) {
          find(id, fmt::format("relationship {} has an unknown type or id", relationship));
          continue;
        }
        present.insert(type);
        sums_[type] += digest(relationship, start, end);
        ++report_.num_relationships;
        ++type_counts_[type];
        for (const std::uint64_t node : {start, end}) {
          if (!unknown_nodes_ && !exists(node)) {
            find(id, fmt::format("relationship {} ends at node {}, which does not exist", relationship, node));
          }
        }
      }
      if (num_present != (*ends)->num_present) find(id, "its count of relationships is wrong");
      for (const std::uint32_t type : present) {
        const auto listed = block_set(*state_.type_blocks, type);
        if (!std::binary_search(listed.begin(), listed.end(), block)) {
          find(id, fmt::format("type `{}` is in it and not listed there", core_.names.name(RelationshipTypeId{type})));
        }
      }
      check_columns(ElementKind::kRelationship, block,
                    [&](std::uint32_t row) { return (*ends)->types[row] != RelationshipBlock::kAbsent; });
    }
  }

  bool exists(std::uint64_t node) const { return node < set_of_.size() && set_of_[node] != NodeBlock::kAbsent; }

  static std::uint64_t digest(std::uint64_t relationship, std::uint64_t start, std::uint64_t end) {
    const auto mixed = [](std::uint64_t x) {
      x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
      x = (x ^ x >> 27) * 0x94d049bb133111ebu;
      return x ^ x >> 31;
    };
    return mixed(mixed(mixed(relationship + 0x9e3779b97f4a7c15u) + start) + end);
  }

  // The relationships of a type that a direction lists must be those that exist: their number and the sum of their
  // digests say so in one pass. Only where these differ each entry is looked up, to name it.
  void check_adjacency() {
    using ListsOfType = std::pair<BlockClass, std::uint32_t>;
    struct Total {
      std::uint64_t count = 0, sum = 0;
      bool complete = true;
    };
    std::map<ListsOfType, Total> totals;
    for (const BlockId& id : blocks_) {
      if (id.kind == BlockClass::kOutgoing || id.kind == BlockClass::kIncoming) {
        Total& total = totals[{id.kind, id.qualifier}];
        total.complete &= visit_lists(id, [&](std::uint64_t relationship, std::uint64_t start, std::uint64_t end) {
          ++total.count;
          total.sum += digest(relationship, start, end);
        });
        advance();
      }
    }
    if (unknown_relationships_) return;
    for (std::uint32_t type = 0; type < core_.names.num_relationship_types(); ++type) {
      for (const BlockClass kind : {BlockClass::kOutgoing, BlockClass::kIncoming}) {
        const Total total = totals[{kind, type}];
        if (total.complete && total.count == type_counts_[type] && total.sum == sums_[type]) continue;
        if (total.complete && total.count != type_counts_[type]) {
          find(fmt::format("{} relationships of type `{}`", kind == BlockClass::kOutgoing ? "outgoing" : "incoming",
                           core_.names.name(RelationshipTypeId{type})),
               fmt::format("{} are listed, {} exist", total.count, type_counts_[type]));
        }
        for (const BlockId& id : blocks_) {
          if (id.kind == kind && id.qualifier == type) name_wrong_entries(id);
        }
      }
    }
  }

  /// Calls visit(relationship, start, end) for each entry. False when the block is damaged.
  template <class Visit>
  bool visit_lists(const BlockId& id, Visit visit) {
    const bool outgoing = id.kind == BlockClass::kOutgoing;
    const auto lists = readable(id, view_.adjacency(RelationshipTypeId{id.qualifier},
                                                    outgoing ? Direction::kOutgoing : Direction::kIncoming, id.number));
    if (!lists) return false;
    for (std::uint32_t row = 0; row < kAdjacencyBlockSize; ++row) {
      const NeighbourList list = (*lists)->of(row);
      const std::uint64_t node = id.number * kAdjacencyBlockSize + row;
      for (std::uint32_t i = 0; i < list.size; ++i) {
        const std::uint64_t neighbour = list.neighbours[i], relationship = list.relationship(i).value;
        if (i > 0 &&
            std::pair(list.neighbours[i - 1], list.relationship(i - 1).value) >= std::pair(neighbour, relationship)) {
          find(id, fmt::format("the list of node {} is not in order", node));
        }
        visit(relationship, outgoing ? node : neighbour, outgoing ? neighbour : node);
      }
    }
    return true;
  }

  void name_wrong_entries(const BlockId& id) {
    visit_lists(id, [&](std::uint64_t relationship, std::uint64_t start, std::uint64_t end) {
      const auto stored = ends_of(relationship);
      if (!stored || (stored->type == id.qualifier && stored->start == start && stored->end == end)) return;
      find(id, fmt::format("it lists relationship {} from node {} to node {}: its ends are stored otherwise",
                           relationship, start, end));
    });
  }

  // Nothing when the block is damaged, which was reported.
  std::optional<Ends> ends_of(std::uint64_t relationship) {
    const BlockNumber block = column_block_of(relationship);
    if (last_ends_ == nullptr || last_ends_block_ != block) {
      auto ends = view_.relationships(block);
      if (!ends.ok()) return std::nullopt;
      last_ends_ = *std::move(ends);
      last_ends_block_ = block;
    }
    const std::uint32_t row = column_row_of(relationship);
    return Ends{last_ends_->types[row], last_ends_->starts[row], last_ends_->ends[row]};
  }

  void check_counts() {
    const Statistics& statistics = *state_.statistics;
    const auto compare = [&](std::string what, std::uint64_t stored, std::uint64_t counted) {
      if (stored != counted) find("counts", fmt::format("{}: {} are counted, {} exist", what, stored, counted));
    };
    if (!unknown_nodes_) {
      compare("nodes", statistics.num_nodes, report_.num_nodes);
      for (std::uint32_t i = 0; i < core_.names.num_labels(); ++i) {
        compare(fmt::format("label `{}`", core_.names.name(LabelId{i})), statistics.with_label(LabelId{i}),
                label_counts_[i]);
      }
    }
    if (!unknown_relationships_) {
      compare("relationships", statistics.num_relationships, report_.num_relationships);
      for (std::uint32_t i = 0; i < core_.names.num_relationship_types(); ++i) {
        compare(fmt::format("type `{}`", core_.names.name(RelationshipTypeId{i})),
                statistics.with_type(RelationshipTypeId{i}), type_counts_[i]);
      }
    }
  }

  // Every entry must follow from its element, and there must be as many as elements that have one.
  Status check_indexes() {
    std::set<std::uint32_t> known;
    for (const IndexDefinition& index : state_.schema->indexes) {
      known.insert(index.id);
      std::uint64_t expected = 0, stored = 0;
      bool complete = true;
      const bool nodes = index.element == ElementKind::kNode;
      const auto blocks = block_set(nodes ? *state_.label_blocks : *state_.type_blocks, index.label_or_type);
      for (const BlockNumber block : blocks) {
        for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
          const auto entry = expected_entry(index, block * kColumnBlockSize + row);
          if (!entry) {
            complete = false;
            break;
          }
          expected += entry->empty() ? 0 : 1;
        }
      }
      const std::string first = index_prefix(index.id);
      const auto scan = core_.backend->scan(Family::kIndex, first, after_prefix(first), state_.backend.get());
      std::string previous_values;
      for (; scan->valid(); scan->next()) {
        ++stored;
        const auto element = element_of_entry(entry_without_number(scan->key()));
        if (!element.ok()) {
          find(fmt::format("index `{}`", index.name), element.error().message);
          continue;
        }
        if (const auto entry = expected_entry(index, *element); entry && *entry != scan->key()) {
          find(fmt::format("index `{}`", index.name),
               fmt::format("an entry of element {} does not agree with it", *element));
        }
        const std::string_view values = scan->key().substr(0, scan->key().size() - sizeof(std::uint64_t));
        if (index.unique && values == previous_values) {
          find(fmt::format("constraint `{}`", index.name),
               fmt::format("element {} has the values of another", *element));
        }
        previous_values = values;
      }
      KITH_CHECK_OK(scan->status());
      if (complete && stored != expected) {
        find(fmt::format("index `{}`", index.name),
             fmt::format("it has {} entries, {} elements belong in it", stored, expected));
      }
    }
    return {};
  }

  void check_not_null(const ConstraintDefinition& constraint) {
    const bool nodes = constraint.element == ElementKind::kNode;
    for (const BlockNumber block :
         block_set(nodes ? *state_.label_blocks : *state_.type_blocks, constraint.label_or_type)) {
      for (const PropertyKeyId key : constraint.keys) {
        const auto column =
            readable(BlockId::column(constraint.element, key, block), view_.column(constraint.element, key, block));
        if (!column) continue;
        for (std::uint32_t row = 0; row < kColumnBlockSize; ++row) {
          const std::uint64_t id = block * kColumnBlockSize + row;
          if ((*column)->has(row) || !carries(constraint.element, id, constraint.label_or_type).value_or(false))
            continue;
          find(fmt::format("constraint `{}`", constraint.name),
               fmt::format("{} {} has no value for `{}`", nodes ? "node" : "relationship", id, core_.names.name(key)));
        }
      }
    }
  }

  // Whether the element is there and has the label, or is of the type; nothing when that cannot be known.
  std::optional<bool> carries(ElementKind element, std::uint64_t id, std::uint32_t label_or_type) {
    if (element == ElementKind::kNode) {
      if (unknown_nodes_) return std::nullopt;
      if (!exists(id)) return false;
      const auto labels = core_.names.label_set(set_of_[id]);
      return std::binary_search(labels.begin(), labels.end(), LabelId{label_or_type});
    }
    const auto ends = ends_of(id);
    if (!ends) return std::nullopt;
    return ends->type == label_or_type;
  }

  // Empty when the element has no entry; nothing when that cannot be known.
  std::optional<std::string> expected_entry(const IndexDefinition& index, std::uint64_t id) {
    const BlockNumber block = column_block_of(id);
    const std::uint32_t row = column_row_of(id);
    const auto belongs = carries(index.element, id, index.label_or_type);
    if (!belongs) return std::nullopt;
    if (!*belongs) return "";
    std::vector<Value> values;
    for (const PropertyKeyId key : index.keys) {
      const auto column = view_.column(index.element, key, block);
      if (!column.ok()) return std::nullopt;
      values.push_back((*column)->value(row));
      if (values.back().is_null()) return "";
    }
    return index_entry(index.id, values, id);
  }

  Status check_assertions() {
    std::uint64_t by_element = 0, by_passage = 0;
    const auto scan = core_.backend->scan(Family::kAssertions, "", "", state_.backend.get());
    for (; scan->valid(); scan->next()) {
      const bool primary = scan->key().starts_with('e');
      const auto key =
          primary ? AssertionKey::decode_by_element(scan->key()) : AssertionKey::decode_by_passage(scan->key());
      if (!key.ok()) {
        find("an assertion", key.error().message);
        continue;
      }
      const std::string name =
          fmt::format("assertion of {} {} by passage {}", key->element == ElementKind::kNode ? "node" : "relationship",
                      key->id, key->passage);
      ++(primary ? by_element : by_passage);
      KITH_TRY(const auto other,
               core_.backend->get(Family::kAssertions, primary ? key->by_passage() : key->by_element(),
                                  state_.backend.get()));
      if (!other) find(name, "it is stored one way only");
      if (!primary) continue;
      if (const auto assertion = decode_assertion(*key, scan->value()); !assertion.ok())
        find(name, assertion.error().message);
      if (!unknown_nodes_ && !exists(key->passage)) find(name, "the passage does not exist");
      if (key->element == ElementKind::kNode) {
        if (!unknown_nodes_ && !exists(key->id)) find(name, "the node does not exist");
      } else if (const auto ends = ends_of(key->id); ends && ends->type == RelationshipBlock::kAbsent) {
        find(name, "the relationship does not exist");
      }
    }
    KITH_CHECK_OK(scan->status());
    if (by_element != state_.num_assertions) {
      find("counts", fmt::format("assertions: {} are counted, {} exist", state_.num_assertions, by_element));
    }
    return {};
  }

  const Core& core_;
  const State& state_;
  Snapshot view_;
  const std::function<void(std::uint64_t, std::uint64_t)>& progress_;
  CheckReport report_;
  std::size_t num_findings_ = 0;
  std::uint64_t done_ = 0, total_ = 0;
  std::set<BlockId> blocks_, damaged_;
  bool unreadable_ = false;  // a file is damaged: what blocks refer to is not all known
  std::map<std::pair<ElementKind, BlockNumber>, std::vector<PropertyKeyId>> columns_;
  std::vector<std::uint32_t> set_of_;
  std::map<std::uint32_t, std::uint64_t> label_counts_, type_counts_;
  std::map<std::uint32_t, std::uint64_t> sums_;  // of digests, by type
  bool unknown_nodes_ = false, unknown_relationships_ = false;
  RelationshipBlockRef last_ends_;
  BlockNumber last_ends_block_ = 0;
};

}  // namespace

Result<CheckReport> check_store(const Core& core, const StateRef& state,
                                const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  try {
    return Checker(core, state, progress).run();
  } catch (const std::bad_alloc&) {
    return Error(ErrorKind::kMemoryLimit, "the check ran out of memory");
  }
}

Result<CheckReport> StoreImpl::check(const std::function<void(std::uint64_t, std::uint64_t)>& progress) const {
  return check_store(*core_, core_->commits.published(), progress);
}

}  // namespace kith::storage
