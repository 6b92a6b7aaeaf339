// bench/compare/writes.js: opening a database, and writing to a copy of it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { Random } from '../data/random.js';
import { Peer } from './peer.js';
import { writeText } from './queries.js';

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const kBatch = 10000;
const kBudget = 300;
// Those that can commit without waiting for the disk, and lose whole commits at most.
const kRelaxed = ['kith', 'sqlite'];
const kSuffixes = ['', '.wal', '-wal', '-shm', '.lock', '.shadow'];

function copyForWriting(path) {
  const copy = `${path}.write`;
  removeCopy(path);
  for (const suffix of kSuffixes) {
    if (existsSync(path + suffix)) cpSync(path + suffix, copy + suffix, { recursive: true });
  }
  return copy;
}

function removeCopy(path) {
  for (const suffix of [...kSuffixes, '.rocksdb']) rmSync(`${path}.write${suffix}`, { recursive: true, force: true });
}

/** Commits in C++: per second, by kind. */
export function measureCommits({ settings, pathOf, numNodes }) {
  const path = pathOf('kith');
  const done = spawnSync(join(settings.build, 'bench/kith_compare_commits'), [copyForWriting(path), String(numNodes)],
    { encoding: 'utf8', timeout: 300_000 });
  removeCopy(path);
  return done.status === 0 ? JSON.parse(done.stdout) : { error: done.stderr || 'kith_compare_commits is not built' };
}

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
    relaxed: () => ({ a: any(), b: any() }),
    batch: () => ({ a: any(), b: any() }),
  };
  const peers = new Map();
  for (const engine of engines) {
    const copy = copyForWriting(pathOf(engine));
    const peer = new Peer(engine, settings);
    await peer.start();
    const opened = await peer.ask('open', { path: copy, readOnly: false });
    if (!opened.error) peers.set(engine, peer);
  }
  const results = [];
  for (const [name, make] of Object.entries(kinds)) {
    const running = [...peers].filter(([engine]) => name !== 'relaxed' || kRelaxed.includes(engine));
    if (name === 'relaxed' || name === 'batch') {
      for (const [engine, peer] of running.filter(([one]) => kRelaxed.includes(one))) {
        await peer.ask('close');
        const opened = await peer.ask('open', { path: `${pathOf(engine)}.write`, readOnly: false, relaxed: name === 'relaxed' });
        if (opened.error) throw new Error(`${engine} does not open again: ${opened.error}`);
      }
    }
    const cells = Object.fromEntries(running.map(([engine]) => [engine, { times: [] }]));
    // A batch takes some engines seconds; once says enough.
    for (let round = 0; round < (name === 'batch' ? 1 : rounds); ++round) {
      const count = name === 'batch' ? kBatch : 5000;
      const parameters = Array.from({ length: count }, (_, i) => make(round * count + i));
      for (const [engine, peer] of running) {
        const cell = cells[engine];
        if (cell.error) continue;
        const answer = await peer.ask(name === 'batch' ? 'batch' : 'write', { text: writeText(name === 'relaxed' ? 'relationship' : name, engine), parameters, budget: kBudget }, 60_000);
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
    removeCopy(pathOf(engine));
  }
  return results;
}
