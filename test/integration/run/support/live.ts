import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Flags } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import type { Database, Session } from '../../../../src/database/session.js';
import { createPaint } from '../../../../src/report/text/paint.js';
import { renderRollbackFinding } from '../../../../src/report/run/rollback-text.js';
import type { Target } from '../../../../src/migrations/plan.js';
import {
  down,
  InexactRollback,
  redo,
  up,
  type RollbackFinding,
  type RunNote,
  type RunOptions,
} from '../../../../src/run/run-migrations.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';

/** The result of a run in this process. */
export interface Ran {
  /** Completed steps in order, such as `up 1_alpha`. */
  readonly steps: readonly string[];
  readonly notes: readonly RunNote[];
  /** The finding that stopped a rollback. */
  readonly finding: RollbackFinding | undefined;
  /** The finding as text. */
  readonly told: string;
  /** Any other error, with its remedy. */
  readonly error: string;
}

type Guards = Partial<Pick<RunOptions, 'mode' | 'clock'>> & {
  /** Called at once with each note. */
  readonly noted?: (note: RunNote) => void;
} & Omit<RunOptions, 'observer' | 'database' | 'config' | 'signal' | 'mode'>;

export interface LiveProject {
  readonly directory: string;
  write(migrations: Readonly<Record<string, string>>): Promise<void>;
  up(guards?: Guards, flags?: Flags): Promise<Ran>;
  /** Rolls back one migration by default. */
  down(guards?: Guards & Partial<Pick<Call, 'target' | 'flags'>>): Promise<Ran>;
  redo(guards?: Guards & Partial<Pick<Call, 'target' | 'flags'>>): Promise<Ran>;
}

export interface Live {
  readonly database: Database;
  readonly session: Session;
  readonly url: string;
  /** Creates a folder with these migrations, which run on the scratch database. */
  project(migrations: Readonly<Record<string, string>>): Promise<LiveProject>;
  /** The rows of the history in the form `up 1_a done`. */
  history(): Promise<readonly string[]>;
  /** The names in the migrations table. */
  recorded(): Promise<readonly string[]>;
  /** Whether an expression is not null. */
  exists(expression: string): Promise<boolean>;
  /** Opens another session on the scratch database, which is closed at the end of the test. */
  connect(): Promise<Session>;
}

/**
 * A scratch database for the tests of a file, emptied before each of them. Must be called at the top level of
 * a test file.
 */
export function useLive(): Live {
  let scratch: Scratch | undefined;
  const folders: string[] = [];
  const sessions: Session[] = [];
  const present = () => {
    if (!scratch) throw new Error('the scratch database is made in beforeAll');
    return scratch;
  };
  beforeAll(async () => {
    scratch = await createScratch();
  });
  beforeEach(() => empty(present().session));
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close();
  });
  afterAll(async () => {
    await scratch?.drop();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });
  const strings = async (query: string) =>
    (await present().session.query<{ line: string }>(query)).rows.map(({ line }) => line);
  return {
    get database() {
      return present().database;
    },
    get session() {
      return present().session;
    },
    get url() {
      return present().url;
    },
    project: async (migrations) => {
      const directory = await mkdtemp(join(tmpdir(), 'roundtrip-live-'));
      folders.push(directory);
      const project = projectIn(directory, present());
      await project.write(migrations);
      return project;
    },
    history: () =>
      strings(
        "SELECT concat(direction, ' ', migration, ' ', outcome) AS line FROM roundtrip.history ORDER BY id",
      ),
    recorded: () => strings('SELECT name AS line FROM pgmigrations ORDER BY id'),
    exists: async (expression) =>
      (await strings(`SELECT ((${expression}) IS NOT NULL)::text AS line`))[0] === 'true',
    connect: async () => {
      const session = await present().database.connect();
      sessions.push(session);
      return session;
    },
  };
}

const SCHEMAS = `
  SELECT pg_catalog.quote_ident(n.nspname) AS schema FROM pg_catalog.pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

async function empty(session: Session): Promise<void> {
  const { rows } = await session.query<{ schema: string }>(SCHEMAS);
  for (const { schema } of rows) await session.query(`DROP SCHEMA ${schema} CASCADE`);
  await session.query('CREATE SCHEMA public');
}

type Run = typeof up;

interface Call extends Guards {
  readonly target: Target;
  readonly flags?: Flags;
}

function projectIn(directory: string, { database }: Scratch): LiveProject {
  const run = async (action: Run, { target, flags = {}, noted, ...guards }: Call): Promise<Ran> => {
    const steps: string[] = [];
    const notes: RunNote[] = [];
    const observer: RunOptions['observer'] = {
      started: () => undefined,
      finished: ({ direction, migration }) => steps.push(`${direction} ${migration.name}`),
      noted: (note) => {
        notes.push(note);
        noted?.(note);
      },
    };
    const config = await readConfig({ flags: { embedded: true, ...flags }, env: {}, cwd: directory });
    const fixed = { database, config, signal: uninterruptible, observer } as const;
    const failure = await action(target, { ...fixed, mode: 'run', ...guards }).then(
      () => undefined,
      (error: unknown) => error,
    );
    return { steps, notes, ...told(failure, directory) };
  };
  const one = { kind: 'count', count: 1 } as const;
  return {
    directory,
    write: async (migrations) => {
      await mkdir(join(directory, 'migrations'), { recursive: true });
      for (const [name, text] of Object.entries(migrations))
        await writeFile(join(directory, 'migrations', name), text);
    },
    up: (guards = {}, flags = {}) => run(up, { target: { kind: 'all' }, ...guards, flags }),
    down: (guards = {}) => run(down, { target: one, ...guards }),
    redo: (guards = {}) => run(redo, { target: one, ...guards }),
  };
}

function told(failure: unknown, cwd: string): Pick<Ran, 'finding' | 'told' | 'error'> {
  if (failure === undefined) return { finding: undefined, told: '', error: '' };
  if (failure instanceof InexactRollback) {
    const { finding } = failure;
    const text = renderRollbackFinding(finding, { paint: createPaint('never'), cwd });
    return { finding, told: text, error: '' };
  }
  const { message, remedy = '' } = failure as Error & { readonly remedy?: string };
  return { finding: undefined, told: '', error: `${message}\n${remedy}` };
}
