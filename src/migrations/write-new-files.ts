import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MigrationFileError, messageOf } from '../errors.js';

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files that do not exist yet, all or none; folders are created where they are missing.
 * @throws MigrationFileError when one exists or cannot be written
 */
export async function writeNewFiles(files: readonly NewFile[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: 'wx' });
      written.push(path);
    }
  } catch (cause) {
    for (const path of written) await rm(path, { force: true });
    throw new MigrationFileError(`the files cannot be written: ${messageOf(cause)}`, {
      remedy: 'Nothing was written. Check the folder and its permissions.',
      cause,
    });
  }
}
