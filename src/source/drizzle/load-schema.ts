import { relative } from 'node:path';
import { UsageError } from '../../errors.js';
import { loadTogether, type ModuleLoaderOptions } from '../../modules/load-module.js';
import { entityOf, type DrizzleOrm, type Entity } from './drizzle-orm.js';

/** An entity, and where it is exported. */
export interface ExportedEntity extends Entity {
  /** `users in db/schema.ts`. */
  readonly place: string;
}

export interface LoadSchemaOptions extends ModuleLoaderOptions {
  /** For messages. */
  readonly label: string;
  readonly orm: DrizzleOrm;
}

/**
 * Loads the files of a Drizzle schema, and returns what they describe, each once.
 * @throws MigrationFileError when a file cannot be loaded, UsageError when they describe no table, or one twice
 */
export async function loadSchema(
  paths: readonly string[],
  { label, orm, ...options }: LoadSchemaOptions,
): Promise<readonly ExportedEntity[]> {
  const modules = await loadTogether(paths, options);
  const entities = new Map<object, ExportedEntity>();
  for (const [at, module] of modules.entries()) {
    const file = relative(options.directory, paths[at] ?? '');
    for (const [name, value] of Object.entries(module)) {
      const entity = entityOf(value, orm);
      if (entity && !entities.has(entity.value))
        entities.set(entity.value, { ...entity, place: `${name} in ${file}` });
    }
  }
  const found = [...entities.values()];
  assertAnything(found, label);
  assertUnique(found, label);
  return found;
}

function assertAnything(entities: readonly ExportedEntity[], label: string): void {
  if (entities.some(({ kind }) => kind === 'table' || kind === 'view')) return;
  throw new UsageError(`${label} exports no table`, {
    remedy:
      'Export each table: export const users = pgTable(…). A schema without tables would drop all that exist. Nothing was written.',
  });
}

const named: ReadonlySet<Entity['kind']> = new Set(['table', 'view', 'enum', 'sequence']);

function assertUnique(entities: readonly ExportedEntity[], label: string): void {
  const first = new Map<string, ExportedEntity>();
  for (const entity of entities.filter(({ kind }) => named.has(kind))) {
    const key = `${entity.kind} ${entity.schema}.${entity.name}`;
    const other = first.get(key);
    if (!other) first.set(key, entity);
    else {
      throw new UsageError(`${label}: ${key} is described twice: as ${other.place}, and as ${entity.place}`, {
        remedy: 'Remove one of them, or give it another name. Nothing was written.',
      });
    }
  }
}
