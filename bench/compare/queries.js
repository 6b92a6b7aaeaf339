// bench/compare/queries.js: the sets of queries, and the text of each for an engine.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { kLanguages } from './engines/engines.js';
import { parametersOf } from './parameters.js';

const here = fileURLToPath(new URL('.', import.meta.url));
// LSQB's own texts are those of kith_lsqb.
const folders = (set) => (set === 'lsqb' ? [join(here, '../lsqb/queries'), join(here, 'queries/lsqb')] : [join(here, 'queries', set)]);

function readFirst(set, names) {
  for (const name of names) {
    for (const folder of folders(set)) {
      const path = join(folder, name);
      if (existsSync(path)) return readFileSync(path, 'utf8').replace(/^(\/\/|--).*\n/gm, '').trim();
    }
  }
  return null;
}

/** NAME.ENGINE.LANGUAGE, or NAME.LANGUAGE; null when the engine has no way to say it. */
function textFor(set, name, engine) {
  const language = kLanguages[engine];
  const family = engine === 'ladybug' ? 'kuzu' : engine === 'duckdbni' ? 'duckdb' : engine;
  const text = readFirst(set, [`${name}.${engine}.${language}`, `${name}.${family}.${language}`, `${name}.${language}`]);
  if (text === null || text === '') return null;
  return text;
}

/** Texts of queries that write, by engine. */
export function writeText(name, engine) {
  return textFor('write', name, engine);
}

/** In the order of their names, numbers by value. `ordered`: the rows' order is part of the answer. */
export function queriesOf(set, folder, engines) {
  const names = new Set(folders(set).flatMap((at) => (existsSync(at) ? readdirSync(at) : [])).map((file) => file.split('.')[0]));
  const byNumber = new Intl.Collator('en', { numeric: true });
  return [...names].sort(byNumber.compare).map((name) => {
    const texts = Object.fromEntries(engines.map((engine) => [engine, textFor(set, name, engine)]));
    const parameters = parametersOf(set, name, folder);
    return { set, name, texts, parameters: parameters ?? [null], isShort: parameters !== null, ordered: /ORDER BY/i.test(texts.kith ?? '') };
  });
}
