import type { AttributeValue, CatalogObject } from './object.js';
import { renderEntry } from './privileges.js';
import { isSameAttribute, isSameValue } from './same-attribute.js';
import { entriesOfObject } from './same-holding.js';

type MaybeValue = AttributeValue | undefined;

export interface ChangedObject {
  /** The object before the up, and as the up left it. */
  readonly before: CatalogObject;
  readonly after: CatalogObject;
  /** The present object, after changes by others. */
  readonly live: CatalogObject;
}

/** Reverts what the up changed of an object, and keeps later changes by others. */
export function takeBack(changed: ChangedObject): CatalogObject {
  const { before, after, live } = changed;
  const names = new Set([before, after, live].flatMap(({ attributes }) => Object.keys(attributes)));
  const entries = [...names].flatMap((name): (readonly [string, AttributeValue])[] => {
    const value = name === 'privileges' ? takeBackPrivileges(changed) : takeBackValue(name, changed);
    return value === undefined ? [] : [[name, value]];
  });
  const order = isSameValue(before.order, after.order) ? live.order : before.order;
  return { ...live, attributes: Object.fromEntries(entries), ...(order ? { order } : {}) };
}

function takeBackValue(attribute: string, changed: ChangedObject): MaybeValue {
  const [before, after, live] = valuesOf(attribute, changed);
  const isSame = (a: MaybeValue, b: MaybeValue) =>
    isSameAttribute({ kind: changed.live.kind, attribute }, a, b);
  if (isSame(before, after)) return live;
  if (isSame(after, live) || [before, after, live].some((value) => typeof value === 'string')) return before;
  return mergeLists([before, after, live].map((value) => (typeof value === 'object' ? value : [])));
}

function valuesOf(attribute: string, { before, after, live }: ChangedObject): readonly MaybeValue[] {
  return [before, after, live].map(({ attributes }) => attributes[attribute]);
}

/** Reverts privileges entry by entry; default privileges count as entries, too. */
function takeBackPrivileges(changed: ChangedObject): MaybeValue {
  const [before, after, live] = valuesOf('privileges', changed);
  if (isSameValue(before, after)) return live;
  if (isSameValue(after, live)) return before;
  const owner = changed.live.attributes.owner;
  const lists = [changed.before, changed.after, changed.live].map((object) =>
    entriesOfObject(object, typeof owner === 'string' ? owner : undefined).map(renderEntry),
  );
  return mergeLists(lists) ?? [];
}

/** Reverts lists such as storage parameters; entries that others added are kept. */
function mergeLists([before = [], after = [], live = []]: readonly (readonly string[])[]): MaybeValue {
  const made = new Set(after.filter((entry) => !before.includes(entry)).map(keyOfEntry));
  const kept = live.filter((entry) => !made.has(keyOfEntry(entry)));
  const known = new Set(kept.map(keyOfEntry));
  const back = before.filter((entry) => !after.includes(entry) && !known.has(keyOfEntry(entry)));
  const merged = [...kept, ...back].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return merged.length > 0 ? merged : undefined;
}

/** Key of an entry: `fillfactor=70` and `fillfactor=80` set the same parameter. */
function keyOfEntry(entry: string): string {
  return /^[\w.]+(?==)/.exec(entry)?.[0] ?? entry;
}
