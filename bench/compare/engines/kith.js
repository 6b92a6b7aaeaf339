// bench/compare/engines/kith.js: Kith in this process, through its C API.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import koffi from 'koffi';

const kKinds = { null: 0, boolean: 1, integer: 2, float: 3, string: 4, date: 10 };
// Bytes of kith_column and kith_database_options, and where their fields are.
const kColumn = { size: 64, numRows: 0, validity: 8, integers: 16, numbers: 24, booleans: 32, bytes: 40, offsets: 48, kind: 56 };
const kDatabaseOptions = { size: 32, memoryLimit: 8, threads: 16, readOnly: 24, relaxed: 26 };
const kNulTerminated = 2n ** 64n - 1n;
const kLargestCopy = 1 << 16;

function bind(build) {
  const library = koffi.load(join(build, 'bindings/c/libkith_c.so'));
  const f = (text) => library.func(text);
  return {
    version: f('const char *kith_version()'),
    optionsInit: f('void kith_database_options_init(void *options)'),
    open: f('int kith_database_open(const char *path, void *options, void *database, void *error)'),
    databaseFree: f('void kith_database_free(void *database)'),
    connect: f('int kith_connection_open(void *database, void *connection, void *error)'),
    connectionFree: f('void kith_connection_free(void *connection)'),
    prepare: f('int kith_prepare(void *connection, const char *text, size_t size, void *prepared, void *error)'),
    execute: f('int kith_prepared_execute(void *prepared, void *parameters, void *options, void *result, void *error)'),
    preparedFree: f('void kith_prepared_free(void *prepared)'),
    begin: f('int kith_transaction_begin(void *connection, void *transaction, void *error)'),
    commit: f('int kith_transaction_commit(void *transaction, void *error)'),
    transactionQuery:
      f('int kith_transaction_query(void *transaction, const char *text, size_t size, void *parameters, void *options, void *result, void *error)'),
    transactionFree: f('void kith_transaction_free(void *transaction)'),
    parametersNew: f('int kith_parameters_new(void *parameters, void *error)'),
    setInteger: f('int kith_parameters_set_integer(void *parameters, const char *name, int64_t integer, void *error)'),
    setFloat: f('int kith_parameters_set_float(void *parameters, const char *name, double number, void *error)'),
    setString: f('int kith_parameters_set_string(void *parameters, const char *name, const char *text, size_t size, void *error)'),
    setValue: f('int kith_parameters_set(void *parameters, const char *name, void *value, void *error)'),
    clear: f('void kith_parameters_clear(void *parameters)'),
    parametersFree: f('void kith_parameters_free(void *parameters)'),
    integerList: f('int kith_value_new_integer_list(void *integers, void *validity, size_t size, void *value, void *error)'),
    valueFree: f('void kith_value_free(void *value)'),
    numColumns: f('size_t kith_result_num_columns(void *result)'),
    column: f('int kith_result_column(void *result, size_t column, void *out, void *error)'),
    value: f('void *kith_result_value(void *result, size_t row, size_t column)'),
    valueToString: f('int kith_value_to_string(void *from, void *text, void *error)'),
    valueString: f('const char *kith_value_as_string(void *value, void *size)'),
    resultFree: f('void kith_result_free(void *result)'),
    errorDisplay: f('const char *kith_error_display(void *error)'),
    errorFree: f('void kith_error_free(void *error)'),
    memcpy: koffi.load(null).func('void *memcpy(void *to, void *from, size_t size)'),
  };
}

export class Kith {
  constructor({ build }) {
    this.build = build;
    this.api = bind(build);
    this.out = new BigUint64Array(1);
    this.error = new BigUint64Array(1);
    this.columnBytes = Buffer.alloc(kColumn.size);
  }

  version() {
    return this.api.version();
  }

  check(status) {
    if (status === 0) return;
    const text = this.api.errorDisplay(this.error[0]);
    this.api.errorFree(this.error[0]);
    throw new Error(text);
  }

