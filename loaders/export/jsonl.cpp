// loaders/export/jsonl.cpp: a line per element.
#include "loaders/export/export.hpp"
#include "loaders/json/encode.hpp"

namespace kith::loaders {
namespace {

class JsonlWriter final : public GraphVisitor {
 public:
  explicit JsonlWriter(TextSink& sink) : sink_(sink) {}

  Status visit_node(const Node& node, std::span<const ExportedAssertion> assertions) override {
    line_.clear();
    append_node_line(line_, node, assertions);
    ++summary.num_nodes;
    return sink_.write(line_);
  }

  Status visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion> assertions) override {
    line_.clear();
    append_relationship_line(line_, relationship, assertions);
    ++summary.num_relationships;
    return sink_.write(line_);
  }

  ExportSummary summary;

 private:
  TextSink& sink_;
  std::string line_;
};

}  // namespace

Result<ExportSummary> export_jsonl(Connection& connection, TextSink& sink, const ExportProgress& progress) {
  KITH_TRY(Transaction snapshot, connection.try_begin_read());
  JsonlWriter writer(sink);
  KITH_CHECK_OK(visit_graph(snapshot, writer, progress));
  return writer.summary;
}

}  // namespace kith::loaders
