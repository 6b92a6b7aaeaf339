// bench/compare/datasets.js: what is in each data set, as a graph and as tables.
import { join } from 'node:path';

const integer = (name) => ({ name, type: 'integer' });
const string = (name) => ({ name, type: 'string' });

// Properties of the social network as bench/data writes them for SNB; LSQB's form has ids alone.
const kNodes = {
  Continent: [string('name')],
  Country: [string('name')],
  City: [string('name')],
  Company: [string('name')],
  University: [string('name')],
  TagClass: [string('name')],
  Tag: [string('name')],
  Person: [string('firstName'), string('lastName'), string('gender'), integer('birthday'), integer('creationDate'), string('locationIP'),
    string('browserUsed')],
  Forum: [string('title'), integer('creationDate')],
  Post: [string('imageFile'), integer('creationDate'), string('locationIP'), string('browserUsed'), string('language'), string('content'),
    integer('length')],
  Comment: [integer('creationDate'), string('locationIP'), string('browserUsed'), string('content'), integer('length')],
};

// [type, start, name in the file's name, end, properties]
const kRelationships = [
  ['IS_PART_OF', 'Country', 'isPartOf', 'Continent', []],
  ['IS_PART_OF', 'City', 'isPartOf', 'Country', []],
  ['IS_LOCATED_IN', 'Company', 'isLocatedIn', 'Country', []],
  ['IS_LOCATED_IN', 'University', 'isLocatedIn', 'City', []],
  ['IS_LOCATED_IN', 'Person', 'isLocatedIn', 'City', []],
  ['IS_LOCATED_IN', 'Post', 'isLocatedIn', 'Country', []],
  ['IS_LOCATED_IN', 'Comment', 'isLocatedIn', 'Country', []],
  ['IS_SUBCLASS_OF', 'TagClass', 'isSubclassOf', 'TagClass', []],
  ['HAS_TYPE', 'Tag', 'hasType', 'TagClass', []],
  ['STUDY_AT', 'Person', 'studyAt', 'University', [integer('classYear')]],
  ['WORK_AT', 'Person', 'workAt', 'Company', [integer('workFrom')]],
  ['HAS_INTEREST', 'Person', 'hasInterest', 'Tag', []],
  ['KNOWS', 'Person', 'knows', 'Person', [integer('creationDate')]],
  ['HAS_MODERATOR', 'Forum', 'hasModerator', 'Person', []],
  ['HAS_MEMBER', 'Forum', 'hasMember', 'Person', [integer('joinDate')]],
  ['HAS_TAG', 'Forum', 'hasTag', 'Tag', []],
  ['HAS_TAG', 'Post', 'hasTag', 'Tag', []],
  ['HAS_TAG', 'Comment', 'hasTag', 'Tag', []],
  ['CONTAINER_OF', 'Forum', 'containerOf', 'Post', []],
  ['HAS_CREATOR', 'Post', 'hasCreator', 'Person', []],
  ['HAS_CREATOR', 'Comment', 'hasCreator', 'Person', []],
  ['REPLY_OF', 'Comment', 'replyOf', 'Post', []],
  ['REPLY_OF', 'Comment', 'replyOf', 'Comment', []],
  ['LIKES', 'Person', 'likes', 'Post', [integer('creationDate')]],
  ['LIKES', 'Person', 'likes', 'Comment', [integer('creationDate')]],
];

function socialGraph(folder, full) {
  const nodes = Object.entries(kNodes).map(([label, properties]) => ({
    label,
    labels: label === 'Post' || label === 'Comment' ? [label, 'Message'] : [label],
    properties: [integer('id'), ...(full ? properties : [])],
    file: join(folder, `${label}.csv`),
  }));
  const relationships = kRelationships.map(([type, from, name, to, properties]) => ({
    type,
    from,
    to,
    properties: full ? properties : [],
    file: join(folder, `${from}_${name}_${to}.csv`),
  }));
  // A message of either kind is looked up by its second label where there are properties to look up.
  const keys = Object.keys(kNodes).map((label) => ({ label, property: 'id' }));
  if (full) keys.push({ label: 'Message', property: 'id' });
  return { nodes, relationships, keys };
}

/** A table of two columns from the files of relationships; both columns are indexed, each covering the other. */
function pairTable(name, a, b, files, mirrored = false, extra = []) {
  return { name, columns: [integer(a), integer(b), ...extra], files, mirrored };
}

const bothWays = ({ name, columns, mirrored }) => {
  const [a, b] = columns.map((column) => column.name);
  const forward = { table: name, columns: [a, b] };
  return mirrored ? [forward] : [forward, { table: name, columns: [b, a] }];
};

/** Tables of what both forms of the network have; properties are columns where there are any. */
function sharedPairs(folder, full) {
  const of = (...names) => names.map((name) => join(folder, `${name}.csv`));
  const property = (name) => (full ? [integer(name)] : []);
  return [
    pairTable('country_continent', 'country', 'continent', of('Country_isPartOf_Continent')),
    pairTable('city_country', 'city', 'country', of('City_isPartOf_Country')),
    pairTable('company_country', 'company', 'country', of('Company_isLocatedIn_Country')),
    pairTable('university_city', 'university', 'city', of('University_isLocatedIn_City')),
    pairTable('person_city', 'person', 'city', of('Person_isLocatedIn_City')),
    pairTable('subclass', 'class', 'parent', of('TagClass_isSubclassOf_TagClass')),
    pairTable('tag_class', 'tag', 'class', of('Tag_hasType_TagClass')),
    pairTable('study', 'person', 'university', of('Person_studyAt_University'), false, property('classYear')),
    pairTable('work', 'person', 'company', of('Person_workAt_Company'), false, property('workFrom')),
    pairTable('interest', 'person', 'tag', of('Person_hasInterest_Tag')),
    pairTable('knows', 'a', 'b', of('Person_knows_Person'), true, property('creationDate')),
    pairTable('moderator', 'forum', 'person', of('Forum_hasModerator_Person')),
    pairTable('member', 'forum', 'person', of('Forum_hasMember_Person'), false, property('joinDate')),
    pairTable('forum_tag', 'forum', 'tag', of('Forum_hasTag_Tag')),
    pairTable('message_tag', 'message', 'tag', of('Post_hasTag_Tag', 'Comment_hasTag_Tag')),
    pairTable('likes', 'person', 'message', of('Person_likes_Post', 'Person_likes_Comment'), false, property('creationDate')),
  ];
}

