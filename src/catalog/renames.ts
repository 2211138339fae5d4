import { descendantsIn } from './children.js';
import { toSnapshot } from './catalog-state.js';
import type { Snapshots } from './describe.js';
import { diff, subject, withoutConsequences, type Difference } from './diff.js';
import { hashSnapshot } from './hash.js';
import { keyOf, type CatalogObject, type Kind, type Snapshot } from './object.js';
import { localName } from './qualified-name.js';
import { substituteNames, type NameChange } from './substitute-names.js';

/** What takes one object back to its name, and how the others then print. */
interface Rename {
  /** Left out where the statement of another object renames this one as well. */
  readonly statement?: string;
  readonly changes: readonly NameChange[];
}

/** What is left of the differences once the renames are taken back. */
export interface WithoutRenames {
  readonly statements: readonly string[];
  readonly differences: readonly Difference[];
  readonly after: Snapshot;
}

/** What ALTER calls the kinds whose data or place would be lost by dropping and creating. */
const sqlOf: Partial<Record<Kind, string>> = {
  table: 'TABLE',
  'foreign table': 'FOREIGN TABLE',
  view: 'VIEW',
  'materialized view': 'MATERIALIZED VIEW',
  sequence: 'SEQUENCE',
  type: 'TYPE',
  domain: 'DOMAIN',
};

/**
 * Finds objects that only have another name: one is missing, and one of the same making is left.
 * Taking the name back keeps the rows, and the place of a column.
 */
export function takeBackRenames(differences: readonly Difference[], snapshots: Snapshots): WithoutRenames {
  const schemas = takeBack(differences, { ...snapshots, kinds: 'schemas' });
  const others = takeBack(schemas.differences, { ...snapshots, after: schemas.after, kinds: 'others' });
  return { ...others, statements: [...schemas.statements, ...others.statements] };
}

/** Schemas come first: with them, everything in them has another name. */
interface Round extends Snapshots {
  readonly kinds: 'schemas' | 'others';
}

function takeBack(differences: readonly Difference[], round: Round): WithoutRenames {
  const renames = findRenames(differences, round);
  if (renames.length === 0) return { statements: [], differences, after: round.after };
  const changes = renames.flatMap((rename) => rename.changes);
  const after = substituteNames(round.after, changes);
  const sides = differences.flatMap((one) => [one.before, one.after].flatMap((side) => side ?? []));
  const known = new Set([...sides, ...substituteNames(toSnapshot(sides), changes).values()].map(keyOf));
  return {
    statements: renames.flatMap(({ statement }) => statement ?? []),
    differences: diff(round.before, after).filter((one) => known.has(keyOf(subject(one)))),
    after,
  };
}

function findRenames(differences: readonly Difference[], { kinds, ...snapshots }: Round): readonly Rename[] {
  const roots = withoutConsequences(differences);
  const left = new Set(roots.flatMap(({ change, after }) => (change === 'left' ? [after] : [])));
  return roots.flatMap(({ change, before: to }) => {
    if (change !== 'missing' || (to.kind === 'schema') !== (kinds === 'schemas')) return [];
    for (const from of left) {
      const rename = renameOf({ from, to, snapshots });
      if (!rename) continue;
      left.delete(from);
      return [rename];
    }
    return [];
  });
}

interface Pair {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly snapshots: Snapshots;
}

function renameOf(pair: Pair): Rename | undefined {
  if (pair.from.kind !== pair.to.kind) return undefined;
  if (pair.from.kind === 'schema') return schemaRename(pair);
  const rename = pair.from.kind === 'column' ? columnRename(pair) : objectRename(pair);
  return rename && isSame(pair, rename) ? rename : undefined;
}

/** A schema is the same when it holds the same names; what differs in them shows after the rename. */
function schemaRename({ from, to, snapshots: { before, after } }: Pair): Rename | undefined {
  const has = namesIn(after, from.name);
  if (has === '' || has !== namesIn(before, to.name)) return undefined;
  return {
    statement: `ALTER SCHEMA ${from.name} RENAME TO ${to.name};`,
    changes: [{ from: `${from.name}.`, to: `${to.name}.` }],
  };
}

function namesIn(snapshot: Snapshot, schema: string): string {
  const within = [...snapshot.values()].filter(
    ({ name, kind }) => name.startsWith(`${schema}.`) && kind !== 'column',
  );
  return within
    .map(({ kind, name }) => `${kind} ${name.slice(schema.length)}`)
    .sort()
    .join('\n');
}

function columnRename({ from, to, snapshots }: Pair): Rename | undefined {
  const table = to.parent;
  if (!table?.kind.endsWith('table') || from.parent?.name !== table.name) return undefined;
  const [is, was] = [from, to].map(({ name }) => name.slice(table.name.length + 1)) as [string, string];
  return {
    ...(followsOther(from, snapshots)
      ? {}
      : { statement: `ALTER TABLE ${table.name} RENAME COLUMN ${is} TO ${was};` }),
    changes: [
      { from: from.name, to: to.name },
      { from: is, to: was, within: table.name },
    ],
  };
}

/** An inherited column has the name of its parent's, and one of a typed table that of the attribute. */
function followsOther(column: CatalogObject, { after }: Snapshots): boolean {
  const table = column.parent && after.get(keyOf(column.parent));
  return column.attributes.inheritance !== undefined || table?.attributes['of type'] !== undefined;
}

function objectRename({ from, to, snapshots }: Pair): Rename | undefined {
  const sql = sqlOf[from.kind];
  if (sql === undefined) return undefined;
  const [is, was] = [from, to].map(({ name }) => schemaOf(name)) as [string, string];
  const changes = [{ from: from.name, to: to.name }];
  const statement = `ALTER ${sql} ${from.name}`;
  if (is === was) return { statement: `${statement} RENAME TO ${localName(to.name)};`, changes };
  if (localName(from.name) !== localName(to.name)) return undefined;
  if (!snapshots.after.has(keyOf({ kind: 'schema', name: was }))) return undefined;
  const moved = descendantsIn(snapshots.after, from)
    .filter(({ kind }) => kind === 'index' || kind === 'sequence')
    .map(({ name }) => ({ from: name, to: `${was}.${localName(name)}` }));
  return { statement: `${statement} SET SCHEMA ${was};`, changes: [...changes, ...moved] };
}

function schemaOf(name: string): string {
  return name.slice(0, -localName(name).length - 1);
}

/** Whether one is the other in all that it has, and a column in its place. */
function isSame({ from, to, snapshots: { before, after } }: Pair, { changes }: Rename): boolean {
  const is = substituteNames(toSnapshot(wholeOf(after, from)), changes);
  if (hashSnapshot(is) !== hashSnapshot(toSnapshot(wholeOf(before, to)))) return false;
  const tables = [before, after].map((snapshot) => to.parent && snapshot.get(keyOf(to.parent)));
  const [was = new Map(), now = new Map()] = tables.map((table) => toSnapshot(table ? [table] : []));
  return diff(was, substituteNames(now, changes)).every(({ change }) => change !== 'reordered');
}

/** PostgreSQL 18 names NOT NULL constraints after a table and a column, and then keeps that name. */
function wholeOf(snapshot: Snapshot, object: CatalogObject): readonly CatalogObject[] {
  const isNotNull = ({ kind, attributes }: CatalogObject): boolean =>
    kind === 'constraint' && String(attributes.definition).startsWith('NOT NULL ');
  return [object, ...descendantsIn(snapshot, object).filter((one) => !isNotNull(one))];
}
