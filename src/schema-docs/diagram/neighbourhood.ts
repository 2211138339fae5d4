import type { Relation, SchemaModel } from '../model/schema-model.js';
import { drawnTables, partOf, type DiagramPart } from './diagram-part.js';

/** More neighbours than these tell nothing in a picture; the page lists them all. */
const mostNeighbours = 30;

/** A table with its neighbours; undefined where it has none, or too many, or is no table. */
export function neighbourhoodOf(relation: Relation, model: SchemaModel): DiagramPart | undefined {
  if (!drawnTables(model).includes(relation)) return undefined;
  const part = partOf([relation], { key: undefined, title: undefined });
  if (part.foreignKeys.length === 0 || part.stubs.length > mostNeighbours) return undefined;
  return part;
}