/** Relationships of which a message has one. */
function messagePairs(folder, prefix) {
  const of = (...names) => names.map((name) => join(folder, `${name}.csv`));
  return [
    pairTable(`${prefix}creator`, 'message', 'person', of('Post_hasCreator_Person', 'Comment_hasCreator_Person')),
    pairTable(`${prefix}country`, 'message', 'country', of('Post_isLocatedIn_Country', 'Comment_isLocatedIn_Country')),
    pairTable(`${prefix}container`, 'forum', 'post', of('Forum_containerOf_Post')),
    pairTable(`${prefix}reply`, 'comment', 'message', of('Comment_replyOf_Post', 'Comment_replyOf_Comment')),
  ];
}

function lsqb(folder) {
  const graph = socialGraph(folder, false);
  const nodeTables = graph.nodes.map(({ label, file }) => ({ name: label.toLowerCase(), columns: [integer('id')], files: [file] }));
  const pairs = [
    ...sharedPairs(folder, false),
    ...messagePairs(folder, 'message_'),
    // Replies to posts once more, for q1 and q2.
    pairTable('reply_post', 'comment', 'post', [join(folder, 'Comment_replyOf_Post.csv')]),
  ];
  return { ...graph, tables: [...nodeTables, ...pairs], derived: [], sqlIndexes: pairs.flatMap(bothWays) };
}

function snb(folder) {
  const graph = socialGraph(folder, true);
  const nodeTables = graph.nodes.map(({ label, properties, file }) => ({
    name: label === 'Post' || label === 'Comment' ? `raw_${label.toLowerCase()}` : label.toLowerCase(),
    columns: properties,
    files: [file],
  }));
  const raw = messagePairs(folder, 'raw_');
  const pairs = sharedPairs(folder, true);
  // One table of messages, whose single-valued relationships are columns, as a relational schema would have it.
  const key = (table, column) => `CREATE UNIQUE INDEX ${table}_key ON ${table}(${column})`;
  const derived = [
    key('raw_creator', 'message'), key('raw_country', 'message'), key('raw_container', 'post'), key('raw_reply', 'comment'),
    'CREATE TABLE message(id BIGINT PRIMARY KEY, post INTEGER, imageFile TEXT, creationDate BIGINT, locationIP TEXT, browserUsed TEXT, ' +
      'language TEXT, content TEXT, length BIGINT, creator BIGINT, country BIGINT, forum BIGINT, parent BIGINT)',
    'INSERT INTO message SELECT p.id, 1, imageFile, creationDate, locationIP, browserUsed, language, content, length, person, country, forum, ' +
      'NULL FROM raw_post p JOIN raw_creator c ON c.message = p.id JOIN raw_country l ON l.message = p.id JOIN raw_container o ON o.post = p.id',
    'INSERT INTO message SELECT p.id, 0, NULL, creationDate, locationIP, browserUsed, NULL, content, length, person, country, NULL, ' +
      'r.message FROM raw_comment p JOIN raw_creator c ON c.message = p.id JOIN raw_country l ON l.message = p.id ' +
      'JOIN raw_reply r ON r.comment = p.id',
    ...['raw_post', 'raw_comment', 'raw_creator', 'raw_country', 'raw_container', 'raw_reply'].map((name) => `DROP TABLE ${name}`),
  ];
  const sqlIndexes = [
    ...pairs.flatMap(bothWays),
    { table: 'message', columns: ['creator', 'creationDate'] },
    { table: 'message', columns: ['parent'] },
    { table: 'message', columns: ['forum'] },
    { table: 'person', columns: ['firstName'] },
    ...graph.nodes.filter(({ labels }) => labels.length === 1).map(({ label }) => ({ table: label.toLowerCase(), columns: ['id'], unique: true })),
  ];
  const indexes = [{ label: 'Person', property: 'firstName' }, { label: 'Tag', property: 'name' }, { label: 'Country', property: 'name' }];
  return { ...graph, indexes, tables: [...nodeTables, ...raw, ...pairs], derived, sqlIndexes };
}

function rmat(folder) {
  const person = [integer('id'), string('name'), integer('age'), string('city')];
  return {
    nodes: [{ label: 'P', labels: ['P'], properties: person, file: join(folder, 'P.csv') }],
    relationships: [{ type: 'R', from: 'P', to: 'P', properties: [integer('weight')], file: join(folder, 'R.csv') }],
    keys: [{ label: 'P', property: 'id' }],
    tables: [
      { name: 'p', columns: person, files: [join(folder, 'P.csv')] },
      { name: 'r', columns: [integer('a'), integer('b'), integer('weight')], files: [join(folder, 'R.csv')] },
    ],
    derived: [],
    sqlIndexes: [
      { table: 'p', columns: ['id'], unique: true },
      { table: 'r', columns: ['a', 'b', 'weight'] },
      { table: 'r', columns: ['b', 'a', 'weight'] },
    ],
  };
}

export function dataset(kind, folder) {
  return { lsqb, snb, rmat }[kind](folder);
}
