// tests/storage/store_log_damage.cpp: a log that lost what was acknowledged is refused; salvage opens what is left.
#include <fstream>
#include <iterator>

#include "storage/durable_record.hpp"
#include "storage/rocksdb/log_scan.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

constexpr CommitNumber kNumCommits = 40;

void create_sample(const std::filesystem::path& path) {
  const auto store = open(path);
  for (CommitNumber i = 0; i < kNumCommits; ++i) {
    auto tx = begin(*store);
    const LabelId label = take(tx->add_label_name("L" + std::to_string(i)));
    take(tx->create_node(std::span(&label, 1)));
    take(tx->commit());
  }
}

std::filesystem::path log_of(const std::filesystem::path& path) {
  std::filesystem::path found;
  for (const auto& entry : std::filesystem::directory_iterator(path / "data")) {
    if (entry.path().extension() == ".log" && entry.file_size() > 0) found = entry.path();
  }
  REQUIRE(!found.empty());
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("store: a mark in any bytes is found, one that is not whole is not") {
  const std::string mark = durable_mark(7);
  CHECK(greatest_durable_mark("") == 0);
  CHECK(greatest_durable_mark(mark) == 7);
  CHECK(greatest_durable_mark("abc" + mark + durable_mark(9) + mark + "x") == 9);
  for (std::size_t i = 0; i < mark.size(); ++i) {
    std::string flipped = mark;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    CHECK(greatest_durable_mark(flipped) == 0);
    CHECK(greatest_durable_mark(mark.substr(0, i)) == 0);
  }
}

TEST_CASE("store: one flipped bit in the log loses no acknowledged commit silently") {
  std::mt19937_64 random(seed());
  const TemporaryDirectory original;
  create_sample(original.path());
  const LogScan sound = take(scan_logs(original.path() / "data"));
  CHECK(sound.damaged_file.empty());
  CHECK(sound.durable == kNumCommits);
  const std::string name = log_of(original.path()).filename();
  int num_refused = 0;
  for (int round = 0; round < 60; ++round) {
    const TemporaryDirectory copy;
    std::filesystem::copy(original.path(), copy.path(), std::filesystem::copy_options::recursive);
    const std::filesystem::path log = copy.path() / "data" / name;
    std::string bytes = read(log);
    const std::size_t at = round == 0 ? 25 : random() % bytes.size();  // in the first record, or anywhere
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
    write(log, bytes);
    INFO("byte " << at << " of " << bytes.size());
    const auto refuses = [&](const StoreOptions& options) {
      const auto store = Store::open(copy.path(), options);
      if (store.ok()) {
        CHECK((*store)->snapshot()->commit_number() == kNumCommits);
        return false;
      }
      CHECK(store.error().kind == ErrorKind::kCorruption);
      CHECK(store.error().message.find(log.string()) != std::string::npos);
      CHECK(store.error().message.find("commit 40 was acknowledged") != std::string::npos);
      return true;
    };
    if (!refuses({.read_only = true})) continue;
    ++num_refused;
    CHECK(refuses({}));
    CHECK(refuses({}));  // the refusal left the damage as it was
    CommitNumber left = 0;
    {
      const auto salvaged = open(copy.path(), {.salvage = true});
      left = salvaged->snapshot()->commit_number();
      CHECK(left < kNumCommits);
      check_clean(*salvaged);
    }
    CHECK(open(copy.path())->snapshot()->commit_number() == left);
  }
  CHECK(num_refused > 30);
}

TEST_CASE("store: a log that is emptied, cut or removed after closing is refused") {
  const TemporaryDirectory directory;
  create_sample(directory.path());
  const std::filesystem::path log = log_of(directory.path());
  const std::string bytes = read(log);
  SECTION("emptied") { write(log, ""); }
  SECTION("cut") { write(log, std::string_view(bytes).substr(0, bytes.size() / 2)); }
  SECTION("removed") { std::filesystem::remove(log); }
  SECTION("zeros in the middle") {
    std::string holed = bytes;
    std::fill_n(holed.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), 512, '\0');
    write(log, holed);
  }
  for (int i = 0; i < 2; ++i) {
    CHECK(kind_of(Store::open(directory.path(), {.read_only = true})) == ErrorKind::kCorruption);
    CHECK(kind_of(Store::open(directory.path(), {})) == ErrorKind::kCorruption);
  }
  CHECK(open(directory.path(), {.salvage = true})->snapshot()->commit_number() < kNumCommits);
  CHECK(Store::open(directory.path(), {}).ok());
}

TEST_CASE("store: a record that a crash left half written is no damage") {
  const TemporaryDirectory directory;
  create_sample(directory.path());
  const std::filesystem::path log = log_of(directory.path());
  const std::string bytes = read(log);
  write(log, bytes + bytes.substr(0, 20) + std::string(120, '\xa5'));
  CHECK(open(directory.path())->snapshot()->commit_number() == kNumCommits);
}

}  // namespace kith::storage
