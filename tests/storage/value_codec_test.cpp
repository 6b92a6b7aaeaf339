// Values as bytes: round trips, what may be stored, forged bytes; ordered keys against order().
#include "storage/value_codec.hpp"

#include <catch2/catch.hpp>

#include "tests/storage/corruption.hpp"
#include "values/compare.hpp"

namespace kith::storage {
namespace {

using testing::identical;
using testing::Random;

std::string ordered(const Value& value) {
  std::string key;
  append_ordered(key, value);
  return key;
}

int sign(int comparison) { return (comparison > 0) - (comparison < 0); }
int sign(std::weak_ordering ordering) { return (ordering > 0) - (ordering < 0); }

TEST_CASE("values survive, one after the other") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 500; ++round) {
    std::vector<Value> values;
    std::string bytes;
    for (int i = 0; i < 20; ++i) {
      values.push_back(random.chance(0.1) ? Value() : random.storable());
      append_value(bytes, values.back());
    }
    const testing::ExactCopy copy(bytes);
    ByteReader reader(copy.view());
    for (const Value& value : values) {
      const Result<Value> read = read_value(reader);
      REQUIRE(read.ok());
      CHECK(identical(*read, value));
    }
    CHECK(reader.remaining() == 0);
  }
}

TEST_CASE("bytes that are no value are refused") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    if (random.chance(0.7)) append_value(bytes, random.storable());
    for (std::uint64_t n = random.below(4) + 1; n > 0; --n) {
      if (bytes.empty() || random.chance(0.3)) {
        bytes.push_back(static_cast<char>(random.below(16)));
      } else {
        bytes[random.below(bytes.size())] = static_cast<char>(random.bits());
      }
    }
    bytes.resize(random.below(bytes.size() + 1));
    const testing::ExactCopy copy(bytes);
    ByteReader reader(copy.view());
    const Result<Value> read = read_value(reader);
    if (!read.ok()) CHECK(read.error().kind == ErrorKind::kCorruption);
  }
  const std::string lists(100'000, '\x06');  // a list of six, of which the first is a list of six, ...
  ByteReader nested(lists);
  CHECK_FALSE(read_value(nested).ok());
  std::string endless("\x06", 1);
  append_varint(endless, std::uint64_t{1} << 60);
  ByteReader reader(endless);
  CHECK_FALSE(read_value(reader).ok());
}

TEST_CASE("what a property may hold") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 200; ++round) CHECK(check_storable(random.storable()).ok());
  CHECK(check_storable(Value()).ok());
  CHECK(check_storable(List{}).ok());
  CHECK(check_storable(List{1, 2.0}).ok());
  for (const Value& value : {Value(Map{}), Value(Node{NodeId{1}, nullptr}), Value(Path{}), Value(List{1, Value()}),
                             Value(List{List{1}}), Value(List{Map{}})}) {
    const Status status = check_storable(value);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().kind == ErrorKind::kTypeError);
    CHECK(status.error().detail == "InvalidPropertyType");
    CHECK(status.error().message.find("may hold") != std::string::npos);
  }
}

TEST_CASE("ordered keys order as order() does, alone and in composites") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 100'000; ++round) {
    const Value a = random.chance(0.02) ? Value() : random.storable();
    Value b = random.chance(0.02) ? Value() : random.storable();
    if (random.chance(0.6)) {  // within a group it gets close
      b = a.is(ValueKind::kList) ? random.storable() : random.scalar(a.kind());
      if (a.is_number()) b = random.chance(0.5) ? Value(random.integer()) : Value(random.floating());
    }
    const int expected = sign(order(a, b));
    const int found = sign(ordered(a).compare(ordered(b)));
    if (found != expected) {
      FAIL("kinds " << to_string(a.kind()) << " and " << to_string(b.kind()) << ": expected " << expected
                    << ", keys say " << found);
    }
    const Value c = random.storable(), d = random.storable();
    const int second = sign(order(c, d));
    CHECK(sign((ordered(a) + ordered(c)).compare(ordered(b) + ordered(d))) == (expected != 0 ? expected : second));
  }
}

TEST_CASE("integers and floats share one scale, exactly") {
  const std::int64_t power = std::int64_t{1} << 53;
  CHECK(ordered(1) == ordered(1.0));
  CHECK(ordered(0) == ordered(-0.0));
  CHECK(ordered(power) == ordered(0x1p53));
  CHECK(ordered(power + 1) > ordered(0x1p53));
  CHECK(ordered(power + 1) < ordered(0x1p53 + 2));
  CHECK(ordered(std::numeric_limits<std::int64_t>::max()) < ordered(0x1p63));
  CHECK(ordered(std::numeric_limits<std::int64_t>::min()) == ordered(-0x1p63));
  CHECK(ordered(std::numeric_limits<double>::quiet_NaN()) > ordered(std::numeric_limits<double>::infinity()));
  CHECK(ordered(std::numeric_limits<double>::quiet_NaN()) == ordered(-std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("a string's key without its end begins the keys of all strings that start with it") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 2000; ++round) {
    const std::string prefix = random.text();
    std::string key = ordered(prefix);
    key.resize(key.size() - 2);
    const std::string longer = ordered(prefix + random.text());
    CHECK(longer.compare(0, key.size(), key) == 0);
  }
}

TEST_CASE("a group's range holds the keys of its values and of no others") {
  Random random;
  INFO_SEED(random);
  for (int round = 0; round < 5000; ++round) {
    const Value a = random.storable(), b = random.storable();
    const auto [begin, end] = ordered_group_range(a);
    const bool is_same_group = a.kind() == b.kind() || (a.is_number() && b.is_number());
    const std::string key = ordered(b);
    CHECK((key >= begin && key < end) == is_same_group);
  }
}

}  // namespace
}  // namespace kith::storage
