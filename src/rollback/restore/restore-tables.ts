import { bypassRemedy, readRestricted } from '../../catalog/read/row-security.js';
import type { StoredRelation } from '../../catalog/data/stored-data.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import { DatabaseError } from '../../errors.js';
import type { SavedTable } from '../backup/manifest.js';
import type { ApplyContext } from './apply.js';
import { groupByReferences } from './group-by-references.js';
import { readRejectedRows } from './rejected-rows.js';
import type { Overwritable } from './provenance.js';
import { putBack } from './put-back.js';
import type { PutBack } from './refusals.js';
import type { RejectedRows, RestoredSequence, RestoredTable } from './restore-report.js';
import { passFurthest } from './sequences.js';
import { judgeLines, type Lines, type Staged } from './staging-tables.js';
import { findTarget, allRowsRejected, type FoundTarget, type Target } from './target.js';
import { withoutReactions, withSettableIdentity } from './without-side-effects.js';

export interface RestoreTablesOptions {
  /** Relations in their present state, locked. */
  readonly relations: readonly StoredRelation[];
  readonly overwritable: (lines: Lines) => Overwritable;
}

interface MatchedTable {
  readonly lines: Lines;
  readonly found: FoundTarget;
}

type Aimed = Lines & { readonly target: Target };

/** Restores the rows of all tables, in the order of the backup. */
export async function restoreTables(
  context: ApplyContext,
  all: readonly Lines[],
  { relations, overwritable }: RestoreTablesOptions,
): Promise<{ readonly tables: readonly RestoredTable[]; readonly refused: readonly RestoredSequence[] }> {
  const { session } = context;
  const matched = await match(context, all, relations);
  const aimed = matched.flatMap(({ lines, found }): readonly Aimed[] =>
    found.kind === 'target' ? [{ ...lines, target: found.target }] : [],
  );
  const oids = aimed.map(({ target }) => target.relation.oid);
  const restored = await withoutReactions(session, oids, () => restoreAimed(context, aimed, overwritable));
  const refused: RestoredSequence[] = [];
  for (const { target } of aimed) refused.push(...(await passFurthest(session, target)));
  const tables = matched.map(({ lines: { saved }, found }) => addUp(describe(saved, found, restored)));
  return { tables, refused };
}

async function match(
  { session }: ApplyContext,
  all: readonly Lines[],
  relations: readonly StoredRelation[],
): Promise<readonly MatchedTable[]> {
  const matched = all.map((lines): MatchedTable => ({ lines, found: findTarget(lines.saved, relations) }));
  const oids = matched.flatMap(({ found }) => (found.kind === 'target' ? [found.target.relation.oid] : []));
  const restricted = await readRestricted(session, oids);
  return matched.map(({ lines, found }) => {
    if (found.kind !== 'target' || !restricted.has(found.target.relation.oid)) return { lines, found };
    const message = `row security applies to this role. ${bypassRemedy}`;
    return { lines, found: { kind: 'none', misfits: [allRowsRejected(lines.saved, 'other', message)] } };
  });
}

async function restoreAimed(
  context: ApplyContext,
  aimed: readonly Aimed[],
  overwritable: RestoreTablesOptions['overwritable'],
): Promise<ReadonlyMap<string, RestoredTable>> {
  const { session, signal } = context;
  const groups: Staged[][] = [];
  for (const group of await groupByReferences(session, aimed, ({ target }) => target.relation.oid)) {
    const judged: Staged[] = [];
    for (const one of group) {
      stopIfInterrupted(signal);
      judged.push(await judgeLines(session, one, overwritable(one)));
    }
    groups.push(judged);
  }
  const done = await withSettableIdentity(session, groups.flat(), () => putBack(context, groups));
  const tables = new Map<string, RestoredTable>();
  for (const [staged, result] of done)
    tables.set(staged.saved.file, await describeDone(context, staged, result));
  return tables;
}

async function describeDone(
  { session }: ApplyContext,
  staged: Staged,
  { insert: inserted, update: updated, refusals }: PutBack,
): Promise<RestoredTable> {
  const misfits = await readRejectedRows(session, staged, refusals);
  const { rows } = await session.query<{ count: string }>(
    `SELECT pg_catalog.count(*) AS count FROM ${staged.outcomes} AS f WHERE f.outcome = 'same'`,
  );
  const unchanged = Number(rows[0]?.count ?? 0);
  return { ...nothingOf(staged.saved), inserted, updated, unchanged, misfitting: sumOf(misfits), misfits };
}

function sumOf(misfits: readonly RejectedRows[]): number {
  return misfits.reduce((sum, { rows }) => sum + rows, 0);
}

/**
 * Missing tables and columns come before single rows. Rows that are restored without a missing column count as
 * restored.
 */
function describe(
  saved: SavedTable,
  found: FoundTarget,
  restored: ReadonlyMap<string, RestoredTable>,
): RestoredTable {
  const nothing = nothingOf(saved);
  switch (found.kind) {
    case 'computed':
      return { ...nothing, unchanged: saved.rows };
    case 'none':
      return { ...nothing, misfitting: saved.rows, misfits: found.misfits };
    case 'target': {
      const table = restored.get(saved.file) ?? nothing;
      return { ...table, misfits: [...found.misfits, ...table.misfits] };
    }
  }
}

function nothingOf({ schema, name, what, rows }: SavedTable): RestoredTable {
  return { schema, name, what, rows, inserted: 0, updated: 0, unchanged: 0, misfitting: 0, misfits: [] };
}

/** @throws DatabaseError where the numbers do not add up; then nothing is restored */
function addUp(table: RestoredTable): RestoredTable {
  const { schema, name, rows, inserted, updated, unchanged, misfitting } = table;
  if (inserted + updated + unchanged + misfitting === rows) return table;
  throw new DatabaseError(
    `${schema}.${name}: of ${rows} rows ${inserted} would be inserted, ${updated} updated, ${unchanged} unchanged and ` +
      `${misfitting} left out, which does not add up`,
    {
      remedy:
        'Nothing was restored. Something in the database silently prevents rows from being written. ' +
        'Please report this as a bug in roundtrip, with the definition of the table.',
    },
  );
}
