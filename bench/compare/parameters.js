// bench/compare/parameters.js: the parameters of the queries that have some, drawn from the data by a fixed seed.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { Random } from '../data/random.js';

/** The first `n` fields of random lines of a file. */
function sampleRows(path, count, n) {
  const random = new Random(42);
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  const buffer = Buffer.alloc(8192);
  const out = [];
  while (out.length < count) {
    const got = readSync(file, buffer, 0, buffer.length, Math.floor(random.unit() * size));
    const lines = buffer.toString('utf8', 0, got).split('\n');
    if (lines.length < 3) continue;  // The first is cut off at its begin, the last at its end.
    out.push(lines[1].split('|').slice(0, n));
  }
  closeSync(file);
  return out;
}

const kCount = 50;
const ids = (folder, label, count = kCount) => sampleRows(join(folder, `${label}.csv`), count, 1).map(([id]) => Number(id));

const kDay = 86400000;
const kMonth = 30 * kDay;
const kStart = Date.UTC(2011, 0, 1);

const kSets = {
  lsqb: {},
  rmat: {
    point: (folder) => ids(folder, 'P').map((id) => ({ id })),
    hop1: 'point',
    hop1_prop: 'point',
    hop1_in: 'point',
    // From the end of a relationship, so that there is something to find.
    hop2: (folder) => sampleRows(join(folder, 'R.csv'), kCount, 1).map(([id]) => ({ id: Number(id) })),
    reach3: (folder) => sampleRows(join(folder, 'R.csv'), 10, 1).map(([id]) => ({ id: Number(id) })),
    trails: 'reach3',
    shortest: (folder) => {
      const rows = sampleRows(join(folder, 'R.csv'), 20, 2);
      return rows.slice(0, 10).map(([a], i) => ({ a: Number(a), b: Number(rows[i + 10][1]) }));
    },
  },
  snb: {
    is1: (folder) => ids(folder, 'Person').map((id) => ({ id })),
    is2: 'is1',
    is3: 'is1',
    is4: (folder) => [...ids(folder, 'Post', kCount / 2), ...ids(folder, 'Comment', kCount / 2)].map((id) => ({ id })),
    is5: 'is4',
    is6: 'is4',
    is7: 'is4',
    ic1: (folder) => sampleRows(join(folder, 'Person.csv'), 20, 2).map(([id], i, rows) => ({ id: Number(id), name: rows[(i + 7) % 20][1] })),
    ic2: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, before: kStart + i * kMonth })),
    ic3: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, x: i, y: i + 1, from: kStart, to: kStart + 12 * kMonth })),
    ic4: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, from: kStart + i * kMonth, to: kStart + (i + 2) * kMonth })),
    ic5: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, after: kStart + i * kMonth })),
    ic6: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, tag: i })),
    ic7: (folder) => ids(folder, 'Person', 20).map((id) => ({ id })),
    ic8: 'ic7',
    ic9: 'ic2',
    // Thirty days of any year.
    ic10: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, from: i * 17 * kDay, to: (i * 17 + 30) * kDay })),
    ic11: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, country: i % 8, year: 2008 })),
    ic12: (folder) => ids(folder, 'Person', 20).map((id, i) => ({ id, class: 1 + (i % 10) })),
    ic13: (folder) => ids(folder, 'Person', 20).map((a, i, all) => ({ a, b: all[(i + 5) % 20] })).filter(({ a, b }) => a !== b),
    ic14: 'ic13',
  },
};

/** A list of parameters for a query that has some; null for one that has none. */
export function parametersOf(set, name, folder) {
  let make = kSets[set][name];
  while (typeof make === 'string') make = kSets[set][make];
  return make === undefined ? null : make(folder);
}
