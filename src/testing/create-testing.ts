import { UsageError } from '../errors.js';
import type { FrameworkSearch } from './framework.js';
import type { MigratedDatabaseOptions } from './options.js';
import { describeMigrations } from './proof/describe-migrations.js';
import type { DescribeMigrationsOptions } from './proof/proof-options.js';
import { withMigratedDatabase, type UseDatabase } from './with-migrated-database.js';

/** The functions that test files import. */
export interface Testing {
  /**
   * Gives `use` a database of its own, with all migrations applied, and drops it afterwards.
   * @returns the result of `use`
   */
  readonly withMigratedDatabase: {
    <T>(use: UseDatabase<T>): Promise<T>;
    <T>(options: MigratedDatabaseOptions, use: UseDatabase<T>): Promise<T>;
  };
  /**
   * Registers a test for each migration, which fails if its `down` is not the exact inverse of its `up`.
   * @throws UsageError outside of a test framework
   */
  readonly describeMigrations: (options?: DescribeMigrationsOptions) => void;
}

/** The context of the test files. It may be a sandbox, with its own globals and its own copy of the environment. */
export interface TestContext extends Pick<FrameworkSearch, 'globals' | 'imported'> {
  readonly process: { readonly env: Readonly<Record<string, string | undefined>> };
}

/** Binds the functions to a context. This module is loaded once in each process, outside of all sandboxes. */
export function createTesting({ globals, imported, process }: TestContext): Testing {
  return {
    withMigratedDatabase: async <T>(
      first: MigratedDatabaseOptions | UseDatabase<T>,
      second?: UseDatabase<T>,
    ): Promise<T> => {
      const [options, use] = typeof first === 'function' ? [{}, first] : [first, second];
      return withMigratedDatabase(options, { ...process.env }, assertFunction(use));
    },
    describeMigrations: (options = {}) => {
      describeMigrations(options, { globals, imported, environment: { ...process.env } });
    },
  };
}

/** For callers in JavaScript. */
function assertFunction<T>(use: UseDatabase<T> | undefined): UseDatabase<T> {
  if (typeof use === 'function') return use;
  throw new UsageError('withMigratedDatabase was called without a function', {
    remedy: 'Give it what uses the database: withMigratedDatabase(async ({ url }) => { … }).',
  });
}
