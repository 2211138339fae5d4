import { readdirSync } from 'node:fs';
import type { CatalogCase } from '../cases/case.js';
import type { RepairCase } from '../repair-cases/repair-case.js';

/** Files of the folders that hold no cases themselves. */
const others: ReadonlySet<string> = new Set(['case.ts', 'both-ways.ts', 'repair-case.ts']);

/** The cases of every file of test/cases that a major version of PostgreSQL has. */
export function casesFor(major: number): Promise<readonly CatalogCase[]> {
  return readCases<CatalogCase>('cases', major);
}

/** The same for test/repair-cases, which are only about repairs. */
export function repairCasesFor(major: number): Promise<readonly RepairCase[]> {
  return readCases<RepairCase>('repair-cases', major);
}

interface Versioned {
  readonly since?: number;
  readonly until?: number;
}

async function readCases<Case extends Versioned>(folder: string, major: number): Promise<readonly Case[]> {
  const files = readdirSync(new URL(`../${folder}/`, import.meta.url)).filter((name) => !others.has(name));
  const modules = await Promise.all(
    files.sort().map((file) => import(`../${folder}/${file.replace(/\.ts$/, '.js')}`)),
  );
  return (modules as Record<string, readonly Case[]>[])
    .flatMap((module) => Object.values(module).flat())
    .filter(({ since = 0, until = Infinity }) => since <= major && major <= until);
}
