import { readConfig, type Config } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import type { Database, Session } from '../../../../src/database/session.js';
import { withSession } from '../../../../src/database/with-session.js';
import type { HistoryEntry } from '../../../../src/history/history-entry.js';
import { readHistory } from '../../../../src/history/read-history.js';
import { readDatabaseStatus, type DatabaseStatus } from '../../../../src/history/read-status.js';
import type { Target } from '../../../../src/migrations/plan.js';
import type { StepResult } from '../../../../src/migrations/step.js';
import { down, up, type RunNote, type RunOptions } from '../../../../src/run/run-migrations.js';
import { createProject, type Files, type Project } from '../../cli/support/project.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';

/** A folder of migrations and an empty database. The runs are in the process of the test. */
export interface LiveProject {
  readonly config: Config;
  readonly project: Project;
  /** The notes of all runs in order. */
  readonly notes: readonly RunNote[];
  up(options?: Partial<RunOptions>, target?: Target): Promise<readonly StepResult[]>;
  down(options?: Partial<RunOptions>, target?: Target): Promise<readonly StepResult[]>;
  history(): Promise<readonly HistoryEntry[]>;
  /** All history entries in the form `up 1_a done`. */
  story(): Promise<readonly string[]>;
  standing(): Promise<DatabaseStatus>;
}

/** One scratch database for all tests of a file. */
export interface LiveBench {
  readonly database: Database;
  readonly session: Session;
  readonly url: string;
  /** Empties the database, and creates a folder. */
  project(files: Files): Promise<LiveProject>;
  /** Creates another folder for the database in its present state. */
  checkout(files: Files): Promise<LiveProject>;
}

/** Must be called at the top level of a test file, because it registers hooks of Jest. */
export function useLiveBench(): LiveBench {
  let made: Scratch | undefined;
  const projects: Project[] = [];
  const scratch = (): Scratch => {
    if (!made) throw new Error('the scratch database is made in beforeAll');
    return made;
  };
  const checkout = async (files: Files) => {
    const project = await createProject({ 'migrations/.keep': '', ...files });
    projects.push(project);
    const flags = { databaseUrl: scratch().url };
    const config = await readConfig({ flags, env: {}, cwd: project.directory });
    return liveProject({ database: scratch().database, project, config });
  };
  beforeAll(async () => {
    made = await createScratch();
  });
  afterAll(async () => {
    await made?.drop();
    for (const project of projects) await project.remove();
  });
  return {
    get database() {
      return scratch().database;
    },
    get session() {
      return scratch().session;
    },
    get url() {
      return scratch().url;
    },
    project: async (files) => {
      await empty(scratch().session);
      return checkout(files);
    },
    checkout,
  };
}

async function empty(session: Session): Promise<void> {
  await session.reset();
  await session.query(
    `DROP SCHEMA IF EXISTS roundtrip CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
     DROP FOREIGN DATA WRAPPER IF EXISTS w CASCADE`,
  );
}

interface Parts {
  readonly database: Database;
  readonly project: Project;
  readonly config: Config;
}

function liveProject({ database, project, config }: Parts): LiveProject {
  const notes: RunNote[] = [];
  const observer: RunOptions['observer'] = {
    started: () => undefined,
    finished: () => undefined,
    noted: (note) => notes.push(note),
  };
  const fixed = { database, config, observer, signal: uninterruptible, mode: 'run' } as const;
  const history = () => withSession(database, (session) => readHistory(session, config.migrations));
  return {
    config,
    project,
    notes,
    history,
    up: (options = {}, target = { kind: 'all' }) => up(target, { ...fixed, ...options }),
    down: (options = {}, target = { kind: 'count', count: 1 }) => down(target, { ...fixed, ...options }),
    story: async () =>
      (await history()).map(({ direction, migration, outcome }) => `${direction} ${migration} ${outcome}`),
    standing: () => withSession(database, (session) => readDatabaseStatus(session, config)),
  };
}
