import type { Session } from '../database/session.js';
import { MigrationFileError, RefusedError, UsageError } from '../errors.js';
import type { LoadFile } from './load-files.js';
import type { LoadContext, LoadPlan } from './load-plan.js';
import { randomOf } from './load-random.js';
import { readRecord, writeRecord, type LoadRecord, type TableRecord } from './load-record.js';
import { reserveKeys } from './reserve-keys.js';

/** Size of a load, or the request to complete an interrupted one. */
export type LoadSize =
  | { readonly kind: 'new'; readonly scale: number; readonly seed: number }
  | { readonly kind: 'resume'; readonly scale?: number | undefined; readonly seed?: number | undefined };

/** A table of the set with its planned rows. */
export interface PlannedTable {
  /** Name of the file that fills it. */
  readonly file: string;
  readonly record: TableRecord;
  readonly plan: LoadPlan;
}

export interface PlannedLoad extends Omit<LoadRecord, 'tables'> {
  readonly tables: readonly PlannedTable[];
}

interface Request<Size extends LoadSize> {
  readonly set: string;
  readonly files: readonly LoadFile[];
  readonly size: Size;
}

/**
 * Plans all rows, sets their numbers aside, and notes it, in the transaction that is open.
 * @throws RefusedError when the set is there, whole or in part
 */
export async function beginLoad(
  session: Session,
  { set, files, size: { scale, seed } }: Request<LoadSize & { kind: 'new' }>,
): Promise<PlannedLoad> {
  assertNotLoaded(await readRecord(session, set));
  const tables = await planTables(files, { scale, seed }, async (plan, position) => ({
    position,
    ...(await reserveKeys(session, plan, files[position]?.name ?? '')),
  }));
  const load = { set, scale, seed, state: 'loading', tables } as const;
  await writeRecord(session, { ...load, tables: tables.map(({ record }) => record) });
  return load;
}

/**
 * Repeats the plan of the interrupted load.
 * @throws RefusedError when no load of the set was started, or its files now plan other rows
 * @throws UsageError when it was started with another scale or seed value
 */
export async function resumeLoad(
  session: Session,
  { set, files, size }: Request<LoadSize & { kind: 'resume' }>,
): Promise<PlannedLoad> {
  const record = await readRecord(session, set);
  if (!record) {
    throw new RefusedError(`no rows of the set ${set} are loaded`, { remedy: 'Begin with --scale N.' });
  }
  assertCleaned(record);
  assertSameSize(record, size);
  const tables = await planTables(files, record, (plan, position) =>
    Promise.resolve(sameTable(record, plan, position)),
  );
  if (tables.length !== record.tables.length) throw edited(record);
  return { ...record, tables };
}

async function planTables(
  files: readonly LoadFile[],
  { scale, seed }: { readonly scale: number; readonly seed: number },
  recordOf: (plan: LoadPlan, position: number) => Promise<TableRecord>,
): Promise<readonly PlannedTable[]> {
  const firsts = new Map<string, number>();
  const context: LoadContext = {
    scale,
    seed,
    random: randomOf(seed),
    first: (table) => firstOf(firsts, table),
  };
  const tables: PlannedTable[] = [];
  for (const [position, file] of files.entries()) {
    const plan = file.plan(context);
    const record = await recordOf(plan, position);
    firsts.set(plan.table, record.first);
    tables.push({ file: file.name, record, plan });
  }
  return tables;
}

function firstOf(firsts: ReadonlyMap<string, number>, table: string): number {
  const first = firsts.get(table);
  if (first !== undefined) return first;
  throw new MigrationFileError(`first('${table}') is called before a file fills ${table}`, {
    remedy: 'Files are loaded in the order of their names: put referenced tables first.',
  });
}

function assertNotLoaded(record: LoadRecord | undefined): void {
  if (!record) return;
  assertCleaned(record);
  const { set, scale, state } = record;
  if (state === 'loading') {
    throw new RefusedError(`a load of the set ${set} (--scale ${scale}) was interrupted`, {
      remedy: 'Complete it with --resume, or remove its rows with --clean.',
    });
  }
  throw new RefusedError(`the set ${set} is loaded already (--scale ${scale})`, {
    remedy: 'Remove it first with --clean.',
  });
}

function assertCleaned({ set, state }: LoadRecord): void {
  if (state !== 'cleaning') return;
  throw new RefusedError(`the set ${set} is only partly removed`, {
    remedy: 'Remove the remaining rows with --clean.',
  });
}

function assertSameSize(record: LoadRecord, { scale, seed }: LoadSize): void {
  if ((scale ?? record.scale) === record.scale && (seed ?? record.seed) === record.seed) return;
  throw new UsageError(
    `the load of the set ${record.set} was started with --scale ${record.scale} --seed-value ${record.seed}`,
    { remedy: 'Leave both out to complete it, or remove it with --clean.' },
  );
}

function sameTable(record: LoadRecord, plan: LoadPlan, position: number): TableRecord {
  const table = record.tables.find((one) => one.position === position);
  if (table?.rows !== plan.count || table.key !== plan.key) throw edited(record);
  return table;
}

function edited({ set }: LoadRecord): RefusedError {
  return new RefusedError(`the files of the set ${set} plan other rows than when the load was started`, {
    remedy: 'Restore them to complete the load, or remove its rows with --clean.',
  });
}
