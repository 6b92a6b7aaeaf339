// loaders/csv/header.hpp: what the columns of a CSV file mean, in neo4j-admin's notation and Kith's additions to it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/csv/reader.hpp"

namespace kith::loaders {

enum class ColumnRole : std::uint8_t {
  kProperty,
  kIgnore,       ///< :IGNORE
  kId,           ///< :ID or name:ID, with an id space in parentheses
  kLabel,        ///< :LABEL
  kStartId,      ///< :START_ID
  kEndId,        ///< :END_ID
  kType,         ///< :TYPE
  kValid,        ///< :VALID, a period of time such as 2021 or 2021-06/2022
  kEvidence,     ///< :EVIDENCE, ids of the passages that say so
  kEvidenceKey,  ///< :EVIDENCE_KEY, which property they speak of
  kModality,     ///< :MODALITY
  kConfidence,   ///< :CONFIDENCE
  kRule,         ///< :RULE
};

struct Column {
  ColumnRole role = ColumnRole::kProperty;
  std::string name;                   ///< Of the property; empty: not stored.
  std::string value_type = "string";  ///< As parse_value names it; for kId the type in which the id is stored.
  bool is_array = false;
  std::string id_space;    ///< Empty: the one without name.
  std::string as_written;  ///< For messages.
};

struct CsvHeader {
  std::vector<Column> columns;
  bool is_relationships = false;  ///< It has :START_ID and :END_ID.
};

/// Errors: kData, naming file, line 1 and column: an unknown type, a column given twice, :START_ID without :END_ID.
Result<CsvHeader> parse_header(std::span<const CsvField> fields, std::string_view file_name,
                               std::string_view default_id_type);

/// Whether a first line is a header rather than data: some field of it reads `...:ID`, `:START_ID`, `:LABEL` and so on.
bool looks_like_header(std::span<const CsvField> fields);

}  // namespace kith::loaders
