import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted } from '../database/interruption.js';

/** Folders whose changes can be waited for. */
export interface FolderWatcher {
  /**
   * Waits until something has changed since the last call, and then until it is quiet again.
   * @returns names of the files
   * @throws InterruptedError when the user wants to stop
   */
  nextChange(): Promise<readonly string[]>;
}

/** Milliseconds without a change after which a save is taken to be complete. */
const quiet = 150;

/** Temporary files of editors. */
const byTheWay = /^\.|~$|^4913$/;

/** Watches folders as long as `action` runs. */
export async function withFolderWatch<T>(
  { directories, signal }: { readonly directories: readonly string[]; readonly signal: AbortSignal },
  action: (folder: FolderWatcher) => Promise<T>,
): Promise<T> {
  const changed = new Set<string>();
  const watchers = directories.map((directory) =>
    watch(directory, (_event, name) => {
      if (name !== null && !byTheWay.test(name)) changed.add(name);
    }),
  );
  const failed = new Promise<never>((_resolve, reject) => {
    for (const watcher of watchers) watcher.on('error', reject);
  });
  failed.catch(() => undefined);
  try {
    return await action({ nextChange: () => Promise.race([settle(changed, signal), failed]) });
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

async function settle(changed: Set<string>, signal: AbortSignal): Promise<readonly string[]> {
  const seen = new Set<string>();
  while (seen.size === 0 || changed.size > 0) {
    for (const name of changed) seen.add(name);
    changed.clear();
    await sleep(quiet, undefined, { signal }).catch((cause: unknown) => {
      throw interrupted(cause);
    });
  }
  return [...seen].sort();
}
