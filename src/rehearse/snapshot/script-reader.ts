import { SnapshotError } from './snapshot-error.js';
import { StatementScanner } from './statement-scanner.js';

/** A part of a script of pg_dump or psql, in order. */
export type ScriptItem =
  | { readonly kind: 'statement'; readonly sql: string }
  /** `COPY … FROM stdin` and its lines, which must be read before the next item. */
  | { readonly kind: 'copy'; readonly sql: string; readonly data: AsyncIterable<Buffer> }
  /** A command of psql, such as `\connect shop`. */
  | { readonly kind: 'command'; readonly text: string };

/** The script ended within a statement or the data of a COPY. */
export class ScriptCutOff extends SnapshotError {}

const newline = 0x0a;
/** The line that ends the data of a COPY. */
const endOfData = Buffer.from('\\.');

/** Reads a script piece by piece: statements as text, and the data of COPY as the bytes that they are. */
export class ScriptReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #onProgress: (bytes: number) => void;
  #buffer: Buffer = Buffer.alloc(0);
  #isEnded = false;
  /** Whether the comments that begin and end every dump in SQL were read. */
  isDump = false;
  isComplete = false;

  constructor(chunks: AsyncIterable<Buffer>, onProgress: (bytes: number) => void = () => undefined) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#onProgress = onProgress;
  }

  async *items(): AsyncGenerator<ScriptItem> {
    const scanner = new StatementScanner();
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) {
      const text = line.toString('utf8');
      if (/^-- PostgreSQL database (cluster )?dump complete/.test(text)) this.isComplete = true;
      else if (/^-- PostgreSQL database (cluster )?dump/.test(text)) this.isDump = true;
      for (const found of scanner.scan(text)) {
        if (found.kind !== 'statement' || !readsStandardInput(found.sql)) yield found;
        else yield* this.#copy(found.sql);
      }
    }
    if (scanner.isWithinStatement) throw new ScriptCutOff('it ends within a statement');
  }

  async *#copy(sql: string): AsyncGenerator<ScriptItem> {
    const data = this.#data();
    yield { kind: 'copy', sql, data };
    // What was not read is skipped.
    while ((await data.next()).done !== true);
  }

  async *#data(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = findEndOfData(this.#buffer);
      if (end) {
        if (end.start > 0) yield this.#buffer.subarray(0, end.start);
        this.#buffer = this.#buffer.subarray(end.next);
        return;
      }
      const whole = this.#buffer.lastIndexOf(newline) + 1;
      if (whole > 0) {
        const lines = this.#buffer.subarray(0, whole);
        this.#buffer = this.#buffer.subarray(whole);
        yield lines;
      } else if (!(await this.#readMore())) {
        throw new ScriptCutOff('it ends within the rows of a table');
      }
    }
  }

  /** The next line with its end; `undefined` after the last one. */
  async #line(): Promise<Buffer | undefined> {
    for (let from = 0; ;) {
      const end = this.#buffer.indexOf(newline, from);
      if (end >= 0) return this.#take(end + 1);
      from = this.#buffer.length;
      if (!(await this.#readMore())) return this.#buffer.length > 0 ? this.#take(from) : undefined;
    }
  }

  #take(bytes: number): Buffer {
    const taken = this.#buffer.subarray(0, bytes);
    this.#buffer = this.#buffer.subarray(bytes);
    return taken;
  }

  async #readMore(): Promise<boolean> {
    if (this.#isEnded) return false;
    const next = await this.#chunks.next();
    if (next.done === true) {
      this.#isEnded = true;
      return false;
    }
    const { value } = next;
    this.#onProgress(value.length);
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]);
    return true;
  }
}

function readsStandardInput(sql: string): boolean {
  return /^COPY\s/i.test(sql) && /\sFROM\s+stdin\b/i.test(sql);
}

/** Only whole lines count: the bytes may end within one. */
function findEndOfData(bytes: Buffer): { readonly start: number; readonly next: number } | undefined {
  for (let at = bytes.indexOf(endOfData); at >= 0; at = bytes.indexOf(endOfData, at + 1)) {
    const behind = bytes[at + 2] === 0x0d ? at + 3 : at + 2;
    if ((at === 0 || bytes[at - 1] === newline) && bytes[behind] === newline)
      return { start: at, next: behind + 1 };
  }
  return undefined;
}
