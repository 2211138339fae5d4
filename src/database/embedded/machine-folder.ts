import { homedir } from 'node:os';
import { join } from 'node:path';
import { isRoot } from './server-account.js';

/**
 * Returns the folder for files of no project: for root a folder that the server's account can enter, for others
 * their own cache folder (never the shared temporary folder, because files here are executed). `undefined` for
 * a user without a home.
 */
export function findMachineFolder(...parts: readonly string[]): string | undefined {
  if (isRoot()) return join('/var/lib/roundtrip', ...parts);
  const home = findHome();
  return home === undefined ? undefined : join(home, '.cache', 'roundtrip', ...parts);
}

function findHome(): string | undefined {
  try {
    return homedir();
  } catch {
    // A user id without a name, as containers have them, and no HOME either.
    return undefined;
  }
}
