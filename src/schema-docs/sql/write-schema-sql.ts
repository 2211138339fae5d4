import { diff, subject } from '../../catalog/model/diff.js';
import { mapRoleNames } from '../../catalog/model/map-role-names.js';
import type { CatalogObject, Snapshot } from '../../catalog/model/object.js';
import { isOfSchema } from '../../pairs/of-schema.js';
import { rolesOfObject } from '../../catalog/model/present-roles.js';
import { unquoted } from '../../catalog/model/qualified-name.js';
import { toSnapshot } from '../../catalog/model/snapshot.js';
import { readCatalog } from '../../catalog/read/read-catalog.js';
import type { MigrationsConfig } from '../../config/config.js';
import { withScratchDatabases } from '../../database/scratch.js';
import type { Database, Session } from '../../database/session.js';
import { messageOf } from '../../errors.js';
import { marker } from '../marker.js';
import type { ReplayedSchema } from '../replay-schema.js';
import { planSchema } from './plan-schema-sql.js';
import { schemaSql } from './schema-sql.js';

/** The part of a replay that the statements depend on. */
export type CreatedSchema = Pick<ReplayedSchema, 'baseline' | 'objects' | 'major' | 'role' | 'extensions'>;

export interface WriteSchemaSqlOptions {
  readonly server: Database;
  readonly config: MigrationsConfig;
}

/**
 * Writes the statements that create the schema in an empty database, runs them in one, and compares the result.
 * What differs is named in the file.
 */
export async function writeSchemaSql(
  replayed: CreatedSchema,
  { server, config }: WriteSchemaSqlOptions,
): Promise<string> {
  const { major, role, extensions } = replayed;
  const empty = asCurrentUser(withoutCreated(replayed.baseline, config), role);
  const objects = asCurrentUser(replayed.objects, role);
  const planned = planSchema({ empty, objects, major, role: currentUser, extensions });
  const file = { ...planned, marker, roles: rolesNamedIn(objects) };
  const wrong = await withScratchDatabases(server, async (scratch) => {
    const database = await scratch.create();
    const session = await database.connect();
    try {
      return await differencesOf(session, { sql: schemaSql({ ...file, wrong: [] }), replayed });
    } finally {
      await session.close();
    }
  });
  return schemaSql({ ...file, wrong });
}

/** Whoever loads the file owns what the role of the migrations owns. */
const currentUser = 'CURRENT_USER';

function asCurrentUser(snapshot: Snapshot, role: string): Snapshot {
  const map = (name: string) => (name === role ? currentUser : name);
  return toSnapshot([...snapshot.values()].map((object) => mapRoleNames(object, map)));
}

/** Schemas that the settings have created before the first migration do not exist in an empty database. */
function withoutCreated(baseline: Snapshot, { createSchemas }: MigrationsConfig): Snapshot {
  const isCreated = ({ kind, name }: CatalogObject) =>
    kind === 'schema' && name !== 'public' && createSchemas.includes(unquoted(name));
  return new Map([...baseline].filter(([, object]) => !isCreated(object)));
}

function rolesNamedIn(objects: Snapshot): readonly string[] {
  const named = [...objects.values()].filter(isOfSchema).flatMap(rolesOfObject);
  const isGiven = (name: string) =>
    [currentUser, 'PUBLIC', 'public'].includes(name) || name.startsWith('pg_');
  return [...new Set(named)].filter((name) => !isGiven(name)).sort();
}

/** Objects that the file does not create as the migrations do, or the statement that fails. */
async function differencesOf(
  session: Session,
  { sql, replayed }: { readonly sql: string; readonly replayed: CreatedSchema },
): Promise<readonly string[]> {
  try {
    await session.query(sql);
  } catch (error) {
    return [`it fails in an empty database: ${messageOf(error)}`];
  }
  const { objects } = await readCatalog(session);
  return diff(schemaOnly(replayed.objects), schemaOnly(objects))
    .map(subject)
    .map(({ kind, name }) => `${kind} ${name}`);
}

function schemaOnly(snapshot: Snapshot): Snapshot {
  return new Map([...snapshot].filter(([, object]) => isOfSchema(object)));
}
