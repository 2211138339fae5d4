/** The library: what the command does, for tests and scripts. docs/api.md describes it. */
export {
  DatabaseError,
  InterruptedError,
  MigrationFileError,
  RefusedError,
  RoundtripError,
  UnexpectedError,
  UsageError,
  exitCodes,
  type ExitCode,
} from './errors.js';
export { generate, type GenerateOptions } from './library/generate.js';
export type { ProjectOptions } from './library/project-options.js';
export { NotReversibleError, assertReversible, prove, type ProveOptions } from './library/prove.js';
export { down, redo, up, type DownOptions, type RedoOptions, type UpOptions } from './library/run.js';
export { seed, type SeedOptions } from './library/seed.js';
export { status } from './library/status.js';
export { verify, type VerifyOptions } from './library/verify.js';
export type { GenerateResult } from './report/generate/json.js';
export type { ProveResult, ProvenMigration } from './report/prove/json.js';
export type { RanMigration, RunResult } from './report/run/run-report.js';
export type { SeedResult } from './report/seed/report.js';
export type { MigrationStatus, StatusResult } from './report/history/status-report.js';
export type { VerifyResult } from './report/verify/json.js';
export { InexactRollback } from './run/run-migrations.js';
export type { LoadContext, LoadPlan, LoadValue } from './seed/load-plan.js';
export type { SeedSession } from './seed/seed-session.js';
