// engine/procedures/knowledge.cpp: kith.assert and kith.assertions: who says so.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "engine/execution/expressions/element.hpp"
#include "engine/procedures/builtin.hpp"

namespace kith::engine {
namespace {

constexpr std::array<std::string_view, 3> kModalities = {"fact", "planned", "negated"};

Error bad_argument(std::string message) {
  return Error(ErrorKind::kArgumentError, std::move(message)).with_detail("InvalidArgumentValue");
}

/// Whether the node has the label `Passage`.
Result<bool> is_passage(NodeId node, ExecContext& context) {
  const storage::Names& names = context.view->names();
  const std::optional<LabelId> label = names.label("Passage");
  if (!label.has_value()) return false;
  KITH_TRY(const std::uint32_t set, label_set_of(node, context));
  const std::span<const LabelId> labels = names.label_set(set);
  return std::find(labels.begin(), labels.end(), *label) != labels.end();
}

/// kith.assert(element, key, passage, confidence, modality, rule)
Result<ProcedureRows> put_assertion(std::span<const Value> arguments, ExecContext& context) {
  if (context.transaction == nullptr)
    return Error(ErrorKind::kReadOnly, "kith.assert writes, and this transaction only reads");
  const auto element = as_element(arguments[0]);
  if (!element.has_value()) return bad_argument("kith.assert needs a node or relationship to speak of");
  const auto passage = as_element(arguments[2]);
  if (!passage.has_value() || passage->element != ElementKind::kNode)
    return bad_argument("kith.assert needs the passage's node");
  KITH_TRY(const bool has_label, is_passage(NodeId{passage->id}, context));
  if (!has_label) {
    return bad_argument("the node that kith.assert is given as passage has no label `Passage`")
        .with_hint("documents are (:Document)-[:HAS_SECTION]->(:Section)-[:HAS_PASSAGE]->(:Passage)");
  }
  storage::Assertion assertion{.element = element->element,
                               .id = element->id,
                               .key = std::nullopt,
                               .passage = NodeId{passage->id},
                               .confidence = 1.0,
                               .modality = "fact",
                               .rule = ""};
  if (arguments[1].is(ValueKind::kString)) {
    const std::string& key = arguments[1].get<std::string>();
    assertion.key = context.view->names().property_key(key);
    if (!assertion.key.has_value()) {
      return bad_argument(fmt::format("no node or relationship ever had a property `{}`", key))
          .with_hint("null in its place speaks of the element itself");
    }
  }
  if (arguments[3].is_number()) assertion.confidence = arguments[3].as_float();
  if (!(assertion.confidence >= 0 && assertion.confidence <= 1)) {
    return bad_argument(fmt::format("a confidence lies between 0 and 1, not {}", assertion.confidence));
  }
  if (arguments[4].is(ValueKind::kString)) assertion.modality = arguments[4].get<std::string>();
  if (std::find(kModalities.begin(), kModalities.end(), assertion.modality) == kModalities.end()) {
    return bad_argument(
        fmt::format("a modality is one of {}, not '{}'", fmt::join(kModalities, ", "), assertion.modality));
  }
  if (arguments.size() > 5 && arguments[5].is(ValueKind::kString)) assertion.rule = arguments[5].get<std::string>();
  KITH_CHECK_OK(context.transaction->put_assertion(assertion));
  ++context.counters.assertions_made;
  return ProcedureRows{};
}

void add_rows(const std::vector<storage::Assertion>& assertions, const storage::Names& names, ProcedureRows& rows) {
  for (const storage::Assertion& assertion : assertions) {
    rows.push_back({Value(assertion.element == ElementKind::kNode ? "node" : "relationship"),
                    Value(static_cast<std::int64_t>(assertion.id)),
                    assertion.key.has_value() ? Value(names.name(*assertion.key)) : Value(),
                    Value(static_cast<std::int64_t>(assertion.passage.value)), Value(assertion.confidence),
                    Value(assertion.modality), Value(assertion.rule)});
  }
}

/// Every assertion there is, by element: nodes, then relationships.
Result<ProcedureRows> all_assertions(std::span<const Value>, ExecContext& context) {
  ProcedureRows rows;
  const storage::ReadView& view = *context.view;
  for (const ElementKind element : {ElementKind::kNode, ElementKind::kRelationship}) {
    const std::uint64_t end = element == ElementKind::kNode ? view.node_id_end() : view.relationship_id_end();
    for (std::uint64_t id = 0; id < end; ++id) {
      if (id % storage::kColumnBlockSize == 0) KITH_CHECK_OK(context.check_interrupt());
      KITH_TRY(const std::vector<storage::Assertion> assertions, view.assertions_of(element, id));
      add_rows(assertions, view.names(), rows);
    }
  }
  return rows;
}

}  // namespace

std::vector<ProcedureDefinition> knowledge_procedures() {
  return {
      {.name = "kith.assert",
       .inputs = {{.name = "element", .type = StaticType::kAny},
                  {.name = "key", .type = StaticType::kString},
                  {.name = "passage", .type = StaticType::kNode},
                  {.name = "confidence", .type = StaticType::kNumber},
                  {.name = "modality", .type = StaticType::kString},
                  {.name = "rule", .type = StaticType::kString}},
       .num_optional = 1,
       .outputs = {},
       .writes = true,
       .help = "Records that a passage says so of an element, or of one property of it.",
       .run = put_assertion},
      {.name = "kith.assertions",
       .inputs = {},
       .outputs = {{.name = "kind", .type = StaticType::kString},
                   {.name = "id", .type = StaticType::kInteger},
                   {.name = "key", .type = StaticType::kString},
                   {.name = "passage", .type = StaticType::kInteger},
                   {.name = "confidence", .type = StaticType::kFloat},
                   {.name = "modality", .type = StaticType::kString},
                   {.name = "rule", .type = StaticType::kString}},
       .writes = false,
       .help = "Every assertion: of which element, by which passage.",
       .run = all_assertions},
  };
}

}  // namespace kith::engine
