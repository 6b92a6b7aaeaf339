// tests/storage/spilling_sorter.cpp: records come out sorted, from memory and from files.
#include <algorithm>

#include "storage/spilling_sorter.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;

TEST_CASE("spilling sorter: ascending, whatever went to files") {
  std::mt19937_64 random(seed());
  const TemporaryDirectory directory;
  const std::uint64_t spill_every = GENERATE(0U, 100U, 700U);  // 0: never
  std::vector<std::string> records;
  {
    SpillingSorter sorter(directory.path(), "records");
    for (std::size_t i = 0; i < 5'000; ++i) {
      std::string record(random() % 20, '\0');
      for (char& c : record) c = static_cast<char>(random() % 256);
      sorter.add(record);
      records.push_back(std::move(record));
      if (spill_every != 0 && random() % spill_every == 0) check_ok(sorter.spill());
    }
    CHECK(sorter.size() == records.size());
    CHECK(sorter.has_spilled() == (spill_every != 0));
    std::sort(records.begin(), records.end());
    std::string_view record;
    for (const std::string& expected : records) {
      REQUIRE(take(sorter.next(record)));
      if (record != expected) FAIL("another record");
    }
    CHECK_FALSE(take(sorter.next(record)));
    CHECK_FALSE(take(sorter.next(record)));
  }
  CHECK((!std::filesystem::exists(directory.path()) || std::filesystem::is_empty(directory.path())));
}

TEST_CASE("spilling sorter: a directory that cannot be made is an error") {
  SpillingSorter sorter("/proc/no/such/place", "records");
  sorter.add("a");
  CHECK(kind_of(sorter.spill()) == ErrorKind::kIo);
}

}  // namespace kith::storage
