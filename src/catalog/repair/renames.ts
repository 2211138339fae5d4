import { toSnapshot } from '../model/snapshot.js';
import { childrenIn, descendantsIn } from '../model/children.js';
import type { RepairScope } from './repair-scope.js';
import { diff, subject, withoutConsequences, type Difference } from '../model/diff.js';
import { hashSnapshot } from '../model/hash.js';
import {
  definesColumns,
  isColumn,
  kindNames,
  traitsOf,
  type ImpliedObjects,
  type KindTraits,
} from '../model/kind-traits.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { nameInText } from '../model/object-references.js';
import { identityOf } from '../model/identity.js';
import { performRenames, renameOwned } from './given-renames.js';
import { identifiedRenames, relationIn } from './identified-renames.js';
import type { Rename } from '../kind/rename.js';
import { renameOf } from './rename-statement.js';
import { substituteNames } from '../model/substitute-names.js';

/** The remaining differences once renames are reverted. */
export interface WithoutRenames {
  readonly statements: readonly string[];
  readonly differences: readonly Difference[];
  readonly after: Snapshot;
}

type Round = (state: WithoutRenames, scope: RepairScope) => readonly Rename[];

/**
 * Rounds in order: renaming a schema changes the names of everything in it, renaming a table those of its
 * parts.
 */
const rounds: readonly Round[] = [
  ({ after }, { renames = [] }) => performRenames(after, renames),
  byShape((renamed) => renamed === 'first'),
  (state, scope) => (scope.database === 'the same' ? identifiedRenames(state, scope) : []),
  ({ differences, after }, { database }) => (database === 'planned' ? renameOwned(differences, after) : []),
  byShape((renamed) => renamed === 'with relations'),
  byShape((renamed) => renamed === 'after relations'),
  byShape((renamed) => renamed === 'with relations' || renamed === 'after columns'),
];

/**
 * Finds renamed objects: in the same database by their OID, otherwise by pairs of a missing object and a similar
 * one that was left. Reverting the rename keeps the rows, the position of a column, and the dependent objects.
 */
export function revertRenames(differences: readonly Difference[], scope: RepairScope): WithoutRenames {
  const start: WithoutRenames = { statements: [], differences, after: scope.after };
  return rounds.reduce((state, round) => applyRenames(state, round(state, scope), scope), start);
}

function applyRenames(state: WithoutRenames, renames: readonly Rename[], scope: RepairScope): WithoutRenames {
  const { before } = scope;
  if (renames.length === 0) return state;
  const substituted = (snapshot: Snapshot) =>
    renames.reduce((result, { changes }) => substituteNames(result, changes), snapshot);
  const after = withImplied(state.after, scope, substituted);
  const sides = state.differences.flatMap((one) => [one.before, one.after].flatMap((side) => side ?? []));
  const known = new Set([...sides, ...substituted(toSnapshot(sides)).values()].map(keyOf));
  return {
    statements: [...state.statements, ...renames.flatMap(({ statements }) => statements)],
    differences: diff(before, after).filter((one) => {
      const key = keyOf(subject(one));
      return known.has(key) || hasMoved(state.after.get(key), after.get(key));
    }),
    after,
  };
}

/**
 * Changes a snapshot that contains the implied objects, which keep their names. Between two databases these
 * names may not be compared and are unknown then.
 */
function withImplied(
  snapshot: Snapshot,
  { major, database }: RepairScope,
  change: (snapshot: Snapshot) => Snapshot,
): Snapshot {
  const areKnown = database === 'the same' || database === 'planned';
  const implied = areKnown ? impliedObjects().filter(({ since }) => major >= since) : [];
  const changed = change(implied.reduce((all, { add }) => add(all), snapshot));
  return implied.reduce((all, { remove }) => remove(all), changed);
}

function impliedObjects(): readonly ImpliedObjects[] {
  return kindNames().flatMap((kind) => traitsOf(kind).implied ?? []);
}

/** Whether a name was added, removed, or now belongs to another parent. */
function hasMoved(was: CatalogObject | undefined, is: CatalogObject | undefined): boolean {
  return (was === undefined) !== (is === undefined) || was?.parent?.name !== is?.parent?.name;
}

function byShape(isOfRound: (renamed: KindTraits['renamed']) => boolean): Round {
  return ({ differences, after }, scope) => {
    const roots = withoutConsequences(differences).filter((one) =>
      isOfRound(traitsOf(subject(one).kind).renamed),
    );
    const left = new Set(roots.flatMap((one) => (one.change === 'left' ? [one.after] : [])));
    const snapshots = { ...scope, after };
    return roots.flatMap(({ change, before: to }) => {
      if (change !== 'missing' || !isGuessed(to, scope)) return [];
      const [found] = [...left]
        .filter(({ kind }) => kind === to.kind)
        .flatMap((from) => renameByShape({ from, to, scope: snapshots }));
      if (!found) return [];
      left.delete(found.from);
      return [found.rename];
    });
  };
}

