// kith/value.hpp: a value of the query language, for parameters, results and properties.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <kith/error.hpp>
#include <kith/ids.hpp>
#include <kith/temporal.hpp>

namespace kith {

class Value;
using List = std::vector<Value>;
using Map = std::map<std::string, Value, std::less<>>;

/// What a node held in the snapshot that the result was read from.
struct NodeContent;
struct RelationshipContent;
struct PathContent;

/// A node. `content` is set in results; inside the engine a node is its id alone.
struct Node {
  NodeId id;
  std::shared_ptr<const NodeContent> content;
};

struct Relationship {
  RelationshipId id;
  std::shared_ptr<const RelationshipContent> content;
};

/// Alternates: nodes.size() == relationships.size() + 1.
struct Path {
  std::shared_ptr<const PathContent> content;
};

enum class ValueKind : std::uint8_t {
  kNull,
  kBoolean,
  kInteger,
  kFloat,
  kString,
  kList,
  kMap,
  kNode,
  kRelationship,
  kPath,
  kDate,
  kLocalTime,
  kTime,
  kLocalDateTime,
  kDateTime,
  kDuration,
};

/// "INTEGER", "LIST", ...: the name users read in errors.
std::string_view to_string(ValueKind kind);

/// std::size_t and the other unsigned integers, but neither bool nor characters.
template <class T>
concept UnsignedNumber = std::same_as<T, unsigned char> || std::same_as<T, unsigned short> ||
    std::same_as<T, unsigned> || std::same_as<T, unsigned long> || std::same_as<T, unsigned long long>;

/// Immutable in effect: lists and maps are shared, so a copy is cheap. Thread-safe as const std::string is.
class Value {
 public:
  using ListPointer = std::shared_ptr<const List>;
  using MapPointer = std::shared_ptr<const Map>;
  using Storage = std::variant<std::monostate, bool, std::int64_t, double, std::string, ListPointer, MapPointer, Node,
                               Relationship, Path, Date, LocalTime, Time, LocalDateTime, DateTime, Duration>;

  Value() = default;
  Value(std::nullptr_t) {}  // NOLINT(google-explicit-constructor)
  /// Of a bool only: a pointer, which converts to one, is a mistake.
  template <std::same_as<bool> Boolean>
  Value(Boolean value) : storage_(value) {}                  // NOLINT(google-explicit-constructor)
  Value(int value) : storage_(std::int64_t{value}) {}        // NOLINT(google-explicit-constructor)
  Value(long value) : storage_(std::int64_t{value}) {}       // NOLINT(google-explicit-constructor)
  Value(long long value) : storage_(std::int64_t{value}) {}  // NOLINT(google-explicit-constructor)
  /// Throws Error (kArgumentError) past the largest INTEGER, 2^63 - 1.
  template <UnsignedNumber Unsigned>
  Value(Unsigned value) : storage_(signed_integer(value)) {}         // NOLINT(google-explicit-constructor)
  Value(double value) : storage_(value) {}                           // NOLINT(google-explicit-constructor)
  Value(const char* value) : storage_(std::string(value)) {}         // NOLINT(google-explicit-constructor)
  Value(std::string_view value) : storage_(std::string(value)) {}    // NOLINT(google-explicit-constructor)
  Value(const char8_t* value) : Value(std::u8string_view(value)) {}  // NOLINT(google-explicit-constructor)
  Value(std::u8string_view value)                                    // NOLINT(google-explicit-constructor)
      : storage_(std::string(value.begin(), value.end())) {}
  Value(std::string value) : storage_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Value(List value) : storage_(std::make_shared<const List>(std::move(value))) {}  // NOLINT
  Value(Map value) : storage_(std::make_shared<const Map>(std::move(value))) {}    // NOLINT
  Value(Node value) : storage_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  Value(Relationship value) : storage_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Value(Path value) : storage_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  Value(Date value) : storage_(value) {}                     // NOLINT(google-explicit-constructor)
  Value(LocalTime value) : storage_(value) {}                // NOLINT(google-explicit-constructor)
  Value(Time value) : storage_(value) {}                     // NOLINT(google-explicit-constructor)
  Value(LocalDateTime value) : storage_(value) {}            // NOLINT(google-explicit-constructor)
  Value(DateTime value) : storage_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Value(Duration value) : storage_(value) {}                 // NOLINT(google-explicit-constructor)

  ValueKind kind() const noexcept { return static_cast<ValueKind>(storage_.index()); }
  bool is_null() const noexcept { return storage_.index() == 0; }
  bool is(ValueKind kind) const noexcept { return this->kind() == kind; }
  bool is_number() const noexcept { return is(ValueKind::kInteger) || is(ValueKind::kFloat); }

  /// Each throws Error (kTypeError) when the value is of another kind; as_float accepts an INTEGER.
  bool as_boolean() const;
  std::int64_t as_integer() const;
  double as_float() const;
  const std::string& as_string() const;
  const List& as_list() const;
  const Map& as_map() const;
  const Node& as_node() const;
  const Relationship& as_relationship() const;
  const Path& as_path() const;

  /// The alternative itself, unchecked in release builds: for code that has just looked at kind().
  template <class T>
  const T& get() const {
    return *std::get_if<T>(&storage_);
  }
  const List& list() const { return *get<ListPointer>(); }
  const Map& map() const { return *get<MapPointer>(); }
  const Storage& storage() const noexcept { return storage_; }

 private:
  static std::int64_t signed_integer(std::uint64_t value);  // throws
  Storage storage_;
};

struct NodeContent {
  std::vector<std::string> labels;  ///< Sorted by code point.
  Map properties;
};

struct RelationshipContent {
  std::string type;
  NodeId start;
  NodeId end;
  Map properties;
};

struct PathContent {
  std::vector<Node> nodes;
  std::vector<Relationship> relationships;
};

/// Parameters of a query, by name without the `$`.
using Parameters = std::map<std::string, Value, std::less<>>;

/// The value as a Cypher literal: 'text', 1.0, [1, null], {a: 1}, (:Label {k: 1}), [:TYPE {}], <(:A)-[:T]->(:B)>,
/// '2020-01-01' for temporal values. The form of the TCK's result tables.
std::string to_cypher_string(const Value& value);

/// The value as the user reads it in a table: as above, but a string or temporal value at the top without quotes.
std::string to_display_string(const Value& value);

}  // namespace kith
