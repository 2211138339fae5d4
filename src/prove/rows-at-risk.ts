import { subject, type Difference } from '../catalog/model/diff.js';
import type { CatalogObject, Kind, Snapshot } from '../catalog/model/object.js';
import { mayChangeRows, valueChanges } from '../sql-text/row-changes.js';
import { tablesNamedIn } from '../sql-text/tables-named.js';
import type { AppliedStep } from './passes/applied-step.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';

/**
 * Returns the tables whose rows the migration can lose even if the catalog is restored: those that existed
 * before it, that it changes or names, and that hold no rows yet.
 */
export function tablesAtRisk({ objects }: ScratchRun, applied: AppliedStep): readonly string[] {
  const { changes, upSql, downSql = [], rowsBefore } = applied;
  if (!canLoseRows(changes, { upSql, downSql })) return [];
  const existing = namesOf(objects, 'table');
  const touched = new Set(
    changes.map(subject).flatMap(({ name, parent }) => (parent ? [name, parent.name] : [name])),
  );
  const code = withCalled(objects, [...upSql, ...downSql]);
  const named = new Set([...tablesNamedIn(code, existing), ...tablesOfTypes(objects, code)]);
  return existing.filter((table) => (touched.has(table) || named.has(table)) && !rowsBefore.has(table));
}

/** Returns the tables that the down drops or changes: those that the up created or changed, which are filled above it. */
export function tablesAbove(
  { objects }: ScratchRun,
  { changes, rowsBefore }: AppliedStep,
): readonly string[] {
  const tables = changes.flatMap((difference) => {
    if (!difference.after) return [];
    const { kind, name, parent } = difference.after;
    return kind === 'table' ? [name] : parent?.kind === 'table' ? [parent.name] : [];
  });
  const existing = new Set(namesOf(objects, 'table'));
  const created = new Set(
    changes.flatMap(({ change, after }) => (change === 'left' && after.kind === 'table' ? [after.name] : [])),
  );
  return [...new Set(tables)].filter(
    (table) => (created.has(table) || existing.has(table)) && !rowsBefore.has(table),
  );
}

function namesOf(objects: Snapshot, ...kinds: readonly Kind[]): readonly string[] {
  return [...objects.values()].filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
}

const routines: ReadonlySet<Kind> = new Set(['function', 'procedure', 'trigger']);

/** Returns the texts, the definitions of routines that they name, and of routines that these name in turn. */
function withCalled(objects: Snapshot, texts: readonly string[]): readonly string[] {
  const bodies = bodiesByName([...objects.values()].filter(({ kind }) => routines.has(kind)));
  const called = new Set<string>();
  let found: readonly string[] = texts;
  while (found.length > 0) {
    const next = tablesNamedIn(found, [...bodies.keys()]).filter((name) => !called.has(name));
    for (const name of next) called.add(name);
    found = next.flatMap((name) => bodies.get(name) ?? []);
  }
  return [...texts, ...[...called].flatMap((name) => bodies.get(name) ?? [])];
}

/** Returns the definitions of routines; overloads have one name. */
function bodiesByName(all: readonly CatalogObject[]): ReadonlyMap<string, readonly string[]> {
  const bodies = new Map<string, string[]>();
  for (const { name, attributes } of all) {
    const own = name.replace(/\(.*$/s, '');
    bodies.set(own, [...(bodies.get(own) ?? []), Object.values(attributes).flat().join('\n')]);
  }
  return bodies;
}

/** Returns the tables with a column of a composite type whose attributes the statements change. */
function tablesOfTypes(objects: Snapshot, texts: readonly string[]): readonly string[] {
  const changing = texts.filter((sql) => valueChanges(sql).changesAttribute);
  if (changing.length === 0) return [];
  const types = tablesNamedIn(changing, namesOf(objects, 'type'));
  return [...objects.values()].flatMap(({ kind, parent, attributes }) => {
    const type = kind === 'column' ? String(attributes.type).replace(/\[\]$/, '') : '';
    return parent?.kind === 'table' && types.includes(type) ? [parent.name] : [];
  });
}

interface Sql {
  readonly upSql: readonly string[];
  readonly downSql: readonly string[];
}

/**
 * Values can get lost when a data statement runs, when their column or table is dropped, or when its type
 * changes. Objects that are dropped and re-created under the same name are visible only in the statements.
 */
function canLoseRows(changes: readonly Difference[], { upSql, downSql }: Sql): boolean {
  const up = upSql.map(valueChanges);
  const down = downSql.map(valueChanges);
  return (
    changes.some(losesValues) ||
    up.some(({ drops, retypes, changesAttribute }) => drops || retypes || changesAttribute) ||
    down.some(({ creates, retypes }) => creates || retypes) ||
    mayChangeRows([...upSql, ...downSql])
  );
}

function losesValues(difference: Difference): boolean {
  const { kind } = subject(difference);
  if (kind !== 'column' && kind !== 'table') return false;
  if (difference.change === 'missing') return true;
  return (
    difference.change === 'changed' &&
    difference.attributes.some((name) => name === 'type' || name.startsWith('generated'))
  );
}
