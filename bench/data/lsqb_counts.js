// bench/data/lsqb_counts.js: the answers of LSQB's nine queries, counted on the arrays of the network itself and by no engine.

export function lsqbCounts({ persons, knows, forums, posts, comments, postTags, commentTags, postLikes, commentLikes }) {
  const numPosts = posts.creator.length;
  const numComments = comments.creator.length;
  const friends = knows.friends;
  const friendSets = friends.map((list) => new Set(list));
  const interests = (p) => persons.interests.size(p);
  const q = { q1: 0, q2: 0, q3: 0, q4: 0, q5: 0, q6: 0, q7: 0, q8: 0, q9: 0 };

  for (let b = 0; b < persons.n; ++b) {
    const all = friends[b].reduce((sum, c) => sum + interests(c), 0);
    for (const a of friends[b]) q.q6 += all - interests(a);
  }
  q.q9 = q.q6;
  for (let a = 0; a < persons.n; ++a) {
    for (const b of friends[a]) {
      for (const c of friends[b]) {
        if (c === a || !friendSets[a].has(c)) continue;
        q.q9 -= interests(c);
        if (persons.country[a] === persons.country[b] && persons.country[b] === persons.country[c]) ++q.q3;
      }
    }
  }

  // Posts, then comments.
  const likes = new Int32Array(numPosts + numComments);
  const replies = new Int32Array(numPosts + numComments);
  for (const m of postLikes.message) ++likes[m];
  for (const m of commentLikes.message) ++likes[numPosts + m];
  const tagsOf = (m) => (m < numPosts ? postTags.of(m) : commentTags.of(m - numPosts));
  for (let c = 0; c < numComments; ++c) {
    const parent = comments.parent[c];
    const message = parent >= 0 ? parent : numPosts - 1 - parent;
    ++replies[message];
    const own = new Set(commentTags.of(c));
    if (parent >= 0) {
      q.q1 += forums.members.size(posts.forum[parent]) * own.size;
      if (friendSets[comments.creator[c]].has(posts.creator[parent])) ++q.q2;
    }
    for (const tag of tagsOf(message)) {
      q.q5 += own.size - (own.has(tag) ? 1 : 0);
      if (!own.has(tag)) q.q8 += own.size;
    }
  }
  for (let m = 0; m < numPosts + numComments; ++m) {
    const numTags = m < numPosts ? postTags.size(m) : commentTags.size(m - numPosts);
    q.q4 += numTags * likes[m] * replies[m];
    q.q7 += numTags * Math.max(1, likes[m]) * Math.max(1, replies[m]);
  }
  return q;
}
