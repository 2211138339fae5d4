import { performance } from 'node:perf_hooks';
import type { Destroyed } from '../catalog/data/destroyed-data.js';
import type { StoredRelation } from '../catalog/data/stored-data.js';
import type { MigrationsConfig } from '../config/config.js';
import { quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import type { Step } from '../migrations/step.js';
import type { SavedSequence } from '../rollback/backup/manifest.js';
import { readSequences } from '../rollback/backup/read-sequences.js';
import { assertUnrestricted } from './assert-unrestricted.js';
import { assertWithinLimit } from './assert-within-limit.js';
import { copyRows } from './copy-rows.js';
import { insertEntry, nextEntryId } from './entries.js';
import { moveTables, planMoves } from './move-tables.js';
import { keepChangedRows } from './keep-changed-rows.js';
import type { KeptEntry, KeptTable } from './kept-entry.js';
import { keptFormOf, type KeptForm } from './kept-form.js';
import { ensureKeptSchema } from './kept-schema.js';
import { withValueSettings } from './with-value-settings.js';

/** Data that was kept before a step; it becomes an entry after the step. */
export interface KeptBefore {
  readonly id: number;
  readonly copies: readonly Copy[];
  readonly sequences: readonly SavedSequence[];
  readonly milliseconds: number;
}

interface Copy {
  readonly kept: KeptTable;
  readonly form: KeptForm;
}

export interface KeepOptions {
  readonly losses: readonly Destroyed[];
  /** Maximum number of bytes that are copied. */
  readonly limit: number;
}

/**
 * Keeps the data that a step is about to destroy, inside the transaction of the step. All tables concerned are locked
 * against writing first (EXCLUSIVE: readers continue), so that no row is written between the copy and the step.
 * @throws RefusedError when more than the limit would be copied
 */
export async function keepLosses(session: Session, { losses, limit }: KeepOptions): Promise<KeptBefore> {
  const forms = losses.flatMap((loss) => keptFormOf(loss) ?? []);
  await assertUnrestricted(session, losses);
  await ensureKeptSchema(session);
  const id = await nextEntryId(session);
  const names = new Map(forms.map(({ relation }, index) => [relation.oid, `k${id}_${index + 1}`]));
  const nameFor = (oid: string) => names.get(oid) ?? '';
  const plan = await planMoves(session, forms);
  const started = performance.now();
  await lockTables(session, losses);
  const sequences = await readSequences(session, losses);
  const moved = await moveTables(session, plan, { forms, nameFor });
  const copies = await withValueSettings(session, async () => {
    const all: Copy[] = [];
    for (const form of forms) {
      const { oid } = form.relation;
      const kept = moved.find(({ table }) => table.oid === oid)?.kept;
      all.push({ kept: kept ?? (await copyRows(session, form, nameFor(oid))), form });
      assertWithinLimit(
        all.map((copy) => copy.kept),
        limit,
      );
    }
    return all;
  });
  return { id, copies, sequences, milliseconds: performance.now() - started };
}

/**
 * Leaves out the empty tables that took the place of moved ones: the step drops them instead, and nothing is lost with
 * them.
 */
export function withoutShells(
  relations: readonly StoredRelation[],
  { copies }: KeptBefore,
): readonly StoredRelation[] {
  const shells = new Set(
    copies.flatMap(({ kept: { how, schema, name, parts = [] } }) =>
      how === 'moved'
        ? [name, ...parts.map((part) => part.name)].map((one) => quoteQualified(schema, one))
        : [],
    ),
  );
  return relations.filter(({ schema, name }) => !shells.has(quoteQualified(schema, name)));
}

/** Locks in the order of names, so that two sessions wait for each other instead of deadlocking. */
async function lockTables(session: Session, losses: readonly Destroyed[]): Promise<void> {
  for (const { relation } of losses) {
    if (relation.kind === 'sequence') continue;
    const only = relation.kind === 'table' ? 'ONLY ' : '';
    await session.query(
      `LOCK TABLE ${only}${quoteQualified(relation.schema, relation.name)} IN EXCLUSIVE MODE`,
    );
  }
}

export interface Keeping {
  readonly step: Step;
  readonly config: MigrationsConfig;
  /** Relations after the step. */
  readonly after: readonly StoredRelation[];
}

/**
 * Records what was kept, after the step has run and in its transaction. Returns `undefined` where the step turns out
 * to have destroyed nothing.
 */
export async function recordKept(
  session: Session,
  { id, copies, sequences, milliseconds }: KeptBefore,
  { step, config, after }: Keeping,
): Promise<Omit<KeptEntry, 'keptAt'> | undefined> {
  const started = performance.now();
  const tables = await withValueSettings(session, async () => {
    const kept: KeptTable[] = [];
    for (const { kept: copy, form } of copies) {
      const now = after.find(({ oid }) => oid === form.relation.oid);
      const relation = `k${id}_${copies.length + kept.length + 1}`;
      const changed = await keepChangedRows(session, {
        kept: copy,
        before: form.relation,
        after: now,
        relation,
      });
      if (changed) kept.push(changed);
    }
    return kept;
  });
  if (tables.length + sequences.length === 0) return undefined;
  const { migration, direction } = step;
  const entry = {
    ...{ id, migration: migration.name, direction, tables, sequences },
    milliseconds: milliseconds + performance.now() - started,
  };
  await insertEntry(session, config, entry);
  return entry;
}
