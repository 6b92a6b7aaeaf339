// engine/execution/operators/project.cpp: computed columns, and the end of columns that no longer live.
#include <algorithm>

#include "engine/execution/evaluate.hpp"
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/unary_operator.hpp"

namespace kith::engine {
namespace {

class Project final : public UnaryOperator {
 public:
  Project(const ProjectOperator& node, OperatorPtr input) : UnaryOperator(std::move(input)), node_(node) {}

  Status next(ExecContext& context, Chunk& out) override {
    KITH_CHECK_OK(context.check_interrupt());
    KITH_CHECK_OK(input_->next(context, out));
    if (out.size == 0) return Status::success();
    std::vector<Vector> columns;
    columns.reserve(node_.items.size());
    for (const auto& [slot, expression] : node_.items) {
      KITH_TRY(Vector column, evaluate(*expression, out, context));
      columns.push_back(std::move(column));
    }
    for (std::size_t i = 0; i < columns.size(); ++i) set_column(out, node_.items[i].first, std::move(columns[i]));
    if (node_.keep.has_value()) {
      for (Slot slot = 0; slot < out.columns.size(); ++slot) {
        if (out.columns[slot].is_live() &&
            std::find(node_.keep->begin(), node_.keep->end(), slot) == node_.keep->end()) {
          out.columns[slot] = Vector();
        }
      }
    }
    return Status::success();
  }

 private:
  const ProjectOperator& node_;
};

}  // namespace

OperatorPtr make_project(const ProjectOperator& node, OperatorPtr input) {
  return std::make_unique<Project>(node, std::move(input));
}

}  // namespace kith::engine
