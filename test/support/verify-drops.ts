import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig, type Config } from '../../src/config/config.js';
import type { CatalogState } from '../../src/catalog/read/catalog-state.js';
import { keyOf, type CatalogObject, type Snapshot } from '../../src/catalog/model/object.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import { refreshCatalog } from '../../src/catalog/observe/refresh-catalog.js';
import { uninterruptible } from '../../src/database/interruption.js';
import { withScratchDatabases, type ScratchDatabases } from '../../src/database/scratch.js';
import type { Database, Session } from '../../src/database/session.js';
import { withSession } from '../../src/database/with-session.js';
import { up } from '../../src/run/run-migrations.js';
import { readDatabaseState, type DatabaseState } from '../../src/database-state/read-database-state.js';
import { reportOnReplay } from '../../src/verify/verify.js';
import type { VerifyReport } from '../../src/verify/verify-report.js';
import { dropStatement, readDependents } from './drop-by-hand.js';
import type { Replayed } from '../../src/scratch-run/replay.js';
import { replayAll } from './replay-all.js';
import { openTestServer, testServerUrl } from './scratch.js';

/** The project folders with a `migrations/`: this repository and its examples, relative to the repository. */
export function projectFolders(): readonly string[] {
  const root = resolve('.');
  const examples = existsSync(join(root, 'examples')) ? readdirSync(join(root, 'examples')).sort() : [];
  return ['.', ...examples.map((name) => join('examples', name))].filter((folder) =>
    existsSync(join(root, folder, 'migrations')),
  );
}

/** A dropped object, and the findings of the verification. */
export interface DroppedObject {
  /** The key of the object, in the form of `keyOf`. */
  readonly key: string;
  readonly statement: string;
  readonly verdict: VerifyReport['verdict'];
  /** The finding about the object, such as `missing table public.users`. */
  readonly findings: readonly string[];
  /** Findings about other objects, except those that PostgreSQL dropped with the object. */
  readonly unrelated: readonly string[];
}

export interface VerifiedProject {
  readonly config: Config;
  /** Report on the database with all migrations applied. */
  readonly clean: VerifyReport;
  /** Every object that can be dropped. */
  readonly droppable: readonly CatalogObject[];
  /** Drops each of these objects in turn, and verifies the database without it. */
  readonly dropEach: () => Promise<readonly DroppedObject[]>;
  /** Runs `action` with the connection URL of a copy in which one object was dropped. */
  readonly withDropped: <T>(object: CatalogObject, action: (url: string) => Promise<T>) => Promise<T>;
}

/**
 * Applies the migrations of a project to a scratch database, replays them once, and provides functions that
 * verify that database after an object was dropped.
 */
export async function withVerifiedProject<T>(
  folder: string,
  action: (project: VerifiedProject) => Promise<T>,
): Promise<T> {
  const config = await readConfig({ flags: { embedded: true }, env: {}, cwd: resolve(folder) });
  return withScratchDatabases(await openTestServer(), async (scratch) => {
    const template = await scratch.create();
    await applyAll(template, config);
    const replayed = await replayAll(config);
    const side = await readDatabaseState(template, { config: config.migrations });
    return action(makeProject({ config, scratch, template, replayed, side }));
  });
}

async function applyAll(database: Database, config: Config): Promise<void> {
  const observer = { started: nothing, finished: nothing };
  const options = { database, config, signal: uninterruptible, observer, mode: 'run' } as const;
  await up({ kind: 'all' }, options);
}

function nothing(): void {
  // The progress is not reported.
}

interface Parts {
  readonly config: Config;
  readonly scratch: ScratchDatabases;
  readonly template: Database;
  readonly replayed: Replayed;
  readonly side: DatabaseState;
}

function makeProject(parts: Parts): VerifiedProject {
  const { config, side, replayed } = parts;
  const report = (read: DatabaseState) =>
    reportOnReplay(read, { replayed, pending: [], rules: [], started: performance.now() });
  const droppable = [...side.catalog.values()].filter(
    (object) => dropStatement(object) !== undefined && !isOfNewDatabase(object, replayed),
  );
  return {
    config,
    clean: report(side),
    droppable,
    dropEach: () => dropEach(parts, { objects: droppable, report }),
    withDropped: (object, action) => inCopy(parts, object, action),
  };
}

interface Dropping {
  readonly objects: readonly CatalogObject[];
  readonly report: (side: DatabaseState) => VerifyReport;
}

/** Reads only the objects that a drop changed; other tests compare such a read with a full read. */
async function dropEach(
  { template, config: { migrations: config }, side }: Parts,
  { objects, report }: Dropping,
): Promise<readonly DroppedObject[]> {
  const dropped: DroppedObject[] = [];
  const migrationsTable = { schema: config.tableSchema, name: config.table };
  await withSession(template, async (session) => {
    const whole = await readCatalog(session, { migrationsTable });
    for (const object of objects) {
      const known = new Set([keyOf(object), ...(await readDependents(session, object))]);
      const statement = dropStatement(object) ?? '';
      const catalog = await readWithout(session, statement, whole);
      dropped.push(judge(report({ ...side, catalog }), { object, statement, known }));
    }
  });
  return dropped;
}

/** Rolling back restores the database faster than creating it from a template. */
async function readWithout(session: Session, statement: string, whole: CatalogState): Promise<Snapshot> {
  await session.query('BEGIN');
  try {
    await session.query(statement);
    return (await refreshCatalog(session, whole, { readIn: 'open transaction' })).objects;
  } finally {
    await session.query('ROLLBACK');
  }
}

function judge(
  { verdict, findings }: VerifyReport,
  { object, statement, known }: { object: CatalogObject; statement: string; known: ReadonlySet<string> },
): DroppedObject {
  return {
    key: keyOf(object),
    statement,
    verdict,
    findings: findings.map((one) => `${one.change} ${keyOf(one)}`),
    unrelated: findings.map(keyOf).filter((key) => !known.has(key)),
  };
}

async function inCopy<T>(
  { scratch, template }: Parts,
  object: CatalogObject,
  action: (url: string) => Promise<T>,
): Promise<T> {
  const copy = await scratch.create({ template });
  try {
    await withSession(copy, (own) => own.query(dropStatement(object) ?? ''));
    const url = new URL(testServerUrl());
    url.pathname = `/${copy.name}`;
    return await action(url.href);
  } finally {
    await scratch.drop(copy);
  }
}

/** Objects such as the schema `public` exist before any migration. */
function isOfNewDatabase(object: CatalogObject, { baseline }: Replayed): boolean {
  return baseline.has(keyOf(object)) || (object.parent !== undefined && baseline.has(keyOf(object.parent)));
}
