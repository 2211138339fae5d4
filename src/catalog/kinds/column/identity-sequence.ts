import type { CatalogObject } from '../../model/object.js';
import type { AlterChange } from '../../kind/repair.js';

/** The type of the sequence is no option of the column; unless told, it is the column's own. */
export function setSequenceType(sequence: string, { attributes }: CatalogObject): string {
  return `ALTER SEQUENCE ${sequence} AS ${String(attributes['identity type'] ?? attributes.type)};`;
}

/** One that does not differ from the table's is the other one. */
export function setSequencePersistence(
  sequence: string,
  { from, to }: Pick<AlterChange, 'from' | 'to'>,
): string {
  const wanted = to.attributes['identity persistence'];
  const isLogged =
    wanted === undefined ? from.attributes['identity persistence'] === 'unlogged' : wanted === 'logged';
  return `ALTER SEQUENCE ${sequence} SET ${isLogged ? 'LOGGED' : 'UNLOGGED'};`;
}

/** What the clause of a new column cannot say of its sequence. */
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
