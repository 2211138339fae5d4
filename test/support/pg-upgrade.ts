import { execFile, execFileSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/database/embedded/free-port.js';

const run = promisify(execFile);

/** Folder of the programs of the new version: PG_UPGRADE_NEW_BIN, else that of `pg_config`. */
const newPrograms = process.env.PG_UPGRADE_NEW_BIN || bindir();
/**
 * Folder of the programs of the old version; without PG_UPGRADE_OLD_BIN a server is upgraded to its own
 * version, which pg_upgrade allows.
 */
const oldPrograms = process.env.PG_UPGRADE_OLD_BIN || newPrograms;

function bindir(): string {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Returns whether both versions have all programs that an upgrade needs. */
export function mayUpgrade(): boolean {
  const needed = ['initdb', 'pg_ctl', 'postgres', 'pg_controldata', 'pg_resetwal', 'pg_dump', 'pg_upgrade'];
  return [oldPrograms, newPrograms].every((folder) => needed.every((name) => existsSync(join(folder, name))));
}

/** An account other than root, since PostgreSQL does not run as root. */
function account(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export interface UpgradedServer {
  /** Called while the old server runs. */
  readonly before: (url: string) => Promise<void>;
  /** Called while the upgraded server runs. */
  readonly after: (url: string) => Promise<void>;
}

/** Starts a server, stops and upgrades it, and starts it again. */
export async function withUpgrade({ before, after }: UpgradedServer): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rt-upgrade-'));
  const owner = account();
  if (owner) await chown(folder, owner.uid, owner.gid);
  const call = (programs: string, name: string, args: readonly string[]) =>
    run(join(programs, name), args, { cwd: folder, ...owner });
  const port = await findFreePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = `-p ${port} -c unix_socket_directories=${folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
  const serve = async (programs: string, name: string, action: (url: string) => Promise<void>) => {
    const data = join(folder, name);
    await call(programs, 'pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start']);
    try {
      await action(url);
    } finally {
      await call(programs, 'pg_ctl', ['-D', data, '-w', '-m', 'fast', 'stop']);
    }
  };
  try {
    for (const [programs, name] of [
      [oldPrograms, 'old'],
      [newPrograms, 'new'],
    ] as const)
      await call(programs, 'initdb', [
        '-D',
        name,
        '-U',
        'postgres',
        '-A',
        'trust',
        '-N',
        '-E',
        'UTF8',
        '--locale=C',
      ]);
    await serve(oldPrograms, 'old', before);
    await call(newPrograms, 'pg_upgrade', [
      ...['-b', oldPrograms, '-B', newPrograms, '-d', 'old', '-D', 'new', '-U', 'postgres'],
      ...['--socketdir', folder, '-p', `${await findFreePort()}`, '-P', `${await findFreePort()}`],
    ]);
    await serve(newPrograms, 'new', after);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
