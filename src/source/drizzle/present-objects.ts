import { diff } from '../../catalog/model/diff.js';
import { keyOf, type CatalogObject, type Kind, type Snapshot } from '../../catalog/model/object.js';
import { refersTo } from '../../catalog/model/object-references.js';
import { toSnapshot } from '../../catalog/model/snapshot.js';
import { planRepair } from '../../catalog/repair/plan-repair.js';
import type { DrizzleScope } from './drizzle-scope.js';
import { isOfExpressibleKind, isUsual } from './expressible.js';

/** What no definition of a table or view can refer to, and what acts on other statements. */
const needless: ReadonlySet<Kind> = new Set<Kind>([
  'comment',
  'security label',
  'trigger',
  'event trigger',
  'rule',
  'policy',
  'statistics',
  'publication',
  'subscription',
]);

export interface PresentOptions {
  readonly scope: DrizzleScope;
  /** Major version of the server. */
  readonly major: number;
}

/**
 * Statements that create what migrations made and Drizzle has no words for, as far as a Drizzle schema can refer to
 * it: extensions, functions, domains, tables outside of its filters. Some of it needs tables of the Drizzle schema.
 */
export function createPresentObjects(present: Snapshot, { scope, major }: PresentOptions): readonly string[] {
  const objects = referableObjects(present, scope);
  const wanted = toSnapshot([...objects, ...schemasOf(objects, { present, scope })]);
  const after: Snapshot = new Map();
  const options = { before: wanted, after, major, database: 'another', purpose: 'restoring' } as const;
  return planRepair(diff(wanted, after), options).statements.filter((sql) => !sql.startsWith('--'));
}

function referableObjects(present: Snapshot, scope: DrizzleScope): readonly CatalogObject[] {
  const chosen = new Map<string, boolean>();
  const isChosen = (object: CatalogObject): boolean => {
    const key = keyOf(object);
    const known = chosen.get(key);
    if (known !== undefined) return known;
    const above = object.parent && present.get(keyOf(object.parent));
    const isUnmanaged = !scope.includes(object) || !isOfExpressibleKind(object);
    const result =
      isUnmanaged &&
      object.kind !== 'schema' &&
      !needless.has(object.kind) &&
      !isUsual(object) &&
      (above === undefined || isChosen(above));
    chosen.set(key, result);
    return result;
  };
  return [...present.values()].filter(isChosen);
}

function schemasOf(
  objects: readonly CatalogObject[],
  { present, scope }: { readonly present: Snapshot; readonly scope: DrizzleScope },
): readonly CatalogObject[] {
  return [...present.values()].filter(
    (schema) =>
      schema.kind === 'schema' &&
      !isUsual(schema) &&
      (!scope.includes(schema) || objects.some((object) => refersTo(object, schema))),
  );
}
