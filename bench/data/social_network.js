// bench/data/social_network.js: a social network of LSQB's and LDBC SNB's schema, at any scale, the same on every machine.
//
// What is real about it: numbers of elements per scale factor, near those of LDBC's own data; acquaintances and likes by a power law;
// acquaintance by university and by common interest, so that triangles are frequent; forums from one friend's wall to large groups, and
// talk where the members are; replies in trees; tags by popularity, and replies that repeat their message's tags. What is not: the texts,
// and every correlation beyond these. The same scale gives the same network.

import { IntegerLists, Random, Zipf } from './random.js';

export const kNumContinents = 6;
export const kNumCountries = 111;
export const kNumCities = 1343;
export const kNumTags = 16080;
export const kNumTagClasses = 71;
export const kNumUniversities = 6380;
export const kNumCompanies = 1575;

// Minutes since 2010-01-01; three years, as in LDBC's data.
const kLastMinute = 3 * 365 * 1440;

export function sizes(scale) {
  return {
    persons: Math.max(20, Math.round(9892 * scale ** 0.8115)),
    meanDegree: 36.5 * scale ** 0.2975,
    commentsPerPost: 23 * scale ** 0.2,
  };
}

function makePlaces(random) {
  const cityCountry = new Int32Array(kNumCities);
  const cities = Array.from({ length: kNumCountries }, () => []);
  const popularity = new Zipf(kNumCountries, 0.8);
  for (let city = 0; city < kNumCities; ++city) {
    const country = city < kNumCountries ? city : popularity.draw(random);
    cityCountry[city] = country;
    cities[country].push(city);
  }
  const universityCity = Int32Array.from({ length: kNumUniversities }, () => random.below(kNumCities));
  const companyCountry = Int32Array.from({ length: kNumCompanies }, () => popularity.draw(random));
  const universities = Array.from({ length: kNumCountries }, () => []);
  for (let u = 0; u < kNumUniversities; ++u) universities[cityCountry[universityCity[u]]].push(u);
  const countryContinent = Int32Array.from({ length: kNumCountries }, () => random.below(kNumContinents));
  return { cityCountry, cities, universityCity, universities, companyCountry, countryContinent, population: popularity };
}

function makeTags(random) {
  // Tag classes are a tree with class 0 on top; some classes hold far more tags than others.
  const classParent = Int32Array.from({ length: kNumTagClasses }, (_, i) => (i === 0 ? -1 : random.below(Math.min(i, 12))));
  const classes = new Zipf(kNumTagClasses - 1, 1);
  const tagClass = Int32Array.from({ length: kNumTags }, () => 1 + classes.draw(random));
  return { classParent, tagClass, popularity: new Zipf(kNumTags, 0.85, 8) };
}

function makePersons(random, scale, places, tags) {
  const { persons: n, meanDegree } = sizes(scale);
  const city = new Int32Array(n);
  const country = new Int32Array(n);
  const university = new Int32Array(n).fill(-1);
  const classYear = new Int32Array(n);
  const minute = new Int32Array(n);
  const degree = new Int32Array(n);
  const interests = new IntegerLists();
  const companies = new IntegerLists();
  // The power law's lower end for this mean: mean = alpha / (alpha - 1) * low, nearly.
  const alpha = 1.2;
  const low = meanDegree * (alpha - 1) / alpha * 1.75;
  for (let p = 0; p < n; ++p) {
    country[p] = places.population.draw(random);
    const nearby = places.cities[country[p]];
    city[p] = nearby[Math.min(nearby.length - 1, random.geometric(nearby.length / 4))];
    if (random.chance(0.8)) {
      const choice = places.universities[random.chance(0.9) ? country[p] : places.population.draw(random)];
      if (choice.length > 0) university[p] = choice[Math.min(choice.length - 1, random.geometric(3))];
    }
    classYear[p] = 1998 + random.below(14);
    minute[p] = Math.floor(random.unit() ** 1.3 * kLastMinute * 0.9);
    degree[p] = Math.max(1, Math.round(random.pareto(alpha, low, Math.min(n / 3, low * 120))));
    // Half of the interests are what all the world likes, half what the country does.
    const seen = new Set();
    const wanted = Math.min(80, 1 + Math.round(random.pareto(2, 13, 80)));
    while (seen.size < wanted) {
      const rank = tags.popularity.draw(random);
      seen.add(random.chance(0.5) ? rank : (rank + country[p] * 131) % kNumTags);
    }
    for (const tag of seen) interests.push(tag);
    interests.endList();
    const jobs = new Set();
    for (let i = random.below(4); i > 0; --i) jobs.add(random.below(kNumCompanies));
    for (const company of jobs) companies.push(company);
    companies.endList();
  }
  return { n, city, country, university, classYear, minute, degree, interests, companies };
}

