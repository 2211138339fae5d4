import { UsageError } from '../errors.js';
import type { Environment } from './options.js';

/** The functions of a test framework that register tests. */
export interface TestFramework {
  readonly describe: (title: string, register: () => void) => unknown;
  /** `timeout` is in milliseconds; node:test ignores it, and has no limit of its own. */
  readonly test: (title: string, run: () => Promise<void>, timeout: number) => unknown;
}

/** The global object of a test file: test frameworks run each file with its own. */
export type TestGlobals = Readonly<Record<string, unknown>>;

export interface FrameworkSearch {
  readonly given: Partial<TestFramework>;
  readonly globals: TestGlobals;
  /** Vitest and @jest/globals, whose functions need not be global. */
  readonly imported: Partial<TestFramework> | undefined;
  readonly environment: Environment;
}

/**
 * Finds the functions of the test framework that runs this file: those that are given, global ones, or those of
 * node:test.
 * @throws UsageError outside of a test framework
 */
export function findFramework({ given, globals, imported, environment }: FrameworkSearch): TestFramework {
  const found = [given, globals, imported ?? {}, nodeTest(environment)].find(isFramework);
  if (found) return found;
  throw new UsageError('describeMigrations was called outside of a test framework', {
    remedy: `Run this file with Jest, Vitest or node --test, or give the functions of the framework: describeMigrations({ describe, test }).`,
  });
}

function isFramework(candidate: Partial<TestFramework> | TestGlobals): candidate is TestFramework {
  return typeof candidate.describe === 'function' && typeof candidate.test === 'function';
}

/** Node.js sets the variable in the processes in which `node --test` runs files. */
function nodeTest(environment: Environment): Partial<TestFramework> {
  const isRunner = environment.NODE_TEST_CONTEXT !== undefined || process.execArgv.includes('--test');
  if (!isRunner) return {};
  const { describe, test } = process.getBuiltinModule('node:test');
  return { describe, test: (title, run) => test(title, run) };
}
