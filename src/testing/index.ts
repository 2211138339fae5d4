/**
 * `pg-roundtrip/testing` for `import`. Jest runs test files in a sandbox; the implementation is loaded outside of
 * it, where it can keep one connection for all test files of a process.
 */
import vm from 'node:vm';
import type * as implementation from './create-testing.js';
import type { TestFramework } from './framework.js';

const main = vm.runInThisContext('process') as NodeJS.Process;

const { createTesting } = await loadImplementation();

export const { describeMigrations, withMigratedDatabase } = createTesting({
  globals: globalThis,
  imported: await importFramework(),
  process,
});

export type { TestFramework } from './framework.js';
export type { MigratedDatabaseOptions } from './options.js';
export type { DescribeMigrationsOptions } from './proof/proof-options.js';
export type { MigratedDatabase } from './with-migrated-database.js';

async function loadImplementation(): Promise<typeof implementation> {
  if (main === process) return import('./create-testing.js');
  const requireInMain = main.getBuiltinModule('node:module').createRequire(import.meta.url);
  return requireInMain('./create-testing.js') as typeof implementation;
}

/** The framework that runs this file, where its functions are not global. */
async function importFramework(): Promise<Partial<TestFramework> | undefined> {
  if ('describe' in globalThis) return undefined;
  const { VITEST, JEST_WORKER_ID } = process.env;
  const name = VITEST ? 'vitest' : JEST_WORKER_ID ? '@jest/globals' : undefined;
  if (name === undefined) return undefined;
  // A package manager may hide it from this package; then the functions must be given.
  return import(name).catch(() => undefined) as Promise<Partial<TestFramework> | undefined>;
}
