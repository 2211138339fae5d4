import { diff, subject, type Difference } from '../../src/catalog/model/diff.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import type { JudgeServer } from './judge-server.js';
import { dumpSchema } from './pg-dump.js';

/** The statements that create a state of a schema, and those that change it into another. */
export interface Story {
  readonly first: readonly string[];
  readonly then: readonly string[];
}

export interface Verdicts {
  /** Differences found by roundtrip, as `kind: attribute`, or as the kind for an object that only one state has. */
  readonly ours: readonly string[];
  /** Entries of pg_dump that only one of the states has. */
  readonly dumped: readonly string[];
  /** Statements that the server rejected, with the reason. */
  readonly refused: readonly string[];
}

type Catalog = Awaited<ReturnType<typeof readCatalog>>;

/** Determines whether roundtrip finds a change in a story; the story is rolled back. */
export async function rehearse(
  session: Session,
  story: Story,
): Promise<'different' | 'same' | 'nothing happened'> {
  await session.query('BEGIN');
  try {
    await runEach(session, story.first);
    const before = await readCatalog(session, { readIn: 'open transaction' });
    const refused = await runEach(session, story.then);
    if (refused.length === story.then.length) return 'nothing happened';
    const after = await readCatalog(session, { readIn: 'open transaction' });
    return differencesBetween(before, after).length > 0 ? 'different' : 'same';
  } finally {
    await session.query('ROLLBACK');
  }
}

/** Determines both verdicts, in a separate database, since pg_dump sees only committed changes. */
export async function judge(server: JudgeServer, story: Story): Promise<Verdicts> {
  return server.withDatabase(async ({ session, url }) => {
    const refused = await commitEach(session, story.first);
    const before = { catalog: await readCatalog(session), dump: await dumpSchema(url) };
    refused.push(...(await commitEach(session, story.then)));
    const after = { catalog: await readCatalog(session), dump: await dumpSchema(url) };
    return {
      ours: differencesBetween(before.catalog, after.catalog),
      dumped: [...subtract(before.dump, after.dump, '-'), ...subtract(after.dump, before.dump, '+')],
      refused,
    };
  });
}

function subtract(one: readonly string[], other: readonly string[], sign: string): readonly string[] {
  return one.filter((entry) => !other.includes(entry)).map((entry) => `${sign} ${entry}`);
}

async function commitEach(session: Session, statements: readonly string[]): Promise<string[]> {
  await session.query('BEGIN');
  const refused = await runEach(session, statements);
  await session.query('COMMIT');
  return refused;
}

/** Runs the statements one by one; one that is rejected has no effect, and the next one is run. */
async function runEach(session: Session, statements: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  for (const statement of statements) {
    try {
      await session.query(`SAVEPOINT step; ${statement}; RELEASE SAVEPOINT step`);
    } catch (error) {
      await session.query('ROLLBACK TO SAVEPOINT step');
      refused.push(`${statement}: ${String(error)}`);
    }
  }
  return refused;
}

function differencesBetween(before: Catalog, after: Catalog): readonly string[] {
  const strangers = before.notCompared.join() === after.notCompared.join() ? [] : ['not compared'];
  const differences = diff(before.objects, after.objects).flatMap(labels);
  return [...new Set([...strangers, ...differences])].sort();
}

function labels(difference: Difference): readonly string[] {
  const { kind } = subject(difference);
  switch (difference.change) {
    case 'changed':
      return difference.attributes.map((attribute) => `${kind}: ${attribute}`);
    case 'reordered':
      return [`${kind}: order`];
    case 'left':
    case 'missing':
      return [kind];
  }
}
