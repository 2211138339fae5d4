import { readdirSync } from 'node:fs';
import type { CatalogCase } from '../cases/case.js';

const folder = new URL('../cases/', import.meta.url);

/** The cases of every file of test/cases that a major version of PostgreSQL has. */
export async function casesFor(major: number): Promise<readonly CatalogCase[]> {
  const files = readdirSync(folder)
    .filter((name) => name !== 'case.ts' && name !== 'both-ways.ts')
    .sort();
  const modules = await Promise.all(files.map((file) => import(`../cases/${file.replace(/\.ts$/, '.js')}`)));
  return (modules as Record<string, readonly CatalogCase[]>[])
    .flatMap((module) => Object.values(module).flat())
    .filter(({ since = 0, until = Infinity }) => since <= major && major <= until);
}
