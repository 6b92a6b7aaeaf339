// bindings/c/handles.hpp: what stands behind the opaque handles of kith/c/kith.h.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <kith/c/kith.h>
#include <kith/kith.hpp>

struct kith_error {
  kith::Error error;
  std::string display;
};

struct kith_database {
  kith::Database database;
};

struct kith_connection {
  kith::Connection connection;
};

struct kith_transaction {
  kith::Transaction transaction;
};

struct kith_prepared {
  kith::PreparedQuery query;
};

struct kith_stream {
  kith::Cursor cursor;
};

struct kith_cancel {
  kith::CancelToken token;
};

struct kith_parameters {
  kith::Parameters values;
};

namespace kith::c {

/// What a kith_column points to.
struct ColumnArrays {
  bool made = false;
  std::int32_t kind = KITH_NULL;
  std::vector<std::uint8_t> validity, booleans;
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::string bytes;
  std::vector<std::uint64_t> offsets;
};

/// A kith_value is a Value under another name, so that cells and elements are lent without a copy.
inline const Value& value_of(const kith_value* value) { return *reinterpret_cast<const Value*>(value); }
inline const kith_value* handle_of(const Value& value) { return reinterpret_cast<const kith_value*>(&value); }
inline kith_value* own(Value value) { return reinterpret_cast<kith_value*>(new Value(std::move(value))); }

}  // namespace kith::c

struct kith_result {
  kith::QueryResult result;
  std::vector<kith::c::ColumnArrays> columns;  ///< By column; made when asked for.
};
