import { dirname } from 'node:path';
import { sqlStateOf } from '../../database/sqlstate.js';
import { messageOf, RoundtripError, UsageError } from '../../errors.js';
import { createSchema, type SourceStatement } from '../create-schema.js';
import type { Source, SourceContext, SourcePath, SourceSchema } from '../source.js';
import { describeProject } from './describe-project.js';
import { findDrizzleKit } from './drizzle-kit.js';
import { createPresentObjects } from './present-objects.js';
import { wantedSchema } from './wanted-schema.js';

/**
 * A Drizzle schema as the wanted schema: a module, a folder of modules, or the configuration of drizzle-kit. What
 * Drizzle has no words for stays as the migrations made it.
 */
export function drizzleSource(source: SourcePath): Source {
  return { kind: 'drizzle', label: source.label, read: (context) => read(source, context) };
}

async function read(source: SourcePath, context: SourceContext): Promise<SourceSchema> {
  const kit = findDrizzleKit([source.config.projectDirectory, dirname(source.path)]);
  const project = await describeProject(source, kit.orm);
  const statements = await kit.statements(project);
  const { major } = context.scratch.server.server;
  const present = createPresentObjects(context.present, { scope: project.scope, major });
  const created = await createSchema(context, {
    label: source.label,
    order: 'as possible',
    statements: [
      // A Drizzle table without a schema is in `public`.
      { sql: 'SET search_path TO public', explain: asError },
      ...present.map((sql) => ({ sql, explain: () => undefined })),
      ...statements.map((sql) => described(sql, source.label, context)),
    ],
  });
  const { baseline } = created;
  return {
    ...created,
    withUnmanaged: (states) => wantedSchema({ ...states, baseline, scope: project.scope }),
  };
}

const duplicateSchema = '42P06';
const duplicateObject = '42710';

function described(sql: string, label: string, { note }: SourceContext): SourceStatement {
  const isRole = sql.startsWith('CREATE ROLE ');
  return {
    sql,
    explain: (error) => {
      const state = sqlStateOf(error);
      if (state === undefined || error instanceof RoundtripError) return asError(error);
      if (state === duplicateSchema) return undefined;
      if (state !== duplicateObject || !isRole) return refused({ sql, label, error });
      note(`${label}: ${messageOf(error)}, and stays as it is`);
      return undefined;
    },
  };
}

interface Refused {
  readonly sql: string;
  readonly label: string;
  readonly error: unknown;
}

function refused({ sql, label, error }: Refused): UsageError {
  const { detail, hint } = error as { readonly detail?: string; readonly hint?: string };
  const lines = [
    `${label}: PostgreSQL refuses the schema: ${messageOf(error)} (SQLSTATE ${sqlStateOf(error) ?? ''})`,
    ...(detail === undefined ? [] : [`  detail: ${detail}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    `  statement: ${sql.trim().replaceAll(/\s+/gu, ' ')}`,
  ];
  return new UsageError(lines.join('\n'), {
    remedy:
      'Export every table and type that the schema uses; what Drizzle has no words for, such as extensions and functions, comes from a migration. Nothing was written.',
    cause: error,
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(messageOf(error));
}
