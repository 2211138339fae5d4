import { lstat } from 'node:fs/promises';
import { hasCode } from './embedded-error.js';

/** Whether there is anything at `path`, a dangling link included. */
export async function pathExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
