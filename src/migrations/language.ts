import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Languages of `new`, by file extension; the same as `--migration-file-language` of node-pg-migrate. */
export const migrationLanguages = ['ts', 'js', 'mjs', 'cjs', 'sql'] as const;

export type MigrationLanguage = (typeof migrationLanguages)[number];

/** Module system of a JavaScript file: `export` or `exports`. */
export type ModuleForm = 'esm' | 'cjs';

export interface FolderLanguage {
  readonly language: MigrationLanguage;
  /** Module system of `.js` files. */
  readonly form: ModuleForm;
}

const endings: Readonly<Record<string, MigrationLanguage>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.js': 'js',
  '.mjs': 'mjs',
  '.cjs': 'cjs',
  '.sql': 'sql',
};

/** A file with the name of a migration. */
export interface NumberedFile {
  readonly directory: string;
  readonly name: string;
}

/** That of the last of the migrations, which are in their order; TypeScript where there is none. */
export async function findLanguage(files: readonly NumberedFile[]): Promise<FolderLanguage> {
  const language = endings[extname(files.at(-1)?.name ?? '')] ?? 'ts';
  const script = files.findLast(({ name }) => name.endsWith('.js'));
  return { language, form: script ? await formOf(join(script.directory, script.name)) : 'esm' };
}

async function formOf(path: string): Promise<ModuleForm> {
  const text = await readFile(path, 'utf8');
  return /^\s*(?:module\.)?exports\b/m.test(text) ? 'cjs' : 'esm';
}
