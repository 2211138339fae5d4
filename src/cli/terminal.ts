import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { interrupted } from '../database/interruption.js';
import { createPaint, type Paint } from '../report/text/paint.js';
import { terminalText } from '../report/text/terminal-text.js';

export interface OutputFlags {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly color?: boolean | undefined;
}

type Stream = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

export interface Streams {
  /** Missing without a terminal. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Output of a command: results go to standard output, everything else to standard error. */
export class Terminal {
  readonly format: 'text' | 'json';
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  /** For results. */
  readonly paint: Paint;
  /** For messages. */
  readonly notePaint: Paint;
  readonly #streams: Streams;
  readonly #noted = new Set<string>();
  #transient = '';

  constructor(streams: Streams, { json, quiet, verbose, color }: OutputFlags) {
    this.#streams = streams;
    this.format = json ? 'json' : 'text';
    this.verbosity = quiet ? 'quiet' : verbose ? 'verbose' : 'normal';
    const paintFor = (stream: Stream) =>
      createPaint(color !== false && wantsColour(stream, streams) ? 'always' : 'never');
    this.paint = paintFor(streams.stdout);
    this.notePaint = paintFor(streams.stderr);
  }

  /** Prints a text result, unless `--json` or `--quiet` is given. */
  result(text: string): void {
    if (this.format === 'json' || this.verbosity === 'quiet') return;
    this.clearProgress();
    // What is piped stays as it is: a file of SQL, for instance.
    const { stdout } = this.#streams;
    stdout.write(`${stdout.isTTY ? terminalText(text) : text}\n`);
  }

  /** The result with `--json`: one document. */
  json(value: object): void {
    if (this.format === 'json') this.#streams.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** One of several results with `--json`, each on a line. */
  jsonLine(value: object): void {
    if (this.format === 'json') this.#streams.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** Whether the user can answer a prompt. */
  get isInteractive(): boolean {
    const { stdin, stderr } = this.#streams;
    return stdin?.isTTY === true && stderr.isTTY === true;
  }

  /**
   * Asks on standard error; no answer (Ctrl-D) is an empty one.
   * @throws InterruptedError when the user wants to stop
   */
  async ask(question: string, signal: AbortSignal): Promise<string> {
    this.clearProgress();
    const { stdin, stderr } = this.#streams;
    if (!stdin) return '';
    stderr.write(terminalText(question));
    // Not as a terminal: Ctrl-C is to reach the process, as everywhere else.
    const lines = createInterface({ input: stdin, terminal: false });
    try {
      const answered = once(lines, 'line', { signal });
      const ended = once(lines, 'close', { signal });
      const [line = ''] = (await Promise.race([answered, ended])) as readonly string[];
      return line;
    } catch (cause) {
      throw interrupted(cause);
    } finally {
      lines.close();
    }
  }

  /** Prints a message to standard error. */
  note(text: string): void {
    if (this.verbosity !== 'quiet') this.error(text);
  }

  /** Prints a message only the first time. */
  noteOnce(text: string): void {
    if (!this.#noted.has(text)) this.note(text);
    this.#noted.add(text);
  }

  /** Prints a message even with `--quiet`. */
  error(text: string): void {
    this.clearProgress();
    this.#streams.stderr.write(`${terminalText(text)}\n`);
  }

  /** Prints a command for the CI server, even with `--quiet`. */
  command(text: string): void {
    this.clearProgress();
    (this.format === 'json' ? this.#streams.stderr : this.#streams.stdout).write(`${text}\n`);
  }

  /** Prints a line that the next one replaces; only on a terminal. */
  progress(text: string): void {
    if (!this.#streams.stderr.isTTY || this.verbosity === 'quiet') return;
    // A line that wraps could not be taken back.
    const fitting = terminalText(text.replaceAll('\n', ' ')).slice(
      0,
      (this.#streams.stderr.columns ?? 80) - 1,
    );
    this.#streams.stderr.write(`\r\u001b[K${fitting}`);
    this.#transient = fitting;
  }

  clearProgress(): void {
    if (this.#transient !== '') this.#streams.stderr.write('\r\u001b[K');
    this.#transient = '';
  }
}

/** NO_COLOR and FORCE_COLOR as agreed at no-color.org and force-color.org. */
function wantsColour(stream: Stream, { env }: Streams): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}
