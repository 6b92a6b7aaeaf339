// bench/compare/engines/duckdb.js: DuckDB, with indexes on keys and on both ends of relationships, or without any.
import { rmSync } from 'node:fs';

const kTypes = { integer: 'BIGINT', string: 'VARCHAR', float: 'DOUBLE' };

export class DuckDb {
  constructor({ module, indexed }) {
    this.module = module;
    this.indexed = indexed;
  }

  version() {
    return this.module.version();
  }

  async load(dataset, path) {
    for (const suffix of ['', '.wal']) rmSync(path + suffix, { force: true });
    await this.open(path, { threads: dataset.threads, memory: dataset.memory, readOnly: false });
    for (const { name, columns, files, mirrored } of dataset.tables) {
      const shape = columns.map((column) => `'${column.name}': '${kTypes[column.type]}'`).join(', ');
      const all = files.map((file) => `'${file}'`).join(', ');
      const read = `SELECT * FROM read_csv([${all}], delim='|', header=false, skip=1, quote='', escape='', columns={${shape}})`;
      await this.connection.run(`CREATE TABLE ${name} AS ${read}`);
      const [a, b, ...rest] = columns.map((column) => column.name);
      if (mirrored) await this.connection.run(`INSERT INTO ${name} SELECT ${[b, a, ...rest].join(', ')} FROM ${name}`);
    }
    for (const statement of dataset.derived) await this.connection.run(statement);
    if (this.indexed) {
      for (const { table, columns, unique } of dataset.sqlIndexes) {
        await this.connection.run(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${table}_${columns.join('_')} ON ${table}(${columns[0]})`);
      }
    }
    await this.connection.run('CHECKPOINT');
    this.close();
  }

  async open(path, { threads, memory, readOnly }) {
    this.instance = await this.module.DuckDBInstance.create(path, {
      threads: String(threads),
      memory_limit: `${Math.floor(memory / 2 ** 20)}MiB`,
      ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
    });
    this.connection = await this.instance.connect();
  }

  prepare(text) {
    return this.connection.prepare(text);
  }

  async run(prepared, values) {
    for (const name in values ?? {}) {
      const value = values[name];
      if (typeof value === 'string') prepared.bindVarchar(prepared.parameterIndex(name), value);
      else if (Number.isInteger(value)) prepared.bindBigInt(prepared.parameterIndex(name), BigInt(value));
      else prepared.bindDouble(prepared.parameterIndex(name), value);
    }
    const reader = await prepared.runAndReadAll();
    return reader.getRows().map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
  }

  async transaction(text, parameterSets) {
    const prepared = await this.prepare(text);
    await this.connection.run('BEGIN');
    for (const values of parameterSets) await this.run(prepared, values);
    await this.connection.run('COMMIT');
  }

  close() {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
