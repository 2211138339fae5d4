import { diff, subject } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { isShared } from '../catalog/model/outside.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { readCatalog } from '../catalog/read/read-catalog.js';
import { migrationsTable } from '../config/migrations-table.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import { searchPathOf } from '../migrations/prepare-database.js';
import { isAmong, type OutsideObject } from '../scratch-run/cluster-guard.js';
import { guardHooks } from '../scratch-run/guard-hooks.js';
import type { SourceContext, SourceSchema } from './source.js';

/** A statement of a source, which runs in a scratch database. */
export interface SourceStatement {
  readonly sql: string;
  /**
   * Converts the server's error to one for the user, or returns `undefined` where the statement may fail.
   */
  readonly explain: (error: unknown) => Error | undefined;
}

export type CreatedSchema = Pick<SourceSchema, 'catalog' | 'baseline' | 'runner'>;

/** The statements of a source. */
export interface SourceScript {
  /** For messages: `schema.sql`. */
  readonly label: string;
  readonly statements: readonly SourceStatement[];
}

/**
 * Runs the statements of a source in a scratch database, with the search path of the migrations, and reads the
 * catalog before and after. The database is dropped again.
 * @throws RefusedError where a statement would change objects that all databases of a server of others share
 */
export async function createSchema(context: SourceContext, script: SourceScript): Promise<CreatedSchema> {
  const { databases, limits } = context;
  const database = await databases.create();
  try {
    return await withSession(database, (session) => runScript(session, context, script), limits);
  } finally {
    await databases.drop(database);
  }
}

async function runScript(
  session: Session,
  context: SourceContext,
  script: SourceScript,
): Promise<CreatedSchema> {
  const { config } = context;
  const options = { migrationsTable: migrationsTable(config) };
  const { objects: baseline } = await readCatalog(session, options);
  await session.query(`SET search_path TO ${searchPathOf(config)}`);
  const touched = await send(session, context, script);
  await session.reset();
  const { objects } = await readCatalog(session, options);
  const { runner } = await readRoleFacts(session, config);
  return { baseline, catalog: withoutForeignChanges(baseline, objects, { context, touched }), runner };
}

/** Returns the objects outside of the database that the statements changed. */
async function send(
  session: Session,
  { clusterGuard, signal }: SourceContext,
  { label, statements }: SourceScript,
): Promise<ReadonlySet<OutsideObject>> {
  const touched = new Set<OutsideObject>();
  const note = (objects: readonly OutsideObject[]) => {
    for (const object of objects) touched.add(object);
  };
  const hooks = clusterGuard && guardHooks(clusterGuard, { label, note }, session);
  for (const [number, { sql, explain }] of statements.entries()) {
    stopIfInterrupted(signal);
    try {
      const run = async () => {
        await session.query(sql);
      };
      hooks?.beforeStatement(sql, 'none');
      await (hooks ? hooks.live.place({ sql, number }, run) : run());
    } catch (error) {
      const explained = explain(error);
      if (explained) throw explained;
    }
  }
  return touched;
}

/** On a server of others, leaves out their changes to objects that all databases share. */
function withoutForeignChanges(
  baseline: Snapshot,
  catalog: Snapshot,
  { context, touched }: { readonly context: SourceContext; readonly touched: ReadonlySet<OutsideObject> },
): Snapshot {
  if (!context.clusterGuard) return catalog;
  const own = new Map(catalog);
  for (const difference of diff(baseline, catalog)) {
    const object = subject(difference);
    if (!isShared(object) || isAmong(touched, object)) continue;
    if (difference.before) own.set(keyOf(object), difference.before);
    else own.delete(keyOf(object));
  }
  return toSnapshot(own.values());
}
