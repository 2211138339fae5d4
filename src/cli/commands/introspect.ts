import { resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import { assertDatabaseNamed } from '../../config/named-database.js';
import { withDatabase } from '../../database/open-database.js';
import { exitCodes, UsageError, type ExitCode } from '../../errors.js';
import { introspect, type IntrospectOptions } from '../../introspect/introspect.js';
import type { IntrospectReport } from '../../introspect/introspect-report.js';
import { migrationNameOf } from '../../migrations/new-file.js';
import { introspectToJson, renderIntrospect } from '../../report/introspect/text.js';
import { findDrizzleProgram } from '../../source/drizzle/drizzle-kit.js';
import { configOf, type Context } from '../context.js';
import { connectionsOf } from '../verifying/connections.js';

export interface IntrospectFlags {
  readonly roles?: boolean;
  readonly sql?: boolean;
  readonly oneFile?: boolean;
  readonly dryRun?: boolean;
  readonly drizzle?: string;
  /** A connection URL, or the word `embedded`. */
  readonly scratchUrl?: string;
}

/** `roundtrip introspect [NAME]`: exits 1 when no migration creates the catalog exactly. */
export async function run(
  context: Context<IntrospectFlags>,
  [name = 'initial-schema']: readonly string[],
): Promise<ExitCode> {
  const { flags, terminal, signal, cwd } = context;
  const config = await configOf(context);
  assertDatabaseNamed(config.database, config);
  const { scratch } = connectionsOf(flags.scratchUrl === undefined ? {} : { scratchUrl: flags.scratchUrl });
  const options: Omit<IntrospectOptions, 'database'> = {
    config,
    signal,
    scratch,
    name: migrationNameOf(name),
    language: flags.sql ? 'sql' : 'ts',
    roles: flags.roles ? 'created' : 'presumed',
    ...(flags.oneFile ? { divideFrom: Infinity } : {}),
    mode: flags.dryRun ? 'dry run' : 'write',
    ...drizzleOf(flags, { config, cwd }),
    now: Date.now(),
    progress: ({ name: migration, direction, number, total }) => {
      terminal.progress(`${number}/${total}  ${direction} on a scratch database  ${migration}`);
    },
  };
  const report = await withDatabase(config.database, { signal }, (database) =>
    introspect({ ...options, database }),
  );
  terminal.result(renderIntrospect(report, { paint: terminal.paint, cwd }));
  if (report.verdict === 'written') terminal.note(terminal.notePaint.dim(nextStep(report)));
  terminal.json(introspectToJson(report, cwd));
  return report.verdict === 'not-exact' ? exitCodes.finding : exitCodes.done;
}

function drizzleOf(
  { drizzle }: IntrospectFlags,
  { config, cwd }: { readonly config: Config; readonly cwd: string },
): Pick<IntrospectOptions, 'drizzle'> {
  if (drizzle === undefined) return {};
  if (config.database.kind !== 'server') {
    throw new UsageError(
      '--drizzle needs the URL of a server: drizzle-kit cannot read the embedded database',
      {
        remedy: 'Nothing was written. Give a database with --database-url.',
      },
    );
  }
  const { connection } = config.database;
  const program = findDrizzleProgram([cwd]);
  return { drizzle: { path: resolve(cwd, drizzle), program, connection } };
}

function nextStep({ files }: IntrospectReport): string {
  return `Next, mark them as applied on this database: roundtrip baseline ${files.at(-1)?.name ?? ''}`;
}
