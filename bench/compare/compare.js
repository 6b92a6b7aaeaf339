// bench/compare/compare.js: runs every query in turn with every engine and writes the tables. Started by bench/compare/run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg, cpus, totalmem, release } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { kEngines } from './engines/engines.js';
import { Peer } from './peer.js';
import { queriesOf } from './queries.js';
import { commitTable, loadTable, openTable, queryTable, writeTable } from './tables.js';
import { measureCommits, measureOpening, measureWrites } from './writes.js';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const { values: options } = parseArgs({
  options: {
    sets: { type: 'string', default: 'lsqb,rmat,snb' },
    scale: { type: 'string', default: '0.1' },
    rmat: { type: 'string', default: '18' },
    queries: { type: 'string', default: '' },
    engines: { type: 'string', default: kEngines.join(',') },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    memory: { type: 'string', default: '4' },
    limit: { type: 'string', default: '30' },
    build: { type: 'string', default: 'build/release' },
    out: { type: 'string', default: 'build/compare/tables.md' },
    reload: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`bench/compare/run: Kith beside its peers, every query by turns, one run on one machine.
  --sets lsqb,rmat,snb   which sets of queries           --queries REGEX    only queries whose name matches
  --scale 0.1            of LSQB and SNB                 --rmat 18          nodes of R-MAT: 2 to this
  --engines LIST         of ${kEngines.join(', ')}
  --rounds 5             timed rounds                    --limit 30         seconds that a query may take
  --threads 2            for every engine                --memory 4         GiB for every engine
  --build build/release  where Kith was built            --reload           load all databases anew
  --out FILE             the tables; default build/compare/tables.md`);
  process.exit(0);
}
const rounds = Number(options.rounds);
const limit = Number(options.limit) * 1000;
const engines = options.engines.split(',');
const settings = { build: resolve(root, options.build), threads: Number(options.threads), memory: Number(options.memory) * 2 ** 30 };
const data = join(root, 'build/compare/data');
const databases = join(root, 'build/compare/databases');
mkdirSync(databases, { recursive: true });

const say = (text) => process.stderr.write(text + '\n');
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
// Short queries are run for so long in a round, so that the clock and the call around do not count.
const kBudget = 100;

function makeData(kind, scale) {
  const folder = join(data, `${kind}-${scale}`);
  if (!existsSync(join(folder, 'counts.json'))) {
    say(`making ${kind} ${scale}`);
    const done = spawnSync(process.execPath, [join(root, 'bench/data/generate.js'), kind, '--scale', scale, '--out', folder], { stdio: 'inherit' });
    if (done.status !== 0) throw new Error('the generator failed');
  }
  return folder;
}

async function loadAll(kind, scale, folder) {
  const rows = [];
  const { nodes, relationships } = JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8'));
  for (const engine of engines) {
    const path = join(databases, `${kind}-${scale}.${engine}`);
    const note = `${path}.loaded.json`;
    if (!options.reload && existsSync(note)) {
      rows.push(JSON.parse(readFileSync(note, 'utf8')));
      continue;
    }
    const peer = new Peer(engine, settings);
    await peer.start();
    const answer = await peer.ask('load', { kind, folder, path }, 3600_000);
    peer.stop();
    say(`${kind} ${scale} ${engine}: ${answer.error ?? `loaded in ${(answer.ms / 1000).toFixed(2)} s`}`);
    const row = { engine, rows: nodes + relationships, ...answer };
    if (!answer.error) writeFileSync(note, JSON.stringify(row));
    rows.push(row);
  }
  return rows;
}

/** Opens every engine's database, runs the queries, closes. */
async function runSet(kind, scale, folder) {
  const pattern = new RegExp(options.queries);
  const queries = queriesOf(kind, folder, engines).filter(({ name }) => pattern.test(name));
  const expected = JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8'));
  const peers = new Map();
  const openPeer = async (engine) => {
    const peer = new Peer(engine, settings);
    await peer.start();
    const opened = await peer.ask('open', { path: join(databases, `${kind}-${scale}.${engine}`), readOnly: true });
    if (opened.error) say(`${engine} does not open: ${opened.error}`);
    peers.set(engine, peer);
  };
  for (const engine of engines) await openPeer(engine);
  const results = [];
  for (const query of queries) {
    const result = { ...query, cells: {}, load: loadavg()[0] };
    for (const engine of engines) {
      if (query.texts[engine] === null) continue;
      const cell = { times: [], cpuTimes: [] };
      result.cells[engine] = cell;
      const peer = peers.get(engine);
      const first = await peer.ask('first', { text: query.texts[engine], parameters: query.parameters, ordered: query.ordered }, limit);
      if (first.error) {
        cell.error = first.error;
        if (first.error !== 'time') say(`${query.name} ${engine}: ${first.error.split('\n').join(' ')}`);
        if (first.dead) await openPeer(engine);
        continue;
      }
      Object.assign(cell, { first: first.ms, second: first.second, digest: first.digest, answer: first.answer, numRows: first.numRows });
    }
    const running = engines.filter((engine) => result.cells[engine]?.first !== undefined);
    for (let round = 0; round < rounds; ++round) {
      for (let i = 0; i < running.length; ++i) {
        const engine = running[(i + round) % running.length];
        const cell = result.cells[engine];
        // What takes seconds is not run more often than needed.
        if (cell.error || (round > 0 && cell.first > 3000)) continue;
        const timed = await peers.get(engine).ask('time', { text: query.texts[engine], parameters: query.parameters,
          budget: query.isShort ? kBudget : Math.min(kBudget, 20) }, limit);
        if (timed.error) cell.error = timed.error;
        else cell.times.push(timed.ms);
        if (!timed.error) cell.cpuTimes.push(timed.cpu);
        if (timed.dead) await openPeer(engine);
      }
    }
    for (const engine of running) {
      const cell = result.cells[engine];
      if (cell.times.length > 0) Object.assign(cell, { median: median(cell.times), cpu: median(cell.cpuTimes) });
    }
    result.expected = expected[query.name];
    results.push(result);
    say(`${kind} ${query.name}: ` + engines.map((engine) => {
      const cell = result.cells[engine];
      return `${engine} ${cell === undefined ? '-' : cell.error ? (cell.error === 'time' ? 'over the limit' : 'error') : cell.median.toFixed(3)}`;
    }).join(', '));
  }
  const memory = {};
  for (const engine of engines) {
    memory[engine] = (await peers.get(engine).ask('memory')).peak;
    peers.get(engine).stop();
  }
  return { results, memory };
}

/** Kith without a call boundary, and the floor: programs of their own, run behind the rounds. Empty where they are not built. */
function measureBeside(kind, scale, folder, results) {
  const ask = (program, args, input) => {
    const path = join(settings.build, 'bench', program);
    if (!existsSync(path)) return {};
    const done = spawnSync(path, args, { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 600_000 });
    if (done.status !== 0) say(`${program}: ${done.stderr}`);
    return done.status === 0 ? JSON.parse(done.stdout) : {};
  };
  const done = results.filter(({ cells }) => cells.kith?.median !== undefined);
  const native = ask('kith_compare_native', [join(databases, `${kind}-${scale}.kith`), String(settings.threads), String(settings.memory)],
    done.map(({ name, texts, parameters }) => ({ name, text: texts.kith, parameters })));
  const floor = kind === 'rmat' ? ask('kith_compare_floor', [folder],
    Object.fromEntries(results.map(({ name, parameters }) => [name, parameters]))) : {};
  for (const result of results) {
    result.native = native[result.name];
    result.floor = floor[result.name]?.ms;
    const counted = floor[result.name]?.answer;
    // Where the floor's answer is the query's own, it is one more witness.
    if (!result.isShort && result.cells.kith?.answer !== null && counted !== undefined) result.expected = counted;
  }
}

async function versions() {
  const out = [];
  for (const engine of engines) {
    const peer = new Peer(engine, settings);
    await peer.start();
    const version = await peer.ask('version');
    out.push(`${engine} ${typeof version === 'string' ? version.replace(/^v/, '') : '?'}`);
    peer.stop();
  }
  return out.join(', ');
}

const commit = spawnSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
const loadBefore = loadavg()[0];
const text = [];
for (const kind of options.sets.split(',')) {
  const scale = kind === 'rmat' ? options.rmat : options.scale;
  const folder = makeData(kind, scale);
  const loaded = await loadAll(kind, scale, folder);
  const { results, memory } = await runSet(kind, scale, folder);
  if (engines.includes('kith')) measureBeside(kind, scale, folder, results);
  text.push(loadTable(kind, scale, loaded, engines, memory), ...queryTable(kind, scale, results, engines));
  if (kind === 'rmat' && options.queries === '') {
    const place = { engines, settings, rounds, pathOf: (engine) => join(databases, `rmat-${scale}.${engine}`), numNodes: 2 ** Number(scale) };
    text.push(openTable(await measureOpening(place), scale), writeTable(await measureWrites(place), engines, scale));
    if (engines.includes('kith')) text.push(commitTable(measureCommits(place), scale));
  }
}
const head = `Kith at ${commit}; ${await versions()}; Node ${process.version}. ${cpus().length} processors (${cpus()[0].model}), ` +
  `${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}. Threads ${options.threads}, memory ${options.memory} GiB each, ${rounds} rounds by turns. ` +
  `Load ${loadBefore.toFixed(1)} at the begin, ${loadavg()[0].toFixed(1)} at the end: of other work, where it is above 2.`;
const page = [head, ...text].join('\n\n') + '\n';
const out = resolve(root, options.out);
mkdirSync(join(out, '..'), { recursive: true });
writeFileSync(out, page);
console.log(page);
