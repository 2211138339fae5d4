import { readSqlTokens } from '../sql-text/tokens.js';
import { codeWithoutComments } from '../modules/code-without-comments.js';
import { upOfSql } from './load-migrations.js';
import type { MigrationSource } from './migration-source.js';

/**
 * Whether two texts of a migration are equal, ignoring comments and whitespace. For SQL, only the up is
 * compared; in code, the up cannot be separated from the module.
 */
export async function haveSameUp(one: MigrationSource, other: MigrationSource): Promise<boolean> {
  const forms = await Promise.all([formOf(one), formOf(other)]);
  return forms[0] !== undefined && forms[0] === forms[1];
}

async function formOf({ files: [first, second] }: MigrationSource): Promise<string | undefined> {
  if (!first) return undefined;
  const { name, text } = first;
  if (!name.endsWith('.sql')) return codeWithoutComments(text.replaceAll('\r\n', '\n'), name);
  const up = upOfSql({ path: name, content: text, down: second?.text });
  return [...readSqlTokens(up.replaceAll('\r\n', '\n'))].join(' ');
}
