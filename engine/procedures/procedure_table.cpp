// engine/procedures/procedure_table.cpp: procedures by name, without regard to ASCII case.
#include <algorithm>
#include <map>
#include <mutex>

#include "engine/procedures/builtin.hpp"

namespace kith::engine {
namespace {

std::string folded(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

}  // namespace

struct ProcedureTable::State {
  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<const ProcedureDefinition>, std::less<>> by_name;
};

ProcedureTable::ProcedureTable() : state_(std::make_shared<State>()) {
  const auto put = [&](ProcedureDefinition definition) {
    std::string name = folded(definition.name);
    state_->by_name[std::move(name)] = std::make_shared<const ProcedureDefinition>(std::move(definition));
  };
  for (ProcedureDefinition& definition : catalog_procedures()) put(std::move(definition));
  for (ProcedureDefinition& definition : knowledge_procedures()) put(std::move(definition));
  put(strong_components_procedure());
  put(weak_components_procedure());
  put(degree_procedure());
}

std::shared_ptr<const ProcedureDefinition> ProcedureTable::find(std::string_view name) const {
  const std::scoped_lock lock(state_->mutex);
  const auto found = state_->by_name.find(folded(name));
  return found != state_->by_name.end() ? found->second : nullptr;
}

std::vector<std::shared_ptr<const ProcedureDefinition>> ProcedureTable::all() const {
  const std::scoped_lock lock(state_->mutex);
  std::vector<std::shared_ptr<const ProcedureDefinition>> definitions;
  for (const auto& [name, definition] : state_->by_name) definitions.push_back(definition);
  return definitions;
}

Status ProcedureTable::add(ProcedureDefinition definition) {
  if (definition.name.empty()) return Error(ErrorKind::kUsage, "a procedure needs a name");
  const std::scoped_lock lock(state_->mutex);
  std::string name = folded(definition.name);
  state_->by_name[std::move(name)] = std::make_shared<const ProcedureDefinition>(std::move(definition));
  return Status::success();
}

}  // namespace kith::engine
