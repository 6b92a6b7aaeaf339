// tests/reference/rewrite.hpp: the same query in other words.
#pragma once

#include <string>
#include <vector>

#include "parser/ast/statement.hpp"

namespace kith::reference {

struct Rewrite {
  std::string name;
  std::string original;  ///< Empty: the query itself. Else a part of it, which `text` must agree with.
  std::string text;
};

/// Every rewrite that applies to the query: patterns reversed; a MATCH split in two, uniqueness made explicit; a
/// predicate split into p, NOT p and p IS NULL, whose union is the whole; WITH * inserted; a WHERE moved after WITH *.
/// Order of rows is not kept.
std::vector<Rewrite> rewrites(const std::string& query);

}  // namespace kith::reference
