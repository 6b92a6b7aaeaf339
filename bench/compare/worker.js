// bench/compare/worker.js: one engine in a process of its own, so that memory is its own and none waits for another's threads.
// It runs what run.js tells it by messages and answers with times measured here, around the call.
import { existsSync, statSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { dataset } from './datasets.js';
import { makeEngine } from './engines/engines.js';

const [, , name, configuration] = process.argv;
const settings = JSON.parse(configuration);
const engine = await makeEngine(name, settings);
const prepared = new Map();

const milliseconds = (from) => Number(process.hrtime.bigint() - from) / 1e6;

/** The same for equal answers: order counts only where the query asks for it; floats to nine digits. */
function digest(rows, ordered) {
  const lines = rows.map((row) => JSON.stringify(row.map((value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value ?? null)));
  if (!ordered) lines.sort();
  return createHash('sha1').update(lines.join('\n')).digest('hex');
}

function bytesOf(path) {
  if (!existsSync(path)) return 0;
  const info = statSync(path);
  return info.isDirectory() ? readdirSync(path).reduce((sum, entry) => sum + bytesOf(join(path, entry)), 0) : info.size;
}

/** Bytes that the process has had in memory at most since the last reset. */
function peakMemory() {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

/** Processor milliseconds so far, of all threads and of children that have ended. */
function processorTime() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) * 10;
}

function memoryInUse() {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

async function statement(text) {
  if (!prepared.has(text)) prepared.set(text, await engine.prepare(text));
  return prepared.get(text);
}

const handlers = {
  version: () => engine.version(),

  async load({ kind, folder, path }) {
    const start = process.hrtime.bigint();
    const own = peakMemory();
    const children = await engine.load({ ...dataset(kind, folder), threads: settings.threads, memory: settings.memory }, path);
    const ms = milliseconds(start);
    const cpu = processorTime();
    const bytes = ['', '.wal', '-wal'].reduce((sum, suffix) => sum + bytesOf(path + suffix), 0);
    return { ms, cpu, bytes, peak: children ?? peakMemory() - own };
  },

  async open({ path, readOnly, relaxed }) {
    const start = process.hrtime.bigint();
    await engine.open(path, { threads: settings.threads, memory: settings.memory, readOnly, relaxed });
    return { ms: milliseconds(start) };
  },

  /** The first run, from the text. */
  async first({ text, parameters, ordered }) {
    const start = process.hrtime.bigint();
    const query = await statement(text);
    const rows = await engine.run(query, parameters[0]);
    const ms = milliseconds(start);
    // The same parameters again: what is left is the query itself, and what the first run took above it was planning and reading.
    const again = process.hrtime.bigint();
    await engine.run(query, parameters[0]);
    const second = milliseconds(again);
    const all = [...rows];
    for (const values of parameters.slice(1)) all.push(['--'], ...(await engine.run(query, values)));
    return { ms, second, digest: digest(all, ordered), answer: parameters.length === 1 && rows.length === 1 && rows[0].length === 1 ? rows[0][0] : null, numRows: all.length };
  },

  /** Runs for at least `budget` ms, at least once, each time with the next parameters: ms per run, and of processors. */
  async time({ text, parameters, budget }) {
    const query = await statement(text);
    const start = process.hrtime.bigint();
    const cpuBefore = process.cpuUsage();
    let runs = 0;
    let ms = 0;
    do {
      await engine.run(query, parameters[runs % parameters.length]);
      ++runs;
      ms = milliseconds(start);
    } while (ms < budget);
    const { user, system } = process.cpuUsage(cpuBefore);
    return { ms: ms / runs, cpu: (user + system) / 1000 / runs, runs };
  },

  /** Writes one after the other, each durable when it returns, for `budget` ms or until the parameters are used up. */
  async write({ text, parameters, budget }) {
    const query = await statement(text);
    const start = process.hrtime.bigint();
    let runs = 0;
    while (runs < parameters.length && milliseconds(start) < budget) await engine.run(query, parameters[runs++]);
    return { ms: milliseconds(start) / runs, runs };
  },

  /** All in one transaction: by lists where the engine takes them so, else a prepared statement for each. */
  async batch({ text, parameters }) {
    const lists = { a: parameters.map(({ a }) => a), b: parameters.map(({ b }) => b) };
    const start = process.hrtime.bigint();
    if (name === 'kith') engine.run(engine.prepare(text), lists);
    else await engine.transaction(text, parameters);
    return { ms: milliseconds(start) / parameters.length };
  },

  /** From nothing to the answer of a first look-up. */
  async openAndAsk({ path, text, parameters }) {
    const before = memoryInUse();
    const start = process.hrtime.bigint();
    await engine.open(path, { threads: settings.threads, memory: settings.memory, readOnly: true });
    const open = milliseconds(start);
    await engine.run(await statement(text), parameters);
    return { open, ms: milliseconds(start), memory: memoryInUse() - before };
  },

  memory: () => ({ peak: peakMemory() }),

  async close() {
    const start = process.hrtime.bigint();
    for (const query of prepared.values()) engine.free?.(query);
    prepared.clear();
    await engine.close();
    return { ms: milliseconds(start) };
  },
};

process.on('message', async ({ number, task, ...details }) => {
  try {
    process.send({ number, value: await handlers[task](details) });
  } catch (error) {
    process.send({ number, error: error.message });
  }
});
process.send({ ready: true });
