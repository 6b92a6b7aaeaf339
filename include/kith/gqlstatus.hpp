// kith/gqlstatus.hpp: the GQLSTATUS code of an error, as ISO GQL and the public list of Neo4j classify.
#pragma once

#include <span>
#include <string_view>

#include <kith/error.hpp>

namespace kith {

/// A condition of the standard (class and subclass in letters and digits of its own) or, with an N or an I in the third
/// place, of Neo4j's public list.
struct GqlStatus {
  std::string_view code;       ///< Five characters: "42N62". NUL-terminated.
  std::string_view condition;  ///< "syntax error or access rule violation - variable not defined"
};

/// One row of the table: errors of this kind and detail have this status. An empty detail: all that have no row of
/// their own.
struct GqlStatusRow {
  ErrorKind kind;
  std::string_view detail;
  GqlStatus status;
};

/// By kind and detail; every kind has a row without a detail, so that there is always one. Threads: any.
GqlStatus gqlstatus(const Error& error);

/// The whole table, ordered by kind.
std::span<const GqlStatusRow> gqlstatus_table();

}  // namespace kith
