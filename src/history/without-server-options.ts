import { listOf } from '../catalog/model/attribute.js';
import { changesBetween, type Difference } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject } from '../catalog/model/object.js';
import { serverOptions } from '../catalog/kind/options-sql.js';

/**
 * The changes as they are read today: some were recorded when options that only the server writes were
 * still taken for the schema's (`pg_attver` of PostgreSQL 15.20, on columns).
 */
export function withoutServerOptions(changes: readonly Difference[]): readonly Difference[] {
  return changes.flatMap((change) =>
    [change.before, change.after].some(hasServerOption) ? compareAgain(change) : [change],
  );
}

function compareAgain({ before, after }: Difference): readonly Difference[] {
  return changesBetween(sideOf(before), sideOf(after));
}

function sideOf(object: CatalogObject | undefined): ReadonlyMap<string, CatalogObject> {
  const cleaned = object && withoutOptions(object);
  return new Map(cleaned && isCompared(cleaned) ? [[keyOf(cleaned), cleaned]] : []);
}

function withoutOptions(object: CatalogObject): CatalogObject {
  const options = listOf(object, 'options').filter((option) => !isOfServer(option));
  const others = Object.entries(object.attributes).filter(([name]) => name !== 'options');
  const attributes = Object.fromEntries(options.length > 0 ? [...others, ['options', options]] : others);
  return { ...object, attributes };
}

/**
 * A column of a view is compared only if it has attributes of its own; the definition of the view covers the
 * rest.
 */
function isCompared({ kind, parent, attributes }: CatalogObject): boolean {
  if (kind !== 'column' || (parent?.kind !== 'view' && parent?.kind !== 'materialized view')) return true;
  const given = parent.kind === 'view' ? ['type', 'collation', 'storage'] : ['type', 'collation'];
  return Object.keys(attributes).some((name) => !given.includes(name));
}

function hasServerOption(object: CatalogObject | undefined): boolean {
  return object?.kind === 'column' && listOf(object, 'options').some(isOfServer);
}

function isOfServer(option: string): boolean {
  return serverOptions.some((name) => option.startsWith(`${name}=`));
}
