/** The library behind the command: what it takes to prove, run and roll back migrations from code. */
export { readConfig, type Config, type Flags } from './config/config.js';
export { withDatabase, withScratchServer } from './database/open-database.js';
export type { Database, ServerInfo, Session } from './database/session.js';
export { RoundtripError, exitCodes, type ExitCode } from './errors.js';
export { loadMigrations } from './migrations/load-migrations.js';
export { findMigrationFiles, type MigrationFile } from './migrations/migration-file.js';
export type { Direction, Migration } from './migrations/migration.js';
export type { Target } from './migrations/plan.js';
export type { StepResult } from './migrations/run-step.js';
export { prove, type ProofObserver, type ProveOptions } from './prove/prove.js';
export type { MigrationProof, ProofReport, Trace, Verdict } from './prove/proof-report.js';
export { down, redo, up, type RunObserver, type RunOptions } from './run/run-migrations.js';
export { runSeeds, type SeedReport } from './seed/run-seeds.js';
export type { SeedSession } from './seed/seed-session.js';
