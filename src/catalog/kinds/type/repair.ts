import { requiredText } from '../../model/attribute.js';
import { splitName } from '../../model/list-syntax.js';
import type { CatalogObject } from '../../model/object.js';
import { refersTo } from '../../model/object-references.js';
import { parseTypeDefinition } from '../../model/type-definition.js';
import {
  type AlterChange,
  cannot,
  type Repair,
  type RepairContext,
  type RepairStatements,
} from '../../kind/repair.js';
import { objectRepair } from '../statements/object-repair.js';
import { alterEnum } from './alter-enum.js';
import { alterRange } from './alter-range.js';
import { routinesOf } from './companions.js';
import { isConvertible, notesOnValues } from './convert-values.js';
import { createEnum } from './create-enum.js';

export const repair: Repair<'type'> = {
  ...objectRepair({
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
          return alterComposite(change);
        case 'range':
          return alterRange(change);
        default:
          return undefined;
      }
    },
  }),
  companions: { of: routinesOf, declare: ({ name }) => [`CREATE TYPE ${name};`] },
  values: { isPossible: isConvertible, notes: notesOnValues },
};

function definitionOf(object: CatalogObject) {
  return parseTypeDefinition(requiredText(object, 'definition'));
}

function varietyOf(object: CatalogObject): string {
  return definitionOf(object).variety;
}

const unknownVariety = 'it is of a variety that CREATE TYPE does not know';

/** The plan creates the functions on which a base type, or the canonical form of a range, depends. */
function create(object: CatalogObject): RepairStatements {
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
      return cannot(unknownVariety);
  }
}

/** Attributes can be added only at the end; for any other order, the type must be recreated. */
function alterComposite({ from, to, context }: AlterChange): RepairStatements | undefined {
  const cascade = isTyped(to, context) ? ' CASCADE' : '';
  const run = (actions: readonly string[]): readonly string[] =>
    actions.map((action) => `ALTER TYPE ${to.name} ${action}${cascade};`);
  const renaming = renamed(from, to);
  if (renaming) return run(renaming);
  const statements = run(changed(from, to));
  const order = [...kept(from, to), ...added(from, to)].map(([name]) => name);
  if (
    order.join() ===
    attributesOf(to)
      .map(([name]) => name)
      .join()
  )
    return statements;
  return isUsed(from, context)
    ? cannot('PostgreSQL adds attributes of a type only at the end', statements)
    : undefined;
}

/** Whether tables are defined by the type; their columns change with CASCADE. */
function isTyped({ name }: CatalogObject, { now }: RepairContext): boolean {
  return [...now.values()].some(({ attributes }) => attributes['of type'] === name);
}

function isUsed(type: CatalogObject, { now }: RepairContext): boolean {
  return [...now.values()].some((other) => other !== type && refersTo(other, type));
}

type Attribute = readonly [name: string, type: string];

function attributesOf(object: CatalogObject): readonly Attribute[] {
  return definitionOf(object).parts.map(splitName);
}

function has(attributes: readonly Attribute[], name: string): boolean {
  return attributes.some(([other]) => other === name);
}

function kept(from: CatalogObject, to: CatalogObject): readonly Attribute[] {
  return attributesOf(from).filter(([name]) => has(attributesOf(to), name));
}

function added(from: CatalogObject, to: CatalogObject): readonly Attribute[] {
  return attributesOf(to).filter(([name]) => !has(attributesOf(from), name));
}

/** Renames attributes, where each differs at most in its name. */
function renamed(from: CatalogObject, to: CatalogObject): readonly string[] | undefined {
  const [before, after] = [attributesOf(from), attributesOf(to)];
  if (before.length !== after.length || before.some(([, type], at) => type !== after[at]?.[1]))
    return undefined;
  const pairs = before.flatMap(([name], at) => {
    const [other = name] = after[at] ?? [];
    return other === name ? [] : [[name, other] as const];
  });
  if (pairs.some(([name, other]) => has(after, name) || has(before, other))) return undefined;
  return pairs.map(([name, other]) => `RENAME ATTRIBUTE ${name} TO ${other}`);
}

function changed(from: CatalogObject, to: CatalogObject): readonly string[] {
  const after = new Map(attributesOf(to));
  const dropped = attributesOf(from).filter(([name]) => !after.has(name));
  const retyped = kept(from, to).filter(([name, type]) => type !== after.get(name));
  return [
    ...dropped.map(([name]) => `DROP ATTRIBUTE ${name}`),
    ...retyped.map(([name]) => `ALTER ATTRIBUTE ${name} TYPE ${after.get(name) ?? ''}`),
    ...added(from, to).map(([name, type]) => `ADD ATTRIBUTE ${name} ${type}`),
  ];
}
