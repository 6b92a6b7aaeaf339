// bench/data/social_csv.js: a social network as files. LSQB's form has ids only; SNB's has properties and dates besides.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { CsvFile } from './csv_file.js';
import { Random } from './random.js';
import { kNumCities, kNumCompanies, kNumContinents, kNumCountries, kNumTagClasses, kNumTags, kNumUniversities } from './social_network.js';
import * as texts from './texts.js';

const kEpoch = Date.UTC(2010, 0, 1);

/** Milliseconds since 1970, an integer in every engine. */
const time = (minute, salt) => kEpoch + minute * 60000 + (Math.imul(salt + 1, 0x9e3779b1) >>> 0) % 60000;

/** Sparse and in random order, as far as order of creation goes. */
export const personId = (p) => Math.imul(p + 1, 0x9e3779b1) >>> 0;
export const forumId = (f) => 8 * f + 3;

/** Posts and comments together, numbered by time of creation: their ids, and both in that order. */
function orderMessages({ posts, comments }) {
  const numPosts = posts.minute.length;
  const total = numPosts + comments.minute.length;
  const shift = 2 ** 26;
  const keys = new Float64Array(total);
  for (let m = 0; m < total; ++m) keys[m] = (m < numPosts ? posts.minute[m] : comments.minute[m - numPosts]) * shift + m;
  keys.sort();
  const id = new Float64Array(total);
  const postOrder = [];
  const commentOrder = [];
  for (let rank = 0; rank < total; ++rank) {
    const m = keys[rank] % shift;
    id[m] = rank * 16 + ((Math.imul(rank + 1, 0x85ebca6b) >>> 28) & 15);
    if (m < numPosts) postOrder.push(m);
    else commentOrder.push(m - numPosts);
  }
  return { postId: (p) => id[p], commentId: (c) => id[numPosts + c], postOrder, commentOrder };
}

