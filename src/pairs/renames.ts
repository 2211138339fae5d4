import { traitsOf } from '../catalog/model/kind-traits.js';
import { keyOf, type CatalogObject, type Kind, type Snapshot } from '../catalog/model/object.js';
import { localName } from '../catalog/model/qualified-name.js';
import { substituteNames } from '../catalog/model/substitute-names.js';
import { performRenames, type GivenRename } from '../catalog/repair/given-renames.js';

/** An object that a pair renames instead of dropping it and creating another one. */
export interface Rename {
  readonly kind: Kind;
  /** Qualified and quoted as in a snapshot: `public.users`, `public.users.name`. */
  readonly from: string;
  /** The name afterwards, in the same form: `public.accounts`, `public.users.full_name`. */
  readonly to: string;
}

/**
 * Returns the renames in an order in which each finds the original name of what it belongs to: columns before
 * tables, and tables before schemas.
 */
export function orderRenames(from: Snapshot, renames: readonly Rename[]): readonly GivenRename[] {
  const place = ({ kind }: Rename): number =>
    traitsOf(kind).renamed === 'first' ? 2 : traitsOf(kind).renamed === 'with relations' ? 1 : 0;
  const ordered = [...renames].sort((a, b) => place(a) - place(b));
  return ordered.map(({ kind, from: name, to }) => ({
    kind,
    name,
    to: nameInPlace({ object: from.get(keyOf({ kind, name })), to }, renames),
  }));
}

/** Returns the renames that take these back. */
export function reverseRenames(renames: readonly GivenRename[]): readonly GivenRename[] {
  return renames.toReversed().map(({ kind, name, to }) => ({ kind, name: to, to: name }));
}

interface NewName {
  readonly object: CatalogObject | undefined;
  readonly to: string;
}

/** The new name beside the original names of the parent and of the schema. */
function nameInPlace({ object, to }: NewName, renames: readonly Rename[]): string {
  const { name = '', parent } = object ?? {};
  if (parent && name.endsWith(` on ${parent.name}`)) return `${ownName(to)} on ${parent.name}`;
  if (parent && name.startsWith(`${parent.name}.`)) return `${parent.name}.${localName(to)}`;
  const schema = renames.find((one) => traitsOf(one.kind).renamed === 'first' && to.startsWith(`${one.to}.`));
  return schema ? `${schema.from}${to.slice(schema.to.length)}` : to;
}

/** Returns `users_email_key` for `users_email_key on public.users`. */
function ownName(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^" ]+)/u.exec(name)?.[0] ?? name;
}

/** Returns the state as PostgreSQL prints it after the renames. */
export function renamedState(from: Snapshot, renames: readonly Rename[]): Snapshot {
  return performRenames(from, orderRenames(from, renames)).reduce(
    (state, { changes }) => substituteNames(state, changes),
    from,
  );
}
