import { kindNames } from '../catalog/kinds/lists.js';
import { diff } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject, type Kind, type Snapshot } from '../catalog/model/object.js';
import { nameInText } from '../catalog/model/object-references.js';
import { localName } from '../catalog/model/qualified-name.js';
import { UsageError } from '../errors.js';

/** A rename as the user gives it: `column:public.users.name=full_name`. */
export interface RequestedRename {
  readonly kind: Kind;
  /** Name as in a snapshot, or for objects on a table also `public.users.users_email_key`. */
  readonly old: string;
  /** The new name alone. */
  readonly name: string;
  readonly text: string;
}

const form = /^([a-z][a-z -]*):(.+)=([^=]+)$/su;

/** @throws UsageError for what is not KIND:OLD=NEW */
export function parseRename(text: string): RequestedRename {
  const [, kindText = '', old = '', name = ''] = form.exec(text) ?? [];
  const kind = kindNames().find((one) => one === kindText || one.replaceAll(' ', '-') === kindText);
  if (kind === undefined) {
    throw new UsageError(`--rename "${text}" is not a kind of object, its name and a new name`, {
      remedy:
        'Give KIND:OLD=NEW, such as --rename column:public.users.name=full_name or --rename table:public.users=accounts.',
    });
  }
  return { kind, old, name, text };
}

/** An object that is renamed, and the wanted object with the new name. */
export interface FoundRename {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
}

/** @throws UsageError when the old object would not be dropped, or the new one not created */
export function findRename(request: RequestedRename, present: Snapshot, wanted: Snapshot): FoundRename {
  const from = findObject(request, present);
  if (!from) throw wrong(request, `there is no ${request.kind} ${request.old}`);
  const to = findNew(
    request,
    from,
    diff(present, wanted).flatMap(({ change, after }) => (change === 'left' ? after : [])),
  );
  if (wanted.has(keyOf(from)))
    throw wrong(request, `${from.kind} ${from.name} stays: the source contains it, too`);
  if (!to) throw wrong(request, `the source contains no new ${request.kind} ${request.name} in its place`);
  return { from, to };
}

function wrong({ text }: RequestedRename, reason: string): UsageError {
  return new UsageError(`--rename ${text}: ${reason}`, {
    remedy: 'Run without --rename to see what can be renamed. Nothing was written.',
  });
}

function findObject({ kind, old }: RequestedRename, present: Snapshot): CatalogObject | undefined {
  const exact = present.get(keyOf({ kind, name: old }));
  if (exact) return exact;
  const found = [...present.values()].filter((one) => one.kind === kind && isNamed(one, old));
  return found.length === 1 ? found[0] : undefined;
}

/** `public.users.users_email_key`, `public.greet` for its only variant, `users` for `public.users`. */
function isNamed(object: CatalogObject, old: string): boolean {
  const { name, parent } = object;
  if (parent && name.endsWith(` on ${parent.name}`)) {
    const own = name.slice(0, -` on ${parent.name}`.length);
    return `${parent.name}.${own}` === old || own === old;
  }
  const inText = nameInText(object);
  return inText === old || inText === `public.${old}`;
}

/** The added object of the same kind and place. */
function findNew(
  { name }: RequestedRename,
  from: CatalogObject,
  added: readonly CatalogObject[],
): CatalogObject | undefined {
  return added.find((one) => {
    if (one.kind !== from.kind || one.parent?.name !== from.parent?.name) return false;
    const own = ownName(one);
    return [own, unquoted(own), nameInText(one)].includes(name) && isSamePlace(from, one);
  });
}

/** The name alone: `email` for the column `public.users.email`. */
export function ownName(object: CatalogObject): string {
  const { name, parent } = object;
  if (parent && name.endsWith(` on ${parent.name}`)) return name.slice(0, -` on ${parent.name}`.length);
  return localName(nameInText(object));
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** Arguments of a routine are not part of a rename. */
function isSamePlace(from: CatalogObject, to: CatalogObject): boolean {
  return (
    from.name.slice(nameInText(from).length) === to.name.slice(nameInText(to).length) ||
    from.parent !== undefined
  );
}
