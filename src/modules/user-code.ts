import { AsyncLocalStorage } from 'node:async_hooks';
import { relative } from 'node:path';
import { MigrationFileError } from '../errors.js';
import { containProcess } from './contain-process.js';
import { lineIn } from './line-in-stack.js';
import { watchFailures } from './process-failures.js';
import { errorOf } from './thrown.js';

export interface UserCodeOptions {
  /** Absolute paths of the files that the code is in. */
  readonly paths: readonly string[];
  /** Ends the wait for code that never returns; what it is aborted with is thrown. */
  readonly ending?: AbortSignal | undefined;
  /** Receives what the code writes to standard output, instead of standard error. */
  readonly print?: (text: string) => void;
}

/** Failures of code that had finished, until they are collected. */
const late: MigrationFileError[] = [];

const storage = new AsyncLocalStorage<UserCode | undefined>();

/** All that runs now, to be found by the path in a stack where the context is lost. */
const active = new Set<UserCode>();

/**
 * Code of a migration, a seed or a configuration file. While it runs, and in all that it leaves behind
 * (timers, promises), standard output is standard error, `process.exit` is an error, and what fails without
 * anybody waiting for it fails the code.
 */
export class UserCode {
  readonly #options: UserCodeOptions;
  #fail: ((error: unknown) => void) | undefined;
  #outcome: 'open' | 'failed' = 'open';

  constructor(options: UserCodeOptions) {
    this.#options = options;
  }

  get print(): ((text: string) => void) | undefined {
    return this.#options.print;
  }

  /** The code that the caller belongs to. */
  static get current(): UserCode | undefined {
    return storage.getStore();
  }

  /**
   * Runs `action` as this code.
   * @throws errors of the action, UnawaitedFailure for unawaited failures, and the reason of `ending`
   */
  async run<T>(action: () => T | PromiseLike<T>): Promise<T> {
    containProcess(() => UserCode.current);
    const stopWatching = watchFailures(codeOfFailure);
    const { ending } = this.#options;
    let onEnding: (() => void) | undefined;
    const failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
      onEnding = () => {
        reject(ending?.reason as Error);
      };
      if (ending?.aborted) onEnding();
      else ending?.addEventListener('abort', onEnding, { once: true });
    });
    failed.catch(() => undefined);
    active.add(this);
    try {
      return await Promise.race([storage.run(this, async () => action()), failed]);
    } catch (error) {
      this.#outcome = 'failed';
      throw error;
    } finally {
      active.delete(this);
      this.#fail = undefined;
      if (onEnding) ending?.removeEventListener('abort', onEnding);
      stopWatching();
    }
  }

  /** Runs synchronous code like `run`. */
  runAtOnce<T>(action: () => T): T {
    containProcess(() => UserCode.current);
    return storage.run(this, action);
  }

  /** Reports an unawaited failure; only the first one of each run counts. */
  fail(reason: unknown): void {
    if (this.#outcome === 'failed') return;
    const failure = new UnawaitedFailure(reason);
    if (this.#fail) this.#fail(failure);
    else late.push(lateFailure(failure, this.#options.paths));
  }

  /** Whether an error was created by this code, according to its stack. */
  made(error: unknown): boolean {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    return this.#options.paths.some((path) => stack.includes(path));
  }
}

/** An unawaited promise was rejected, or a callback threw. */
export class UnawaitedFailure extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('one of its promises was rejected without being awaited, or a callback threw', { cause: reason });
    this.reason = reason;
  }
}

/** Runs code of the tool that user code calls. */
export function outsideUserCode<T>(action: () => T): T {
  return storage.run(undefined, action);
}

/** @throws MigrationFileError when code failed after it had ended */
export function assertNoLateFailures(): void {
  const [first] = late.splice(0);
  if (first) throw first;
}

function codeOfFailure(error: unknown): UserCode | undefined {
  return storage.getStore() ?? [...active].find((code) => code.made(error));
}

function lateFailure({ reason }: UnawaitedFailure, paths: readonly string[]): MigrationFileError {
  const [path = ''] = paths;
  const line = lineIn(reason, path);
  const message = errorOf(reason).message;
  return new MigrationFileError(
    `${relative(process.cwd(), path)}${line === undefined ? '' : `:${line}`} failed after it had ended: ${message}`,
    {
      remedy:
        'It started a promise, a query or a timer without awaiting it. Await it before the function returns.',
      cause: reason,
    },
  );
}
