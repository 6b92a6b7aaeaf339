// tests/storage/store_damage.cpp: check() names what was damaged; reads of damaged blocks fail, others do not; formats.
#include <fstream>

#include <rocksdb/db.h>

#include "storage/byte_reader.hpp"
#include "storage/keys.hpp"
#include "storage/rocksdb/rocksdb_backend.hpp"
#include "store_support.hpp"

namespace kith::storage {
using namespace testing;
namespace {

/// Changes the stored entry of a key, or removes it where `change` returns false.
template <class Change>
void tamper(const std::filesystem::path& path, Family family, std::string_view first, Change change) {
  const auto backend = take(open_rocksdb_backend(path / "data", {}));
  const auto scan = backend->scan(family, first, "", nullptr);
  REQUIRE(scan->valid());
  std::string key(scan->key()), value(scan->value());
  Batch batch;
  if (change(key, value)) {
    batch.put(family, key, value);
  } else {
    batch.remove(family, key);
  }
  check_ok(backend->append(batch));
  check_ok(backend->sync());
}

std::string findings_of(const std::filesystem::path& path) {
  const auto store = open(path);
  std::string out;
  for (const CheckFinding& finding : take(store->check(nullptr)).findings)
    out += finding.key + ": " + finding.problem + "\n";
  return out;
}

void create_sample(const std::filesystem::path& path) {
  const auto store = open(path);
  auto tx = begin(*store);
  const LabelId label = take(tx->add_label_name("Person"));
  const RelationshipTypeId type = take(tx->add_relationship_type_name("KNOWS"));
  const PropertyKeyId name = take(tx->add_property_key_name("name"));
  check_ok(tx->create_index({.name = "by_name", .label_or_type = label.value, .keys = {name}}));
  std::vector<NodeId> nodes;
  for (int i = 0; i < 50; ++i) {
    nodes.push_back(take(tx->create_node(std::span(&label, 1))));
    check_ok(tx->set_property(nodes.back(), name, "name " + std::to_string(i)));
    take(tx->create_relationship(type, nodes.front(), nodes.back()));
  }
  check_ok(tx->put_assertion({.id = nodes[1].value, .passage = nodes[2]}));
  take(tx->commit());
}

std::string first_key(BlockId id) { return BlockKey{id, 0}.to_bytes(); }

}  // namespace

TEST_CASE("store: check finds damage of every sort, and names it") {
  const TemporaryDirectory directory;
  const auto flip = [](std::string&, std::string& value) {
    value[value.size() / 2] = static_cast<char>(value[value.size() / 2] ^ 0x40);
    return true;
  };
  const auto drop = [](std::string&, std::string&) { return false; };
  create_sample(directory.path());
  REQUIRE(findings_of(directory.path()) == "");
  SECTION("a property column") {
    tamper(directory.path(), Family::kBlocks, first_key(BlockId::column(ElementKind::kNode, PropertyKeyId{0}, 0)),
           flip);
    CHECK(findings_of(directory.path()).find("property `name` of nodes 0 to 4095") != std::string::npos);
    const auto store = open(directory.path());
    const auto column = store->snapshot()->column(ElementKind::kNode, PropertyKeyId{0}, 0);
    CHECK(kind_of(column) == ErrorKind::kCorruption);
    CHECK(column.error().message.find("property `name` of nodes 0 to 4095") != std::string::npos);
    CHECK(store->snapshot()->nodes(0).ok());
  }
  SECTION("an incoming block that is missing") {
    tamper(directory.path(), Family::kBlocks,
           first_key(BlockId::adjacency(RelationshipTypeId{0}, Direction::kIncoming, 0)), drop);
    CHECK(findings_of(directory.path()).find("incoming relationships of type `KNOWS`: 0 are listed, 50 exist") !=
          std::string::npos);
  }
  SECTION("labels that are missing") {
    tamper(directory.path(), Family::kBlocks, first_key(BlockId::nodes(0)), drop);
    CHECK(findings_of(directory.path()).find("which does not exist") != std::string::npos);
  }
  SECTION("ends that are missing") {
    tamper(directory.path(), Family::kBlocks, first_key(BlockId::relationships(0)), drop);
    CHECK(findings_of(directory.path()).find("its ends are stored otherwise") != std::string::npos);
  }
  SECTION("an index entry that is missing") {
    tamper(directory.path(), Family::kIndex, "", drop);
    CHECK(findings_of(directory.path()).find("index `by_name`: it has 49 entries, 50 elements belong in it") !=
          std::string::npos);
  }
  SECTION("an assertion stored one way") {
    tamper(directory.path(), Family::kAssertions, "", drop);
    CHECK(findings_of(directory.path()).find("one way only") != std::string::npos);
  }
  const auto put_beside = [&] {
    const auto backend = take(open_rocksdb_backend(directory.path() / "data", {}));
    Batch batch;
    batch.put(Family::kBlocks, SideKey{SideKind::kNodeOverflow, 0, 7, 1, 0}.to_bytes(), "left behind");
    batch.put(Family::kBlocks, SideKey{SideKind::kIncomingContinuation, 0, 1025, 1, 3}.to_bytes(), "left behind");
    check_ok(backend->append(batch));
  };
  SECTION("a value beside a block that no block refers to") {
    put_beside();
    const std::string found = findings_of(directory.path());
    CHECK(found.find("property `name` of nodes 0 to 4095: no version refers to what commit 1 stored beside it for "
                     "element 7") != std::string::npos);
    CHECK(found.find("incoming relationships of type `KNOWS`, nodes 1024 to 2047: no version refers to") !=
          std::string::npos);
  }
  SECTION("a property that must be there") {
    {
      const auto store = open(directory.path());
      auto tx = begin(*store);
      check_ok(tx->create_constraint({.name = "named", .kind = ConstraintKind::kNotNull, .keys = {PropertyKeyId{0}}}));
      take(tx->commit());
    }
    REQUIRE(findings_of(directory.path()) == "");
    tamper(directory.path(), Family::kBlocks, first_key(BlockId::column(ElementKind::kNode, PropertyKeyId{0}, 0)),
           drop);
    CHECK(findings_of(directory.path()).find("constraint `named`: node 0 has no value for `name`") !=
          std::string::npos);
  }
  SECTION("a delta") {
    const auto backend_path = directory.path();
    {
      const auto backend = take(open_rocksdb_backend(backend_path / "data", {}));
      Batch batch;
      batch.put(Family::kDeltas, BlockKey{BlockId::nodes(0), 1}.to_bytes(), "nonsense that is no delta");
      batch.put(Family::kDeltas, BlockKey{BlockId::nodes(0), 9}.to_bytes(), "from the future");
      check_ok(backend->append(batch));
      check_ok(backend->sync());
    }
    const std::string found = findings_of(backend_path);
    CHECK(found.find("delta 1: ") != std::string::npos);
    CHECK(found.find("newer than the last commit") != std::string::npos);
  }
}

TEST_CASE("store: a newer or unreadable format is refused with both versions") {
  const TemporaryDirectory directory;
  create_sample(directory.path());
  tamper(directory.path(), Family::kMeta, MetaKey{MetaKind::kFormat}.to_bytes(), [](std::string&, std::string& value) {
    value.clear();
    append_fixed(value, std::uint32_t{4});
    return true;
  });
  const auto opened = Store::open(directory.path(), {});
  CHECK(kind_of(opened) == ErrorKind::kFormatVersion);
  CHECK(opened.error().message == "cannot open '" + directory.path().string() +
                                      "': storage format 4 is newer than this build, which reads 1 to 2");
}

TEST_CASE("store: a format with column families that this build does not know is refused for its number") {
  const TemporaryDirectory directory;
  create_sample(directory.path());
  const std::uint32_t format = GENERATE(1u, 7u);
  tamper(directory.path(), Family::kMeta, MetaKey{MetaKind::kFormat}.to_bytes(), [&](std::string&, std::string& value) {
    value.clear();
    append_fixed(value, format);
    return true;
  });
  {
    const std::string path = directory.path() / "data";
    std::vector<std::string> names;
    REQUIRE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    REQUIRE(rocksdb::DB::Open({}, path, families, &handles, &db).ok());
    handles.push_back(nullptr);
    REQUIRE(db->CreateColumnFamily({}, "of the future", &handles.back()).ok());
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    delete db;
  }
  const auto opened = Store::open(directory.path(), {});
  if (format == 1) {
    CHECK(kind_of(opened) == ErrorKind::kCorruption);
  } else {
    CHECK(kind_of(opened) == ErrorKind::kFormatVersion);
    CHECK(opened.error().message == "cannot open '" + directory.path().string() +
                                        "': storage format 7 is newer than this build, which reads 1 to 2");
  }
}

TEST_CASE("store: whoever keeps a database from being opened is named, and nobody who is gone") {
  const TemporaryDirectory directory;
  create_sample(directory.path());
  const std::string in_use = "cannot open '" + directory.path().string() + "': it is in use by ";
  {
    const auto writer = open(directory.path());
    for (const bool read_only : {false, true}) {
      const auto second = Store::open(directory.path(), {.read_only = read_only});
      CHECK(kind_of(second) == ErrorKind::kDatabaseInUse);
      CHECK(second.error().message ==
            "cannot open '" + directory.path().string() + "': this process has it open already");
    }
  }
  CHECK(std::filesystem::file_size(directory.path() / "lock") == 0);
  std::ofstream(directory.path() / "lock") << "4194305";  // as a writer leaves it that was killed
  const auto reader = open(directory.path(), {.read_only = true});
  const auto writer = Store::open(directory.path(), {});
  CHECK(kind_of(writer) == ErrorKind::kDatabaseInUse);
  CHECK(writer.error().message == in_use + "processes that read it");
  CHECK(Store::open(directory.path(), {.read_only = true}).ok());
}

TEST_CASE("store: damaged records of the state are refused, not trusted") {
  std::mt19937_64 random(seed());
  for (int round = 0; round < 30; ++round) {
    const TemporaryDirectory directory;
    create_sample(directory.path());
    {
      const auto backend = take(open_rocksdb_backend(directory.path() / "data", {}));
      std::vector<std::pair<std::string, std::string>> records;
      const auto scan = backend->scan(Family::kMeta, "", "", nullptr);
      for (; scan->valid(); scan->next()) records.emplace_back(scan->key(), scan->value());
      auto [key, value] = records[random() % records.size()];
      if (value.empty()) continue;
      value[random() % value.size()] = static_cast<char>(random());
      Batch batch;
      batch.put(Family::kMeta, key, value);
      check_ok(backend->append(batch));
    }
    const auto store = Store::open(directory.path(), {});
    if (store.ok()) (void)(*store)->check(nullptr).ok();
  }
}

}  // namespace kith::storage
