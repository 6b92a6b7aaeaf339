// engine/functions/load_csv.cpp: where a row of LOAD CSV comes from. The binder gives both as columns of the clause.
#include "engine/functions/families.hpp"

namespace kith::engine {
namespace {

Result<Value> of_no_row(std::span<const Value>, ExecContext&) {
  return Error(ErrorKind::kInternal, "a function of LOAD CSV reached the evaluator");
}

}  // namespace

FunctionTable load_csv_functions() {
  return {
      {.name = "linenumber",
       .arguments = {},
       .num_required = 0,
       .result = StaticType::kInteger,
       .stable = false,
       .help = "The line of the file on which the row of LOAD CSV begins, from 1.",
       .scalar = of_no_row},
      {.name = "file",
       .arguments = {},
       .num_required = 0,
       .result = StaticType::kString,
       .stable = false,
       .help = "The path of the file that LOAD CSV reads.",
       .scalar = of_no_row},
  };
}

}  // namespace kith::engine
