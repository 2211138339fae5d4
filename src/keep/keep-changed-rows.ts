import { keepDeletedRows } from './keep-deleted-rows.js';
import type { StoredRelation } from '../catalog/data/stored-data.js';
import { changeOwnObjects } from '../database/own-objects.js';
import type { Session } from '../database/session.js';
import { copyBytes } from './copy-rows.js';
import { dropKeptTables, keptName } from './entries.js';
import { afterColumn, type KeptTable, type LeftTable, type NamedTwice } from './kept-entry.js';
import { rowsFrom } from './kept-form.js';
import { keptTexts, presentTexts, sameKey } from './row-expressions.js';

export interface ChangedRows {
  readonly kept: KeptTable;
  /** The table before the step, and after it. */
  readonly before: StoredRelation;
  readonly after: StoredRelation | undefined;
  /** Name of the kept table that takes the place of `kept`. */
  readonly relation: string;
}

/**
 * Reduces a copy that was made before the step to the rows that the step deleted or changed, and adds the values that
 * it left: they show later whether a value was changed since. Returns `undefined` where no row was changed.
 *
 * A table that is dropped needs no comparison, and a table without a key permits none.
 */
export async function keepChangedRows(
  session: Session,
  { kept, before, after, relation }: ChangedRows,
): Promise<KeptTable | undefined> {
  if (after && kept.what === 'rows' && kept.key.kind === 'whole row')
    return keepDeletedRows(session, { kept, before, after, relation });
  const left = after && kept.what !== 'table' ? leftOf(kept, before, after) : undefined;
  if (!after || !left) return kept.rows === 0 ? dropped(session, kept) : kept;
  const { rowCount } = await changeOwnObjects(
    session,
    `CREATE TABLE ${keptName({ relation })} AS ${changedSql(kept, left, after)}`,
  );
  await dropKeptTables(session, [kept]);
  const reduced = { ...kept, relation, rows: rowCount ?? 0, left };
  if (reduced.rows === 0) return dropped(session, reduced);
  return { ...reduced, bytes: await copyBytes(session, relation) };
}

async function dropped(session: Session, kept: KeptTable): Promise<undefined> {
  await dropKeptTables(session, [kept]);
  return undefined;
}

function changedSql(kept: KeptTable, left: LeftTable, after: StoredRelation): string {
  const changed = `t.ctid IS NULL OR ${keptTexts(kept, left.values)} IS DISTINCT FROM ${presentTexts(left.values)}`;
  return `
    SELECT k.*, CASE WHEN t.ctid IS NOT NULL THEN ${presentTexts(left.values)} END AS ${afterColumn}
    FROM ${keptName(kept)} AS k LEFT JOIN ${rowsFrom(after)} AS t ON ${sameKey(kept, left.key)}
    WHERE ${isWhollyThere(kept, left) ? changed : 'true'}`;
}

/** Whether each kept column can be compared; values of dropped columns are kept of every row. */
function isWhollyThere({ values }: KeptTable, left: LeftTable): boolean {
  return values.every((name) => [...left.values, ...left.key].some(({ before }) => before === name));
}

/** Returns `undefined` where the rows cannot be found after the step, or none of the kept columns remains. */
function leftOf(kept: KeptTable, before: StoredRelation, after: StoredRelation): LeftTable | undefined {
  const { key, values, what, rewritten } = kept;
  const named = (names: readonly string[]) => namedTwice(names, before, after);
  const keyColumns = key.kind === 'whole row' ? [] : named(key.columns);
  if (keyColumns.length === 0 || keyColumns.length < key.columns.length) return undefined;
  const compared = named(what === 'rows' ? values : rewritten).filter(
    (one) => !keyColumns.some((column) => column.before === one.before),
  );
  if (compared.length === 0 && what === 'columns') return undefined;
  return { schema: after.schema, name: after.name, key: keyColumns, values: compared };
}

function namedTwice(
  names: readonly string[],
  before: StoredRelation,
  after: StoredRelation,
): readonly NamedTwice[] {
  return names.flatMap((name): readonly NamedTwice[] => {
    const number = before.columns.find((column) => column.name === name)?.number;
    const now = after.columns.find((column) => column.number === number);
    return now ? [{ before: name, after: now.name }] : [];
  });
}
