const [newline, tab, zero] = [0x0a, 0x09, 0];

/** COPY stops reading at a line that consists of these two bytes (manual, COPY, "Text Format"). */
const endOfData = Buffer.from('\\.');

/** Checks that data has COPY's text format: one line for each row, with as many fields as the table has columns. */
export class CopyTextCheck {
  readonly #columns: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #lines = 0;
  /** The current line, whose rest is in the next chunk: its first bytes, its length, its tabs. */
  #start = Buffer.alloc(0);
  #length = 0;
  #tabs = 0;
  #problem: string | undefined;

  constructor(columns: number) {
    this.#columns = columns;
  }

  take(chunk: Buffer): void {
    if (this.#problem !== undefined) return;
    if (chunk.includes(zero) || !this.#isText(chunk)) this.#problem = 'it contains bytes that are not text';
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      this.#add(chunk.subarray(from, at));
      this.#endLine();
      from = at + 1;
    }
    this.#add(chunk.subarray(from));
  }

  /** Describes the fault in the data, or returns `undefined`; `rows` is the announced number of rows. */
  problem(rows: number): string | undefined {
    if (this.#problem !== undefined) return this.#problem;
    if (this.#length > 0) return 'its last row is incomplete';
    return this.#lines === rows ? undefined : `it has ${this.#lines} rows instead of ${rows}`;
  }

  #isText(chunk: Buffer): boolean {
    try {
      this.#decoder.decode(chunk, { stream: true });
      return true;
    } catch {
      return false;
    }
  }

  #add(part: Buffer): void {
    if (this.#length < 3) this.#start = Buffer.concat([this.#start, part.subarray(0, 3)]);
    this.#length += part.length;
    for (let at = part.indexOf(tab); at >= 0; at = part.indexOf(tab, at + 1)) this.#tabs += 1;
  }

  #endLine(): void {
    this.#lines += 1;
    const fields = this.#columns === 0 && this.#length === 0 ? 0 : this.#tabs + 1;
    if (fields !== this.#columns)
      this.#problem ??= `its row ${this.#lines} has ${fields} values for ${this.#columns} columns`;
    if (this.#length === 2 && this.#start.equals(endOfData))
      this.#problem ??= `its row ${this.#lines} ends the data`;
    this.#start = Buffer.alloc(0);
    this.#length = 0;
    this.#tabs = 0;
  }
}
