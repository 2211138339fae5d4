import fc from 'fast-check';
import type { Manifest } from '../../../../src/rollback/backup/manifest.js';
import type {
  RejectedRows,
  RestoredTable,
  RestoreReport,
} from '../../../../src/rollback/restore/restore-report.js';
import { quoteIdentifier, quoteQualified } from '../../../../src/database/quote.js';
import type { Session } from '../../../../src/database/session.js';
import { randomRollback, type RandomRollback } from './random-rollback.js';
import { prepareRollback, type Rollback } from './rollback.js';

export interface RoundsOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly noted?: (text: string) => void;
}

/** Totals of all rounds: completed restores, restored rows, and rows that did not fit. */
export interface Rounds {
  readonly restored: number;
  readonly rows: number;
  readonly misfits: number;
}

/**
 * Rolls random migrations back with a backup, runs statements of other sessions, applies the migrations again
 * and restores. Asserts that all previous rows exist again, except for those that are reported, and that
 * later rows of other sessions are unchanged.
 * @throws the error of fast-check, with the smallest rollback that violates this
 */
export async function runRounds({ rounds, seed, noted }: RoundsOptions): Promise<Rounds> {
  const rollback = await prepareRollback();
  const sum = { restored: 0, rows: 0, misfits: 0 };
  let round = 0;
  try {
    await fc.assert(
      fc.asyncProperty(randomRollback, async (random) => {
        const report = await runRound(rollback, random);
        if ((round += 1) % 50 === 0) noted?.(`${round} rounds: ${JSON.stringify(sum)}`);
        if (!report) return;
        sum.restored += 1;
        for (const { rows, misfitting } of report.tables) {
          sum.rows += rows;
          sum.misfits += misfitting;
        }
      }),
      { numRuns: rounds, seed, interruptAfterTimeLimit: 3_600_000 },
    );
  } finally {
    await rollback.end();
  }
  return sum;
}

async function runRound(rollback: Rollback, { before, up, down, writes }: RandomRollback) {
  const { session } = rollback.scratch;
  await rollback.clear();
  const isReady = await attempt(session, [...before]);
  if (isReady.size < before.length || !(await succeeds(() => rollback.up(up)))) return undefined;
  await attempt(session, writes[0]);
  const then = await readTables(session);
  if (!(await succeeds(() => rollback.down(down)))) return undefined;
  const others = new Set((await attempt(session, writes[1])).values());
  if (!(await succeeds(() => rollback.up(up)))) return undefined;
  for (const transaction of (await attempt(session, writes[2])).values()) others.add(transaction);
  const found = await readTables(session);
  const manifest = await rollback.manifest();
  const report = await rollback.restore();
  const now = await readTables(session);
  for (const table of report.tables) {
    const saved = manifest.tables.find(({ schema, name }) => schema === table.schema && name === table.name);
    if (saved) judge({ table, saved, then, found, now, others });
  }
  if (others.size === 0) judgeUndisturbed(report, { then, found, now });
  return report;
}

/** Without statements of other sessions, all rows are as before, and none is reported. */
function judgeUndisturbed(
  { tables }: RestoreReport,
  { then, found, now }: { readonly then: Tables; readonly found: Tables; readonly now: Tables },
): void {
  for (const { schema, name, misfits } of tables) {
    const lines = (all: Tables) =>
      sorted(all.get(keyOf(schema, name))?.rows.map(({ values }) => values) ?? []);
    ensure(misfits.length === 0, `${name}: nobody wrote anything since, and ${JSON.stringify(misfits[0])}`);
    ensureWithin(lines(then), lines(now), `${name} is not as before`);
    // A row that was deleted, and that the next up has inserted again, remains.
    ensureWithin(beyond(lines(now), lines(then)), lines(found), `${name} has more rows than before`);
  }
}

async function succeeds(action: () => Promise<unknown>): Promise<boolean> {
  return action().then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'severity' in error) return false;
      throw error;
    },
  );
}

/** Transaction ids of the successful statements, by index. */
async function attempt(session: Session, statements: readonly string[]): Promise<Map<number, string>> {
  const done = new Map<number, string>();
  for (const [index, sql] of statements.entries()) {
    await succeeds(async () => {
      await session.query(sql.includes('CREATE TYPE') ? sql : `BEGIN; ${sql}`);
      const { rows } = await session.query<{ id: string | null }>(
        'SELECT (pg_current_xact_id_if_assigned()::text::numeric % 4294967296)::text AS id',
      );
      await session.query('COMMIT');
      done.set(index, rows[0]?.id ?? '');
    });
    await session.query('ROLLBACK');
  }
  return done;
}

