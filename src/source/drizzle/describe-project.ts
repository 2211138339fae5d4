import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assertNever } from '../../errors.js';
import type { SourcePath } from '../source.js';
import { isDrizzleConfig, readDrizzleConfig, type DrizzleSettings } from './config-file.js';
import type { DrizzleSchema } from './drizzle-kit.js';
import type { DrizzleOrm } from './drizzle-orm.js';
import { DrizzleScope } from './drizzle-scope.js';
import { loadSchema, type ExportedEntity } from './load-schema.js';
import { filesIn, filesOfPatterns } from './schema-files.js';

/** What the files of a Drizzle project describe. */
export interface DescribedProject extends DrizzleSchema {
  readonly scope: DrizzleScope;
}

/**
 * Loads a module, a folder of modules, or what a configuration of drizzle-kit names.
 * @throws UsageError, MigrationFileError naming the file that cannot be read, loaded or understood
 */
export async function describeProject(source: SourcePath, orm: DrizzleOrm): Promise<DescribedProject> {
  const { path, label, config } = source;
  const directory = config.projectDirectory;
  const loading = { directory, tsconfigPaths: config.migrations.tsconfigPaths, label };
  const settings = isDrizzleConfig(path) ? await readDrizzleConfig(path, loading) : undefined;
  const paths = settings
    ? await filesOfPatterns({ patterns: settings.schema, directories: [dirname(path), directory], label })
    : await filesOf(path);
  const entities = await loadSchema(paths, { ...loading, orm });
  const scope = scopeOf(entities, settings);
  const included = entities.filter((entity) => isIncluded(entity, scope));
  const exports = Object.fromEntries(included.map(({ value }, at) => [`entity${at}`, value]));
  return { label, paths, exports, casing: settings?.casing, scope };
}

async function filesOf(path: string): Promise<readonly string[]> {
  return (await stat(path)).isDirectory() ? filesIn(path) : [path];
}

/** In the schema of drizzle-kit's own migrations, other tables may be part of the schema. */
function scopeOf(entities: readonly ExportedEntity[], settings: DrizzleSettings | undefined): DrizzleScope {
  const { schema, table } = settings?.migrationsTable ?? { schema: 'drizzle', table: '__drizzle_migrations' };
  const existing = entities
    .filter(({ kind, isExisting }) => isExisting && kind !== 'role')
    .map(({ kind, schema, name }) => (kind === 'schema' ? { schema: name } : { schema, name }));
  return new DrizzleScope({
    schemas: settings?.schemaFilter ?? [],
    tables: settings?.tablesFilter ?? [],
    foreign: [...existing, { schema, name: table }],
  });
}

/** drizzle-kit itself applies its filters only to a part of what it creates. */
function isIncluded({ kind, schema, name, isExisting }: ExportedEntity, scope: DrizzleScope): boolean {
  switch (kind) {
    case 'table':
    case 'view':
      return isExisting || scope.includesRelation({ schema, name });
    case 'schema':
      return isExisting || scope.includesSchema({ schema: name });
    case 'enum':
    case 'sequence':
      return scope.includesSchema({ schema });
    case 'role':
    case 'policy':
      return true;
    default:
      return assertNever(kind);
  }
}
