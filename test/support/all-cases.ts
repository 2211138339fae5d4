import { readdirSync } from 'node:fs';
import type { CatalogCase } from '../cases/case.js';
import type { RepairCase } from '../repair-cases/repair-case.js';

/** Files of the folders that contain no cases. */
const others: ReadonlySet<string> = new Set(['case.ts', 'both-ways.ts', 'repair-case.ts']);

/** Returns the names of the files of test/cases that contain cases: `column` for `column.ts`. */
export function caseFiles(): readonly string[] {
  return filesIn('cases');
}

/** Loads the cases of one file of test/cases that apply to a major version of PostgreSQL. */
export async function casesOf(file: string, major: number): Promise<readonly CatalogCase[]> {
  return readFile<CatalogCase>(`cases/${file}`, major);
}

/** Loads the cases of all files of test/cases that apply to a major version of PostgreSQL. */
export function casesFor(major: number): Promise<readonly CatalogCase[]> {
  return readCases<CatalogCase>('cases', major);
}

/** Loads the cases of test/repair-cases, which test only repairs. */
export function repairCasesFor(major: number): Promise<readonly RepairCase[]> {
  return readCases<RepairCase>('repair-cases', major);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(new URL(`../${folder}/`, import.meta.url))
    .filter((name) => !others.has(name))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();
}

interface Versioned {
  readonly since?: number;
  readonly until?: number;
}

async function readCases<Case extends Versioned>(folder: string, major: number): Promise<readonly Case[]> {
  const files = filesIn(folder).map((file) => readFile<Case>(`${folder}/${file}`, major));
  return (await Promise.all(files)).flat();
}

async function readFile<Case extends Versioned>(path: string, major: number): Promise<readonly Case[]> {
  const module = (await import(`../${path}.js`)) as Record<string, readonly Case[]>;
  return Object.values(module)
    .flat()
    .filter(({ since = 0, until = Infinity }) => since <= major && major <= until);
}
