// bench/lsqb/social_network.cpp: the import of LSQB's files.
#include "bench/lsqb/social_network.hpp"

#include <initializer_list>
#include <string_view>

#include "loaders/csv/import.hpp"

namespace kith::bench {
namespace {

using Names = std::initializer_list<std::string_view>;

loaders::CsvFileGroup group_of(const std::filesystem::path& folder, Names names, Names files) {
  loaders::CsvFileGroup group{.names = {names.begin(), names.end()}, .files = {}};
  for (const std::string_view file : files) group.files.push_back(folder / (std::string(file) + ".csv"));
  return group;
}

}  // namespace

Result<loaders::ImportSummary> import_social_network(const Database& database, const std::filesystem::path& folder) {
  loaders::CsvImportOptions options;
  options.dialect.delimiter = '|';
  const auto nodes = [&](Names labels, std::string_view file) {
    options.nodes.push_back(group_of(folder, labels, {file}));
  };
  for (const std::string_view label :
       {"City", "Company", "Continent", "Country", "Forum", "Person", "Tag", "TagClass", "University"}) {
    nodes({label}, label);
  }
  nodes({"Post", "Message"}, "Post");
  nodes({"Comment", "Message"}, "Comment");
  // Files of one type have different ends in their headers, so each is a group.
  const auto relationships = [&](std::string_view type, Names files) {
    for (const std::string_view file : files) options.relationships.push_back(group_of(folder, {type}, {file}));
  };
  relationships("CONTAINER_OF", {"Forum_containerOf_Post"});
  relationships("HAS_CREATOR", {"Comment_hasCreator_Person", "Post_hasCreator_Person"});
  relationships("HAS_INTEREST", {"Person_hasInterest_Tag"});
  relationships("HAS_MEMBER", {"Forum_hasMember_Person"});
  relationships("HAS_MODERATOR", {"Forum_hasModerator_Person"});
  relationships("HAS_TAG", {"Comment_hasTag_Tag", "Forum_hasTag_Tag", "Post_hasTag_Tag"});
  relationships("HAS_TYPE", {"Tag_hasType_TagClass"});
  relationships("IS_LOCATED_IN",
                {"Comment_isLocatedIn_Country", "Company_isLocatedIn_Country", "Person_isLocatedIn_City",
                 "Post_isLocatedIn_Country", "University_isLocatedIn_City"});
  relationships("IS_PART_OF", {"City_isPartOf_Country", "Country_isPartOf_Continent"});
  relationships("IS_SUBCLASS_OF", {"TagClass_isSubclassOf_TagClass"});
  relationships("KNOWS", {"Person_knows_Person"});
  relationships("LIKES", {"Person_likes_Comment", "Person_likes_Post"});
  relationships("REPLY_OF", {"Comment_replyOf_Comment", "Comment_replyOf_Post"});
  relationships("STUDY_AT", {"Person_studyAt_University"});
  relationships("WORK_AT", {"Person_workAt_Company"});
  return loaders::import_csv(database, options, {});
}

}  // namespace kith::bench
