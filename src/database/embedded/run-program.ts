import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { isSystemError } from '../../errors.js';
import { spawnIdentity, type ServerAccount } from './server-account.js';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Account to run as; default: the current user. */
  readonly account?: ServerAccount;
  /** A folder that the account can enter; default: the root folder. */
  readonly cwd?: string;
}

export interface ProgramResult {
  /** The exit code; -1 when a signal ended the program or it could not be started. */
  readonly exitCode: number;
  /** Standard output and standard error, in the order they came. */
  readonly output: string;
}

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * For the C library of most Linux systems (glibc manual, "Memory Allocation Tunables"; others ignore it): a
 * process grows by 16 MiB at a time, in huge pages. A connection that reads the catalog takes thousands of
 * page faults less, and half of the CPU time.
 */
const allocation = 'glibc.malloc.hugetlb=1:glibc.malloc.top_pad=16777216';

/**
 * The environment of everything started here: English messages, and none of the user's `PG…`
 * variables. Windows programs need their inherited environment.
 */
export const cleanEnvironment: { readonly env?: NodeJS.ProcessEnv } =
  process.platform === 'win32'
    ? {}
    : { env: { LC_ALL: 'C', TZ: 'UTC', PATH: searchPath, GLIBC_TUNABLES: allocation } };

/** Runs a program to its end, without a shell. That it cannot be started is a result too. */
export async function runProgram(program: Program): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      resolve({ exitCode: -1, output: error.message });
    };
    try {
      const child = start(program);
      child.on('error', fail);
      collect(child, resolve);
    } catch (error) {
      // Some failures are thrown, others are events (child_process manual): EPERM is thrown.
      if (!isSystemError(error)) throw error;
      fail(error);
    }
  });
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function start({ file, args, account = { kind: 'self' }, cwd = '/' }: Program): Child {
  return spawn(file, args, {
    ...spawnIdentity(account),
    ...cleanEnvironment,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

function collect(child: Child, resolve: (result: ProgramResult) => void): void {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  child.on('close', (code, signal) => {
    resolve({ exitCode: code ?? -1, output: signal === null ? output : `${output}ended by ${signal}` });
  });
}
