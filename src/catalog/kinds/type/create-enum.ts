import { quoteLiteral } from '../../../database/quote.js';
import { requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { parseLabel, parseTypeDefinition } from '../../model/type-definition.js';

export function createEnum(object: CatalogObject): readonly string[] {
  return [`CREATE TYPE ${object.name} AS ENUM (${labelsOf(object).map(quoteLiteral).join(', ')});`];
}

export function labelsOf(object: CatalogObject): readonly string[] {
  return parseTypeDefinition(requiredText(object, 'definition')).parts.map(parseLabel);
}
