import { changesBetween } from '../../../src/catalog/model/diff.js';
import type { CatalogState } from '../../../src/catalog/read/catalog-state.js';
import type { Snapshot } from '../../../src/catalog/model/object.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { refreshCatalog } from '../../../src/catalog/observe/refresh-catalog.js';
import { readConfig, type Config } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { openServer, type OpenServerOptions } from '../../../src/database/server/open-server.js';
import type { Session } from '../../../src/database/session.js';
import { down, up, type RunOptions } from '../../../src/run/run-migrations.js';
import { createProject, type Files, type Project } from '../../integration/cli/support/project.js';
import { createScratch } from '../scratch.js';
import { Proxy } from './proxy.js';

export type Direction = 'up' | 'down';

/** Sleeps for a minute if the table has the row that `whileSleeping` inserts. */
const sleep = 'SELECT pg_sleep(60) FROM base WHERE id = 99';

/** The statements of the migration in which faults occur, in both directions. */
export const statements = {
  up: ['CREATE TABLE made (id int PRIMARY KEY)', 'ALTER TABLE base ADD COLUMN extra text', sleep],
  down: ['ALTER TABLE base DROP COLUMN extra', 'DROP TABLE made', sleep],
} as const;

/** `1_base` is always applied; `2_step` runs when a fault occurs. */
export function filesOf(step: Record<Direction, readonly string[]> = statements): Files {
  const body = (lines: readonly string[]) =>
    `(pgm) => { ${lines.map((sql) => `pgm.sql(${JSON.stringify(sql)});`).join(' ')} }`;
  return {
    'migrations/1_base.js':
      "export const up = (pgm) => { pgm.sql('CREATE TABLE base (id int PRIMARY KEY); INSERT INTO base VALUES (1), (2)'); };\nexport const down = (pgm) => { pgm.sql('DROP TABLE base'); };\n",
    'migrations/2_step.js': `export const up = ${body(step.up)};\nexport const down = ${body(step.down)};\n`,
  };
}

export interface RunHere extends Partial<Pick<RunOptions, 'lockRetries' | 'clock' | 'observer' | 'resume'>> {
  /** Default: the URL of the database itself. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly patience?: OpenServerOptions['timeout'];
  /** Overrides limits of the configuration. */
  readonly limits?: Partial<Config['limits']>;
}

/** A database, the proxy in front of it, a project, and the states before and after `2_step`. */
export interface Place {
  readonly session: Session;
  readonly url: string;
  readonly proxy: Proxy;
  readonly project: Project;
  readonly states: Record<'before' | 'after', Snapshot>;
  /** Runs one direction of `2_step` in this process. */
  run(direction: Direction, options?: RunHere): Promise<void>;
  read(): Promise<Snapshot>;
  config(url?: string): Promise<Config>;
  /** Creates the state from which a direction starts. */
  prepare(direction: Direction): Promise<void>;
  close(): Promise<void>;
}

const migrationsTable = { schema: 'public', name: 'pgmigrations' };

export interface PlaceOptions {
  readonly files?: Files;
  /** The database; default: a scratch database of the test server. */
  readonly at?: { readonly session: Session; readonly url: string; drop(): Promise<void> };
}

export async function openPlace({ files = filesOf(), at }: PlaceOptions = {}): Promise<Place> {
  const scratch = at ?? (await createScratch());
  const { url } = scratch;
  const proxy = await Proxy.start(url);
  const project = await createProject(files, { DATABASE_URL: proxy.url });
  const config = (given = url) =>
    readConfig({ flags: {}, env: { DATABASE_URL: given }, cwd: project.directory });
  let known: CatalogState | undefined;
  const read = async () => {
    const { session } = scratch;
    known = known ? await refreshCatalog(session, known) : await readCatalog(session, { migrationsTable });
    return known.objects;
  };
  const run = async (direction: Direction, options: RunHere = {}) => {
    await runHere(direction, await config(options.url ?? url), options);
  };
  const states = await learnStates({ session: scratch.session, read, run });
  const prepare = async (direction: Direction) => {
    const wanted = direction === 'up' ? 'before' : 'after';
    if (changesBetween(states[wanted], await read()).length === 0) return;
    await startAnew(scratch.session);
    await run('up');
    if (wanted === 'before') await run('down');
  };
  const close = async () => {
    await proxy.close();
    await scratch.drop();
    await project.remove();
  };
  return {
    get session() {
      return scratch.session;
    },
    url,
    proxy,
    project,
    states,
    run,
    read,
    config,
    prepare,
    close,
  };
}

async function learnStates({
  session,
  read,
  run,
}: Pick<Place, 'session' | 'read' | 'run'>): Promise<Place['states']> {
  await startAnew(session);
  await run('up');
  const after = await read();
  await run('down');
  return { before: await read(), after };
}

async function startAnew(session: Session): Promise<void> {
  await session.query(
    'DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS roundtrip, roundtrip_kept CASCADE; CREATE SCHEMA public',
  );
}

const silentObserver = { started: () => undefined, finished: () => undefined };

async function runHere(direction: Direction, config: Config, options: RunHere): Promise<void> {
  if (config.database.kind !== 'server') throw new Error('no server');
  const { signal = uninterruptible, patience, limits, observer = silentObserver, ...rest } = options;
  const database = await openServer({
    connection: config.database.connection,
    kind: 'server',
    signal,
    pooler: 'refused',
    ...(patience ? { timeout: patience } : {}),
  });
  const run = direction === 'up' ? up : down;
  const target = direction === 'up' ? ({ kind: 'all' } as const) : ({ kind: 'count', count: 1 } as const);
  const all = { ...config, limits: { ...config.limits, ...limits } };
  await run(target, { ...rest, database, config: all, signal, observer, mode: 'run' });
}
