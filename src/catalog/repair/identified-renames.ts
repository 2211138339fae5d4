import type { RepairScope } from './repair-scope.js';
import { isDataType, kindsWhere, traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject, type Kind, type Snapshot } from '../model/object.js';
import { subject, type Difference } from '../model/diff.js';
import { identityOf } from '../model/identity.js';
import { localName } from '../model/qualified-name.js';
import type { Rename } from '../kind/rename.js';
import { renameOf } from './rename-statement.js';
import { substituteNames } from '../model/substitute-names.js';

/** An object of the present state, by OID, and the wanted object with its name. */
interface IdentifiedRename {
  readonly oid: string;
  readonly to: CatalogObject;
}

/**
 * Returns renames of objects that have the same OID and another name, whatever else has changed. Where the
 * wanted name is in use, the object that has it first gets a temporary name, until it is itself renamed or
 * dropped.
 */
export function identifiedRenames(
  { differences, after }: { readonly differences: readonly Difference[]; readonly after: Snapshot },
  { before }: RepairScope,
): readonly Rename[] {
  const pending = findMoves(differences, before, after);
  const renames: Rename[] = [];
  let state = after;
  const perform = (from: CatalogObject, to: CatalogObject): boolean => {
    const rename = renameOf({ from, to, after: state });
    if (!rename) return false;
    renames.push(rename);
    state = substituteNames(state, rename.changes);
    return true;
  };
  for (let move = nextRename(pending, state); move; move = nextRename(pending, state)) {
    const from = byIdentity(state, move);
    const blocking = from && holderOf(state, move.to);
    if (blocking && perform(blocking, withTemporaryName(blocking))) continue;
    pending.splice(pending.indexOf(move), 1);
    if (from && !blocking) perform(from, move.to);
  }
  return renames;
}

/** Returns a move to a name that is free; if there is none, the first one. */
function nextRename(pending: readonly IdentifiedRename[], state: Snapshot): IdentifiedRename | undefined {
  return pending.find(({ to }) => !holderOf(state, to)) ?? pending[0];
}

/** Tables first: their sequences move and their row types are renamed with them. */
const order = ['relations', 'relations, after tables', 'types'];

function findMoves(
  differences: readonly Difference[],
  before: Snapshot,
  after: Snapshot,
): IdentifiedRename[] {
  const now = new Map<string, CatalogObject>();
  for (const object of after.values()) {
    const oid = identityOf(object);
    if (oid !== undefined) now.set(`${object.kind} ${oid}`, object);
  }
  const concerned = new Set(
    differences.map(subject).flatMap(({ parent, ...one }) => [one, ...(parent ? [parent] : [])].map(keyOf)),
  );
  const found = [...before.values()].flatMap((to): readonly IdentifiedRename[] => {
    const oid = identityOf(to);
    const from = oid === undefined ? undefined : now.get(`${to.kind} ${oid}`);
    if (oid === undefined || !from || from.name === to.name) return [];
    return concerned.has(keyOf(from)) || concerned.has(keyOf(to)) ? [{ oid, to }] : [];
  });
  const place = ({ to: { kind } }: IdentifiedRename) => order.indexOf(traitsOf(kind).nameSpace);
  return found.sort((a, b) => place(a) - place(b));
}

function byIdentity(state: Snapshot, { oid, to }: IdentifiedRename): CatalogObject | undefined {
  const isIt = (object: CatalogObject) => object.kind === to.kind && identityOf(object) === oid;
  const found = [...state.values()].find(isIt);
  return found?.name === to.name ? undefined : found;
}

/** Returns the object that has the name of another one in its namespace: that of types, or of relations. */
function holderOf(state: Snapshot, object: CatalogObject): CatalogObject | undefined {
  const kinds = isDataType(object) ? kindsWhere(({ nameSpace }) => nameSpace === 'types') : relationKinds();
  return withName(state, object.name, kinds);
}

/** Returns the table, view, index or sequence of a name. */
export function relationIn(state: Snapshot, name: string): CatalogObject | undefined {
  return withName(state, name, relationKinds());
}

function relationKinds(): readonly Kind[] {
  return kindsWhere(({ nameSpace }) => nameSpace.startsWith('relations'));
}

function withName(state: Snapshot, name: string, kinds: readonly Kind[]): CatalogObject | undefined {
  return kinds.map((kind) => state.get(keyOf({ kind, name }))).find((found) => found !== undefined);
}

function withTemporaryName(object: CatalogObject): CatalogObject {
  const local = localName(object.name);
  const schema = object.name.slice(0, -local.length);
  const name = local.startsWith('"')
    ? `${local.slice(0, -1).slice(0, 50)}_aside"`
    : `${local.slice(0, 50)}_aside`;
  return { ...object, name: `${schema}${name}` };
}
