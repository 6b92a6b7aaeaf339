// bench/data/csv_file.js: a CSV file written row by row, `|` between fields.
import { closeSync, openSync, writeSync } from 'node:fs';

export class CsvFile {
  constructor(path, header) {
    this.file = openSync(path, 'w');
    this.text = header + '\n';
    this.rows = 0;
  }

  row(line) {
    this.text += line + '\n';
    ++this.rows;
    if (this.text.length > 1 << 20) this.flush();
  }

  flush() {
    writeSync(this.file, this.text);
    this.text = '';
  }

  close() {
    this.flush();
    closeSync(this.file);
    return this.rows;
  }
}