/** Writes one folder and returns the numbers of nodes and relationships. */
export function writeSocialNetwork(network, folder, { properties }) {
  mkdirSync(folder, { recursive: true });
  const { places, tags, persons, knows, forums, posts, comments, postTags, commentTags, postLikes, commentLikes } = network;
  const order = orderMessages(network);
  const { postId, commentId } = order;
  let nodes = 0;
  let relationships = 0;
  const full = properties;
  const nodeFile = (label, columns, write) => {
    const file = new CsvFile(join(folder, `${label}.csv`), `id:ID(${label})${full && columns ? '|' + columns : ''}`);
    write((id, rest) => file.row(full && rest !== undefined ? `${id}|${rest}` : `${id}`));
    nodes += file.close();
  };
  const relationshipFile = (name, start, end, columns, write) => {
    const file = new CsvFile(join(folder, `${name}.csv`),
      `:START_ID(${start})|:END_ID(${end})${full && columns ? '|' + columns : ''}`);
    write((from, to, rest) => file.row(full && rest !== undefined ? `${from}|${to}|${rest}` : `${from}|${to}`));
    relationships += file.close();
  };
  const each = (n, write) => (emit) => {
    for (let i = 0; i < n; ++i) write(emit, i);
  };
  const listed = (lists, n, write) => (emit) => {
    for (let i = 0; i < n; ++i) for (const value of lists.of(i)) write(emit, i, value);
  };
  const random = new Random(7);

  // Continents, countries and cities share a range of ids, as do companies and universities.
  const cityId = (c) => kNumCountries + c;
  const continentId = (c) => kNumCountries + kNumCities + c;
  const universityId = (u) => kNumCompanies + u;
  nodeFile('Continent', 'name:string', each(kNumContinents, (emit, i) => emit(continentId(i), `Continent ${i}`)));
  nodeFile('Country', 'name:string', each(kNumCountries, (emit, i) => emit(i, texts.countryName(i))));
  nodeFile('City', 'name:string', each(kNumCities, (emit, i) => emit(cityId(i), texts.cityName(i))));
  nodeFile('Company', 'name:string', each(kNumCompanies, (emit, i) => emit(i, texts.companyName(i))));
  nodeFile('University', 'name:string', each(kNumUniversities, (emit, i) => emit(universityId(i), texts.universityName(i))));
  nodeFile('TagClass', 'name:string', each(kNumTagClasses, (emit, i) => emit(i, texts.tagClassName(i))));
  nodeFile('Tag', 'name:string', each(kNumTags, (emit, i) => emit(i, texts.tagName(i))));
  nodeFile('Person', 'firstName:string|lastName:string|gender:string|birthday:long|creationDate:long|locationIP:string|browserUsed:string',
    each(persons.n, (emit, p) => emit(personId(p), full ? [texts.firstName(random, persons.country[p]), texts.lastName(random, persons.country[p]),
      p % 2 === 0 ? 'female' : 'male', Date.UTC(1975, 0, 1) + random.below(7300) * 86400000, time(persons.minute[p], p),
      texts.address(random), texts.browser(random)].join('|') : undefined)));
  nodeFile('Forum', 'title:string|creationDate:long', each(forums.n, (emit, f) =>
    emit(forumId(f), full ? `${texts.forumTitle(forums.kind[f], f)}|${time(forums.minute[f], f)}` : undefined)));
  nodeFile('Post', 'imageFile:string|creationDate:long|locationIP:string|browserUsed:string|language:string|content:string|length:long', (emit) => {
    for (const p of order.postOrder) {
      if (!full) {
        emit(postId(p));
        continue;
      }
      const content = posts.photo[p] === 1 ? '' : texts.post(random, [...postTags.of(p)]);
      emit(postId(p), [posts.photo[p] === 1 ? `photo${p}.jpg` : '', time(posts.minute[p], p), texts.address(random), texts.browser(random),
        texts.language(posts.country[p]), content, content.length].join('|'));
    }
  });
  nodeFile('Comment', 'creationDate:long|locationIP:string|browserUsed:string|content:string|length:long', (emit) => {
    for (const c of order.commentOrder) {
      if (!full) {
        emit(commentId(c));
        continue;
      }
      const content = texts.comment(random, [...commentTags.of(c)]);
      emit(commentId(c), [time(comments.minute[c], c), texts.address(random), texts.browser(random), content, content.length].join('|'));
    }
  });

  relationshipFile('Country_isPartOf_Continent', 'Country', 'Continent', '',
    each(kNumCountries, (emit, i) => emit(i, continentId(places.countryContinent[i]))));
  relationshipFile('City_isPartOf_Country', 'City', 'Country', '', each(kNumCities, (emit, i) => emit(cityId(i), places.cityCountry[i])));
  relationshipFile('Company_isLocatedIn_Country', 'Company', 'Country', '',
    each(kNumCompanies, (emit, i) => emit(i, places.companyCountry[i])));
  relationshipFile('University_isLocatedIn_City', 'University', 'City', '',
    each(kNumUniversities, (emit, i) => emit(universityId(i), cityId(places.universityCity[i]))));
  relationshipFile('TagClass_isSubclassOf_TagClass', 'TagClass', 'TagClass', '',
    each(kNumTagClasses - 1, (emit, i) => emit(i + 1, tags.classParent[i + 1])));
  relationshipFile('Tag_hasType_TagClass', 'Tag', 'TagClass', '', each(kNumTags, (emit, i) => emit(i, tags.tagClass[i])));
  relationshipFile('Person_isLocatedIn_City', 'Person', 'City', '',
    each(persons.n, (emit, p) => emit(personId(p), cityId(persons.city[p]))));
  relationshipFile('Person_studyAt_University', 'Person', 'University', 'classYear:long', each(persons.n, (emit, p) => {
    if (persons.university[p] >= 0) emit(personId(p), universityId(persons.university[p]), persons.classYear[p]);
  }));
  relationshipFile('Person_workAt_Company', 'Person', 'Company', 'workFrom:long',
    listed(persons.companies, persons.n, (emit, p, company) => emit(personId(p), company, 1998 + (p * 7 + company) % 15)));
  relationshipFile('Person_hasInterest_Tag', 'Person', 'Tag', '',
    listed(persons.interests, persons.n, (emit, p, tag) => emit(personId(p), tag)));
  relationshipFile('Person_knows_Person', 'Person', 'Person', 'creationDate:long',
    each(knows.from.length, (emit, i) => emit(personId(knows.from[i]), personId(knows.to[i]), time(knows.minute[i], i))));
  relationshipFile('Forum_hasModerator_Person', 'Forum', 'Person', '',
    each(forums.n, (emit, f) => emit(forumId(f), personId(forums.moderator[f]))));
  let joined = 0;
  relationshipFile('Forum_hasMember_Person', 'Forum', 'Person', 'joinDate:long',
    listed(forums.members, forums.n, (emit, f, p) => emit(forumId(f), personId(p), time(forums.memberMinutes[joined++], f))));
  relationshipFile('Forum_hasTag_Tag', 'Forum', 'Tag', '', listed(forums.tags, forums.n, (emit, f, tag) => emit(forumId(f), tag)));
  relationshipFile('Forum_containerOf_Post', 'Forum', 'Post', '',
    (emit) => order.postOrder.forEach((p) => emit(forumId(posts.forum[p]), postId(p))));
  relationshipFile('Post_hasCreator_Person', 'Post', 'Person', '',
    (emit) => order.postOrder.forEach((p) => emit(postId(p), personId(posts.creator[p]))));
  relationshipFile('Post_isLocatedIn_Country', 'Post', 'Country', '',
    (emit) => order.postOrder.forEach((p) => emit(postId(p), posts.country[p])));
  relationshipFile('Post_hasTag_Tag', 'Post', 'Tag', '', (emit) => order.postOrder.forEach((p) => {
    for (const tag of postTags.of(p)) emit(postId(p), tag);
  }));
  relationshipFile('Comment_hasCreator_Person', 'Comment', 'Person', '',
    (emit) => order.commentOrder.forEach((c) => emit(commentId(c), personId(comments.creator[c]))));
  relationshipFile('Comment_isLocatedIn_Country', 'Comment', 'Country', '',
    (emit) => order.commentOrder.forEach((c) => emit(commentId(c), comments.country[c])));
  relationshipFile('Comment_hasTag_Tag', 'Comment', 'Tag', '', (emit) => order.commentOrder.forEach((c) => {
    for (const tag of commentTags.of(c)) emit(commentId(c), tag);
  }));
  relationshipFile('Comment_replyOf_Post', 'Comment', 'Post', '', (emit) => order.commentOrder.forEach((c) => {
    if (comments.parent[c] >= 0) emit(commentId(c), postId(comments.parent[c]));
  }));
  relationshipFile('Comment_replyOf_Comment', 'Comment', 'Comment', '', (emit) => order.commentOrder.forEach((c) => {
    if (comments.parent[c] < 0) emit(commentId(c), commentId(-1 - comments.parent[c]));
  }));
  relationshipFile('Person_likes_Post', 'Person', 'Post', 'creationDate:long',
    each(postLikes.person.length, (emit, i) =>
      emit(personId(postLikes.person[i]), postId(postLikes.message[i]), time(postLikes.minute[i], i))));
  relationshipFile('Person_likes_Comment', 'Person', 'Comment', 'creationDate:long',
    each(commentLikes.person.length, (emit, i) =>
      emit(personId(commentLikes.person[i]), commentId(commentLikes.message[i]), time(commentLikes.minute[i], i))));
  return { nodes, relationships };
}
