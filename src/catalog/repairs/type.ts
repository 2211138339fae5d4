import { requiredText } from '../attribute.js';
import { splitName } from '../list-syntax.js';
import type { CatalogObject } from '../object.js';
import { parseTypeDefinition } from '../type-definition.js';
import { alterEnum } from './alter-enum.js';
import { createEnum } from './create-enum.js';
import { objectRepair } from './object-repair.js';

export const type = objectRepair({
  kind: 'type',
  sql: 'TYPE',
  privileges: { acl: 'T' },
  create,
  drop: (object) => [`DROP TYPE ${object.name}${varietyOf(object) === 'base' ? ' CASCADE' : ''};`],
  alter: (change) => {
    const { from, to } = change;
    if (varietyOf(from) !== varietyOf(to)) return undefined;
    switch (varietyOf(to)) {
      case 'enum':
        return alterEnum(change);
      case 'composite':
        return alterComposite(from, to);
      default:
        return undefined;
    }
  },
});

function definitionOf(object: CatalogObject) {
  return parseTypeDefinition(requiredText(object, 'definition'));
}

function varietyOf(object: CatalogObject): string {
  return definitionOf(object).variety;
}

/** The plan makes the functions that a base type, or the canonical form of a range, needs. */
function create(object: CatalogObject): readonly string[] | undefined {
  const { variety, parts } = definitionOf(object);
  switch (variety) {
    case 'shell':
      return [`CREATE TYPE ${object.name};`];
    case 'enum':
      return createEnum(object);
    case 'composite':
      return [`CREATE TYPE ${object.name} AS (${parts.join(', ')});`];
    case 'range':
      return [`CREATE TYPE ${object.name} AS RANGE (${parts.join(', ')});`];
    case 'base':
      return [`CREATE TYPE ${object.name} (${parts.join(', ')});`];
    default:
      return undefined;
  }
}

/** Attributes can be added at the end only; any other order needs the type to be made again. */
function alterComposite(from: CatalogObject, to: CatalogObject): readonly string[] | undefined {
  const before = new Map(definitionOf(from).parts.map(splitName));
  const after = new Map(definitionOf(to).parts.map(splitName));
  const kept = [...before.keys()].filter((name) => after.has(name));
  const added = [...after.keys()].filter((name) => !before.has(name));
  if ([...kept, ...added].join() !== [...after.keys()].join()) return undefined;
  const dropped = [...before.keys()].filter((name) => !after.has(name));
  const retyped = kept.filter((name) => before.get(name) !== after.get(name));
  return [
    ...dropped.map((name) => `DROP ATTRIBUTE ${name}`),
    ...retyped.map((name) => `ALTER ATTRIBUTE ${name} TYPE ${after.get(name) ?? ''}`),
    ...added.map((name) => `ADD ATTRIBUTE ${name} ${after.get(name) ?? ''}`),
  ].map((action) => `ALTER TYPE ${to.name} ${action};`);
}
