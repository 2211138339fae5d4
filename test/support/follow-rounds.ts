import fc from 'fast-check';
import { changesBetween, diff, subject, type Difference } from '../../src/catalog/model/diff.js';
import { LiveCatalog } from '../../src/catalog/observe/live-catalog.js';
import { keyOf } from '../../src/catalog/model/object.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import { TrackedCatalog } from '../../src/catalog/observe/tracked-catalog.js';
import type { Database, Session } from '../../src/database/session.js';
import { withSession } from '../../src/database/with-session.js';
import { plainSchema } from './random-schema.js';
import { randomStep, storyGround, type RandomStep } from './random-steps.js';

export interface Rounds {
  readonly rounds: number;
  readonly seed: number;
  /** Called after each round. */
  readonly done?: (round: number) => void;
}

/** A step after which the tracked state differs from a full read. */
export interface Miss {
  readonly round: number;
  readonly by: 'tracked' | 'live';
  readonly statements: RandomStep;
  readonly differences: readonly string[];
}

/** Roles to which the steps grant privileges; the caller creates them. */
export const followRoles = ['follow_reader', 'follow_writer'] as const;

function withOwnRoles(statements: RandomStep): RandomStep {
  return statements.map((statement) => statement.replaceAll(/\b(reader|writer)\b/g, 'follow_$1'));
}

/** Number of consecutive steps in one database before it is re-created. */
const stepsEach = 25;

/** Runs random migrations one after the other, and compares the tracked state after each with a full read. */
export async function followRounds(
  withDatabase: <T>(action: (database: Database) => Promise<T>) => Promise<T>,
  { rounds, seed, done }: Rounds,
): Promise<readonly Miss[]> {
  const steps = fc.sample(randomStep, { seed, numRuns: rounds }).map(withOwnRoles);
  const misses: Miss[] = [];
  for (let first = 0; first < rounds; first += stepsEach) {
    const some = steps.slice(first, first + stepsEach);
    const by = (first / stepsEach) % 2 === 0 ? 'tracked' : 'live';
    await withDatabase((database) =>
      withSession(database, async (actor) => {
        await actor.query('BEGIN');
        await runEach(actor, [...plainSchema, ...storyGround]);
        await actor.query('COMMIT');
        await withSession(database, async (watcher) => {
          const follow = by === 'tracked' ? await trackSteps(actor, watcher) : lookAtSteps(actor, watcher);
          for (const [index, step] of some.entries()) {
            const statements = await possible(actor, step);
            const differences = await follow(statements);
            if (differences.length > 0) misses.push({ round: first + index, by, statements, differences });
            done?.(first + index);
            if (differences.length > 0) break;
          }
        });
      }),
    );
  }
  return misses;
}

type Follow = (statements: RandomStep) => Promise<readonly string[]>;

async function trackSteps(actor: Session, watcher: Session): Promise<Follow> {
  const catalog = await TrackedCatalog.open(watcher, {});
  return async (statements) => {
    const before = new Map(catalog.objects);
    const watch = catalog.watch(await catalog.countsBefore(actor));
    await actor.query(watch.begin);
    for (const statement of statements) await actor.query(statement);
    await watch.beforeCommit(actor);
    await actor.query('COMMIT');
    const changes = await catalog.follow(watch);
    const { objects } = await readCatalog(actor);
    const wrong = diff(objects, catalog.objects).map(told);
    const unreported = unlike(changesBetween(before, objects), changes);
    await actor.query('DISCARD TEMP');
    return [...wrong, ...unreported];
  };
}

function lookAtSteps(actor: Session, watcher: Session): Follow {
  const catalog = new LiveCatalog(watcher, {});
  return async (statements) => {
    await catalog.ready(actor);
    await actor.query(catalog.begin());
    for (const statement of statements) await actor.query(statement);
    const { before, changes } = await catalog.readChanges(actor);
    const { objects } = await readCatalog(actor, { readIn: 'open transaction' });
    const unreported = unlike(changesBetween(before, objects), changes);
    await actor.query('COMMIT');
    catalog.ended('committed');
    await actor.query('DISCARD TEMP');
    return unreported;
  };
}

function unlike(expected: readonly Difference[], found: readonly Difference[]): readonly string[] {
  const [a, b] = [new Set(expected.map(told)), new Set(found.map(told))];
  return [
    ...[...a].filter((one) => !b.has(one)).map((one) => `not told: ${one}`),
    ...[...b].filter((one) => !a.has(one)).map((one) => `told, and not so: ${one}`),
  ];
}

function told(difference: Difference): string {
  return `${difference.change} ${keyOf(subject(difference))}`;
}

/** Returns the statements of a step that the server accepts. */
async function possible(actor: Session, step: RandomStep): Promise<RandomStep> {
  await actor.query('BEGIN');
  const statements = await runEach(actor, step);
  await actor.query('ROLLBACK');
  return statements;
}

async function runEach(actor: Session, statements: RandomStep): Promise<RandomStep> {
  const done: string[] = [];
  for (const statement of statements) {
    await actor.query('SAVEPOINT attempt');
    try {
      await actor.query(statement);
      done.push(statement);
    } catch {
      await actor.query('ROLLBACK TO SAVEPOINT attempt');
    }
  }
  return done;
}
