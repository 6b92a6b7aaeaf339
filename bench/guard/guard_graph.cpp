// bench/guard/guard_graph.cpp: a small graph of each kind, by a fixed seed.
#include "bench/guard/guard_graph.hpp"

#include <fmt/format.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <kith/bulk_loader.hpp>
#include <kith/kith.hpp>

#include "bench/rmat_graph.hpp"

namespace kith::bench {
namespace {

constexpr unsigned kRmatScale = 11;
constexpr int kNumContinents = 4, kNumCountries = 20, kNumCities = 80, kNumClasses = 12, kNumTags = 300;
constexpr int kNumCompanies = 60, kNumPersons = 400, kNumForums = 300, kNumPosts = 3'000, kNumComments = 12'000;
constexpr std::int64_t kFirstDay = 1'262'304'000'000, kDay = 86'400'000;  // Milliseconds since 1970.

/// Library distributions differ between implementations; the engine itself does not.
class Draw {
 public:
  int below(int bound) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(bound)); }
  /// Small numbers far more often than large ones.
  int skewed(int bound) {
    const auto unit = [this] { return static_cast<double>(engine_() >> 11) * 0x1p-53; };
    return static_cast<int>(unit() * unit() * unit() * bound);
  }
  std::int64_t date() { return kFirstDay + below(1'000) * kDay + below(86'400'000); }

 private:
  std::mt19937_64 engine_{20211231};
};

/// The loader with names in the place of ids.
class Writer {
 public:
  using Properties = std::vector<std::pair<std::string, Value>>;

  explicit Writer(const Database& database) : loader_(BulkLoader::try_begin(database).value_or_throw()) {}

  NodeId node(const std::vector<std::string>& labels, const Properties& properties) {
    return loader_.add_node(loader_.label_set(labels).value_or_throw(), bulk(properties)).value_or_throw();
  }
  void relationship(const std::string& type, NodeId start, NodeId end, const Properties& properties = {}) {
    loader_.add_relationship(loader_.relationship_type(type).value_or_throw(), start, end, bulk(properties))
        .value_or_throw();
  }
  void finish() { loader_.finish().value_or_throw(); }

 private:
  std::vector<BulkLoader::Property> bulk(const Properties& properties) {
    std::vector<BulkLoader::Property> out;
    for (const auto& [key, value] : properties) out.emplace_back(loader_.property_key(key).value_or_throw(), value);
    return out;
  }

  BulkLoader loader_;
};

void write_rmat(Writer& writer) {
  const RmatGraph graph = generate_rmat(kRmatScale);
  std::vector<NodeId> nodes;
  for (std::uint32_t v = 0; v < graph.num_nodes; ++v) {
    nodes.push_back(writer.node({"P"}, {{"id", std::int64_t{v}},
                                        {"age", graph.ages[v]},
                                        {"city", graph.city_names[graph.cities[v]]},
                                        {"name", fmt::format("person {}", graph.unique_ids[v])}}));
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> written;  // In so small a graph many are parallel.
  for (std::size_t i = 0; i < graph.starts.size(); ++i) {
    const auto [start, end] = std::pair(graph.starts[i], graph.ends[i]);
    if (start == end || !written.emplace(start, end).second) continue;
    writer.relationship("R", nodes[start], nodes[end], {{"weight", static_cast<std::int64_t>(i % 100)}});
  }
}

class SocialNetwork {
 public:
  explicit SocialNetwork(Writer& writer) : writer_(writer) {}

  void write() {
    write_places_and_tags();
    write_persons();
    write_forums();
    write_messages();
  }

 private:
  using Nodes = std::vector<NodeId>;

  Nodes named(const std::string& label, int count) {
    Nodes out;
    for (int i = 0; i < count; ++i) {
      out.push_back(writer_.node({label}, {{"id", i}, {"name", fmt::format("{} {}", label, i)}}));
    }
    return out;
  }

  /// Up to `wanted` different ones, popular ones first.
  std::set<int> choose(int wanted, int bound) {
    std::set<int> out;
    for (int i = 0; i < wanted; ++i) out.insert(draw_.skewed(bound));
    return out;
  }

  void write_places_and_tags() {
    const Nodes continents = named("Continent", kNumContinents);
    const Nodes classes = named("TagClass", kNumClasses);
    countries_ = named("Country", kNumCountries);
    cities_ = named("City", kNumCities);
    companies_ = named("Company", kNumCompanies);
    tags_ = named("Tag", kNumTags);
    for (int i = 0; i < kNumCountries; ++i) {
      writer_.relationship("IS_PART_OF", countries_[i], continents[i % kNumContinents]);
    }
    for (int i = 0; i < kNumCities; ++i) {
      writer_.relationship("IS_PART_OF", cities_[i], countries_[i < kNumCountries ? i : draw_.skewed(kNumCountries)]);
    }
    for (const NodeId company : companies_) {
      writer_.relationship("IS_LOCATED_IN", company, countries_[draw_.skewed(kNumCountries)]);
    }
    for (int i = 1; i < kNumClasses; ++i) writer_.relationship("IS_SUBCLASS_OF", classes[i], classes[draw_.below(i)]);
    for (const NodeId tag : tags_) writer_.relationship("HAS_TYPE", tag, classes[draw_.skewed(kNumClasses)]);
  }

  void write_persons() {
    for (int i = 0; i < kNumPersons; ++i) {
      const NodeId person = writer_.node({"Person"}, {{"id", i},
                                                      {"firstName", fmt::format("first {}", draw_.skewed(50))},
                                                      {"lastName", fmt::format("last {}", draw_.skewed(200))},
                                                      {"creationDate", draw_.date()}});
      persons_.push_back(person);
      // Most live where their neighbours in number do, whom they know more often than others.
      writer_.relationship("IS_LOCATED_IN", person,
                           cities_[draw_.below(3) == 0 ? draw_.skewed(kNumCities) : i / 16 % kNumCities]);
      for (const int tag : choose(12, kNumTags)) writer_.relationship("HAS_INTEREST", person, tags_[tag]);
      for (const int company : choose(draw_.below(4), kNumCompanies)) {
        writer_.relationship("WORK_AT", person, companies_[company], {{"workFrom", 1998 + draw_.below(15)}});
      }
    }
    friends_.resize(kNumPersons);
    for (int a = 0; a < kNumPersons; ++a) {
      // Half near, so that triangles are frequent, half anywhere.
      for (int wanted = 1 + draw_.skewed(30); wanted > 0; --wanted) {
        const int b = wanted % 2 == 0 ? (a + 1 + draw_.skewed(20)) % kNumPersons : draw_.below(kNumPersons);
        if (a == b || friends_[a].contains(b)) continue;
        friends_[a].insert(b);
        friends_[b].insert(a);
        writer_.relationship("KNOWS", persons_[a], persons_[b], {{"creationDate", draw_.date()}});
      }
    }
  }

  void write_forums() {
    for (int i = 0; i < kNumForums; ++i) {
      const NodeId forum =
          writer_.node({"Forum"}, {{"id", i}, {"title", fmt::format("forum {}", i)}, {"creationDate", draw_.date()}});
      const int moderator = draw_.below(kNumPersons);
      forums_.push_back(forum);
      writer_.relationship("HAS_MODERATOR", forum, persons_[moderator]);
      members_.emplace_back(friends_[moderator].begin(), friends_[moderator].end());
      members_.back().push_back(moderator);
      for (const int member : members_.back()) {
        writer_.relationship("HAS_MEMBER", forum, persons_[member], {{"joinDate", draw_.date()}});
      }
      for (const int tag : choose(4, kNumTags)) writer_.relationship("HAS_TAG", forum, tags_[tag]);
    }
  }

  /// A message of either kind with its author, country and tags.
  NodeId message(const std::string& label, int author) {
    const auto id = static_cast<int>(messages_.size());
    const NodeId out = writer_.node({label, "Message"}, {{"id", id},
                                                         {"creationDate", draw_.date()},
                                                         {"content", fmt::format("{} number {}", label, id)},
                                                         {"length", 10 + draw_.skewed(200)}});
    messages_.push_back(out);
    authors_.push_back(author);
    writer_.relationship("HAS_CREATOR", out, persons_[author]);
    writer_.relationship("IS_LOCATED_IN", out, countries_[draw_.skewed(kNumCountries)]);
    for (const int tag : choose(draw_.below(4), kNumTags)) writer_.relationship("HAS_TAG", out, tags_[tag]);
    return out;
  }

  void write_messages() {
    for (int i = 0; i < kNumPosts; ++i) {
      const int forum = draw_.skewed(kNumForums);
      const std::vector<int>& members = members_[forum];
      const NodeId post = message("Post", members[draw_.below(static_cast<int>(members.size()))]);
      writer_.relationship("CONTAINER_OF", forums_[forum], post);
    }
    for (int i = 0; i < kNumComments; ++i) {
      // Half answer a post, half any message; a friend of its author writes.
      const int parent = i % 2 == 0 ? draw_.skewed(kNumPosts) : draw_.below(static_cast<int>(messages_.size()));
      const std::set<int>& circle = friends_[authors_[parent]];
      const int author = circle.empty() || draw_.below(4) == 0
                             ? draw_.below(kNumPersons)
                             : *std::next(circle.begin(), draw_.below(static_cast<int>(circle.size())));
      const NodeId comment = message("Comment", author);
      writer_.relationship("REPLY_OF", comment, messages_[parent]);
    }
    for (std::size_t m = 0; m < messages_.size(); ++m) {
      for (const int friend_of_author : friends_[authors_[m]]) {
        if (draw_.below(24) != 0) continue;
        writer_.relationship("LIKES", persons_[friend_of_author], messages_[m], {{"creationDate", draw_.date()}});
      }
    }
  }

  Writer& writer_;
  Draw draw_;
  Nodes countries_, cities_, companies_, tags_, persons_, forums_, messages_;
  std::vector<std::set<int>> friends_;     // By person.
  std::vector<std::vector<int>> members_;  // By forum.
  std::vector<int> authors_;               // By message.
};

}  // namespace

void make_guard_database(const std::filesystem::path& path) {
  const Database database = Database::open(path, {.threads = 1, .durability = Durability::kRelaxed});
  Connection connection = database.connect();
  for (const char* label : {"P", "Person", "Message", "Forum", "Tag", "TagClass", "Country", "City"}) {
    connection.query(fmt::format("CREATE CONSTRAINT FOR (n:{}) REQUIRE n.id IS UNIQUE", label));
  }
  connection.query("CREATE INDEX FOR (n:Person) ON (n.firstName)");
  Writer writer(database);
  write_rmat(writer);
  SocialNetwork(writer).write();
  writer.finish();
}

}  // namespace kith::bench
