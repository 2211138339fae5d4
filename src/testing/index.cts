/** `pg-roundtrip/testing` for `require`; index.ts describes why the implementation is loaded outside of sandboxes. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- there is no other import in a CommonJS module
import vm = require('node:vm');
import type * as implementation from './create-testing.js' with { 'resolution-mode': 'import' };
import type * as framework from './framework.js' with { 'resolution-mode': 'import' };
import type * as options from './options.js' with { 'resolution-mode': 'import' };
import type * as proofOptions from './proof/proof-options.js' with { 'resolution-mode': 'import' };
import type * as databases from './with-migrated-database.js' with { 'resolution-mode': 'import' };

const main = vm.runInThisContext('process') as NodeJS.Process;
const requireInMain = main.getBuiltinModule('node:module').createRequire(__filename);
const { createTesting } = requireInMain('./create-testing.js') as typeof implementation;

const testing: implementation.Testing = createTesting({
  globals: globalThis,
  imported: importFramework(),
  process,
});

/** Jest's functions, where they are not global. */
function importFramework(): Partial<framework.TestFramework> | undefined {
  if ('describe' in globalThis || !process.env.JEST_WORKER_ID) return undefined;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only where Jest runs
    return require('@jest/globals') as Partial<framework.TestFramework>;
  } catch {
    return undefined;
  }
}

// eslint-disable-next-line @typescript-eslint/no-namespace -- `export =` has no other way to export types
declare namespace testing {
  export type DescribeMigrationsOptions = proofOptions.DescribeMigrationsOptions;
  export type MigratedDatabase = databases.MigratedDatabase;
  export type MigratedDatabaseOptions = options.MigratedDatabaseOptions;
  export type TestFramework = framework.TestFramework;
}

export = testing;
