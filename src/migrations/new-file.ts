import { readdir } from 'node:fs/promises';
import { hasCode, UsageError } from '../errors.js';
import type { NumberedFile } from './language.js';
import { timestampOf } from './migration-file.js';

/** Files of the folders whose names begin with a number, in their order. */
export async function findNumberedFiles(directories: readonly string[]): Promise<readonly NumberedFile[]> {
  const files = await Promise.all(directories.map(namesIn));
  return files
    .flat()
    .filter(({ name }) => /^\d/.test(name) && !Number.isNaN(timestampOf(name)))
    .sort((a, b) => timestampOf(a.name) - timestampOf(b.name));
}

/** A folder that does not exist is created with the first file. */
async function namesIn(directory: string): Promise<readonly NumberedFile[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names.map((name) => ({ directory, name }));
}

/** A new migration comes last, even after one created with a clock that was ahead. */
export function nextNumber(files: readonly NumberedFile[], now: number): number {
  const last = files.at(-1);
  return last ? Math.max(now, timestampOf(last.name) + 1) : now;
}

/**
 * Returns the part of the file name after the number.
 * @throws UsageError when the name cannot be one
 */
export function migrationNameOf(text: string): string {
  const clean = text.trim().replace(/[\s_]+/g, '-');
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(clean)) return clean;
  throw new UsageError(`${JSON.stringify(text)} is not a valid name for a migration`, {
    remedy: 'Use letters, digits and dashes, starting with a letter, such as add-phone-to-users.',
  });
}
