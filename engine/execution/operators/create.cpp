// engine/execution/operators/create.cpp: CREATE.
#include "engine/execution/operators/make_operators.hpp"
#include "engine/execution/operators/pattern_writer.hpp"
#include "engine/execution/operators/write_operator.hpp"

namespace kith::engine {
namespace {

class Create final : public WriteOperator {
 public:
  Create(const CreateOperator& node, OperatorPtr input) : WriteOperator(std::move(input)), writer_(node.pattern) {}

 protected:
  Status write(ExecContext& context, Chunk& chunk) override { return writer_.write(context, chunk); }

 private:
  PatternWriter writer_;
};

}  // namespace

OperatorPtr make_create(const CreateOperator& node, OperatorPtr input) {
  return std::make_unique<Create>(node, std::move(input));
}

}  // namespace kith::engine
