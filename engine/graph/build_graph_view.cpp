// engine/graph/build_graph_view.cpp: a snapshot's adjacency as one dense graph.
#include "engine/graph/build_graph_view.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "parser/spelling.hpp"

namespace kith {

GraphView::Vertex GraphView::vertex(NodeId node) const {
  const auto& nodes = arrays_->nodes;
  const auto found = std::lower_bound(nodes.begin(), nodes.end(), node);
  if (found == nodes.end() || *found != node) return static_cast<Vertex>(nodes.size());
  return static_cast<Vertex>(found - nodes.begin());
}

}  // namespace kith

namespace kith::engine {
namespace {

constexpr GraphView::Vertex kNoVertex = std::numeric_limits<GraphView::Vertex>::max();

class GraphBuilder {
 public:
  explicit GraphBuilder(const storage::ReadView& view) : view_(view), arrays_(std::make_shared<GraphView::Arrays>()) {}

  Result<GraphView> build(const GraphViewOptions& options) {
    KITH_CHECK_OK(resolve(options));
    KITH_CHECK_OK(add_nodes(options.labels.empty()));
    KITH_CHECK_OK(add_edges());
    add_incoming();
    return GraphView(std::move(arrays_));
  }

 private:
  Status resolve(const GraphViewOptions& options) {
    const storage::Names& names = view_.names();
    for (const std::string& name : options.types) {
      const auto type = names.relationship_type(name);
      if (!type.has_value()) {
        return unknown("relationship type", name, names_up_to<RelationshipTypeId>(names.num_relationship_types()));
      }
      types_.push_back(*type);
    }
    if (options.types.empty()) {
      for (std::uint32_t type = 0; type < names.num_relationship_types(); ++type)
        types_.push_back(RelationshipTypeId{type});
    }
    std::vector<LabelId> labels;
    for (const std::string& name : options.labels) {
      const auto label = names.label(name);
      if (!label.has_value()) return unknown("label", name, names_up_to<LabelId>(names.num_labels()));
      labels.push_back(*label);
    }
    wanted_.resize(names.num_label_sets());
    for (std::uint32_t set = 0; set < wanted_.size(); ++set) {
      const std::span<const LabelId> members = names.label_set(set);
      wanted_[set] = std::any_of(labels.begin(), labels.end(), [&](LabelId label) {
        return std::find(members.begin(), members.end(), label) != members.end();
      });
    }
    return Status::success();
  }

  static Error unknown(std::string_view what, std::string_view name, std::span<const std::string_view> known) {
    Error error(ErrorKind::kLabelNotFound, fmt::format("this database has never used the {} `{}`", what, name));
    const std::string_view nearest = parser::nearest_spelling(name, known, name.size() / 3 + 1);
    if (!nearest.empty()) error.hint = fmt::format("did you mean `{}`?", nearest);
    return error;
  }

  template <class Id>
  std::vector<std::string_view> names_up_to(std::uint32_t count) const {
    std::vector<std::string_view> names;
    for (std::uint32_t id = 0; id < count; ++id) names.push_back(view_.names().name(Id{id}));
    return names;
  }

  Status add_nodes(bool all) {
    vertices_.assign(view_.node_id_end(), kNoVertex);
    const storage::BlockNumber num_blocks =
        (view_.node_id_end() + storage::kColumnBlockSize - 1) / storage::kColumnBlockSize;
    for (storage::BlockNumber block = 0; block < num_blocks; ++block) {
      KITH_TRY(const storage::NodeBlockRef nodes, view_.nodes(block));
      for (std::uint32_t row = 0; row < nodes->label_sets.size(); ++row) {
        const std::uint32_t set = nodes->label_sets[row];
        if (set == storage::NodeBlock::kAbsent || (!all && !wanted_[set])) continue;
        if (arrays_->nodes.size() == kNoVertex) {
          return Error(ErrorKind::kMemoryLimit, "a graph view holds at most 4,294,967,295 nodes; choose labels");
        }
        const std::uint64_t id = block * storage::kColumnBlockSize + row;
        vertices_[id] = static_cast<GraphView::Vertex>(arrays_->nodes.size());
        arrays_->nodes.push_back(NodeId{id});
      }
    }
    return Status::success();
  }

  Status add_edges() {
    arrays_->out_offsets.reserve(arrays_->nodes.size() + 1);
    arrays_->out_offsets.push_back(0);
    std::vector<storage::AdjacencyRef> blocks(types_.size());
    storage::BlockNumber loaded = std::numeric_limits<storage::BlockNumber>::max();
    std::vector<std::pair<GraphView::Vertex, RelationshipId>> edges;
    for (const NodeId node : arrays_->nodes) {
      if (const storage::BlockNumber block = storage::adjacency_block_of(node); block != loaded) {
        loaded = block;
        for (std::size_t i = 0; i < types_.size(); ++i) {
          KITH_TRY(blocks[i], view_.adjacency(types_[i], Direction::kOutgoing, block));
        }
      }
      edges.clear();
      std::size_t num_lists = 0;
      for (const storage::AdjacencyRef& block : blocks) {
        const storage::NeighbourList list = block->of(storage::adjacency_row_of(node));
        if (list.size > 0) ++num_lists;
        for (std::uint32_t i = 0; i < list.size; ++i) {
          const GraphView::Vertex target = vertices_[list.neighbours[i]];
          if (target != kNoVertex) edges.emplace_back(target, list.relationship(i));
        }
      }
      if (num_lists > 1) std::sort(edges.begin(), edges.end());
      for (const auto& [target, relationship] : edges) {
        arrays_->targets.push_back(target);
        arrays_->relationships.push_back(relationship);
      }
      arrays_->out_offsets.push_back(arrays_->targets.size());
    }
    return Status::success();
  }

  /// A counting sort by target keeps sources ascending.
  void add_incoming() {
    auto& offsets = arrays_->in_offsets;
    offsets.assign(arrays_->nodes.size() + 1, 0);
    for (const GraphView::Vertex target : arrays_->targets) ++offsets[target + 1];
    for (std::size_t v = 0; v + 1 < offsets.size(); ++v) offsets[v + 1] += offsets[v];
    arrays_->sources.resize(arrays_->targets.size());
    arrays_->in_edges.resize(arrays_->targets.size());
    std::vector<std::uint64_t> next(offsets.begin(), offsets.end() - 1);
    for (GraphView::Vertex source = 0; source < arrays_->nodes.size(); ++source) {
      for (std::uint64_t edge = arrays_->out_offsets[source]; edge < arrays_->out_offsets[source + 1]; ++edge) {
        const std::uint64_t slot = next[arrays_->targets[edge]]++;
        arrays_->sources[slot] = source;
        arrays_->in_edges[slot] = edge;
      }
    }
  }

  const storage::ReadView& view_;
  std::shared_ptr<GraphView::Arrays> arrays_;
  std::vector<RelationshipTypeId> types_;
  std::vector<bool> wanted_;                 // by label set
  std::vector<GraphView::Vertex> vertices_;  // by node id
};

}  // namespace

Result<GraphView> build_graph_view(const storage::ReadView& view, const GraphViewOptions& options) {
  return GraphBuilder(view).build(options);
}

}  // namespace kith::engine
