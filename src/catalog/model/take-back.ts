import type { AttributeValue, CatalogObject } from './object.js';
import { renderEntry } from './privileges.js';
import { isSameAttribute, isSameValue } from './same-attribute.js';
import { entriesOfObject } from './same-holding.js';

type MaybeValue = AttributeValue | undefined;

export interface ChangedObject {
  /** Before the up, and as it left it. */
  readonly before: CatalogObject;
  readonly after: CatalogObject;
  /** What it is now, others having changed it since. */
  readonly live: CatalogObject;
}

/** Takes back what the up changed of an object, and keeps what others changed of it since. */
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

/** Entry by entry; a default that is not written out has entries, too. */
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

/** Storage parameters and the like: entries that others added stay. */
function mergeLists([before = [], after = [], live = []]: readonly (readonly string[])[]): MaybeValue {
  const made = new Set(after.filter((entry) => !before.includes(entry)).map(keyOfEntry));
  const kept = live.filter((entry) => !made.has(keyOfEntry(entry)));
  const known = new Set(kept.map(keyOfEntry));
  const back = before.filter((entry) => !after.includes(entry) && !known.has(keyOfEntry(entry)));
  const merged = [...kept, ...back].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return merged.length > 0 ? merged : undefined;
}

/** `fillfactor=70` sets the same parameter as `fillfactor=80`. */
function keyOfEntry(entry: string): string {
  return /^[\w.]+(?==)/.exec(entry)?.[0] ?? entry;
}
