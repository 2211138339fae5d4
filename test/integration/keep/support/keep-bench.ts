import { readdir, readFile } from 'node:fs/promises';
import { readConfig } from '../../../../src/config/config.js';
import { parseConnectionUrl } from '../../../../src/config/connection.js';
import { openServer } from '../../../../src/database/server/open-server.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import type { Session } from '../../../../src/database/session.js';
import type { Target } from '../../../../src/migrations/plan.js';
import type { StepResult } from '../../../../src/migrations/step.js';
import { down, redo, up, type RunNote, type RunOptions } from '../../../../src/run/run-migrations.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';
import { sql } from '../../cli/support/migrations.js';
import { createProject, type Files, type Project } from '../../cli/support/project.js';

/** Statements of one migration. */
export interface Halves {
  readonly up: string;
  readonly down: string;
  /** The direction that runs without a transaction. */
  readonly alone?: 'up' | 'down';
}

export interface RunKept extends Partial<RunOptions> {
  readonly target?: Target;
}

type KeptNote = Extract<RunNote, { kind: 'kept' }>;

export interface Ran {
  readonly results: readonly StepResult[];
  /** Notes of steps that kept something. */
  readonly kept: readonly KeptNote[];
  readonly restored: readonly KeptNote['restored'][number][];
  readonly notes: readonly RunNote[];
}

export interface RunSettings extends Omit<RunKept, 'keep'> {
  readonly keep?: 'keep' | 'restore' | 'off';
  readonly limit?: number;
  /** Another role to connect as. */
  readonly as?: string;
}

export interface KeepProject {
  readonly files: Project;
  up(settings?: RunSettings): Promise<Ran>;
  down(settings?: RunSettings): Promise<Ran>;
  redo(settings?: RunSettings): Promise<Ran>;
}

export interface KeepBench {
  readonly session: Session;
  readonly url: string;
  /** A project with these migrations, named `1_a`, `2_b` and so on, which are not applied. */
  project(halves: readonly Halves[]): Promise<KeepProject>;
  /** The same migrations in another folder, so that edited files are loaded again. */
  reload(project: KeepProject): Promise<KeepProject>;
  run(statement: string): Promise<void>;
  /** All rows of the query, as text, sorted. */
  rows(query: string): Promise<readonly string[]>;
  /** Names of the tables in the schema of kept data, without the list of entries. */
  keptTables(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

/** A scratch database for the tests of a file. Must be called at the top level of a test file. */
export function useKeepBench(): KeepBench {
  let scratch: Scratch | undefined;
  const projects: Project[] = [];
  const present = (): Scratch => {
    if (!scratch) throw new Error('the scratch database is created before the tests');
    return scratch;
  };
  beforeAll(async () => {
    scratch = await createScratch();
  });
  afterAll(async () => {
    await scratch?.drop();
    for (const project of projects) await project.remove();
  });
  const rows = async (query: string) => {
    const { rows: found } = await present().session.query<{ line: string }>(
      `SELECT q::text AS line FROM (${query}) AS q ORDER BY 1`,
    );
    return found.map(({ line }) => line);
  };
  const openProject = async (contents: Files): Promise<KeepProject> => {
    const files = await createProject(contents, { DATABASE_URL: present().url });
    projects.push(files);
    const open = (settings: RunSettings) => optionsFor(present(), files, settings);
    return {
      files,
      up: (settings = {}) => ran(up, settings.target ?? { kind: 'all' }, open(settings)),
      down: (settings = {}) => ran(down, settings.target ?? { kind: 'count', count: 1 }, open(settings)),
      redo: (settings = {}) => ran(redo, settings.target ?? { kind: 'count', count: 1 }, open(settings)),
    };
  };
  return {
    get session() {
      return present().session;
    },
    get url() {
      return present().url;
    },
    project: (halves) => openProject(filesOf(halves)),
    reload: async ({ files }) => {
      const names = (await readdir(files.path('migrations'))).map((name) => `migrations/${name}`);
      const contents = await Promise.all(names.map((name) => readFile(files.path(name), 'utf8')));
      return openProject(Object.fromEntries(names.map((name, index) => [name, contents[index] ?? ''])));
    },
    run: async (statement) => {
      await present().session.query(statement);
    },
    rows,
    keptTables: () =>
      rows("SELECT tablename FROM pg_tables WHERE schemaname = 'roundtrip_kept' AND tablename <> 'entry'"),
    clear: async () => {
      await present().session.query(
        'DROP SCHEMA IF EXISTS public, roundtrip, roundtrip_kept CASCADE; CREATE SCHEMA public',
      );
    },
  };
}

function filesOf(halves: readonly Halves[]): Readonly<Record<string, string>> {
  const files = halves.map(({ up: first, down: second, alone }, index) => {
    const text = sql(first, second);
    const leaving = text.replace(`export const ${alone ?? ''} = (pgm) => {`, '$& pgm.noTransaction();');
    return [`migrations/${index + 1}_${String.fromCharCode(97 + index)}.js`, leaving] as const;
  });
  return Object.fromEntries(files);
}

type Opened = Promise<{ readonly options: RunOptions; readonly notes: RunNote[] }>;

async function optionsFor(
  { database: own, url }: Scratch,
  files: Project,
  { keep = 'restore', limit = 2 ** 30, target, as, ...others }: RunSettings,
): Opened {
  const config = await readConfig({
    flags: { lockTimeout: '500ms' },
    env: { DATABASE_URL: url },
    cwd: files.directory,
  });
  const other = new URL(url);
  if (as !== undefined) Object.assign(other, { username: as, password: as });
  const database =
    as === undefined
      ? own
      : await openServer({
          connection: parseConnectionUrl(other.href, 'TEST'),
          kind: 'server',
          signal: uninterruptible,
          pooler: 'refused',
        });
  const notes: RunNote[] = [];
  const observer = {
    started: () => undefined,
    finished: () => undefined,
    noted: (note: RunNote) => notes.push(note),
  };
  const options = {
    ...{ database, config, signal: uninterruptible, observer, mode: 'run' as const },
    keep: { mode: keep, limit },
    ...others,
  };
  return { options, notes };
}

async function ran(run: typeof up, target: Target, opened: Opened): Promise<Ran> {
  const { options, notes } = await opened;
  const results = await run(target, options);
  const all = notes.flatMap((note) => (note.kind === 'kept' ? [note] : []));
  return {
    results,
    notes,
    kept: all.filter(({ kept }) => kept !== undefined),
    restored: all.flatMap(({ restored }) => restored),
  };
}
