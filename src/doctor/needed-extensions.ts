import { readSource } from '../migrations/migration-source.js';
import type { MigrationFile } from '../migrations/migration-file.js';

/** Between double quotes, which a string of code escapes, or plain. */
const inSql =
  /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?(?!if\s+not\s)(?:\\?"([^"\\]+)\\?"|([a-z_][\w$-]*))/gi;

/** `pgm.createExtension('citext')`, or a list of names. */
const inCode = /\bcreateExtensions?\(\s*(\[[^\]]*\]|'[^']*'|"[^"]*"|`[^`]*`)/g;

/**
 * Extensions that the texts of migrations create, without running any of them: a name that code puts together is
 * not found.
 */
export async function neededExtensions(files: readonly MigrationFile[]): Promise<readonly string[]> {
  const names = await Promise.all(
    files.map(async (file) => {
      const { files: texts } = await readSource(file);
      return texts.flatMap(({ text }) => extensionsIn(text));
    }),
  );
  return [...new Set(names.flat())].sort();
}

export function extensionsIn(text: string): readonly string[] {
  const ofSql = [...text.matchAll(inSql)].map(([, quoted, plain = '']) => quoted ?? plain.toLowerCase());
  const ofCode = [...text.matchAll(inCode)].flatMap(([, names = '']) =>
    [...names.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, name = '']) => name),
  );
  return [...ofSql, ...ofCode];
}
