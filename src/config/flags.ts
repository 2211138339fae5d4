import type { LimitFlags } from './limits.js';

/** Flags of the command line, not validated yet. */
export interface Flags extends LimitFlags {
  readonly databaseUrl?: string | undefined;
  readonly embedded?: boolean | undefined;
  /** One folder, or several. */
  readonly migrationsDir?: string | readonly string[] | undefined;
  readonly migrationsTable?: string | undefined;
  readonly migrationsSchema?: string | undefined;
  readonly schema?: readonly string[] | undefined;
  readonly configFile?: string | undefined;
  readonly checkOrder?: boolean | undefined;
  readonly seedsDir?: string | undefined;
}

export interface ConfigInput {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
