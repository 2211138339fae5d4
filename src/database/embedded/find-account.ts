import { stat } from 'node:fs/promises';
import { DatabaseError } from '../../errors.js';
import { useServerInstead } from './embedded-error.js';
import { isRoot, type ServerAccount, type UserIds } from './server-account.js';
import { runProgram } from './run-program.js';

const userName = 'postgres';

/** Ways to create a system user, each with the systems that know it; tried in order until one works. */
const creationCommands: readonly (readonly [string, ...string[]])[] = [
  // shadow-utils: Debian, Ubuntu, Fedora, Arch, SUSE
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', userName],
  // the same where a group of that name is there already
  ['useradd', '--system', '--gid', userName, '--no-create-home', '--shell', '/bin/false', userName],
  // BusyBox: Alpine
  ['adduser', '-S', '-D', '-H', '-s', '/bin/false', userName],
  // Debian without shadow-utils
  ['adduser', '--system', '--group', '--no-create-home', userName],
];

/**
 * Finds the account to run as: the `postgres` user for root, created where it is missing.
 * @throws DatabaseError when root has no `postgres` user and cannot create one
 */
export async function findServerAccount(): Promise<ServerAccount> {
  if (!isRoot()) return { kind: 'self' };
  const ids = (await findUser()) ?? (await createUser());
  if (ids !== undefined) return { kind: 'other', ...ids };
  throw new DatabaseError(
    `PostgreSQL does not run as root, and the user "${userName}" is missing and could not be created`,
    {
      remedy: `Run as an ordinary user, create the user (useradd --system ${userName}), or ${useServerInstead}`,
    },
  );
}

/** The account that owns an existing data directory: for root, a cluster keeps the owner it was made for. */
export async function findOwnerAccount(dataDirectory: string): Promise<ServerAccount> {
  if (!isRoot()) return { kind: 'self' };
  const { uid, gid } = await stat(dataDirectory);
  return uid === 0 ? findServerAccount() : { kind: 'other', uid, gid };
}

async function createUser(): Promise<UserIds | undefined> {
  for (const [program, ...args] of creationCommands) {
    await runProgram({ file: program, args });
    // The exit code is not asked: a second process may have created the user at the same time.
    const created = await findUser();
    if (created !== undefined) return created;
  }
  return undefined;
}

async function findUser(): Promise<UserIds | undefined> {
  const [uid, gid] = await Promise.all([readId('-u'), readId('-g')]);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** `id` also asks the directory services (LDAP, sssd) that /etc/passwd does not show. */
async function readId(flag: '-u' | '-g'): Promise<number | undefined> {
  const result = await runProgram({ file: 'id', args: [flag, userName] });
  const id = Number.parseInt(result.output, 10);
  return result.exitCode === 0 && id > 0 ? id : undefined;
}
