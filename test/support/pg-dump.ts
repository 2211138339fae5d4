import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const program = process.env.PG_DUMP || 'pg_dump';

/** Major version of the pg_dump on the PATH, or of the one that PG_DUMP names; 0 if there is none. */
export function pgDumpMajor(): number {
  try {
    const version = execFileSync(program, ['--version'], { encoding: 'utf8' });
    return Number(/\(PostgreSQL\) (\d+)/.exec(version)?.[1] ?? 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

/** Returns the entries of `pg_dump --schema-only` in a canonical order, so that equal schemas give equal lists. */
export async function dumpSchema(url: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(program, ['--schema-only', '--dbname', url], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return normaliseDump(stdout);
}

/** The line before every entry of a dump. */
const header = /^-- Name: .*; Type: /m;

/**
 * Removes differences that do not come from the schema: the token of `\restrict`, and the order of independent
 * objects, grants and storage parameters. Settings apply to the entries after them, so they are separate entries.
 */
export function normaliseDump(text: string): readonly string[] {
  const settings = text.match(/^SET .*;$/gm) ?? [];
  const entries = text
    .replace(/^(SET |\\(un)?restrict ).*$/gm, '')
    .split(header)
    .map(normaliseEntry);
  return [...new Set([...settings, ...entries])].sort();
}

function normaliseEntry(entry: string): string {
  const lines = entry.split('\n');
  const statements = lines
    .slice(1)
    .filter((line) => line.trim() !== '' && !line.startsWith('--'))
    .map((line) => line.replace(/^WITH \((.*)\)/, (_whole, list: string) => `WITH (${sortList(list)})`));
  return (/^(DEFAULT )?ACL;/.test(lines[0] ?? '') ? statements.sort() : statements).join('\n');
}

function sortList(list: string): string {
  return list.split(', ').sort().join(', ');
}
