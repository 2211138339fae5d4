import type { Relation, SchemaModel } from '../model/schema-model.js';
import { drawnTables, partOf, type DiagramPart } from './diagram-part.js';

/** A picture with more neighbours than this is not useful; the page lists them all. */
const mostNeighbours = 30;

/** Returns a table with its neighbours; undefined where it has none or too many, or is not a table. */
export function neighbourhoodOf(relation: Relation, model: SchemaModel): DiagramPart | undefined {
  if (!drawnTables(model).includes(relation)) return undefined;
  const part = partOf([relation], { key: undefined, title: undefined });
  if (part.foreignKeys.length === 0 || part.stubs.length > mostNeighbours) return undefined;
  return part;
}
