// bench/compare/engines/kuzu.js: Kuzu and its successor Ladybug, which share an API.
import { rmSync } from 'node:fs';

const kTypes = { integer: 'INT64', string: 'STRING', float: 'DOUBLE' };

export class Kuzu {
  constructor({ module }) {
    this.module = module.default ?? module;
  }

  version() {
    return this.module.VERSION;
  }

  query(text) {
    const result = this.connection.querySync(text);
    for (const one of Array.isArray(result) ? result : [result]) one.close();
  }

  load(dataset, path) {
    for (const suffix of ['', '.wal', '.lock', '.shadow']) rmSync(path + suffix, { recursive: true, force: true });
    this.open(path, { threads: dataset.threads, memory: dataset.memory, readOnly: false });
    const fields = (properties) => properties.map(({ name, type }) => `${name} ${kTypes[type]}`).join(', ');
    for (const { label, properties } of dataset.nodes) this.query(`CREATE NODE TABLE ${label}(${fields(properties)}, PRIMARY KEY(id))`);
    // A table for each pair of ends: Kuzu is far slower where one name stands for several.
    const options = "header=true, delim='|', quote='\\'', escape='\\'', parallel=true";
    for (const { label, file } of dataset.nodes) this.query(`COPY ${label} FROM '${file}' (${options})`);
    for (const { type, from, to, properties, file } of dataset.relationships) {
      const isOnly = dataset.relationships.filter((other) => other.type === type).length === 1;
      const name = isOnly ? type : `${type}_${from}_${to}`;
      this.query(`CREATE REL TABLE ${name}(FROM ${from} TO ${to}${properties.length > 0 ? ', ' + fields(properties) : ''})`);
      this.query(`COPY ${name} FROM '${file}' (${options})`);
    }
    this.close();
  }

  open(path, { threads, memory, readOnly }) {
    this.database = new this.module.Database(path, memory, true, readOnly);
    this.connection = new this.module.Connection(this.database, threads);
    this.connection.initSync();
  }

  prepare(text) {
    const prepared = this.connection.prepareSync(text);
    if (!prepared.isSuccess()) throw new Error(prepared.getErrorMessage());
    return prepared;
  }

  run(prepared, values) {
    const result = this.connection.executeSync(prepared, values ?? {});
    const names = result.getColumnNamesSync();
    const rows = [];
    while (result.hasNext()) {
      const row = result.getNextSync();
      rows.push(names.map((name) => (typeof row[name] === 'bigint' ? Number(row[name]) : row[name])));
    }
    result.close();
    return rows;
  }

  transaction(text, parameterSets) {
    const prepared = this.prepare(text);
    this.query('BEGIN TRANSACTION');
    for (const values of parameterSets) this.run(prepared, values);
    this.query('COMMIT');
  }

  close() {
    this.connection.closeSync();
    this.database.closeSync();
  }
}
