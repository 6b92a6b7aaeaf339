// bench/compare/engines/sqlite.js: SQLite, with covering indexes both ways.
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const kTypes = { integer: 'INTEGER', string: 'TEXT', float: 'REAL' };

function* linesOf(path) {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
    const lines = (rest + decoder.write(buffer.subarray(0, size))).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  closeSync(file);
}

export class Sqlite {
  constructor({ module }) {
    this.module = module.default;
  }

  version() {
    const database = new this.module(':memory:');
    return database.prepare('SELECT sqlite_version()').pluck().get();
  }

  load(dataset, path) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    this.open(path, { memory: dataset.memory, readOnly: false });
    this.database.pragma('synchronous = OFF');
    for (const { name, columns, files, mirrored } of dataset.tables) {
      const numbers = columns.map((column) => column.type !== 'string');
      const key = columns[0].name === 'id' ? ' PRIMARY KEY' : '';
      this.database.exec(`CREATE TABLE ${name}(${columns.map((column, i) =>
        `${column.name} ${kTypes[column.type]}${i === 0 ? key : ''}`).join(', ')})`);
      const insert = this.database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
      this.database.exec('BEGIN');
      for (const file of files) {
        let header = true;
        for (const line of linesOf(file)) {
          const row = line.split('|');
          if (!header) {
            for (let i = 0; i < row.length; ++i) row[i] = row[i] === '' ? null : numbers[i] ? Number(row[i]) : row[i];
            insert.run(row);
            if (mirrored) insert.run([row[1], row[0], ...row.slice(2)]);
          }
          header = false;
        }
      }
      this.database.exec('COMMIT');
    }
    for (const statement of dataset.derived) this.database.exec(statement);
    for (const { table, columns, unique } of dataset.sqlIndexes) {
      this.database.exec(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${table}_${columns.join('_')} ON ${table}(${columns.join(', ')})`);
    }
    this.database.exec('ANALYZE');
    this.database.pragma('wal_checkpoint(TRUNCATE)');
    this.close();
  }

  /** `relaxed`: a commit does not wait for the disk; one that a power cut loses is lost whole, as in Kith. */
  open(path, { memory, readOnly, relaxed }) {
    this.database = new this.module(path, { readonly: readOnly });
    if (!readOnly) this.database.pragma('journal_mode = WAL');
    this.database.pragma(`cache_size = -${Math.floor(memory / 1024)}`);
    this.database.pragma(`mmap_size = ${memory}`);
    if (!readOnly) this.database.pragma(`synchronous = ${relaxed ? 'NORMAL' : 'FULL'}`);
  }

  prepare(text) {
    return this.database.prepare(text);
  }

  run(prepared, values) {
    if (!prepared.reader) {
      prepared.run(values ?? {});
      return [];
    }
    return values ? prepared.raw().all(values) : prepared.raw().all();
  }

  transaction(text, parameterSets) {
    const prepared = this.prepare(text);
    this.database.transaction(() => {
      for (const values of parameterSets) prepared.run(values);
    })();
  }

  close() {
    this.database.close();
  }
}
