import type { AttributeValue, CatalogObject } from './object.js';
import { isSameAttribute, isSameValue } from './same-attribute.js';

type MaybeValue = AttributeValue | undefined;

/** Three versions of an object. */
export interface ThreeVersions {
  readonly base: CatalogObject;
  /** The result of the change that is applied to `live`. */
  readonly target: CatalogObject;
  /** The result of changes by others, which are kept. */
  readonly live: CatalogObject;
}

/** Lists the privileges of an object with the defaults, which count as entries. */
export type PrivilegesOf = (object: CatalogObject) => readonly string[];

/** Applies the change from `base` to `target` to the live object, list by list and entry by entry. */
export function mergeObjects(versions: ThreeVersions, privilegesOf: PrivilegesOf): CatalogObject {
  const { base, target, live } = versions;
  const names = new Set([base, target, live].flatMap(({ attributes }) => Object.keys(attributes)));
  const entries = [...names].flatMap((name): (readonly [string, AttributeValue])[] => {
    const value =
      name === 'privileges' ? mergePrivileges(versions, privilegesOf) : mergeValue(name, versions);
    return value === undefined ? [] : [[name, value]];
  });
  const order = isSameValue(base.order, target.order) ? live.order : target.order;
  return { ...live, attributes: Object.fromEntries(entries), ...(order ? { order } : {}) };
}

function mergeValue(attribute: string, { base, target, live }: ThreeVersions): MaybeValue {
  const [old, wanted, is] = [base, target, live].map(({ attributes }) => attributes[attribute]);
  const isSame = (a: MaybeValue, b: MaybeValue) => isSameAttribute({ kind: live.kind, attribute }, a, b);
  if (isSame(old, wanted)) return is;
  if (isSame(old, is) || [old, wanted, is].some((value) => typeof value === 'string')) return wanted;
  const merged = mergeLists({ base: listed(old), target: listed(wanted), live: listed(is) });
  return merged.length > 0 ? merged : undefined;
}

function listed(value: MaybeValue): readonly string[] {
  return typeof value === 'object' ? value : [];
}

function mergePrivileges({ base, target, live }: ThreeVersions, privilegesOf: PrivilegesOf): MaybeValue {
  if (isSameValue(base.attributes.privileges, target.attributes.privileges))
    return live.attributes.privileges;
  if (isSameValue(base.attributes.privileges, live.attributes.privileges))
    return target.attributes.privileges;
  return mergeLists({ base: privilegesOf(base), target: privilegesOf(target), live: privilegesOf(live) });
}

interface ThreeLists {
  readonly base: readonly string[];
  readonly target: readonly string[];
  readonly live: readonly string[];
}

/** Removes and adds entries, such as storage parameters; others that are in `live` are kept. */
function mergeLists({ base, target, live }: ThreeLists): readonly string[] {
  const removed = new Set(base.filter((entry) => !target.includes(entry)).map(keyOfEntry));
  const kept = live.filter((entry) => !removed.has(keyOfEntry(entry)));
  const known = new Set(kept.map(keyOfEntry));
  const added = target.filter((entry) => !base.includes(entry) && !known.has(keyOfEntry(entry)));
  return [...kept, ...added].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Key of an entry: `fillfactor=70` and `fillfactor=80` set the same parameter. */
function keyOfEntry(entry: string): string {
  return /^[\w.]+(?==)/.exec(entry)?.[0] ?? entry;
}
