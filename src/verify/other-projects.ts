import { subject, type Difference } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../catalog/model/object.js';
import { parseObjectPattern, type ObjectPattern } from '../catalog/model/object-pattern.js';
import { Mistakes } from '../config/mistakes.js';
import type { OtherSetting } from '../config/config.js';
import { projectFileName } from '../config/project-file.js';
import { UsageError } from '../errors.js';
import type { OtherMigrations } from '../database-state/other-migrations.js';

/** Another project in the same database, with the data that identifies its objects. */
export interface OtherProject extends OtherMigrations {
  readonly owns: readonly ObjectPattern[];
}

/**
 * Returns whether it is known which objects a project owns. If not, any object that our migrations do not
 * create may be one of them.
 */
export function isKnown({ history, owns }: OtherProject): boolean {
  return history === 'complete' || owns.length > 0;
}

/** @throws UsageError naming every invalid pattern */
export function parseOwns(settings: readonly OtherSetting[]): ReadonlyMap<string, readonly ObjectPattern[]> {
  const mistakes = new Mistakes();
  const owns = settings.map(({ table, owns: patterns }): [string, readonly ObjectPattern[]] => [
    table,
    patterns.flatMap((pattern) => mistakes.collect(() => patternOf(pattern)) ?? []),
  ]);
  mistakes.throwIfAny();
  return new Map(owns);
}

function patternOf(text: string): ObjectPattern {
  const pattern = parseObjectPattern(text);
  if (pattern) return pattern;
  throw new UsageError(
    `"${text}" of verify.others in ${projectFileName} is not a kind of object and a name`,
    {
      remedy: 'Write it as in the report, such as "schema billing" or "table public.billing_*".',
    },
  );
}

/** Returns the other project, if any, that is responsible for a difference. */
export type FindProject = (difference: Difference) => OtherProject | undefined;

export function projectFinder(
  projects: readonly OtherProject[],
  snapshots: readonly Snapshot[],
): FindProject {
  if (projects.length === 0) return () => undefined;
  const schemas = snapshots.flatMap((snapshot) =>
    [...snapshot.values()].filter(({ kind }) => kind === 'schema'),
  );
  return (difference) => {
    const chain = chainOf(subject(difference), { snapshots, schemas });
    return projects.find((project) => isResponsible(project, difference, chain));
  };
}

function isResponsible(project: OtherProject, difference: Difference, chain: readonly ObjectKey[]): boolean {
  const { changes, owns, table } = project;
  if (chain.some((object) => owns.some((pattern) => pattern.matches(object)))) return true;
  const key = keyOf(subject(difference));
  switch (difference.change) {
    case 'left':
      return chain.some(
        (object) => changes.made.has(keyOf(object)) || (object.kind === 'table' && object.name === table),
      );
    case 'missing':
      return changes.dropped.has(key);
    case 'changed':
      return isAsLeft(difference, changes.altered.get(key));
    case 'reordered':
      return false;
  }
}

/** Returns whether every differing attribute has the value that the project gave it. */
function isAsLeft(
  { attributes, after }: Exclude<Difference, { change: 'left' | 'missing' }>,
  altered: CatalogObject['attributes'] | undefined,
): boolean {
  const isOwn = (name: string) =>
    altered !== undefined &&
    Object.hasOwn(altered, name) &&
    JSON.stringify(altered[name]) === JSON.stringify(after.attributes[name]);
  return attributes.every(isOwn);
}

interface Surroundings {
  readonly snapshots: readonly Snapshot[];
  readonly schemas: readonly CatalogObject[];
}

/** Returns the object, the objects that it belongs to, and its schema. */
function chainOf(key: ObjectKey, { snapshots, schemas }: Surroundings): readonly ObjectKey[] {
  const chain: ObjectKey[] = [];
  const open: ObjectKey[] = [key];
  for (let next = open.pop(); next; next = open.pop()) {
    const wanted = keyOf(next);
    if (chain.some((one) => keyOf(one) === wanted)) continue;
    chain.push(next);
    const object = snapshots.map((snapshot) => snapshot.get(wanted)).find((one) => one !== undefined);
    for (const taker of [object?.parent, object?.cascadesFrom]) if (taker) open.push(taker);
  }
  const isWithin = ({ name }: CatalogObject) => chain.some((one) => one.name.startsWith(`${name}.`));
  return [...chain, ...schemas.filter(isWithin)];
}
