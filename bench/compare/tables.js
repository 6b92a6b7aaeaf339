// bench/compare/tables.js: results as Markdown.

const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2));
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

function cellText(cell, isShort) {
  if (cell === undefined) return '';
  if (cell.error) return cell.error === 'time' ? 'over the limit' : 'error';
  return isShort ? grouped(1000 / cell.median) : `${digits(cell.median)} (${digits(cell.first)})`;
}

function section(title, results, engines, isShort) {
  if (results.length === 0) return [];
  const peers = engines.filter((engine) => engine !== 'kith');
  const rows = results.map((result) => {
    const timed = peers.filter((engine) => result.cells[engine]?.median !== undefined)
      .sort((a, b) => result.cells[a].median - result.cells[b].median);
    const best = timed[0];
    const kith = result.cells.kith?.median;
    const ratio = best === undefined || kith === undefined ? '' : `${digits(result.cells[best].median / kith)}`;
    const beside = (ms) => (ms === undefined ? '' : isShort ? grouped(1000 / ms) : digits(ms));
    return [result.name, ...engines.map((engine) => cellText(result.cells[engine], isShort)), beside(result.native), beside(result.floor),
      best ?? '', ratio, digits(result.load), verdict(result, engines)];
  });
  return [`### ${title}\n\n` + table(['query', ...engines, 'Kith in C++', 'floor', 'best peer', 'Kith is faster by', 'load', 'answer'], rows)];
}

/** One table for whole queries, one for those with parameters. */
export function queryTable(kind, scale, results, engines) {
  return [
    ...section(`${kind} ${scale}: ms, warm median (cold first run)`, results.filter(({ isShort }) => !isShort), engines, false),
    ...section(`${kind} ${scale}: with parameters, per second`, results.filter(({ isShort }) => isShort), engines, true),
  ];
}

export function loadTable(kind, scale, loaded, engines, memory) {
  const rows = loaded.map(({ engine, rows: count, ms, bytes, error }) => (error ? [engine, 'error', '', '', '', '']
    : [engine, digits(ms / 1000), grouped(count), grouped(count / ms * 1000), digits(bytes / 2 ** 20), digits((memory[engine] ?? 0) / 2 ** 20)]));
  return `### ${kind} ${scale}: bulk load, and memory of the queries\n\n` +
    table(['engine', 's', 'rows', 'rows/s', 'MiB on disk', 'peak MiB in queries'], rows);
}

export function openTable(rows, scale) {
  return `### rmat ${scale}: opening, ms, median of fresh processes with a warm page cache\n\n` +
    table(['engine', 'open', 'open and a first look-up', 'MiB for it'],
      rows.map(({ engine, open, ms, memory, error }) => (error ? [engine, 'error', '', ''] : [engine, digits(open), digits(ms), digits(memory / 2 ** 20)])));
}

export function writeTable(results, engines, scale) {
  const rows = results.map(({ name, cells }) => [name, ...engines.map((engine) => cellText(cells[engine], true))]);
  return `### rmat ${scale}: durable writes, per second; a batch is 10,000 relationships in one transaction\n\n` + table(['write', ...engines], rows);
}