/** Pairs a < b. People next to each other by university and year, or by main interest, know each other; some do by chance. */
function makeKnows(random, persons) {
  const { n, degree } = persons;
  const known = new Set();
  const from = [];
  const to = [];
  const left = Int32Array.from(degree);
  const connect = (a, b) => {
    const key = a < b ? a * n + b : b * n + a;
    if (a === b || known.has(key)) return;
    known.add(key);
    from.push(Math.min(a, b));
    to.push(Math.max(a, b));
    --left[a];
    --left[b];
  };
  const order = Array.from({ length: n }, (_, i) => i);
  const tie = Float64Array.from({ length: n }, () => random.unit());
  const pass = (key, share, meanStep, reach) => {
    const keys = order.map(key);
    order.sort((x, y) => keys[x] - keys[y] || tie[x] - tie[y]);
    keys.length = 0;
    const budget = Int32Array.from(left, (d, i) => Math.ceil(degree[i] * share));
    for (let i = 0; i < n; ++i) {
      const a = order[i];
      for (let j = i + 1 + random.geometric(meanStep); j < Math.min(n, i + reach) && budget[a] > 0 && left[a] > 0;
        j += 1 + random.geometric(meanStep)) {
        const b = order[j];
        if (budget[b] <= 0 || left[b] <= 0) continue;
        connect(a, b);
        --budget[a];
        --budget[b];
      }
    }
  };
  order.sort((x, y) => x - y);
  pass((p) => persons.country[p] * 1e8 + (persons.university[p] + 1) * 1e4 + persons.classYear[p], 0.4, 1.2, 1000);
  order.sort((x, y) => x - y);
  pass((p) => persons.interests.values[persons.interests.offsets[p]] * 1e4 + persons.classYear[p], 0.4, 1.5, 1000);
  const stubs = [];
  for (let p = 0; p < n; ++p) for (let i = 0; i < left[p]; ++i) stubs.push(p);
  for (let i = stubs.length - 1; i > 0; --i) {
    const j = random.below(i + 1);
    [stubs[i], stubs[j]] = [stubs[j], stubs[i]];
  }
  for (let i = 0; i + 1 < stubs.length; i += 2) connect(stubs[i], stubs[i + 1]);
  const friends = Array.from({ length: n }, () => []);
  for (let i = 0; i < from.length; ++i) {
    friends[from[i]].push(to[i]);
    friends[to[i]].push(from[i]);
  }
  const minute = Int32Array.from(from, (a, i) => {
    const start = Math.max(persons.minute[a], persons.minute[to[i]]);
    return start + random.below(kLastMinute - start);
  });
  return { from, to, minute, friends };
}

export const kWall = 0;
export const kAlbum = 1;
export const kGroup = 2;

function makeForums(random, persons, knows, tags) {
  const kind = [];
  const moderator = [];
  const minute = [];
  const members = new IntegerLists();
  const memberMinutes = [];
  const forumTags = new IntegerLists();
  const add = (forumKind, owner, people) => {
    kind.push(forumKind);
    moderator.push(owner);
    const start = persons.minute[owner] + random.below(Math.floor((kLastMinute - persons.minute[owner]) * 0.5));
    minute.push(start);
    for (const person of people) {
      members.push(person);
      const joined = Math.max(start, persons.minute[person]);
      memberMinutes.push(joined + random.below(kLastMinute - joined));
    }
    members.endList();
    const wanted = forumKind === kAlbum ? 1 : 3 + random.below(4);
    const chosen = new Set();
    const { offsets, values } = persons.interests;
    for (let i = 0; i < wanted; ++i) {
      chosen.add(random.chance(0.8) ? values[offsets[owner] + random.below(offsets[owner + 1] - offsets[owner])]
        : tags.popularity.draw(random));
    }
    for (const tag of chosen) forumTags.push(tag);
    forumTags.endList();
  };
  for (let p = 0; p < persons.n; ++p) {
    const friends = knows.friends[p];
    add(kWall, p, friends);
    for (let i = random.geometric(6.6); i > 0; --i) add(kAlbum, p, friends.filter(() => random.chance(0.3)));
    if (!random.chance(0.25) || friends.length === 0) continue;
    // A group grows by friends of its members.
    const people = new Set();
    const wanted = Math.min(persons.n / 4, Math.round(random.pareto(1.1, 10, 1500)));
    for (let tries = 0; people.size < wanted && tries < wanted * 4; ++tries) {
      const through = random.chance(0.6) ? p : friends[random.below(friends.length)];
      const circle = knows.friends[through];
      const person = circle[random.below(circle.length)];
      if (person !== p) people.add(person);
    }
    add(kGroup, p, people);
  }
  return { n: kind.length, kind, moderator, minute, members, memberMinutes, tags: forumTags };
}

