// loaders/export/cypher.cpp: statements of a few hundred rows each. While the script runs, nodes bear a label and a
// number by which relationships find them; later statements take both away again. Constraints and indexes come last.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "loaders/export/cypher_text.hpp"
#include "loaders/export/export.hpp"

namespace kith::loaders {
namespace {

constexpr std::size_t kRowsPerStatement = 500;
constexpr std::string_view kLabel = "`kith import`";
constexpr std::string_view kId = "`kith import id`";

class CypherWriter final : public GraphVisitor {
 public:
  explicit CypherWriter(TextSink& sink) : sink_(sink) {}

  Status begin() {
    return sink_.write(
        fmt::format("CREATE CONSTRAINT `kith import` FOR (n:{}) REQUIRE n.{} IS UNIQUE;\n", kLabel, kId));
  }

  Status visit_node(const Node& node, std::span<const ExportedAssertion> assertions) override {
    std::string head;
    for (const std::string& label : node.content->labels) {
      head += ':';
      append_cypher_name(head, label);
    }
    KITH_CHECK_OK(
        start_batch(fmt::format(" AS row CREATE (n:{}{} {{{}: row.i}}) SET n += row.p;\n", kLabel, head, kId)));
    append_row(fmt::format("{{i: {}, p: ", node.id.value), node.content->properties);
    note_assertions(fmt::format("MATCH (x:{} {{{}: {}}})", kLabel, kId, node.id.value), assertions);
    const auto& labels = node.content->labels;
    if (std::find(labels.begin(), labels.end(), "Passage") == labels.end()) unlabelled_.insert(node.id.value);
    ++summary.num_nodes;
    return {};
  }

  Status visit_relationship(const Relationship& relationship, std::span<const ExportedAssertion> assertions) override {
    const RelationshipContent& content = *relationship.content;
    std::string type;
    append_cypher_name(type, content.type);
    // Only a relationship with assertions needs a number of its own.
    const std::string number = assertions.empty() ? std::string() : fmt::format(" SET r.{} = row.i", kId);
    KITH_CHECK_OK(
        start_batch(fmt::format(" AS row MATCH (a:{0} {{{1}: row.s}}), (b:{0} {{{1}: row.e}}) "
                                "CREATE (a)-[r:{2}]->(b) SET r += row.p{3};\n",
                                kLabel, kId, type, number)));
    append_row(fmt::format("{{i: {}, s: {}, e: {}, p: ", relationship.id.value, content.start.value, content.end.value),
               content.properties);
    note_assertions(fmt::format("MATCH (:{0} {{{1}: {2}}})-[x:{3} {{{1}: {4}}}]->()", kLabel, kId, content.start.value,
                                type, relationship.id.value),
                    assertions);
    has_numbered_relationships_ = has_numbered_relationships_ || !assertions.empty();
    ++summary.num_relationships;
    return {};
  }

  Status finish(Transaction& snapshot) {
    KITH_CHECK_OK(flush());
    KITH_CHECK_OK(write_assertions());
    if (has_numbered_relationships_) {
      KITH_CHECK_OK(
          sink_.write(fmt::format("MATCH (:{})-[r]->() WHERE r.{} IS NOT NULL REMOVE r.{};\n", kLabel, kId, kId)));
    }
    KITH_CHECK_OK(sink_.write("DROP CONSTRAINT `kith import`;\n"));
    KITH_CHECK_OK(sink_.write(fmt::format("MATCH (n:{0}) REMOVE n:{0}, n.{1};\n", kLabel, kId)));
    return write_schema(snapshot);
  }

  ExportSummary summary;

 private:
  Status start_batch(std::string tail) {
    if (tail != tail_ || num_rows_ == kRowsPerStatement) KITH_CHECK_OK(flush());
    tail_ = std::move(tail);
    return {};
  }

  /// kith.assert takes passages that bear the label `Passage` and keys that have been in use; a bulk import takes any.
  Status write_assertions() {
    for (const std::uint64_t passage : cited_) {
      if (unlabelled_.contains(passage)) KITH_CHECK_OK(write_on_passages(passage, "SET p:Passage"));
    }
    for (const std::string& key : asserted_keys_) {
      if (keys_.contains(key)) continue;
      std::string name;
      append_cypher_name(name, key);
      KITH_CHECK_OK(write_on_passages(*cited_.begin(), fmt::format("SET p.{0} = 0 REMOVE p.{0}", name)));
    }
    for (const std::string& statement : assertions_) KITH_CHECK_OK(sink_.write(statement));
    for (const std::uint64_t passage : cited_) {
      if (unlabelled_.contains(passage)) KITH_CHECK_OK(write_on_passages(passage, "REMOVE p:Passage"));
    }
    return {};
  }

