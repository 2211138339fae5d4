import { toSnapshot } from './snapshot.js';
import { diff, subject, type Difference } from './diff.js';
import { traitsOf } from './kind-traits.js';
import { keyOf, type AttributeValue, type CatalogObject, type Snapshot } from './object.js';
import { isSameAttribute } from './same-attribute.js';
import { ownershipAttributes } from './adopt-ownership.js';

/** An object of the migration that differs from how the up left it. */
export interface ChangedSince {
  /** `before`: the object as the up left it; `after`: the object before the down. */
  readonly difference: Difference;
  /** Whether the change is lost with the down, goes along with an object that the down drops, or stays. */
  readonly outcome: 'lost' | 'goes along' | 'stays';
}

/**
 * Ownership, and what maintenance sets. Also whether a materialized view has rows: one that was filled later
 * is still the one that the up created.
 */
const maintainedAttributes: ReadonlySet<string> = new Set([
  'owner',
  'populated',
  'clustered',
  'valid',
  'ready',
  'live',
]);

/**
 * Attributes that affect only storage, access and tuning; their loss does not matter when the object is
 * dropped. Definitions, types, defaults, constraints and the like are not among them.
 */
const unimportantAttributes: ReadonlySet<string> = new Set([
  ...ownershipAttributes,
  ...maintainedAttributes,
  'options',
  'replica identity',
  'row security',
  'force row security',
  'persistence',
  'tablespace',
  'access method',
  'storage',
  'compression',
  'statistics target',
  'statistics',
  'target',
  'enabled',
  'text',
]);

export interface Since {
  /** Changes of the up. */
  readonly up: readonly Difference[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Changes of the down. */
  readonly down: readonly Difference[];
}

export function findChangedSince({ up, before, after, down }: Since): readonly ChangedSince[] {
  const left = toSnapshot(up.flatMap((difference) => difference.after ?? []));
  const gone = up.flatMap((difference) => (difference.after ? [] : [keyOf(difference.before)]));
  const live = toSnapshot([...left.keys(), ...gone].flatMap((key) => before.get(key) ?? []));
  const touched = new Set(down.map((difference) => keyOf(subject(difference))));
  return diff(left, live)
    .filter(isChange)
    .map((difference) => {
      const isTouched = touched.has(keyOf(subject(difference)));
      return { difference, outcome: isTouched ? outcomeOf(difference, after) : 'stays' };
    });
}

function isChange(difference: Difference): boolean {
  if (difference.change === 'reordered') return false;
  return difference.change !== 'changed' || importantAttributes(difference).length > 0;
}

type Changed = Difference & { readonly change: 'changed' | 'reordered' };

/** Attributes whose change is more than maintenance. */
function importantAttributes({ before, after, attributes }: Changed): readonly string[] {
  return attributes.filter((name) => {
    if (maintainedAttributes.has(name)) return false;
    const change = { before: before.attributes[name], after: after.attributes[name] };
    return traitsOf(before.kind).isMaintenance?.(name, change) !== true;
  });
}

function outcomeOf(since: Difference, after: Snapshot): ChangedSince['outcome'] {
  if (since.change === 'missing') return 'stays';
  if (since.change !== 'changed') return 'lost';
  const now = after.get(keyOf(since.after));
  if (!now)
    return importantAttributes(since).every((name) => unimportantAttributes.has(name))
      ? 'goes along'
      : 'lost';
  const isKept = importantAttributes(since).every(
    (name) => ownershipAttributes.has(name) || preservesChange(name, since, now),
  );
  return isKept ? 'stays' : 'lost';
}

/** Whether the down has preserved the change that others made to an attribute. */
function preservesChange(attribute: string, { before, after: live }: Changed, now: CatalogObject): boolean {
  const [left, changed, is] = [before, live, now].map(({ attributes }) => attributes[attribute]);
  if (isSameAttribute({ kind: now.kind, attribute }, changed, is)) return true;
  if ([left, changed, is].some((value) => typeof value === 'string')) return false;
  const [was, theirs, kept] = [left, changed, is].map(entriesOf);
  if (!was || !theirs || !kept) return false;
  const added = theirs.filter((entry) => !was.includes(entry));
  const removed = was.filter((entry) => !theirs.includes(entry));
  return added.every((entry) => kept.includes(entry)) && !removed.some((entry) => kept.includes(entry));
}

function entriesOf(value: AttributeValue | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}
