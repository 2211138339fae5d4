import { toSnapshot } from './snapshot.js';
import { diff, subject, type Difference } from './diff.js';
import { keyOf, type AttributeValue, type CatalogObject, type Snapshot } from './object.js';
import { isSameAttribute } from './same-attribute.js';
import { ownershipAttributes } from './same-holding.js';

/** An object of the migration that is not what the up left. */
export interface ChangedSince {
  /** How the up left it, and what it was before the down. */
  readonly difference: Difference;
  /** What became of it: `lost` with the down, `goes along` with an object that the down drops, or nothing. */
  readonly outcome: 'lost' | 'goes along' | 'stays';
}

/**
 * Whose it is, what maintenance sets, and rows: a materialized view that was filled since is the one that the up
 * made.
 */
const ofNoMatter: ReadonlySet<string> = new Set([
  'owner',
  'populated',
  'clustered',
  'valid',
  'ready',
  'live',
]);

/**
 * How an object is kept, seen and tuned, and not what it is: who drops the object does not miss it. Definitions,
 * types, defaults, constraints and the like are not among these.
 */
const besides: ReadonlySet<string> = new Set([
  ...ownershipAttributes,
  ...ofNoMatter,
  ...['options', 'replica identity', 'row security', 'force row security', 'persistence', 'tablespace'],
  ...[
    'access method',
    'storage',
    'compression',
    'statistics target',
    'statistics',
    'target',
    'enabled',
    'text',
  ],
]);

export interface Since {
  /** What the up changed. */
  readonly up: readonly Difference[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What the down changed. */
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
  return difference.change !== 'changed' || mattering(difference).length > 0;
}

type Changed = Difference & { readonly change: 'changed' | 'reordered' };

/** Attributes whose change is more than upkeep. */
function mattering({ before, after, attributes }: Changed): readonly string[] {
  return attributes.filter((name) => {
    if (ofNoMatter.has(name)) return false;
    // Another server has an extension in another version.
    if (before.kind === 'extension') return name !== 'version';
    return !(before.kind === 'constraint' && name === 'definition' && isValidated(before, after));
  });
}

/** `VALIDATE CONSTRAINT` of one that a migration left `NOT VALID`, so as not to scan the table. */
function isValidated({ attributes: was }: CatalogObject, { attributes: is }: CatalogObject): boolean {
  return was.definition === `${String(is.definition)} NOT VALID`;
}

function outcomeOf(since: Difference, after: Snapshot): ChangedSince['outcome'] {
  if (since.change === 'missing') return 'stays';
  if (since.change !== 'changed') return 'lost';
  const now = after.get(keyOf(since.after));
  if (!now) return mattering(since).every((name) => besides.has(name)) ? 'goes along' : 'lost';
  const isKept = mattering(since).every((name) => ownershipAttributes.has(name) || keeps(name, since, now));
  return isKept ? 'stays' : 'lost';
}

/** Whether what others did to an attribute is still there. */
function keeps(attribute: string, { before, after: live }: Changed, now: CatalogObject): boolean {
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
