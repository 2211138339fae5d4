import type { Config } from '../config/config.js';
import { RefusedError, UsageError } from '../errors.js';
import type { Target } from '../migrations/plan.js';
import { runToJson, type RunResult } from '../report/run/run-report.js';
import { renderRunNote } from '../report/run/run-notes.js';
import { createPaint } from '../report/text/paint.js';
import {
  down as rollBack,
  redo as redoMigrations,
  up as applyPending,
  type RunNote,
  type RunOptions as Running,
} from '../run/run-migrations.js';
import type { OptionNames, ProjectOptions } from './project-options.js';
import { withProject, withProjectDatabase, type Project } from './with-project.js';

interface RunOptions extends ProjectOptions {
  /** Run even if files of applied migrations were edited since. */
  readonly allowEdited?: boolean | undefined;
  /** Run even if files of applied migrations are missing. */
  readonly allowMissing?: boolean | undefined;
  /** Called with each remark, in plain text, that the command prints to standard error. */
  readonly onNote?: ((note: string) => void) | undefined;
}

export interface UpOptions extends RunOptions {
  /** Number of migrations to apply; default: all. */
  readonly count?: number | undefined;
  /** Name or number of the last migration to apply. */
  readonly through?: string | undefined;
}

interface RollbackOptions extends RunOptions {
  /** Number of migrations to roll back; default: 1. */
  readonly count?: number | undefined;
  /** Name or number of the last migration to roll back. */
  readonly through?: string | undefined;
  /** Whether to commit rollbacks that are not exact, too. */
  readonly acceptTraces?: boolean | undefined;
  /** Name of the database; required if `NODE_ENV` is `production`. */
  readonly confirm?: string | undefined;
}

export interface DownOptions extends RollbackOptions {
  /** Name or number of the last migration that stays applied. */
  readonly to?: string | undefined;
  /** Whether to roll back all migrations. */
  readonly all?: boolean | undefined;
}

export type RedoOptions = RollbackOptions;

type OwnNames<T> = OptionNames<Omit<T, keyof ProjectOptions>>;

const upNames: OwnNames<UpOptions> = {
  allowEdited: true,
  allowMissing: true,
  onNote: true,
  count: true,
  through: true,
};
const redoNames: OwnNames<RedoOptions> = { ...upNames, acceptTraces: true, confirm: true };
const downNames: OwnNames<DownOptions> = { ...redoNames, to: true, all: true };

/**
 * Applies pending migrations, each in a transaction of its own.
 * @returns the output of `roundtrip up --json`
 * @throws RoundtripError when one fails; those before it stay applied
 */
export function up(options: UpOptions = {}): Promise<RunResult> {
  return withProject(options, upNames, async (project) => {
    const target = targetOf(options) ?? { kind: 'all' };
    return run(project, options, (running) => applyPending(target, running));
  });
}

/**
 * Rolls back applied migrations, latest first; each commits only if it is the exact inverse of its `up`. There
 * is no prompt.
 * @returns the output of `roundtrip down --json`
 * @throws InexactRollback when one is not exact; it changes nothing, and those before it stay rolled back
 */
export function down(options: DownOptions = {}): Promise<RunResult> {
  return withProject(options, downNames, async (project) => {
    const target = targetOf(options) ?? { kind: 'count', count: 1 };
    return run(project, options, (running) => {
      assertConfirmed(running, options);
      return rollBack(target, running);
    });
  });
}

/**
 * Rolls back migrations and applies them again.
 * @returns the output of `roundtrip redo --json`
 * @throws InexactRollback as `down` does
 */
export function redo(options: RedoOptions = {}): Promise<RunResult> {
  return withProject(options, redoNames, async (project) => {
    const target = targetOf(options) ?? { kind: 'count', count: 1 };
    return run(project, options, (running) => {
      assertConfirmed(running, options);
      return redoMigrations(target, running);
    });
  });
}

/** @throws UsageError when more than one target is given, or an invalid count */
function targetOf({ count, through, to, all }: Partial<DownOptions>): Target | undefined {
  const given = Object.entries({ count, through, to, all: all === true ? true : undefined }).flatMap(
    ([name, value]) => (value === undefined ? [] : [name]),
  );
  if (given.length > 1)
    throw new UsageError(`${given.join(' and ')} exclude each other`, { remedy: 'Give only one of them.' });
  if (count !== undefined && (!Number.isInteger(count) || count < 1))
    throw new UsageError(`count cannot be ${count}`, { remedy: 'Give a whole number, 1 or more.' });
  if (count !== undefined) return { kind: 'count', count };
  if (through !== undefined) return { kind: 'through', name: through };
  if (to !== undefined) return { kind: 'to', name: to };
  return all ? { kind: 'all' } : undefined;
}

type Steps = Parameters<typeof runToJson>[0];

async function run(
  project: Project,
  options: RunOptions & Pick<RollbackOptions, 'acceptTraces'>,
  action: (running: Running) => Promise<Steps>,
): Promise<RunResult> {
  const { config, signal, cwd } = project;
  const { allowEdited, allowMissing, acceptTraces, onNote } = options;
  const noted = (note: RunNote) => {
    if (note.kind === 'waiting-for-lock' && note.phase !== 'began') return;
    onNote?.(renderRunNote(note, { paint: createPaint('never'), cwd }));
  };
  return withProjectDatabase(project, 'migrations', async (database) =>
    runToJson(
      await action({
        database,
        config,
        signal,
        mode: 'run',
        observer: { started: () => undefined, finished: () => undefined, noted },
        ...(allowEdited ? { edited: 'allowed' } : {}),
        ...(allowMissing ? { missing: 'allowed' } : {}),
        ...(acceptTraces ? { traces: 'accepted' } : {}),
      }),
    ),
  );
}

/** @throws RefusedError when another database is named, or none in production */
function assertConfirmed(
  { database: { name }, config }: Pick<Running, 'database'> & { readonly config: Config },
  { confirm }: RollbackOptions,
): void {
  if (confirm === name || (confirm === undefined && config.environment !== 'production')) return;
  throw new RefusedError(
    confirm === undefined
      ? 'NODE_ENV is production: a rollback must name the database'
      : `confirm names ${confirm}, but the database is ${name}`,
    { remedy: `Nothing was rolled back. If this is intended, give confirm: ${JSON.stringify(name)}` },
  );
}
