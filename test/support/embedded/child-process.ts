import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface ChildServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dataDirectory: string;
}

export interface ChildError {
  readonly name: string;
  readonly message: string;
  readonly remedy?: string;
}

export interface ChildOptions {
  readonly kind: 'ephemeral' | 'persistent';
  /** Options of startEphemeralServer or startPersistentServer. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Account to run as; default: that of this process. */
  readonly ids?: { readonly uid: number; readonly gid: number } | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts the process, with its arguments: `['unshare', '-m']`. */
  readonly wrapper?: readonly string[];
}

const script = fileURLToPath(new URL('./child.mjs', import.meta.url));

const children = new Set<Child>();

/** For `afterAll`: children of a failed test may still be running. */
export async function killChildren(): Promise<void> {
  for (const child of children) await child.kill();
}

/** A separate process that starts an embedded server. */
export class Child {
  private readonly lines: AsyncIterator<string>;
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;

  constructor({ kind, options, ids, env = {}, wrapper = [] }: ChildOptions) {
    const line = [...wrapper, process.execPath, script, kind, JSON.stringify(options ?? {})];
    const file = line.shift() ?? '';
    this.process = spawn(file, line, {
      ...ids,
      env: { PATH: process.env.PATH, ...env },
      cwd: '/',
      // Runs in a separate process group, like a command in a terminal.
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.add(this);
    const lines: Interface = createInterface({ input: this.process.stdout });
    this.lines = lines[Symbol.asyncIterator]();
  }

  /** The message with which it reports its started server. */
  async server(): Promise<ChildServer> {
    const answer = await this.read<ChildServer & { error?: ChildError }>();
    if (answer.error !== undefined) throw new Error(`the child failed: ${answer.error.message}`);
    return answer;
  }

  /** The message with which it reports that it could not start its server. */
  async error(): Promise<ChildError> {
    const { error } = await this.read<{ error?: ChildError }>();
    if (error === undefined) throw new Error('the child started its server');
    return error;
  }

  async stop(): Promise<void> {
    this.process.stdin.write('stop\n');
    const answer = await this.read<{ error?: ChildError }>();
    if (answer.error !== undefined) throw new Error(`the child could not stop: ${answer.error.message}`);
    await this.leave();
  }

  /**
   * Lets the process end without stopping the server.
   * @returns its exit code
   */
  async leave(): Promise<number | null> {
    this.process.stdin.end('leave\n');
    return this.ended();
  }

  /** Sends the signal to the whole process group, like a terminal on Ctrl-C. */
  interrupt(): void {
    process.kill(-(this.process.pid ?? Number.NaN), 'SIGINT');
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended();
  }

  private async ended(): Promise<number | null> {
    children.delete(this);
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }

  private async read<T>(): Promise<T> {
    const line = await this.lines.next();
    if (line.done === true) throw new Error('the child ended without an answer');
    return JSON.parse(line.value) as T;
  }
}
