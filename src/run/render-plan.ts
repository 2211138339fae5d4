import type { Config } from '../config/config.js';
import { DatabaseError, InterruptedError, messageOf } from '../errors.js';
import { uninterruptible } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { readDatabaseState } from '../database-state/read-database-state.js';
import { drySql } from '../migrations/dry-sql.js';
import { readMigrationChain } from '../migrations/migration-chain.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { planDown, planUp, assertInOrder, type Target } from '../migrations/plan.js';
import { assertHasDowns } from '../migrations/assert-has-downs.js';
import type { StatementError } from '../migrations/statement-error.js';
import type { Step } from '../migrations/step.js';
import { replayQuietly } from '../scratch-run/replay.js';
import { readAppliedAsFiles } from '../migrations/squashed-migrations.js';
import { withStandIn } from '../scratch-run/with-scratch-run.js';

/** The SQL of one step that was not run. */
export interface PlannedStep {
  readonly name: string;
  readonly direction: Direction;
  readonly statements: readonly string[];
  readonly transaction: 'one' | 'none';
  /** Set where the step had to run on a scratch database to produce its statements. */
  readonly shown?: 'scratch';
}

/**
 * Renders the statements that a run would execute, in order, without changing anything: it takes no lock,
 * creates no migrations table, and runs the queries of migrations under construction in a read-only
 * transaction. Migrations that cannot be rendered in this way (`pgm.db` that writes, or reads what an earlier
 * migration creates) run on a scratch database.
 */
export async function renderPlan(
  directions: readonly Direction[],
  target: Target,
  options: PlanOptions,
): Promise<readonly PlannedStep[]> {
  const { database, config } = options;
  const files = await findMigrationFiles(config.migrations);
  const migrations = await loadMigrations(files, config.migrations);
  return withSession(database, async (session) => {
    const { applied: done } = await readAppliedAsFiles(session, config.migrations, files);
    const chain = readMigrationChain(files, done);
    if (config.migrations.checkOrder === 'enforced') assertInOrder(chain);
    const [first = 'up'] = directions;
    const planned = first === 'up' ? planUp(chain, target) : planDown(chain, target);
    const names = planned.map(({ name }) => name);
    const chosen = names.flatMap((name) => migrations.find((migration) => migration.name === name) ?? []);
    if (first === 'down') assertHasDowns(chosen);
    const steps = stepsOf(directions, chosen);
    const unrun = await renderUnrun(steps, { session, config });
    if (unrun.kind === 'rendered') return unrun.steps;
    const applied = chain.flatMap(({ state, name }) =>
      state === 'applied' ? (migrations.find((migration) => migration.name === name) ?? []) : [],
    );
    return renderOnScratch(steps, { ...options, applied }).catch((cause: unknown) => {
      throw unrenderable(unrun, cause);
    });
  });
}

export interface PlanOptions {
  readonly database: Database;
  readonly config: Config;
  readonly signal?: AbortSignal;
}

interface RenderOptions {
  readonly session: Session;
  readonly config: Config;
}

/** With several directions (redo), each further one has the migrations in reverse order. */
function stepsOf(directions: readonly Direction[], migrations: readonly Migration[]): readonly Step[] {
  return directions.flatMap((direction, index) =>
    (index % 2 === 0 ? migrations : migrations.toReversed()).map((migration) => ({ migration, direction })),
  );
}

type Unrun =
  | { readonly kind: 'rendered'; readonly steps: readonly PlannedStep[] }
  | { readonly kind: 'runs'; readonly step: Step };

async function renderUnrun(steps: readonly Step[], { session, config }: RenderOptions): Promise<Unrun> {
  const rendered: PlannedStep[] = [];
  for (const step of steps) {
    const dry = await drySql(session, step, config.migrations).catch(() => undefined);
    if (!dry || dry.asked.length > 0) return { kind: 'runs', step };
    const { statements, transaction } = dry;
    rendered.push({ ...nameOf(step), statements, transaction });
  }
  return { kind: 'rendered', steps: rendered };
}

function nameOf({ migration: { name }, direction }: Step): Pick<PlannedStep, 'name' | 'direction'> {
  return { name, direction };
}

interface ScratchOptions extends PlanOptions {
  readonly applied: readonly Migration[];
}

const advice = 'A dry run cannot show this migration.';

/** Runs the applied migrations and then the steps on a scratch database, and collects the statements of the steps. */
async function renderOnScratch(
  steps: readonly Step[],
  { database, config, signal = uninterruptible, applied }: ScratchOptions,
): Promise<readonly PlannedStep[]> {
  const live = await readDatabaseState(database, { config: config.migrations });
  const options = {
    database,
    live,
    config: config.migrations,
    signal,
    advice,
    explain: (error: StatementError) => error,
  };
  return withStandIn(options, async (run) => {
    await replayQuietly(run, { migrations: applied, signal });
    const shown: PlannedStep[] = [];
    for (const step of steps) {
      const { statements, transaction } = await run.runUnobserved(step);
      const texts = statements.map(({ sql }) => sql);
      shown.push({ ...nameOf(step), statements: texts, transaction, shown: 'scratch' });
    }
    return shown;
  });
}

function unrenderable({ step: { migration, direction } }: { readonly step: Step }, cause: unknown): unknown {
  if (cause instanceof InterruptedError) return cause;
  const reason = messageOf(cause);
  return new DatabaseError(
    `the ${direction} of ${migration.name} cannot be shown without running it: ${reason}`,
    {
      remedy:
        'It uses pgm.db, which runs statements at once, so the migrations were run on a scratch database. This database was not changed.',
      cause,
    },
  );
}
