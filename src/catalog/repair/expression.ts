import type { CatalogObject } from '../model/object.js';
import type { ExpressionRepair } from '../kind/repair.js';
import { repairOfKind } from '../kinds/lists.js';

export function expressionOf({ kind }: CatalogObject): ExpressionRepair | undefined {
  return repairOfKind(kind).expression;
}

/** Returns an object without its default, which is set later. */
export function withoutExpression(object: CatalogObject): CatalogObject {
  return expressionOf(object)?.without(object) ?? object;
}
