import { lstat } from 'node:fs/promises';
import { hasCode } from '../../errors.js';

/** Whether `path` exists; true for a dangling link, too. */
export async function pathExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
