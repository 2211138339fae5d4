import type { Session } from '../../../../src/database/session.js';
import type { RunningCommand } from '../../../support/run-command.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';
import { createProject, type Files, type Project } from './project.js';

/** A scratch database for the tests of a file, emptied before each of them, and its projects. */
export interface Bench {
  readonly session: Session;
  readonly url: string;
  /** Creates a project whose DATABASE_URL is that of the scratch database. */
  project(files: Files): Promise<Project>;
  /** Creates some of the tables alpha, beta and gamma, recorded as node-pg-migrate records them. */
  applied(...tables: readonly AppliedTable[]): Promise<void>;
  /** The names of the tables in a schema, by default `public`, without the migrations table. */
  tables(schema?: string): Promise<readonly string[]>;
  /** The names in the migrations table, ordered by id. */
  recorded(): Promise<readonly string[]>;
  /** Waits until a session on the database executes `pg_sleep`. Fails if the command ends before. */
  untilSleeping(running: RunningCommand): Promise<void>;
  /** Starts the command, and runs `action` while it waits in `waitAtGate`. */
  whileAtGate(start: () => RunningCommand, action: () => Promise<void>): Promise<RunningCommand>;
}

/** The statement with which a migration waits for the end of `action` in `whileAtGate`. */
export const waitAtGate = 'SELECT pg_advisory_xact_lock(77)';

const migrationOf = { alpha: '1_alpha', beta: '2_beta', gamma: '3_gamma' } as const;

export type AppliedTable = keyof typeof migrationOf;

/** Must be called at the top level of a test file, because it registers hooks of Jest. */
export function useBench(): Bench {
  let scratch: Scratch | undefined;
  const projects: Project[] = [];
  beforeAll(async () => {
    scratch = await createScratch();
  });
  beforeEach(() => empty(present(scratch).session));
  afterAll(async () => {
    await scratch?.drop();
    for (const project of projects) await project.remove();
  });
  return {
    get session() {
      return present(scratch).session;
    },
    get url() {
      return present(scratch).url;
    },
    project: async (files) => {
      const project = await createProject(files, { DATABASE_URL: present(scratch).url });
      projects.push(project);
      return project;
    },
    applied: (...tables) => apply(present(scratch).session, tables),
    tables: (schema = 'public') => tablesOf(present(scratch).session, schema),
    recorded: () => recordedIn(present(scratch).session),
    untilSleeping: (running) => waitFor(SLEEPING, present(scratch).session, running),
    whileAtGate: (start, action) => whileAtGate(present(scratch).session, start, action),
  };
}

function present(scratch: Scratch | undefined): Scratch {
  if (!scratch) throw new Error('the scratch database is made in beforeAll');
  return scratch;
}

const SCHEMAS = `
  SELECT pg_catalog.quote_ident(n.nspname) AS schema FROM pg_catalog.pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

async function empty(session: Session): Promise<void> {
  const { rows } = await session.query<{ schema: string }>(SCHEMAS);
  for (const { schema } of rows) await session.query(`DROP SCHEMA ${schema} CASCADE`);
  await session.query('CREATE SCHEMA public');
}

async function apply(session: Session, tables: readonly AppliedTable[]): Promise<void> {
  await session.query(
    'CREATE TABLE pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)',
  );
  for (const table of tables) {
    await session.query(`CREATE TABLE ${table} (id serial PRIMARY KEY, note text)`);
    await session.query('INSERT INTO pgmigrations (name, run_on) VALUES ($1, now())', [migrationOf[table]]);
  }
}

async function tablesOf(session: Session, schema: string): Promise<readonly string[]> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT t.tablename AS name FROM pg_catalog.pg_tables t
     WHERE t.schemaname = $1 AND t.tablename <> 'pgmigrations' ORDER BY 1`,
    [schema],
  );
  return rows.map(({ name }) => name);
}

async function recordedIn(session: Session): Promise<readonly string[]> {
  const { rows } = await session.query<{ name: string }>('SELECT name FROM pgmigrations ORDER BY id');
  return rows.map(({ name }) => name);
}

const SLEEPING = `
  SELECT FROM pg_catalog.pg_stat_activity a
  WHERE a.datname = pg_catalog.current_database() AND a.wait_event = 'PgSleep'`;

const WAITING = SLEEPING.replace("'PgSleep'", "'advisory'");

async function whileAtGate(
  session: Session,
  start: () => RunningCommand,
  action: () => Promise<void>,
): Promise<RunningCommand> {
  await session.query('SELECT pg_advisory_lock(77)');
  try {
    const running = start();
    await waitFor(WAITING, session, running);
    await action();
    return running;
  } finally {
    await session.query('SELECT pg_advisory_unlock(77)');
  }
}

async function waitFor(sql: string, session: Session, { process, finished }: RunningCommand): Promise<void> {
  while ((await session.query(sql)).rows.length === 0) {
    if (process.exitCode !== null) throw new Error(`the command ended: ${(await finished).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
