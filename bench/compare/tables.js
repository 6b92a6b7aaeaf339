// bench/compare/tables.js: results as Markdown.

const digits = (value) => (value < 0 ? '-' + digits(-value) : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2));
const grouped = (value) => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ' ');

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${header.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}

/** What most engines say; who says otherwise. */
function verdict({ cells, expected }, engines) {
  const answers = new Map();
  for (const engine of engines) {
    const { digest } = cells[engine] ?? {};
    if (digest !== undefined) answers.set(digest, [...(answers.get(digest) ?? []), engine]);
  }
  const [most, ...others] = [...answers.values()].sort((a, b) => b.length - a.length);
  if (most === undefined) return 'no answer';
  const { answer } = cells[most[0]];
  const shown = answer === null || answer === undefined ? `${cells[most[0]].numRows} rows` : String(answer);
  const wrong = expected !== undefined && expected !== answer ? `, NOT the ${expected} of the data` : '';
  if (others.length === 0) return `${most.length > 1 ? 'agree' : 'alone'}: ${shown}${wrong}`;
  return `DIFFER: ${others.flat().join(', ')} not as ${most.join(', ')}: ${shown}${wrong}`;
}

const failure = ({ error }) => (error === 'time' ? 'over the limit' : 'error');

function cellText(cell, isShort) {
  if (cell === undefined) return '';
  if (cell.error) return failure(cell);
  return isShort ? grouped(1000 / cell.median) : `${digits(cell.median)} (${digits(cell.first)})`;
}

/** The peer with the least of `field`, and how many times as much it has as Kith. */
function bestPeer({ cells }, engines, field) {
  const peers = engines.filter((engine) => engine !== 'kith' && cells[engine]?.[field] !== undefined && !cells[engine].error);
  const [best] = peers.sort((a, b) => cells[a][field] - cells[b][field]);
  const kith = cells.kith?.[field];
  return { best: best ?? '', ratio: best === undefined || kith === undefined ? '' : digits(cells[best][field] / kith) };
}

function section(title, results, engines, isShort) {
  if (results.length === 0) return [];
  const rows = results.map((result) => {
    const { best, ratio } = bestPeer(result, engines, 'median');
    const beside = (ms) => (ms === undefined ? '' : isShort ? grouped(1000 / ms) : digits(ms));
    return [result.name, ...engines.map((engine) => cellText(result.cells[engine], isShort)), beside(result.native), beside(result.floor),
      best, ratio, digits(result.load), verdict(result, engines)];
  });
  const header = ['query', ...engines, 'Kith in C++', 'floor', 'best peer', 'Kith is faster by', 'load', 'answer'];
  return [`### ${title}\n\n` + table(header, rows)];
}

/** Other work on the machine lengthens the clock's time more than the processors'. */
function processorTable(kind, scale, results, engines) {
  const cpuText = (cell) => (cell === undefined ? '' : cell.error ? failure(cell) : digits(cell.cpu));
  const rows = results.map((result) => {
    const { best, ratio } = bestPeer(result, engines, 'cpu');
    return [result.name, ...engines.map((engine) => cpuText(result.cells[engine])), best, ratio];
  });
  return `### ${kind} ${scale}: ms of processor time, all threads, median\n\n` +
    table(['query', ...engines, 'best peer', 'Kith takes less by'], rows);
}

/** A first run makes the plan and reads what is not in memory; the second, with the same parameters, does neither. */
function firstRunTable(kind, scale, results, engines) {
  const text = (cell) => (cell === undefined ? '' : cell.first === undefined ? failure(cell) : `${digits(cell.first)} (${digits(cell.first - cell.second)})`);
  const rows = results.map((result) => [result.name, ...engines.map((engine) => text(result.cells[engine]))]);
  return `### ${kind} ${scale}: ms of the first run of a query (above the second with the same parameters)\n\n` + table(['query', ...engines], rows);
}

/** One table for whole queries, one for those with parameters. */
export function queryTable(kind, scale, results, engines) {
  return [
    ...section(`${kind} ${scale}: ms, warm median (cold first run)`, results.filter(({ isShort }) => !isShort), engines, false),
    ...section(`${kind} ${scale}: with parameters, per second`, results.filter(({ isShort }) => isShort), engines, true),
    processorTable(kind, scale, results, engines),
    firstRunTable(kind, scale, results, engines),
  ];
}

export function loadTable(kind, scale, loaded, engines, memory) {
  const rows = loaded.map(({ engine, rows: count, ms, cpu, bytes, peak, error }) => (error ? [engine, 'error', '', '', '', '', '', '']
    : [engine, digits(ms / 1000), digits(cpu / 1000), grouped(count), grouped(count / ms * 1000), digits(bytes / 2 ** 20),
      digits(peak / 2 ** 20), digits((memory[engine] ?? 0) / 2 ** 20)]));
  return `### ${kind} ${scale}: bulk load, and memory of the queries\n\n` +
    table(['engine', 's', 'processor s', 'rows', 'rows/s', 'MiB on disk', 'peak MiB in loading', 'peak MiB in queries'], rows);
}

export function openTable(rows, scale) {
  return `### rmat ${scale}: opening, ms, median of fresh processes with a warm page cache\n\n` +
    table(['engine', 'open', 'open and a first look-up', 'MiB for it, then idle'],
      rows.map(({ engine, open, ms, memory, error }) => (error ? [engine, 'error', '', ''] : [engine, digits(open), digits(ms), digits(memory / 2 ** 20)])));
}

export function writeTable(results, engines, scale) {
  const rows = results.map(({ name, cells }) => [name, ...engines.map((engine) => cellText(cells[engine], true))]);
  return `### rmat ${scale}: durable writes, per second; a batch is 10,000 relationships in one transaction\n\n` + table(['write', ...engines], rows);
}

const kCommits = {
  rocksdb_sync: 'a synced write of RocksDB: the floor',
  durable: 'a relationship, durable',
  durable_8_writers: 'the same by 8 writers at a time, all together',
  relaxed: 'a relationship, relaxed',
  batch: 'relationships of 10,000 in one durable transaction by parameters',
};

export function commitTable({ error, ...rates }, scale) {
  const rows = error ? [[error, '', '']] : Object.entries(kCommits).map(([name, title]) => [title, grouped(rates[name]), digits(rates[name] / rates.rocksdb_sync)]);
  return `### rmat ${scale}: commits of Kith's in C++, per second, by turns\n\n` + table(['commit', 'per second', 'by the floor'], rows);
}
