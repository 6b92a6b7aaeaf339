// bench/compare/writes.js: opening a database, and writing to a copy of it.
import { cpSync, existsSync, rmSync } from 'node:fs';

import { Random } from '../data/random.js';
import { Peer } from './peer.js';
import { writeText } from './queries.js';

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const kBatch = 10000;
const kBudget = 300;

/** Each time in a fresh process. */
export async function measureOpening({ engines, settings, rounds, pathOf }) {
  const rows = new Map(engines.map((engine) => [engine, { engine, all: [] }]));
  for (let round = 0; round < rounds; ++round) {
    for (const engine of engines) {
      const peer = new Peer(engine, settings);
      await peer.start();
      const language = engine.startsWith('duckdb') || engine === 'sqlite' ? 'SELECT age FROM p WHERE id = $id' : 'MATCH (n:P {id: $id}) RETURN n.age';
      const answer = await peer.ask('openAndAsk', { path: pathOf(engine), text: language, parameters: { id: 1000 + round } }, 60_000);
      peer.stop();
      if (answer.error) rows.get(engine).error = answer.error;
      else rows.get(engine).all.push(answer);
    }
  }
  return [...rows.values()].map(({ engine, error, all }) => ({ engine, error, open: median(all.map(({ open }) => open)),
    ms: median(all.map(({ ms }) => ms)), memory: median(all.map(({ memory }) => memory)) }));
}

export async function measureWrites({ engines, settings, rounds, pathOf, numNodes }) {
  const random = new Random(11);
  const any = () => random.below(numNodes);
  const kinds = {
    node: (i) => ({ id: numNodes + i }),
    property: () => ({ id: any(), age: random.below(100) }),
    relationship: () => ({ a: any(), b: any() }),
    batch: () => ({ a: any(), b: any() }),
  };
  const peers = new Map();
  for (const engine of engines) {
    const copy = `${pathOf(engine)}.write`;
    for (const suffix of ['', '.wal', '-wal', '-shm', '.lock', '.shadow']) {
      rmSync(copy + suffix, { recursive: true, force: true });
      if (existsSync(pathOf(engine) + suffix)) cpSync(pathOf(engine) + suffix, copy + suffix, { recursive: true });
    }
    const peer = new Peer(engine, settings);
    await peer.start();
    const opened = await peer.ask('open', { path: copy, readOnly: false });
    if (!opened.error) peers.set(engine, peer);
  }
  const results = [];
  for (const [name, make] of Object.entries(kinds)) {
    const cells = Object.fromEntries([...peers.keys()].map((engine) => [engine, { times: [] }]));
    // A batch takes some engines seconds; once says enough.
    for (let round = 0; round < (name === 'batch' ? 1 : rounds); ++round) {
      const count = name === 'batch' ? kBatch : 5000;
      const parameters = Array.from({ length: count }, (_, i) => make(round * count + i));
      for (const [engine, peer] of peers) {
        const cell = cells[engine];
        if (cell.error) continue;
        const answer = await peer.ask(name === 'batch' ? 'batch' : 'write', { text: writeText(name, engine), parameters, budget: kBudget }, 60_000);
        if (answer.error) cell.error = answer.error;
        else cell.times.push(answer.ms);
      }
    }
    for (const cell of Object.values(cells)) cell.median = median(cell.times);
    for (const [engine, cell] of Object.entries(cells)) if (cell.error) process.stderr.write(`${name} ${engine}: ${cell.error}\n`);
    results.push({ name, cells });
  }
  for (const [engine, peer] of peers) {
    peer.stop();
    for (const suffix of ['', '.wal', '-wal', '-shm', '.lock', '.shadow']) rmSync(`${pathOf(engine)}.write${suffix}`, { recursive: true, force: true });
  }
  return results;
}
