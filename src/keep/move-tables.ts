import { readCatalog } from '../catalog/read/read-catalog.js';
import { descendantsIn } from '../catalog/model/children.js';
import { diff } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { planRepair } from '../catalog/repair/plan-repair.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { keptSchema } from '../database/own-schema.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { withSavepoint } from '../database/transaction.js';
import { catalogText } from '../database/text-conversion.js';
import { concernOf } from '../rollback/restore/server-error.js';
import { copyBytes } from './copy-rows.js';
import type { KeptForm } from './kept-form.js';
import type { KeptTable, MovedParts } from './kept-entry.js';
import { readMovable, type MovableTable } from './read-movable.js';

export interface MovePlan {
  readonly tables: readonly MovableTable[];
  /** Statements that create the tables again, empty, for the step to drop. */
  readonly shells: readonly string[];
}

/** A table that its step drops cannot be re-created exactly: it is copied instead. */
export class NotMovable extends Error {}

/**
 * Plans moving tables that a step drops, before anything is locked. Tables that the statements could not create again
 * exactly are left out.
 */
export async function planMoves(session: Session, forms: readonly KeptForm[]): Promise<MovePlan> {
  const oids = forms.filter(({ what }) => what === 'table').map(({ relation }) => relation.oid);
  const tables = await readMovable(session, oids);
  if (tables.length === 0) return { tables, shells: [] };
  const { objects, major } = await readCatalog(session, { readIn: 'open transaction' });
  const after = withoutTables(objects, tables);
  const { rows } = await session.query<{ role: string }>(`SELECT ${catalogText('current_user')} AS role`);
  const role = rows[0]?.role;
  const plan = planRepair(diff(objects, after), {
    ...{ before: objects, after, major, purpose: 'restoring' as const },
    ...(role === undefined ? {} : { role: quoteIdentifierIfNeeded(role) }),
  });
  if (plan.limits.length > 0 || plan.destroys.length > 0) return { tables: [], shells: [] };
  return { tables, shells: plan.statements };
}

/** Roles are named in the catalog as `quote_ident` prints them. */
function quoteIdentifierIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}

/** Finds the tables in a snapshot by their parts: names there are quoted where SQL requires it. */
function withoutTables(objects: Snapshot, tables: readonly MovableTable[]): Snapshot {
  const names = new Set(tables.map(({ schema, name }) => quoteQualified(schema, name)));
  const gone = new Set<string>();
  for (const object of objects.values()) {
    if (object.kind !== 'table' || !names.has(fullyQuoted(object.name))) continue;
    for (const one of [object, ...descendantsIn(objects, object)]) gone.add(keyOf(one));
  }
  return new Map([...objects].filter(([key]) => !gone.has(key)));
}

/** `public."Order"` as `"public"."Order"`. */
function fullyQuoted(name: string): string {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)]
    .map(([, quoted, plain]) => `"${quoted ?? plain ?? ''}"`)
    .join('.');
}

export interface Moved {
  readonly table: MovableTable;
  readonly kept: KeptTable;
}

/**
 * Moves tables to the schema of kept data, which takes the same time whatever their sizes, and puts empty tables with
 * the same definitions in their place. Returns nothing, with nothing changed, where the server rejects a statement.
 */
export async function moveTables(
  session: Session,
  { tables, shells }: MovePlan,
  { forms, nameFor }: { readonly forms: readonly KeptForm[]; readonly nameFor: (oid: string) => string },
): Promise<readonly Moved[]> {
  if (tables.length === 0) return [];
  const move = async () => {
    const planned = tables.flatMap((table) => {
      const form = forms.find(({ relation }) => relation.oid === table.oid);
      return form ? [movedOf(table, { form, relation: nameFor(table.oid) })] : [];
    });
    // One message: everything happens while the tables are locked.
    await changeOwnObjects(
      session,
      [...tables.flatMap(({ strip }) => strip), ...planned.flatMap(moveSql), ...shells]
        .map((sql) => sql.replace(/;\s*$/, ''))
        .join(';\n'),
    );
    const moved: Moved[] = [];
    for (const { table, kept } of planned)
      moved.push({ table, kept: { ...kept, bytes: await copyBytes(session, kept.relation) } });
    return moved;
  };
  return withSavepoint(session, move, {
    name: 'roundtrip_move',
    recover: (error) => {
      if (concernOf(error) === 'more') throw error;
      return [];
    },
  });
}

function movedOf(
  table: MovableTable,
  { form, relation }: { readonly form: KeptForm; readonly relation: string },
): Moved {
  const parts = table.parts.map((part, index): MovedParts[number] => ({
    ...part,
    kept: `${relation}_${index + 1}`,
  }));
  const { schema, name, what, key, values, rewritten, columns } = form;
  const kept = { relation, how: 'moved' as const, schema, name, what, columns, key, values, rewritten };
  return { table, kept: { ...kept, rows: null, bytes: 0, left: null, parts } };
}

function moveSql({ kept: { schema, name, relation, parts = [] } }: Moved): readonly string[] {
  return [
    ...parts.map(
      (part) =>
        `ALTER ${part.kind} ${quoteQualified(schema, part.name)} RENAME TO ${quoteIdentifier(part.kept)}`,
    ),
    `ALTER TABLE ${quoteQualified(schema, name)} RENAME TO ${quoteIdentifier(relation)}`,
    `ALTER TABLE ${quoteQualified(schema, relation)} SET SCHEMA ${keptSchema}`,
  ];
}