  /** Runs `kith import` and makes the indexes. Returns the most bytes that one of these processes had in memory. */
  async load(dataset, path) {
    rmSync(path, { recursive: true, force: true });
    const args = ['import', path, '--delimiter', '|', '--quote', 'none', '--id-type', 'integer'];
    for (const { labels, file } of dataset.nodes) args.push(`--nodes=${labels.join(':')}=${file}`);
    for (const { type, file } of dataset.relationships) args.push(`--relationships=${type}=${file}`);
    const program = join(this.build, 'cli/kith');
    let peak = 0;
    const run = (words) => new Promise((resolve, reject) => {
      const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
      let complaint = '';
      child.stderr.on('data', (text) => (complaint += text));
      // The kernel keeps the peak for as long as the process is there: what is read last misses 10 ms at most.
      const watch = setInterval(() => {
        try {
          peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024);
        } catch {
          // It has just ended.
        }
      }, 10);
      child.on('close', (status) => {
        clearInterval(watch);
        if (status === 0) resolve();
        else reject(new Error(`kith ${words[0]}: ${complaint}`));
      });
    });
    await run(args);
    const keys = dataset.keys.map(({ label, property }) => `CREATE CONSTRAINT FOR (n:${label}) REQUIRE n.${property} IS UNIQUE`);
    const indexes = (dataset.indexes ?? []).map(({ label, property }) => `CREATE INDEX FOR (n:${label}) ON (n.${property})`);
    await run(['query', path, [...keys, ...indexes].join('; ')]);
    return peak;
  }

  open(path, { threads, memory, readOnly, relaxed }) {
    const options = Buffer.alloc(kDatabaseOptions.size);
    this.api.optionsInit(options);
    if (options.readBigUInt64LE(0) !== BigInt(kDatabaseOptions.size)) throw new Error('kith_database_options has another size');
    options.writeBigUInt64LE(BigInt(memory), kDatabaseOptions.memoryLimit);
    options.writeUInt32LE(threads, kDatabaseOptions.threads);
    options.writeUInt8(readOnly ? 1 : 0, kDatabaseOptions.readOnly);
    options.writeUInt8(relaxed ? 1 : 0, kDatabaseOptions.relaxed);
    this.check(this.api.open(path, options, this.out, this.error));
    this.database = this.out[0];
    this.check(this.api.connect(this.database, this.out, this.error));
    this.connection = this.out[0];
    this.check(this.api.parametersNew(this.out, this.error));
    this.parameters = this.out[0];
  }

  prepare(text) {
    this.check(this.api.prepare(this.connection, text, kNulTerminated, this.out, this.error));
    return this.out[0];
  }

  /** A statement holds its database. */
  free(prepared) {
    this.api.preparedFree(prepared);
  }

  setParameters(values) {
    for (const name in values) {
      const value = values[name];
      if (typeof value === 'string') {
        this.check(this.api.setString(this.parameters, name, value, kNulTerminated, this.error));
      } else if (Array.isArray(value)) {
        this.check(this.api.integerList(BigInt64Array.from(value, BigInt), null, value.length, this.out, this.error));
        const list = this.out[0];
        this.check(this.api.setValue(this.parameters, name, list, this.error));
        this.api.valueFree(list);
      } else if (Number.isInteger(value)) {
        this.check(this.api.setInteger(this.parameters, name, value, this.error));
      } else {
        this.check(this.api.setFloat(this.parameters, name, value, this.error));
      }
    }
  }

  /** Rows as arrays. */
  run(prepared, values) {
    if (values) this.setParameters(values);
    this.check(this.api.execute(prepared, values ? this.parameters : null, null, this.out, this.error));
    return this.takeRows(this.out[0]);
  }

  takeRows(result) {
    const { columnBytes: c } = this;
    const numColumns = Number(this.api.numColumns(result));
    let rows = [];
    for (let column = 0; column < numColumns; ++column) {
      this.check(this.api.column(result, column, c, this.error));
      const numRows = c.readUInt32LE(kColumn.numRows);
      if (column === 0) rows = Array.from({ length: numRows }, () => new Array(numColumns));
      if (numRows === 0) break;
      const read = this.reader(result, column, numRows);
      const validity = this.array(kColumn.validity, numRows);
      for (let row = 0; row < numRows; ++row) rows[row][column] = validity !== null && validity[row] === 0 ? null : read(row);
    }
    this.api.resultFree(result);
    return rows;
  }

  /** The array that a field of the column points to; null where it has none. A view costs 20 us, copying a few bytes nearly nothing. */
  array(field, size) {
    const address = this.columnBytes.readBigUInt64LE(field);
    if (address === 0n) return null;
    if (size > kLargestCopy) return Buffer.from(koffi.view(address, size));
    const copy = Buffer.allocUnsafe(size);
    this.api.memcpy(copy, address, size);
    return copy;
  }

  /** A function from a row to its value in the column that was just read. */
  reader(result, column, numRows) {
    switch (this.columnBytes.readInt32LE(kColumn.kind)) {
      case kKinds.null:
        return () => null;
      case kKinds.integer:
      case kKinds.date: {
        const integers = this.array(kColumn.integers, numRows * 8);
        return (row) => integers.readInt32LE(row * 8 + 4) * 4294967296 + integers.readUInt32LE(row * 8);
      }
      case kKinds.float: {
        const numbers = this.array(kColumn.numbers, numRows * 8);
        return (row) => numbers.readDoubleLE(row * 8);
      }
      case kKinds.boolean: {
        const booleans = this.array(kColumn.booleans, numRows);
        return (row) => booleans[row] !== 0;
      }
      case kKinds.string: {
        const offsets = this.array(kColumn.offsets, (numRows + 1) * 8);
        const size = offsets.readUInt32LE(numRows * 8);
        const bytes = size === 0 ? Buffer.alloc(0) : this.array(kColumn.bytes, size);
        return (row) => bytes.toString('utf8', offsets.readUInt32LE(row * 8), offsets.readUInt32LE(row * 8 + 8));
      }
      default:
        return (row) => {
          this.check(this.api.valueToString(this.api.value(result, row, column), this.out, this.error));
          const text = this.api.valueString(this.out[0], null);
          this.api.valueFree(this.out[0]);
          return text;
        };
    }
  }

  /** Runs `text` with each of the parameters in one transaction. */
  transaction(text, parameterSets) {
    this.check(this.api.begin(this.connection, this.out, this.error));
    const transaction = this.out[0];
    for (const values of parameterSets) {
      this.setParameters(values);
      this.check(this.api.transactionQuery(transaction, text, kNulTerminated, this.parameters, null, this.out, this.error));
      this.api.resultFree(this.out[0]);
    }
    this.check(this.api.commit(transaction, this.error));
    this.api.transactionFree(transaction);
  }

  close() {
    this.api.parametersFree(this.parameters);
    this.api.connectionFree(this.connection);
    this.api.databaseFree(this.database);
  }
}
