// loaders/export/graphml.cpp: two walks, because keys are declared before the first node.
#include "loaders/export/graphml_text.hpp"

#include "loaders/export/export.hpp"

namespace kith::loaders {
namespace {

class KeyFinder final : public GraphVisitor {
 public:
  Status visit_node(const Node& node, std::span<const ExportedAssertion>) override {
    keys.add(node);
    return {};
  }
  Status visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion>) override {
    keys.add(relationship);
    return {};
  }
  GraphmlKeys keys;
};

class GraphmlWriter final : public GraphVisitor {
 public:
  GraphmlWriter(TextSink& sink, const GraphmlKeys& keys) : sink_(sink), keys_(keys) {}
  Status visit_node(const Node& node, std::span<const ExportedAssertion>) override {
    text_.clear();
    append_graphml(text_, node, keys_, summary.num_replaced_characters);
    ++summary.num_nodes;
    return sink_.write(text_);
  }
  Status visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion>) override {
    text_.clear();
    append_graphml(text_, relationship, keys_, summary.num_replaced_characters);
    ++summary.num_relationships;
    return sink_.write(text_);
  }
  ExportSummary summary;

 private:
  TextSink& sink_;
  const GraphmlKeys& keys_;
  std::string text_;
};

}  // namespace

Result<ExportSummary> export_graphml(Connection& connection, TextSink& sink, const ExportProgress& progress) {
  KITH_TRY(Transaction snapshot, connection.try_begin_read());
  KeyFinder finder;
  KITH_CHECK_OK(visit_graph(snapshot, finder, {}));
  GraphmlWriter writer(sink, finder.keys);
  std::string text;
  append_graphml_begin(text, finder.keys, writer.summary.num_replaced_characters);
  KITH_CHECK_OK(sink.write(text));
  KITH_CHECK_OK(visit_graph(snapshot, writer, progress));
  text.clear();
  append_graphml_end(text);
  KITH_CHECK_OK(sink.write(text));
  return writer.summary;
}

}  // namespace kith::loaders
