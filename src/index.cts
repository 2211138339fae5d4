/**
 * The library for `require`. Jest runs CommonJS tests in a VM context in which ECMAScript modules cannot be
 * required (before Node.js 24.9), and with a copy of `process.env`. So the library is loaded in the main context,
 * and each call is given the environment that the caller sees.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- there is no other import in a CommonJS module
import vm = require('node:vm');
import type * as library from './index.js' with { 'resolution-mode': 'import' };

type Library = typeof library;
type Environment = Readonly<Record<string, string | undefined>>;
type Call<O, R> = (options?: O & { readonly env?: Environment | undefined }) => Promise<R>;

const main = vm.runInThisContext('process') as NodeJS.Process;
const requireInMain = main.getBuiltinModule('node:module').createRequire(__filename);
const loaded = requireInMain('./index.js') as Library;
const outside = requireInMain('./library/environment.js') as {
  readonly hostEnvironment: () => Environment;
};

function withOwnEnvironment<O, R>(call: Call<O, R>): Call<O, R> {
  return (options) => call({ ...(options as O), env: { ...ownEnvironment(), ...options?.env } });
}

/** Variables that the caller has removed are removed for the call, too. */
function ownEnvironment(): Environment {
  const removed = Object.keys(outside.hostEnvironment()).filter((name) => !(name in process.env));
  return { ...Object.fromEntries(removed.map((name) => [name, undefined])), ...process.env };
}

const api: Library = {
  ...loaded,
  assertReversible: withOwnEnvironment(loaded.assertReversible),
  down: withOwnEnvironment(loaded.down),
  generate: withOwnEnvironment(loaded.generate),
  prove: withOwnEnvironment(loaded.prove),
  redo: withOwnEnvironment(loaded.redo),
  seed: withOwnEnvironment(loaded.seed),
  status: withOwnEnvironment(loaded.status),
  up: withOwnEnvironment(loaded.up),
  verify: withOwnEnvironment(loaded.verify),
};

// The types that index.ts exports; test/unit/library.test.ts compares the two lists.
// eslint-disable-next-line @typescript-eslint/no-namespace -- `export =` has no other way to export types
declare namespace api {
  export type DatabaseError = library.DatabaseError;
  export type DownOptions = library.DownOptions;
  export type ExitCode = library.ExitCode;
  export type GenerateOptions = library.GenerateOptions;
  export type GenerateResult = library.GenerateResult;
  export type InexactRollback = library.InexactRollback;
  export type InterruptedError = library.InterruptedError;
  export type LoadContext = library.LoadContext;
  export type LoadPlan = library.LoadPlan;
  export type LoadValue = library.LoadValue;
  export type MigrationFileError = library.MigrationFileError;
  export type MigrationStatus = library.MigrationStatus;
  export type NotReversibleError = library.NotReversibleError;
  export type ProjectOptions = library.ProjectOptions;
  export type ProveOptions = library.ProveOptions;
  export type ProveResult = library.ProveResult;
  export type ProvenMigration = library.ProvenMigration;
  export type RanMigration = library.RanMigration;
  export type RedoOptions = library.RedoOptions;
  export type RefusedError = library.RefusedError;
  export type RoundtripError = library.RoundtripError;
  export type RunResult = library.RunResult;
  export type SeedOptions = library.SeedOptions;
  export type SeedResult = library.SeedResult;
  export type SeedSession = library.SeedSession;
  export type StatusResult = library.StatusResult;
  export type UnexpectedError = library.UnexpectedError;
  export type UpOptions = library.UpOptions;
  export type UsageError = library.UsageError;
  export type VerifyOptions = library.VerifyOptions;
  export type VerifyResult = library.VerifyResult;
}

export = api;
