// bindings/c/value_read.cpp: what is in a value.
#include "bindings/c/guard.hpp"

using kith::Map;
using kith::Status;
using kith::Value;
using kith::ValueKind;
using kith::c::handle_of;
using kith::c::value_of;

namespace {

// kith_kind repeats ValueKind.
static_assert(static_cast<int>(ValueKind::kNull) == KITH_NULL);
static_assert(static_cast<int>(ValueKind::kBoolean) == KITH_BOOLEAN);
static_assert(static_cast<int>(ValueKind::kInteger) == KITH_INTEGER);
static_assert(static_cast<int>(ValueKind::kFloat) == KITH_FLOAT);
static_assert(static_cast<int>(ValueKind::kString) == KITH_STRING);
static_assert(static_cast<int>(ValueKind::kList) == KITH_LIST);
static_assert(static_cast<int>(ValueKind::kMap) == KITH_MAP);
static_assert(static_cast<int>(ValueKind::kNode) == KITH_NODE);
static_assert(static_cast<int>(ValueKind::kRelationship) == KITH_RELATIONSHIP);
static_assert(static_cast<int>(ValueKind::kPath) == KITH_PATH);
static_assert(static_cast<int>(ValueKind::kDate) == KITH_DATE);
static_assert(static_cast<int>(ValueKind::kLocalTime) == KITH_LOCAL_TIME);
static_assert(static_cast<int>(ValueKind::kTime) == KITH_TIME);
static_assert(static_cast<int>(ValueKind::kLocalDateTime) == KITH_LOCAL_DATETIME);
static_assert(static_cast<int>(ValueKind::kDateTime) == KITH_DATETIME);
static_assert(static_cast<int>(ValueKind::kDuration) == KITH_DURATION);

bool is(const kith_value* value, ValueKind kind) { return value != nullptr && value_of(value).is(kind); }

/// The alternative of a value of that kind, or nullptr.
template <class T>
const T* alternative(const kith_value* value) {
  return value == nullptr ? nullptr : std::get_if<T>(&value_of(value).storage());
}

/// A map's entries, a node's or relationship's properties; nullptr for any other value.
const Map* entries_of(const kith_value* value) {
  if (const auto* map = alternative<Value::MapPointer>(value)) return map->get();
  if (const auto* node = alternative<kith::Node>(value)) {
    return node->content == nullptr ? nullptr : &node->content->properties;
  }
  if (const auto* relationship = alternative<kith::Relationship>(value)) {
    return relationship->content == nullptr ? nullptr : &relationship->content->properties;
  }
  return nullptr;
}

const char* give(const std::string& text, std::size_t* size) {
  if (size != nullptr) *size = text.size();
  return text.c_str();
}

const char* give_nothing(std::size_t* size) {
  if (size != nullptr) *size = 0;
  return nullptr;
}

template <class T>
bool give(const T* from, T* out) {
  if (from == nullptr || out == nullptr) return false;
  *out = *from;
  return true;
}

}  // namespace

kith_kind kith_value_kind(const kith_value* value) {
  return value == nullptr ? KITH_NULL : static_cast<kith_kind>(value_of(value).kind());
}

bool kith_value_as_boolean(const kith_value* value, bool* boolean) { return give(alternative<bool>(value), boolean); }

bool kith_value_as_integer(const kith_value* value, int64_t* integer) {
  return give(alternative<std::int64_t>(value), integer);
}

bool kith_value_as_float(const kith_value* value, double* number) {
  if (number == nullptr) return false;
  if (const auto* integer = alternative<std::int64_t>(value)) {
    *number = static_cast<double>(*integer);
    return true;
  }
  return give(alternative<double>(value), number);
}

const char* kith_value_as_string(const kith_value* value, size_t* size) {
  const auto* text = alternative<std::string>(value);
  return text == nullptr ? give_nothing(size) : give(*text, size);
}

