import { quoteLiteral } from '../../database/quote.js';
import { requiredText } from '../attribute.js';
import type { CatalogObject } from '../object.js';
import { parseLabel, parseTypeDefinition } from '../type-definition.js';

export function createEnum(object: CatalogObject): readonly string[] {
  return [`CREATE TYPE ${object.name} AS ENUM (${labelsOf(object).map(quoteLiteral).join(', ')});`];
}

export function labelsOf(object: CatalogObject): readonly string[] {
  return parseTypeDefinition(requiredText(object, 'definition')).parts.map(parseLabel);
}
