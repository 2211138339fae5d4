import { isDeepStrictEqual } from 'node:util';
import { describeObject } from '../../catalog/model/describe.js';
import { keyOf, type CatalogObject, type Kind } from '../../catalog/model/object.js';
import { commentOf, type BuildContext } from './build-context.js';
import type { OtherObject } from './schema-model.js';

/** Kinds that are shown in sections of their own. */
const shownElsewhere: ReadonlySet<Kind> = new Set([
  'table',
  'foreign table',
  'view',
  'materialized view',
  'column',
  'constraint',
  'index',
  'trigger',
  'rule',
  'policy',
  'statistics',
  'comment',
  'function',
  'procedure',
  'aggregate',
  'type',
  'domain',
]);

/**
 * Returns all other objects that the migrations created or changed, in the order of the catalog, without
 * sequences of columns and objects of extensions.
 */
export function otherObjects(context: BuildContext): readonly OtherObject[] {
  return [...context.objects.values()]
    .filter((object) => isOther(context, object))
    .map((object) => ({
      kind: object.kind,
      name: object.name,
      description: descriptionOf(object),
      comment: commentOf(context, object),
    }));
}

function isOther({ baseline, objects }: BuildContext, object: CatalogObject): boolean {
  const { kind, parent } = object;
  if (isDeepStrictEqual(baseline.get(keyOf(object)), object)) return false;
  if (kind === 'sequence' && parent?.kind === 'column') return false;
  if (object.attributes['part of'] !== undefined) return true;
  return !shownElsewhere.has(kind) && (parent?.kind !== 'extension' || !objects.has(keyOf(parent)));
}

/** Omits the version, which depends on the server rather than on the migrations. */
function descriptionOf(object: CatalogObject): string {
  if (object.kind === 'extension') return `in schema ${String(object.attributes.schema)}`;
  const description = describeObject(object);
  return description === object.kind ? '' : description;
}