function isGuessed({ kind }: CatalogObject, { database }: RepairScope): boolean {
  return database !== 'planned' || traitsOf(kind).plannedRename === 'found by shape';
}

interface Candidate {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  readonly scope: RepairScope;
}

function renameByShape(candidate: Candidate): readonly { from: CatalogObject; rename: Rename }[] {
  const { from, to, scope } = candidate;
  if (isAmbiguous(from, scope.after) || isAnother(candidate)) return [];
  const rename = renameOf({ from, to, after: scope.after });
  const taken = rename?.changes.some(({ to: name }) => relationIn(scope.after, name));
  return rename && !taken && hasSameShape(candidate, rename) ? [{ from, rename }] : [];
}

/** In one database, different OIDs mean different tables, with different rows. */
function isAnother({ from, to, scope }: Candidate): boolean {
  if (scope.database !== 'the same' || !definesColumns(from)) return false;
  const [is, was] = [identityOf(from), identityOf(to)];
  return is !== undefined && was !== undefined && is !== was;
}

/** Whether other routines share the name, so that replacing it in definitions would affect these, too. */
function isAmbiguous(routine: CatalogObject, after: Snapshot): boolean {
  if (traitsOf(routine.kind).nameSpace !== 'routines') return false;
  const name = nameInText(routine);
  return [...after.values()].some(
    (other) => other !== routine && other.name.startsWith(name) && nameInText(other) === name,
  );
}

function hasSameShape(candidate: Candidate, rename: Rename): boolean {
  const { from, to, scope } = candidate;
  if (traitsOf(to.kind).qualifies !== 'nothing') return hasSameMembers(candidate);
  if (definesColumns(to)) return hasSameColumns(candidate, rename);
  const is = substituteNames(toSnapshot(wholeOf(scope.after, from)), rename.changes);
  if (hashSnapshot(is) !== hashSnapshot(toSnapshot(wholeOf(scope.before, to)))) return false;
  return !isColumn(to) || isInItsPlace(candidate, rename);
}

/** A schema is the same if it contains the same names; other differences appear after the rename. */
function hasSameMembers({ from, to, scope: { before, after } }: Candidate): boolean {
  return namesIn(after, from.name) === namesIn(before, to.name);
}

function namesIn(snapshot: Snapshot, schema: string): string {
  const within = [...snapshot.values()].filter(
    (object) => object.name.startsWith(`${schema}.`) && !isColumn(object),
  );
  return within
    .map(({ kind, name }) => `${kind} ${name.slice(schema.length)}`)
    .sort()
    .join('\n');
}

/** Minimum share of common columns for two tables to be considered the same. */
const leastShare = 2 / 3;

/** A table is identified by its columns; keys, indexes and the like can be repaired separately. */
function hasSameColumns({ from, to, scope: { before, after } }: Candidate, { changes }: Rename): boolean {
  const now = columnsOf(substituteNames(toSnapshot([from, ...childrenIn(after, from)]), changes), to);
  const was = columnsOf(toSnapshot([to, ...childrenIn(before, to)]), to);
  const kept = was.filter((column) => now.includes(column));
  if (kept.length === Math.max(was.length, now.length)) return kept.length > 0;
  return kept.length > 1 && kept.length >= leastShare * Math.max(was.length, now.length);
}

function columnsOf(snapshot: Snapshot, table: CatalogObject): readonly string[] {
  return childrenIn(snapshot, table)
    .filter(isColumn)
    .map(({ name, attributes }) => `${name} ${String(attributes.type)}`);
}

function isInItsPlace({ to, scope }: Candidate, { changes }: Rename): boolean {
  const tables = [scope.before, scope.after].map((snapshot) => to.parent && snapshot.get(keyOf(to.parent)));
  const [was = new Map(), now = new Map()] = tables.map((table) => toSnapshot(table ? [table] : []));
  return diff(was, substituteNames(now, changes)).every(({ change }) => change !== 'reordered');
}

/** Leaves out NOT NULL constraints, whose names PostgreSQL derives once and then keeps. */
function wholeOf(snapshot: Snapshot, object: CatalogObject): readonly CatalogObject[] {
  const isImpliable = (one: CatalogObject): boolean => traitsOf(one.kind).implied?.isImpliable(one) === true;
  return [object, ...descendantsIn(snapshot, object).filter((one) => !isImpliable(one))];
}
