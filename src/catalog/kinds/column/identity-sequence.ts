import type { CatalogObject } from '../../model/object.js';
import type { AlterChange } from '../../kind/repair.js';

/** The type of the sequence is not an option of the column; by default it is that of the column. */
export function setSequenceType(sequence: string, { attributes }: CatalogObject): string {
  return `ALTER SEQUENCE ${sequence} AS ${String(attributes['identity type'] ?? attributes.type)};`;
}

/** A persistence that is not recorded is the same as the table's. */
export function setSequencePersistence(
  sequence: string,
  { from, to }: Pick<AlterChange, 'from' | 'to'>,
): string {
  const wanted = to.attributes['identity persistence'];
  const isLogged =
    wanted === undefined ? from.attributes['identity persistence'] === 'unlogged' : wanted === 'logged';
  return `ALTER SEQUENCE ${sequence} SET ${isLogged ? 'LOGGED' : 'UNLOGGED'};`;
}

/** Settings of the sequence that the clause of a new column cannot contain. */
export function identitySettings(column: CatalogObject): readonly string[] {
  const { attributes } = column;
  if (attributes.identity === undefined) return [];
  const sequence = String(attributes['identity sequence']);
  const persistence = attributes['identity persistence'];
  return [
    ...(attributes['identity type'] === undefined ? [] : [setSequenceType(sequence, column)]),
    ...(persistence === undefined
      ? []
      : [`ALTER SEQUENCE ${sequence} SET ${String(persistence).toUpperCase()};`]),
  ];
}