type Values = readonly (string | null)[];

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly xmin: string; readonly values: Values }[];
}

type Tables = ReadonlyMap<string, Table>;

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS "isPartitioned",
    ARRAY(SELECT a.attname::text FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attname COLLATE "C") AS columns
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND c.relname <> 'pgmigrations'`;

async function readTables(session: Session): Promise<Tables> {
  const { rows } = await session.query<{
    schema: string;
    name: string;
    isPartitioned: boolean;
    columns: string[];
  }>(TABLES);
  const tables = new Map<string, Table>();
  for (const { schema, name, isPartitioned, columns } of rows) {
    const values = columns.map((column) => `t.${quoteIdentifier(column)}::text`).join(', ');
    const found = await session.query<{ xmin: string; values: Values }>(
      `SELECT t.xmin::text AS xmin, ARRAY[${values}]::text[] AS values FROM ${isPartitioned ? '' : 'ONLY '}${quoteQualified(schema, name)} AS t`,
    );
    tables.set(keyOf(schema, name), { columns, rows: found.rows });
  }
  return tables;
}

function keyOf(schema: string, name: string): string {
  return `${schema}.${name}`;
}

interface Judged {
  readonly table: RestoredTable;
  readonly saved: Manifest['tables'][number];
  readonly then: Tables;
  readonly found: Tables;
  readonly now: Tables;
  /** Transaction ids of other sessions since the rollback. */
  readonly others: ReadonlySet<string>;
}

function judge({ table, saved, others, ...states }: Judged): void {
  const key = keyOf(table.schema, table.name);
  const [then, found, now] = [states.then.get(key), states.found.get(key), states.now.get(key)];
  const { rows, inserted, updated, unchanged, misfitting } = table;
  ensure(
    inserted + updated + unchanged + misfitting === rows,
    `${key}: ${JSON.stringify(table)} does not add up`,
  );
  ensure(
    then?.rows.length === rows,
    `${key}: ${then?.rows.length ?? 0} rows were there, and ${rows} are in the backup`,
  );
  if (!then || !found || !now || table.misfits.some(({ row }) => row === null)) return;
  const came = saved.what === 'columns' ? saved.values.filter((name) => !saved.rewritten.includes(name)) : [];
  const kept = found.columns.filter((name) => !came.includes(name));
  const written = found.rows.filter(({ xmin }) => others.has(xmin));
  ensureWithin(
    sorted(written.map((row) => pick(found, row.values, kept))),
    sorted(now.rows.map((row) => pick(now, row.values, kept))),
    `${key}: what another wrote since is gone`,
  );
  const wanted = [...saved.key.columns, ...saved.values].filter((name) => now.columns.includes(name));
  const back = withoutMisfits(then, saved.what === 'columns' ? saved.key.columns : [], table.misfits);
  ensureWithin(
    sorted(back.map((values) => pick(then, values, wanted))),
    sorted(now.rows.map((row) => pick(now, row.values, wanted))),
    `${key}: a row is neither back nor reported`,
  );
}

/** The previous rows without those that were reported, with their multiplicity. */
function withoutMisfits(
  then: Table,
  _key: readonly string[],
  misfits: readonly RejectedRows[],
): readonly Values[] {
  const left = misfits.map(({ row }) => Object.entries(row ?? {}));
  return then.rows.flatMap(({ values }) => {
    const at = left.findIndex((row) =>
      row.every(([name, value]) => isSame(valueOf(then, values, name), value)),
    );
    if (at < 0) return [values];
    left.splice(at, 1);
    return [];
  });
}

/** For some types, a cast to text has another format than COPY: booleans, and values with trailing spaces. */
function isSame(one: string | null, other: string | null): boolean {
  const plain = (text: string | null) => (text === 'true' ? 't' : text === 'false' ? 'f' : text?.trimEnd());
  return plain(one) === plain(other);
}

function valueOf({ columns }: Table, values: Values, name: string): string | null {
  return values[columns.indexOf(name)] ?? null;
}

function pick(table: Table, values: Values, names: readonly string[]): Values {
  return names.map((name) => valueOf(table, values, name));
}

function sorted(rows: readonly Values[]): readonly string[] {
  return rows.map((values) => JSON.stringify(values)).sort();
}

function ensureWithin(some: readonly string[], all: readonly string[], message: string): void {
  const left = [...all];
  for (const one of some) {
    const at = left.indexOf(one);
    ensure(at >= 0, `${message}: ${one}`);
    left.splice(at, 1);
  }
}

function beyond(all: readonly string[], some: readonly string[]): readonly string[] {
  const left = [...some];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function ensure(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
