// bench/data/rmat.js: an R-MAT graph with properties: quadrants .57, .19, .19, .05, as kith_bench draws them.
import { join } from 'node:path';

import { CsvFile } from './csv_file.js';
import { Random } from './random.js';

export const kRelationshipsPerNode = 16;

/** A permutation of 0 .. 2^scale - 1, so that numbers tell nothing of degrees. */
function scrambled(v, scale) {
  const mask = 2 ** scale - 1;
  for (let round = 0; round < 2; ++round) {
    v = Math.imul(v, 0x9e3779b1) & mask;
    v ^= v >>> (Math.floor(scale / 2) + 1);
  }
  return v;
}

/** Nodes P(id, name, age, city), relationships R(weight), parallel ones and self-loops left out. Returns how many of each. */
export function writeRmat(scale, folder) {
  const random = new Random(20211231);
  const numNodes = 2 ** scale;
  const nodes = new CsvFile(join(folder, 'P.csv'), 'id:ID(P)|name:string|age:long|city:string');
  for (let v = 0; v < numNodes; ++v) {
    // Some cities are far larger than others.
    const city = Math.floor(random.below(64) * random.unit());
    nodes.row(`${v}|person ${(Math.imul(v + 1, 0x9e3779b1) >>> 0).toString(36)}|${random.below(100)}|city ${city}`);
  }
  const total = numNodes * kRelationshipsPerNode;
  const keys = new Float64Array(total);
  for (let i = 0; i < total; ++i) {
    let start = 0;
    let end = 0;
    for (let level = 0; level < scale; ++level) {
      const draw = random.bits() >>> 16;  // .57, .76 and .95 of 65,536
      start = (start << 1) | (draw >= 49807 ? 1 : 0);
      end = (end << 1) | ((draw >= 37355 && draw < 49807) || draw >= 62259 ? 1 : 0);
    }
    keys[i] = scrambled(start, scale) * numNodes + scrambled(end, scale);
  }
  // Parallel relationships show when sorted. The file's order is random again.
  keys.sort();
  let numKept = 0;
  for (let i = 0; i < total; ++i) {
    const isLoop = Math.floor(keys[i] / numNodes) === keys[i] % numNodes;
    if (!isLoop && (numKept === 0 || keys[i] !== keys[numKept - 1])) keys[numKept++] = keys[i];
  }
  const relationships = new CsvFile(join(folder, 'R.csv'), ':START_ID(P)|:END_ID(P)|weight:long');
  for (let i = numKept - 1; i >= 0; --i) {
    const j = random.below(i + 1);
    [keys[i], keys[j]] = [keys[j], keys[i]];
    relationships.row(`${Math.floor(keys[i] / numNodes)}|${keys[i] % numNodes}|${random.below(100)}`);
  }
  return { nodes: nodes.close(), relationships: relationships.close() };
}