/** Posts are messages 0 .. numPosts - 1, comments follow; each list in the order of creation. */
function makeMessages(random, scale, persons, knows, forums, tags) {
  const { commentsPerPost } = sizes(scale);
  const posts = { creator: [], forum: [], minute: [], country: [], photo: [] };
  const comments = { creator: [], parent: [], minute: [], country: [] };  // a parent >= 0 is a post, else comment -1 - parent
  const postTags = new IntegerLists();
  const commentTags = new IntegerLists();
  const placeOf = (person) => (random.chance(0.95) ? persons.country[person] : random.below(kNumCountries));
  const tagsOf = (lists, i) => [...lists.of(i)];
  const talk = (post, people, base) => {
    const first = comments.creator.length;
    const wanted = Math.floor(random.pareto(0.9, 0.25 * base, 60 * base));
    const poster = posts.creator[post];
    const circle = knows.friends[poster];
    for (let i = 0; i < wanted; ++i) {
      const size = comments.creator.length - first;
      // Half answer the post, half a comment, the later ones more often.
      const target = size === 0 || random.chance(0.5) ? -1 : first + Math.floor(Math.sqrt(random.unit()) * size);
      const author = target === -1 && circle.length > 0 && random.chance(0.75) ? circle[random.below(circle.length)]
        : people[random.below(people.length)];
      const since = target === -1 ? posts.minute[post] : comments.minute[target];
      comments.creator.push(author);
      comments.parent.push(target === -1 ? post : -1 - target);
      comments.minute.push(Math.min(kLastMinute, since + 1 + Math.floor(random.pareto(0.6, 2, 60000))));
      comments.country.push(placeOf(author));
      if (random.chance(0.4)) {
        const chosen = new Set();
        for (const tag of target === -1 ? tagsOf(postTags, post) : tagsOf(commentTags, target)) {
          if (random.chance(0.5)) chosen.add(tag);
        }
        for (let more = random.geometric(2.6); more >= 0; --more) chosen.add(tags.popularity.draw(random));
        for (const tag of chosen) commentTags.push(tag);
      }
      commentTags.endList();
    }
  };
  for (let f = 0; f < forums.n; ++f) {
    const people = [forums.moderator[f], ...forums.members.of(f)];
    const album = forums.kind[f] === kAlbum;
    const wanted = album ? random.geometric(9)
      : forums.kind[f] === kWall ? random.geometric(12) : random.geometric(people.length * 0.8);
    for (let i = 0; i < wanted; ++i) {
      const post = posts.creator.length;
      const author = album || people.length === 1 || (forums.kind[f] === kWall && random.chance(0.5)) ? forums.moderator[f]
        : people[random.below(people.length)];
      posts.creator.push(author);
      posts.forum.push(f);
      posts.minute.push(forums.minute[f] + Math.floor(random.unit() ** 1.5 * (kLastMinute - forums.minute[f])));
      posts.country.push(placeOf(author));
      posts.photo.push(album ? 1 : 0);
      if (!album) {
        const chosen = new Set();
        const own = tagsOf(forums.tags, f);
        for (let more = Math.floor(random.pareto(1.05, 1.2, 20)); more > 0; --more) {
          chosen.add(random.chance(0.6) ? own[random.below(own.length)] : tags.popularity.draw(random));
        }
        for (const tag of chosen) postTags.push(tag);
      }
      postTags.endList();
      if (!album) talk(post, people, commentsPerPost / 4 * (forums.kind[f] === kGroup ? 0.9 : 1));
    }
  }
  return { posts, comments, postTags, commentTags };
}

/** One like of a person for a message at most, from the author's friends; a power law, and what is answered is liked more often. */
function makeLikes(random, knows, creators, minutes, numReplies) {
  const person = [];
  const message = [];
  const minute = [];
  for (let m = 0; m < creators.length; ++m) {
    const circle = knows.friends[creators[m]];
    const wanted = Math.min(circle.length, Math.floor(random.pareto(0.9, 0.14, 80) * (1 + 0.4 * numReplies[m])));
    const chosen = new Set();
    for (let tries = 0; chosen.size < wanted && tries < wanted * 2; ++tries) chosen.add(circle[random.below(circle.length)]);
    for (const liker of chosen) {
      person.push(liker);
      message.push(m);
      minute.push(Math.min(kLastMinute, minutes[m] + 1 + Math.floor(random.pareto(0.6, 2, 60000))));
    }
  }
  return { person, message, minute };
}

/** Everything, as arrays. Nodes are numbered from 0 by kind; ids are the writer's. */
export function makeSocialNetwork(scale) {
  const random = new Random(20211231);
  const places = makePlaces(random);
  const tags = makeTags(random);
  const persons = makePersons(random, scale, places, tags);
  const knows = makeKnows(random, persons);
  const forums = makeForums(random, persons, knows, tags);
  const messages = makeMessages(random, scale, persons, knows, forums, tags);
  const { posts, comments } = messages;
  const repliesToPosts = new Int32Array(posts.creator.length);
  const repliesToComments = new Int32Array(comments.creator.length);
  for (const parent of comments.parent) ++(parent >= 0 ? repliesToPosts : repliesToComments)[parent >= 0 ? parent : -1 - parent];
  const postLikes = makeLikes(random, knows, posts.creator, posts.minute, repliesToPosts);
  const commentLikes = makeLikes(random, knows, comments.creator, comments.minute, repliesToComments);
  return { places, tags, persons, knows, forums, ...messages, postLikes, commentLikes };
}
