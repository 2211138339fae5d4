import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Matches names of files: imports, and paths in strings, from which code may read a file. */
const quoted = /(['"`])([^'"`\n]*[./][^'"`\n]*)\1/g;

const endings = ['', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '.sql', '/index.ts', '/index.js'];

/** A path in a string of code, and its position in the text. */
export interface PathInCode {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export function pathsInCode(text: string): readonly PathInCode[] {
  return [...text.matchAll(quoted)].map(({ index, 2: path = '' }) => {
    const start = index + 1;
    return { path, start, end: start + path.length };
  });
}

/**
 * Absolute paths of the files that a file names by a path, and those that these name, as far as they are
 * there: modules that it imports, and files that it reads.
 */
export async function filesNamedBy(path: string, seen = new Set<string>()): Promise<ReadonlySet<string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  for (const { path: named } of pathsInCode(text)) {
    const found = await findFile(resolve(dirname(path), named));
    if (found === undefined || seen.has(found)) continue;
    seen.add(found);
    if (/\.[mc]?[jt]s$/.test(found)) await filesNamedBy(found, seen);
  }
  return seen;
}

/** An import of `./names.js` may mean `names.ts`. */
async function findFile(path: string): Promise<string | undefined> {
  const source = path.replace(/\.([mc]?)js$/, '.$1ts');
  for (const candidate of [...endings.map((ending) => path + ending), source]) {
    const isFile = await stat(candidate).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return candidate;
  }
  return undefined;
}