  Status write_on_passages(std::uint64_t passage, std::string_view update) {
    return sink_.write(fmt::format("MATCH (p:{} {{{}: {}}}) {};\n", kLabel, kId, passage, update));
  }

  Status write_schema(Transaction& snapshot) {
    KITH_TRY(const QueryResult constraints, snapshot.try_query("SHOW CONSTRAINTS"));
    for (const Row& row : constraints) {
      const bool unique = row["type"].as_string() == "UNIQUENESS";
      KITH_CHECK_OK(sink_.write(fmt::format("CREATE CONSTRAINT {} REQUIRE {} IS {};\n", schema_target(row),
                                            schema_keys(row), unique ? "UNIQUE" : "NOT NULL")));
    }
    KITH_TRY(const QueryResult indexes, snapshot.try_query("SHOW INDEXES"));
    for (const Row& row : indexes) {
      if (!row["owningConstraint"].is_null()) continue;
      KITH_CHECK_OK(sink_.write(fmt::format("CREATE INDEX {} ON {};\n", schema_target(row), schema_keys(row))));
    }
    return {};
  }

  /// "`name` FOR (x:`Label`)"
  static std::string schema_target(const Row& row) {
    std::string text;
    append_cypher_name(text, row["name"].as_string());
    std::string label;
    append_cypher_name(label, row["labelsOrTypes"].as_list()[0].as_string());
    const bool of_nodes = row["entityType"].as_string() == "NODE";
    return fmt::format("{} FOR {}x:{}{}", text, of_nodes ? "(" : "()-[", label, of_nodes ? ")" : "]-()");
  }

  /// "(x.`a`, x.`b`)"
  static std::string schema_keys(const Row& row) {
    std::string text;
    for (const Value& key : row["properties"].as_list()) {
      text += text.empty() ? "(x." : ", x.";
      append_cypher_name(text, key.as_string());
    }
    return text + ")";
  }

  void append_row(std::string_view head, const Map& properties) {
    rows_ += num_rows_ == 0 ? "UNWIND [\n" : ",\n";
    rows_ += head;
    rows_ += '{';
    std::string_view separator;
    for (const auto& [key, value] : properties) {
      rows_ += separator;
      keys_.insert(key);
      append_cypher_name(rows_, key);
      rows_ += ": ";
      append_cypher_expression(rows_, value);
      separator = ", ";
    }
    rows_ += "}}";
    ++num_rows_;
  }

  Status flush() {
    if (num_rows_ == 0) return {};
    num_rows_ = 0;
    rows_ += ']';
    rows_ += tail_;
    const std::string rows = std::exchange(rows_, {});
    return sink_.write(rows);
  }

  /// Passages may come later than what they speak of, so these statements wait for the end.
  void note_assertions(std::string_view match, std::span<const ExportedAssertion> assertions) {
    for (const ExportedAssertion& assertion : assertions) {
      std::string statement =
          fmt::format("{} MATCH (p:{} {{{}: {}}}) CALL kith.assert(x, ", match, kLabel, kId, assertion.passage.value);
      append_cypher_expression(statement, assertion.property_key.empty() ? Value() : Value(assertion.property_key));
      statement += fmt::format(", p, {}, '{}'", to_cypher_string(Value(assertion.confidence)), assertion.modality);
      if (!assertion.rule.empty()) statement += ", " + to_cypher_string(Value(assertion.rule));
      cited_.insert(assertion.passage.value);
      if (!assertion.property_key.empty()) asserted_keys_.insert(assertion.property_key);
      statement += ");\n";
      assertions_.push_back(std::move(statement));
    }
  }

  TextSink& sink_;
  std::string tail_;  // what follows the list of rows
  std::string rows_;
  std::size_t num_rows_ = 0;
  std::vector<std::string> assertions_;
  std::set<std::uint64_t> cited_, unlabelled_;  // nodes: as passages; without the label `Passage`
  std::set<std::string> keys_, asserted_keys_;
  bool has_numbered_relationships_ = false;
};

}  // namespace

Result<ExportSummary> export_cypher(Connection& connection, TextSink& sink, const ExportProgress& progress) {
  KITH_TRY(Transaction snapshot, connection.try_begin_read());
  CypherWriter writer(sink);
  KITH_CHECK_OK(writer.begin());
  KITH_CHECK_OK(visit_graph(snapshot, writer, progress));
  KITH_CHECK_OK(writer.finish(snapshot));
  return writer.summary;
}

}  // namespace kith::loaders
