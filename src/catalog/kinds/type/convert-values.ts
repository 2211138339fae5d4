import type { CatalogObject } from '../../model/object.js';
import { parseTypeDefinition } from '../../model/type-definition.js';
import type { ObjectPair } from '../../kind/repair.js';
import { labelsOf } from './create-enum.js';

/**
 * Excludes other types: renaming a range does not rename its multirange, a base type depends on its
 * functions, and the text of a row value fits only the same list of attributes.
 */
export function isConvertible({ from, to }: ObjectPair): boolean {
  if ([from, to].every((one) => varietyOf(one) === 'enum')) return true;
  return varietyOf(from) === 'composite' && from.attributes.definition === to.attributes.definition;
}

export function notesOnValues({ from, to }: ObjectPair): readonly string[] {
  if (varietyOf(from) !== 'enum') return [];
  const kept = labelsOf(to);
  const dropped = labelsOf(from).filter((label) => !kept.includes(label));
  if (dropped.length === 0) return [];
  const labels = dropped.map((label) => JSON.stringify(label)).join(', ');
  return [`-- Fails if a column of type ${to.name} contains ${labels}: change these values first.`];
}

function varietyOf({ attributes }: CatalogObject): string {
  return parseTypeDefinition(String(attributes.definition)).variety;
}
