import { readFile } from 'node:fs/promises';
import { createFileSink, type FileSink } from '../../../../src/rollback/backup/file-sink.js';
import type { Manifest } from '../../../../src/rollback/backup/manifest.js';
import { withBackup } from '../../../../src/rollback/backup/open-backup.js';
import { readConfig, type Config } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import type { Target } from '../../../../src/migrations/plan.js';
import type { StepResult } from '../../../../src/migrations/step.js';
import { down, up, type RunNote, type RunOptions } from '../../../../src/run/run-migrations.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';
import { sql } from '../../cli/support/migrations.js';
import { createProject, type Project } from '../../cli/support/project.js';

/** Statements of one migration. `alone` means without a transaction. */
export interface Halves {
  readonly up: string;
  readonly down: string;
  readonly runs?: 'alone';
}

/** A scratch database and a folder of migrations, which are rolled back as in the command. */
export interface KeptProject {
  readonly scratch: Scratch;
  readonly project: Project;
  readonly notes: readonly RunNote[];
  /** Applies migrations with these statements, named `1_a`, `2_b` and so on. */
  apply(halves: readonly Halves[]): Promise<void>;
  /** Rolls back with a backup in `file`. `around` wraps the function that writes it. */
  rollBack(options: RollBackOptions): Promise<readonly StepResult[]>;
  manifest(file: string): Promise<Manifest>;
  /** The lines of a table in a backup. */
  lines(file: string, table: string): Promise<readonly string[]>;
  applied(): Promise<readonly string[]>;
  clear(): Promise<void>;
  end(): Promise<void>;
}

export interface RollBackOptions {
  readonly target?: Target;
  readonly file?: string;
  readonly run?: Partial<RunOptions>;
  readonly progress?: () => void;
  readonly around?: (keep: FileSink['keep']) => FileSink['keep'];
}

export async function createKeptProject(): Promise<KeptProject> {
  const scratch = await createScratch();
  const { session, database } = scratch;
  const project = await createProject({});
  const notes: RunNote[] = [];
  const optionsFor = async (): Promise<RunOptions> => {
    const config: Config = await readConfig({
      flags: { lockTimeout: '500ms' },
      env: { DATABASE_URL: scratch.url },
      cwd: project.directory,
    });
    const observer = {
      started: () => undefined,
      finished: () => undefined,
      noted: (note: RunNote) => notes.push(note),
    };
    return { database, config, signal: uninterruptible, observer, mode: 'run' };
  };
  const opened = <T>(file: string, action: Parameters<typeof withBackup<T>>[1]) =>
    withBackup({ path: project.path(file), signal: uninterruptible, progress: () => undefined }, action);
  return {
    scratch,
    project,
    notes,
    apply: async (all) => {
      const files = all.map(({ up: first, down: second, runs }, index) => [
        `migrations/${index + 1}_${String.fromCharCode(97 + index)}.js`,
        runs === 'alone'
          ? sql(first, second).replaceAll('(pgm) => {', '(pgm) => { pgm.noTransaction();')
          : sql(first, second),
      ]);
      await project.write(Object.fromEntries(files) as Record<string, string>);
      await up({ kind: 'all' }, await optionsFor());
    },
    rollBack: async ({
      target = { kind: 'count', count: 1 },
      file = 'backup',
      run = {},
      progress,
      around,
    }) => {
      const origin = { tool: '0', server: '0', database: database.name };
      const sink = createFileSink({
        path: project.path(file),
        origin,
        progress: progress ?? (() => undefined),
      });
      const keep = around ? around(sink.keep) : sink.keep;
      return down(target, { ...(await optionsFor()), sink: { check: sink.check, keep }, ...run });
    },
    manifest: (file) => opened(file, ({ manifest }) => Promise.resolve(manifest)),
    lines: (file, table) =>
      opened(file, async ({ manifest, read }) => {
        const saved = manifest.tables.find(({ name }) => name === table);
        if (!saved) throw new Error(`${table} is not in the backup`);
        const chunks: Buffer[] = [];
        for await (const chunk of read(saved)) chunks.push(chunk);
        return Buffer.concat(chunks).toString().split('\n').filter(Boolean);
      }),
    applied: async () => {
      const { rows } = await session.query<{ name: string }>('SELECT name FROM pgmigrations ORDER BY id');
      return rows.map(({ name }) => name);
    },
    clear: async () => {
      await session.query(
        'DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS roundtrip, roundtrip_kept CASCADE; CREATE SCHEMA public',
      );
      await project.remove();
      await project.write({ 'package.json': '{}' });
      notes.length = 0;
    },
    end: async () => {
      await scratch.drop();
      await project.remove();
    },
  };
}

/** Whether a file of the project exists. */
export function isThere(project: Project, name: string): Promise<boolean> {
  return readFile(project.path(name)).then(
    () => true,
    () => false,
  );
}
