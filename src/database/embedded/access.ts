import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Stats } from 'node:fs';
import type { ServerAccount, UserIds } from './server-account.js';

const search = 0o1;
const readAndSearch = 0o5;

/**
 * Whether the account can reach `path` and read it (a program: run it), according to the permissions of all
 * parent folders, without access control lists. Always true for the current user: an error will show.
 */
export async function canUse(account: ServerAccount, path: string): Promise<boolean> {
  if (account.kind === 'self') return true;
  return allows(await stat(path), { to: account, bits: readAndSearch }) && canEnter(account, dirname(path));
}

/** Whether the account can access the contents of the folder `path`. */
export async function canEnter(account: ServerAccount, path: string): Promise<boolean> {
  if (account.kind === 'self') return true;
  if (!allows(await stat(path), { to: account, bits: search })) return false;
  const parent = dirname(path);
  return parent === path || canEnter(account, parent);
}

/** The classes exclude one another: an owner without permission is not helped by that of the others. */
function allows(stats: Stats, { to, bits }: { readonly to: UserIds; readonly bits: number }): boolean {
  const shift = stats.uid === to.uid ? 6 : stats.gid === to.gid ? 3 : 0;
  return ((stats.mode >> shift) & bits) === bits;
}
