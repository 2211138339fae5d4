import { readCatalog } from '../catalog/read/read-catalog.js';
import { diff } from '../catalog/model/diff.js';
import { planRepair } from '../catalog/repair/plan-repair.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { keptSchema } from '../database/own-schema.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { withSavepoint } from '../database/transaction.js';
import { concernOf } from '../rollback/restore/server-error.js';
import { relationOf } from '../rollback/restore/target.js';
import type { AroundInverse } from './before-inverse.js';
import { isCreated } from './is-created.js';
import type { KeptTable } from './kept-entry.js';
import { NotMovable } from './move-tables.js';
import { readMovable } from './read-movable.js';

/**
 * Moves tables back in place of the empty ones that the inverse step has created, if these have no dependents and the
 * tables can be made equal to them. Returns none of them, with nothing changed, where that is not possible: their rows
 * are then copied.
 */
export async function moveBack(
  session: Session,
  tables: readonly KeptTable[],
  around: AroundInverse,
): Promise<readonly KeptTable[]> {
  const moved = tables.filter(({ how, parts }) => how === 'moved' && parts);
  if (moved.length === 0 || !(await areReplaceable(session, moved, around))) return [];
  return withSavepoint(session, () => replace(session, moved), {
    name: 'roundtrip_move',
    recover: (error) => {
      if (!(error instanceof NotMovable) && concernOf(error) === 'more') throw error;
      return [];
    },
  });
}

/** Whether the inverse step has created all tables, without rows and without dependents. */
async function areReplaceable(
  session: Session,
  moved: readonly KeptTable[],
  { before, relations }: AroundInverse,
): Promise<boolean> {
  const created = moved.flatMap((kept) =>
    isCreated(kept, { before: before.relations, relations }) ? (relationOf(kept, relations) ?? []) : [],
  );
  if (created.length < moved.length) return false;
  const movable = await readMovable(
    session,
    created.map(({ oid }) => oid),
  );
  if (movable.length < moved.length) return false;
  for (const { schema, name } of created) {
    const { rows } = await session.query(`SELECT FROM ONLY ${quoteQualified(schema, name)} AS t LIMIT 1`);
    if (rows.length > 0) return false;
  }
  return true;
}

/** @throws NotMovable where a table differs from the one that it replaces */
async function replace(session: Session, moved: readonly KeptTable[]): Promise<readonly KeptTable[]> {
  const read = () => readCatalog(session, { readIn: 'open transaction' });
  const wanted = await read();
  const names = moved.map(({ schema, name }) => quoteQualified(schema, name));
  await changeOwnObjects(session, `DROP TABLE ${names.join(', ')}`);
  for (const kept of moved) await changeOwnObjects(session, backSql(kept));
  const now = await read();
  const plan = planRepair(diff(wanted.objects, now.objects), {
    before: wanted.objects,
    after: now.objects,
    major: wanted.major,
    purpose: 'restoring',
  });
  if (plan.limits.length > 0 || plan.destroys.length > 0) throw new NotMovable();
  if (plan.statements.length > 0)
    await changeOwnObjects(session, plan.statements.map((sql) => sql.replace(/;\s*$/, '')).join(';\n'));
  const after = await read();
  if (diff(wanted.objects, after.objects).length > 0) throw new NotMovable();
  return moved;
}

function backSql({ relation, schema, name, parts = [] }: KeptTable): string {
  return [
    `ALTER TABLE ${quoteQualified(keptSchema, relation)} SET SCHEMA ${quoteIdentifier(schema)}`,
    `ALTER TABLE ${quoteQualified(schema, relation)} RENAME TO ${quoteIdentifier(name)}`,
    ...parts.map(
      (part) =>
        `ALTER ${part.kind} ${quoteQualified(schema, part.kept)} RENAME TO ${quoteIdentifier(part.name)}`,
    ),
  ].join('; ');
}
