import { chown } from 'node:fs/promises';

/**
 * Account that the server runs as. PostgreSQL refuses to run as root (manual, "The PostgreSQL User Account"),
 * so root runs it as another user; other users run it as themselves.
 */
export type ServerAccount = { readonly kind: 'self' } | ({ readonly kind: 'other' } & UserIds);

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Options of `spawn` to run a program as the account. */
export function spawnIdentity(account: ServerAccount): Partial<UserIds> {
  return account.kind === 'self' ? {} : { uid: account.uid, gid: account.gid };
}

/** Makes the account the owner of a file or folder that this process has made. */
export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (account.kind === 'other') await chown(path, account.uid, account.gid);
}