bool kith_value_as_temporal(const kith_value* value, kith_temporal* temporal) {
  if (temporal == nullptr) return false;
  *temporal = {};
  if (const auto* date = alternative<kith::Date>(value)) {
    temporal->days = date->days;
  } else if (const auto* local_time = alternative<kith::LocalTime>(value)) {
    temporal->nanoseconds = local_time->nanoseconds;
  } else if (const auto* time = alternative<kith::Time>(value)) {
    temporal->nanoseconds = time->nanoseconds;
    temporal->offset_seconds = time->offset_seconds;
  } else if (const auto* local = alternative<kith::LocalDateTime>(value)) {
    temporal->seconds = local->seconds;
    temporal->nanoseconds = local->nanoseconds;
  } else if (const auto* instant = alternative<kith::DateTime>(value)) {
    temporal->seconds = instant->seconds;
    temporal->nanoseconds = instant->nanoseconds;
    temporal->offset_seconds = instant->offset_seconds;
    temporal->zone = instant->zone == nullptr ? nullptr : instant->zone->c_str();
  } else if (const auto* duration = alternative<kith::Duration>(value)) {
    temporal->months = duration->months;
    temporal->days = duration->days;
    temporal->seconds = duration->seconds;
    temporal->nanoseconds = duration->nanoseconds;
  } else {
    return false;
  }
  return true;
}

size_t kith_value_size(const kith_value* value) {
  if (is(value, ValueKind::kList)) return value_of(value).list().size();
  if (const Map* entries = entries_of(value)) return entries->size();
  const auto* path = alternative<kith::Path>(value);
  if (path == nullptr || path->content == nullptr) return 0;
  return path->content->nodes.size() + path->content->relationships.size();
}

const kith_value* kith_value_element(const kith_value* list, size_t index) {
  if (!is(list, ValueKind::kList) || index >= value_of(list).list().size()) return nullptr;
  return handle_of(value_of(list).list()[index]);
}

const kith_value* kith_value_entry(const kith_value* value, const char* key, size_t key_size) {
  const Map* entries = entries_of(value);
  if (entries == nullptr || key == nullptr) return nullptr;
  const auto found =
      entries->find(std::string_view(key, key_size == KITH_NUL_TERMINATED ? std::strlen(key) : key_size));
  return found == entries->end() ? nullptr : handle_of(found->second);
}

bool kith_value_next_entry(const kith_value* value, const char** key, size_t* key_size, const kith_value** entry) {
  if (entry != nullptr) *entry = nullptr;
  const Map* entries = entries_of(value);
  if (entries == nullptr || key == nullptr || key_size == nullptr) return false;
  const auto next = *key == nullptr ? entries->begin() : entries->upper_bound(std::string_view(*key, *key_size));
  if (next == entries->end()) {
    *key = give_nothing(key_size);
    return false;
  }
  *key = give(next->first, key_size);
  if (entry != nullptr) *entry = handle_of(next->second);
  return true;
}

bool kith_value_id(const kith_value* value, uint64_t* id) {
  if (const auto* node = alternative<kith::Node>(value)) return give(&node->id.value, id);
  if (const auto* relationship = alternative<kith::Relationship>(value)) return give(&relationship->id.value, id);
  return false;
}

size_t kith_value_num_labels(const kith_value* node) {
  const auto* found = alternative<kith::Node>(node);
  return found == nullptr || found->content == nullptr ? 0 : found->content->labels.size();
}

const char* kith_value_label(const kith_value* node, size_t index, size_t* size) {
  if (index >= kith_value_num_labels(node)) return give_nothing(size);
  return give(value_of(node).get<kith::Node>().content->labels[index], size);
}

const char* kith_value_type(const kith_value* relationship, size_t* size) {
  const auto* found = alternative<kith::Relationship>(relationship);
  return found == nullptr || found->content == nullptr ? give_nothing(size) : give(found->content->type, size);
}

bool kith_value_ends(const kith_value* relationship, uint64_t* start, uint64_t* end) {
  const auto* found = alternative<kith::Relationship>(relationship);
  if (found == nullptr || found->content == nullptr || start == nullptr || end == nullptr) return false;
  *start = found->content->start.value;
  *end = found->content->end.value;
  return true;
}

kith_status kith_value_path_element(const kith_value* path, size_t index, kith_value** value, kith_error** error) {
  return kith::c::guarded_output(value, "value", error, [&]() -> Status {
    KITH_CHECK_OK(kith::c::require(path, "path"));
    if (!is(path, ValueKind::kPath) || index >= kith_value_size(path)) {
      return kith::Error(kith::ErrorKind::kUsage, "`path` has no element " + std::to_string(index));
    }
    const kith::PathContent& content = *value_of(path).get<kith::Path>().content;
    *value = kith::c::own(index % 2 == 0 ? Value(content.nodes[index / 2]) : Value(content.relationships[index / 2]));
    return Status::success();
  });
}
