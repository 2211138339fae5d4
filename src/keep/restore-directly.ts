import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import { withSavepoint } from '../database/transaction.js';
import type { ApplyContext } from '../rollback/restore/apply.js';
import { groupByReferences } from '../rollback/restore/group-by-references.js';
import { passFurthest } from '../rollback/restore/sequences.js';
import { concernOf } from '../rollback/restore/server-error.js';
import { findTarget, type Mapped, type Target } from '../rollback/restore/target.js';
import { withoutReactions } from '../rollback/restore/without-side-effects.js';
import type { AroundInverse } from './before-inverse.js';
import { dropKeptTables, keptName } from './entries.js';
import { isCreated } from './is-created.js';
import type { KeptTable } from './kept-entry.js';
import type { RestoredKept, RestoredTables } from './restored-kept.js';
import { savedTableOf } from './saved-table.js';
import { setColumns } from './set-columns.js';

/** A kept table that can be restored by one statement, because the inverse step has created its table or columns. */
export interface DirectTable {
  readonly kept: KeptTable;
  readonly target: Target;
}

/** Not every row fits: they have to be judged one by one. */
class NotDirect extends Error {}

/**
 * Restores tables with one statement each, as one would by hand. Returns `undefined`, with nothing changed, where
 * others may have written rows, or where not every row fits.
 */
export async function restoreDirectly(
  context: ApplyContext,
  tables: readonly KeptTable[],
  around: AroundInverse,
): Promise<RestoredTables | undefined> {
  const { session } = context;
  const direct = tables.flatMap((kept) => directOf(kept, around) ?? []);
  if (direct.length === 0 || direct.length < tables.length) return undefined;
  return withSavepoint(session, () => restoreAll(context, direct), {
    name: 'roundtrip_direct',
    recover: (error) => {
      if (!(error instanceof NotDirect) && concernOf(error) === 'more') throw error;
      return undefined;
    },
  });
}

/** Rows of columns are found by the same key as before; whole tables need none. */
function directOf(kept: KeptTable, around: AroundInverse): DirectTable | undefined {
  if (kept.what === 'rows' || kept.left !== null) return undefined;
  const { relations, before } = around;
  if (!isCreated(kept, { before: before.relations, relations })) return undefined;
  const found = findTarget(savedTableOf(kept), relations);
  if (found.kind !== 'target' || found.misfits.length > 0) return undefined;
  const { target } = found;
  const mapped = [...(target.whole ?? []), ...target.key, ...target.values];
  if (mapped.some(({ column, savedType }) => column.type !== savedType)) return undefined;
  return kept.what === 'table' || hasKey(kept, target) ? { kept, target } : undefined;
}

function hasKey({ key }: KeptTable, target: Target): boolean {
  const names = target.key.map(({ column }) => column.name);
  return (
    key.kind !== 'whole row' &&
    target.uniqueness === 'unique' &&
    key.columns.every((name) => names.includes(name))
  );
}

async function restoreAll(
  { session }: ApplyContext,
  direct: readonly DirectTable[],
): Promise<RestoredTables> {
  const oids = direct.map(({ target }) => target.relation.oid);
  const groups = await groupByReferences(session, direct, ({ target }) => target.relation.oid);
  const tables = new Map<DirectTable, RestoredKept>();
  await withoutReactions(session, oids, async () => {
    for (const group of groups) {
      const [one, ...others] = group;
      // Rows of tables that refer to each other have to be inserted by one statement.
      if (!one || others.length > 0) throw new NotDirect();
      tables.set(one, await restoreOne(session, one));
    }
  });
  const refused = [];
  for (const { target } of direct) refused.push(...(await passFurthest(session, target)));
  await dropKeptTables(
    session,
    direct.map(({ kept }) => kept),
  );
  return { tables: direct.flatMap((one) => tables.get(one) ?? []), left: [], refused };
}

type Session = ApplyContext['session'];

async function restoreOne(session: Session, direct: DirectTable): Promise<RestoredKept> {
  const { kept } = direct;
  const { schema, name, what } = kept;
  const { inserted, updated, unchanged } =
    what === 'table' ? await insertRows(session, direct) : await updateRows(session, direct);
  const rows = kept.rows ?? inserted + updated + unchanged;
  if (inserted + updated + unchanged !== rows) throw new NotDirect();
  const counts = { rows, inserted, updated, unchanged, misfitting: 0, newer: 0, left: 0 };
  return { schema, name, what, how: 'copied', ...counts, misfits: [] };
}

type Counts = Pick<RestoredKept, 'inserted' | 'updated' | 'unchanged'>;

async function insertRows(session: Session, { kept, target }: DirectTable): Promise<Counts> {
  const table = quoteQualified(target.relation.schema, target.relation.name);
  const { rows } = await session.query(`SELECT FROM ${table} AS t LIMIT 1`);
  if (rows.length > 0) throw new NotDirect();
  const mapped = target.whole ?? [];
  const columns = mapped.map(({ column }) => quoteIdentifier(column.name)).join(', ');
  const list = columns === '' ? '' : `(${columns}) OVERRIDING SYSTEM VALUE`;
  const { rowCount } = await session.query(
    `INSERT INTO ${table} ${list} SELECT ${mapped.map((one) => valueOf(kept, one)).join(', ')} FROM ${keptName(kept)} AS k`,
  );
  return { inserted: rowCount ?? 0, updated: 0, unchanged: 0 };
}

async function updateRows(session: Session, direct: DirectTable): Promise<Counts> {
  const { updated, unchanged } = await setColumns(session, {
    ...direct,
    values: direct.target.values.map(({ column }) => column),
  });
  return { inserted: 0, updated, unchanged };
}

/** The value of a kept column in the type of its table. */
function valueOf({ columns }: KeptTable, { column }: Mapped): string {
  const value = `k.${quoteIdentifier(column.name)}`;
  const isText = columns.find(({ name }) => name === column.name)?.form === 'text';
  return isText ? `${value}::${column.base}` : value;
}
