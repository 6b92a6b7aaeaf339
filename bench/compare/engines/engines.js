// bench/compare/engines/engines.js: every engine by name: how its module is loaded, and which language it speaks.
import { DuckDb } from './duckdb.js';
import { Kith } from './kith.js';
import { Kuzu } from './kuzu.js';
import { Sqlite } from './sqlite.js';

export const kLanguages = { kith: 'cypher', kuzu: 'cypher', ladybug: 'cypher', duckdb: 'sql', duckdbni: 'sql', sqlite: 'sql' };
export const kEngines = Object.keys(kLanguages);

export async function makeEngine(name, { build }) {
  switch (name) {
    case 'kith':
      return new Kith({ build });
    case 'kuzu':
      return new Kuzu({ module: await import('kuzu') });
    case 'ladybug':
      return new Kuzu({ module: await import('@ladybugdb/core') });
    case 'duckdb':
      return new DuckDb({ module: await import('@duckdb/node-api'), indexed: true });
    case 'duckdbni':
      return new DuckDb({ module: await import('@duckdb/node-api'), indexed: false });
    case 'sqlite':
      return new Sqlite({ module: await import('better-sqlite3') });
    default:
      throw new Error(`no engine is called '${name}'`);
  }
}
