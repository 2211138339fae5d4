import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MigrationFile } from './migration-file.js';

/** The text of a migration's file, or of its two files. */
export interface MigrationSource {
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export async function readSource({ path, downPath }: MigrationFile): Promise<MigrationSource> {
  const paths = downPath === undefined ? [path] : [path, downPath];
  const files = await Promise.all(
    paths.map(async (one) => ({ name: basename(one), text: await readFile(one, 'utf8') })),
  );
  return { files };
}

/**
 * SHA-256 over all files, in hex. A file's name and place play no part, nor do its line ends, which Git
 * may change from one machine to the next.
 */
export function hashSource({ files }: MigrationSource): string {
  return hashTexts(files.map(({ text }) => withUnixLines(text)));
}

/** SHA-256 over statements in order, in hex, without the space around them. */
export function hashStatements(statements: readonly string[]): string {
  return hashTexts(statements.map((sql) => withUnixLines(sql).trim()));
}

function withUnixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function hashTexts(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}
