// bench/data/generate.js: writes a graph as CSV files.
//   node generate.js lsqb --scale 0.1 --out FOLDER     ids only, in LSQB's form "projected-fk"; counts.json has the nine answers
//   node generate.js snb --scale 0.1 --out FOLDER      the same network with properties and dates
//   node generate.js rmat --scale 18 --out FOLDER      2^18 nodes with properties, 16 relationships each
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { lsqbCounts } from './lsqb_counts.js';
import { writeRmat } from './rmat.js';
import { writeSocialNetwork } from './social_csv.js';
import { makeSocialNetwork } from './social_network.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string' }, out: { type: 'string' } } });
const kind = positionals[0];
const scale = Number(values.scale);
if (!['lsqb', 'snb', 'rmat'].includes(kind) || !(scale > 0) || !values.out) {
  console.error('usage: node generate.js lsqb|snb|rmat --scale N --out FOLDER');
  process.exit(2);
}
mkdirSync(values.out, { recursive: true });
let counts;
if (kind === 'rmat') {
  counts = writeRmat(scale, values.out);
} else {
  const network = makeSocialNetwork(scale);
  counts = writeSocialNetwork(network, values.out, { properties: kind === 'snb' });
  if (kind === 'lsqb') counts = { ...counts, ...lsqbCounts(network) };
}
writeFileSync(join(values.out, 'counts.json'), JSON.stringify(counts, null, 1) + '\n');
