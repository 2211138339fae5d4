import { diff, subject } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { isShared } from '../catalog/model/outside.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { readCatalog } from '../catalog/read/read-catalog.js';
import { migrationsTable } from '../config/migrations-table.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Session } from '../database/session.js';
import { sqlStateOf } from '../database/sqlstate.js';
import { withSession } from '../database/with-session.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import { searchPathOf } from '../migrations/prepare-database.js';
import { isAmong, type OutsideObject } from '../scratch-run/cluster-guard.js';
import { ClusterState } from '../scratch-run/cluster-state.js';
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
  /** `as possible`: what fails because something is missing is tried again after the others. */
  readonly order?: 'as written' | 'as possible';
  readonly statements: readonly SourceStatement[];
}

/**
 * Runs the statements of a source in a scratch database, with the search path of the migrations, and reads the
 * catalog before and after. The database is dropped again.
 * @throws RefusedError where a statement would change objects that all databases of a server of others share
 */
export async function createSchema(context: SourceContext, script: SourceScript): Promise<CreatedSchema> {
  const { databases, limits, scratch } = context;
  const cluster = new ClusterState();
  const database = await databases.create();
  try {
    const created = await withSession(database, (session) => runScript(session, context, script), limits);
    cluster.note(diff(created.baseline, created.catalog));
    return created;
  } finally {
    await databases.drop(database);
    // Migrations that are tried afterwards may create the same roles.
    await cluster.restoreOn(scratch.server, 0);
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
  { label, order = 'as written', statements }: SourceScript,
): Promise<ReadonlySet<OutsideObject>> {
  const touched = new Set<OutsideObject>();
  const note = (objects: readonly OutsideObject[]) => {
    for (const object of objects) touched.add(object);
  };
  const hooks = clusterGuard && guardHooks(clusterGuard, { label, note }, session);
  const sendOne = async ({ sql }: SourceStatement, number: number) => {
    stopIfInterrupted(signal);
    const run = async () => {
      await session.query(sql);
    };
    hooks?.beforeStatement(sql, 'none');
    await (hooks ? hooks.live.place({ sql, number }, run) : run());
  };
  let failed = await attempt(statements, { send: sendOne, order });
  for (let before = statements.length; failed.length > 0 && failed.length < before;) {
    before = failed.length;
    failed = await attempt(
      failed.map(({ statement }) => statement),
      { send: sendOne, order },
    );
  }
  for (const one of failed) raise(one);
  return touched;
}

interface FailedStatement {
  readonly statement: SourceStatement;
  readonly error: unknown;
}

interface Attempt {
  readonly send: (statement: SourceStatement, number: number) => Promise<void>;
  readonly order: 'as written' | 'as possible';
}

/** Returns the statements that need what a later one may create. */
async function attempt(
  statements: readonly SourceStatement[],
  { send: sendOne, order }: Attempt,
): Promise<readonly FailedStatement[]> {
  const postponed: FailedStatement[] = [];
  for (const [number, statement] of statements.entries()) {
    try {
      await sendOne(statement, number);
    } catch (error) {
      if (order === 'as possible' && needed.has(sqlStateOf(error) ?? ''))
        postponed.push({ statement, error });
      else raise({ statement, error });
    }
  }
  return postponed;
}

/** Schemas, relations, columns, functions, keys and other objects that do not exist (manual, appendix A). */
const needed: ReadonlySet<string> = new Set(['3F000', '42P01', '42703', '42883', '42830', '42704']);

/** @throws the error for the user, unless the statement may fail */
function raise({ statement, error }: FailedStatement): void {
  const explained = statement.explain(error);
  if (explained) throw explained;
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
