import { constraintTypeOf, hasIndex } from './constraint-type.js';
import { withAttribute } from '../../model/attribute.js';
import { type CatalogObject, keyOf, type Snapshot } from '../../model/object.js';
import { nameOnRelation, parentName } from '../../model/relation-name.js';
import {
  type AlterChange,
  cannot,
  type Repair,
  type RepairContext,
  type RepairStatements,
} from '../../kind/repair.js';
import { createNotNull, dropNotNull, isNotNull } from './not-null.js';
import { renameConstraint } from './rename.js';
import { movesPartition, parentsOf, staysBelow, tableIn } from '../statements/family.js';
import { becomesLocal, inheritanceOf, isOnlyInherited, staysLocal } from '../table/inheritance.js';

const domainWord = ' on domain ';

function target(object: CatalogObject): { readonly statement: string; readonly name: string } {
  const relation = parentName(object);
  const isDomain = object.parent?.kind === 'domain';
  const suffix = isDomain ? `${domainWord}${relation}` : ` on ${relation}`;
  return {
    statement: `ALTER ${isDomain ? 'DOMAIN' : 'TABLE'} ${relation}`,
    name: object.name.slice(0, -suffix.length),
  };
}

const isCheck = (object: CatalogObject): boolean => constraintTypeOf(object) === 'check';

/** Whether the parent table's constraint creates this one. */
function isInherited(object: CatalogObject): boolean {
  if (object.attributes['partition of'] !== undefined) return !hasIndex(object);
  return isOnlyInherited(object);
}

/**
 * Creates a constraint. A key of a partitioned table is created for that table alone, and those of the
 * partitions are attached by their indexes, so that they keep their names.
 */
function create(object: CatalogObject, context: RepairContext): RepairStatements {
  if (isNotNull(object)) return createNotNull(object, context);
  if (isInherited(object) && !isOfNewPartition(object, context)) return createInherited(object, context);
  const { statement, name } = target(object);
  const only = hasIndex(object) && isPartitioned(object, context.wanted);
  const alter = only ? statement.replace('ALTER TABLE', 'ALTER TABLE ONLY') : statement;
  return [
    ...noteOnRows(object, context),
    `${alter} ADD CONSTRAINT ${name} ${String(object.attributes.definition)};`,
  ];
}

/** Rows that were added while the constraint did not exist may violate it. */
export function noteOnRows(object: CatalogObject, context: RepairContext): readonly string[] {
  const { parent, attributes } = object;
  if (parent?.kind !== 'table' || context.isCreated(parent) || context.isDropped(object)) return [];
  if (String(attributes.definition).endsWith(' NOT VALID')) return [];
  return [`-- Fails, and changes nothing, if rows of ${parent.name} violate it.`];
}

function isPartitioned({ parent }: CatalogObject, snapshot: Snapshot): boolean {
  return parent !== undefined && snapshot.get(keyOf(parent))?.attributes['partition by'] !== undefined;
}

/** A constraint that is dropped from a parent alone remains in the table as a local one. */
function createInherited(object: CatalogObject, context: RepairContext): RepairStatements {
  const name = nameOnRelation(object);
  const isThere = parentsOf(tableIn(context.wanted, parentName(object))).some((parent) =>
    context.wanted.has(keyOf({ kind: 'constraint', name: `${name} on ${parent}` })),
  );
  return isThere ? [] : cannot(staysLocal);
}

/** A partition is created as a separate table, with the checks that it needs for being attached. */
function isOfNewPartition(object: CatalogObject, { find, isCreated }: RepairContext): boolean {
  const { parent } = object;
  if (!parent || !isCreated(parent) || !isCheck(object)) return false;
  return find(parent)?.attributes['partition of'] !== undefined;
}

function drop(object: CatalogObject, context: RepairContext): RepairStatements {
  if (isNotNull(object)) return dropNotNull(object, context);
  if (isDroppedWithParent(object, context)) return [];
  const { statement, name } = target(object);
  const only = isKeptBelow(object, context)
    ? statement.replace('ALTER TABLE', 'ALTER TABLE ONLY')
    : statement;
  return [`${only} DROP CONSTRAINT ${name};`];
}

/**
 * Whether the parent's drop also drops this constraint. One that a detached partition keeps must be dropped
 * separately.
 */
function isDroppedWithParent(object: CatalogObject, context: RepairContext): boolean {
  const above = aboveIn(context.now, object);
  if (above.length === 0) return false;
  return above.some(
    (one) =>
      staysBelow(parentName(one), parentName(object), context) || !tableIn(context.wanted, parentName(one)),
  );
}

/** The constraints of the tables directly above from which this one is inherited. */
function aboveIn(snapshot: Snapshot, object: CatalogObject): readonly CatalogObject[] {
  const partitioned = object.attributes['partition of'];
  const names =
    partitioned === undefined
      ? inheritanceOf(object).parents === 0
        ? []
        : parentsOf(tableIn(snapshot, parentName(object))).map(
            (parent) => `${nameOnRelation(object)} on ${parent}`,
          )
      : [String(partitioned)];
  return names.flatMap((name) => snapshot.get(keyOf({ kind: 'constraint', name })) ?? []);
}

/** Whether a table directly below keeps the constraint, which must then become local. */
function isKeptBelow(object: CatalogObject, { now, wanted }: RepairContext): boolean {
  if (!isCheck(object) || object.parent?.kind === 'domain' || isPartitioned(object, now)) return false;
  if (wanted.has(keyOf(object))) return false;
  const name = nameOnRelation(object);
  return [...now.values()].some(
    (table) =>
      parentsOf(table).includes(parentName(object)) &&
      now.has(keyOf({ kind: 'constraint', name: `${name} on ${table.name}` })) &&
      wanted.has(keyOf({ kind: 'constraint', name: `${name} on ${table.name}` })),
  );
}

/** Validation of a check, and the timing of a foreign key, can be altered in place. */
function alter(change: AlterChange): RepairStatements | undefined {
  const { from, to, context } = change;
  const attributes = change.attributes.filter((name) => !['inheritance', 'partition of'].includes(name));
  if (attributes.length === 0) return alterInheritance(change);
  if (attributes.some((name) => name !== 'definition')) return undefined;
  if (aboveIn(context.now, from).some((above) => changesAlike(above, to, context))) return [];
  return alterDefinition(change);
}

/** Statements about a constraint of a table also apply to the tables below it. */
function changesAlike(above: CatalogObject, to: CatalogObject, { wanted }: RepairContext): boolean {
  return wanted.get(keyOf(above))?.attributes.definition === to.attributes.definition;
}

function alterDefinition({ from, to }: AlterChange): readonly string[] | undefined {
  const { statement, name } = target(to);
  const was = String(from.attributes.definition);
  const is = String(to.attributes.definition);
  if (was === `${is} NOT VALID`) return [`${statement} VALIDATE CONSTRAINT ${name};`];
  if (constraintTypeOf(to) === 'foreign key' && withoutTiming(was) === withoutTiming(is)) {
    return [`${statement} ALTER CONSTRAINT ${name} ${timingOf(is)};`];
  }
  if (isNotNull(to) && withoutInherit(was) === withoutInherit(is)) {
    return [
      `${statement} ALTER CONSTRAINT ${name} ${was === withoutInherit(was) ? 'NO INHERIT' : 'INHERIT'};`,
    ];
  }
  return undefined;
}

function withoutInherit(definition: string): string {
  return definition.replace(/ NO INHERIT(?= NOT VALID$|$)/, '');
}

/**
 * Inheritance of a constraint changes when the repair of the table detaches it from parents or attaches it.
 */
function alterInheritance({ from, to, context }: AlterChange): RepairStatements | undefined {
  const table = parentName(to);
  if (from.attributes['partition of'] !== to.attributes['partition of']) {
    return movesPartition(tableIn(context.now, table), tableIn(context.wanted, table)) || hasIndex(to)
      ? []
      : recreatedWithParent(from, context);
  }
  if (isDroppedWithTableCheck(from, context)) return create(withoutInheritance(to), context);
  const name = nameOnRelation(to);
  const has = (state: 'now' | 'wanted', parent: string) =>
    context[state].has(keyOf({ kind: 'constraint', name: `${name} on ${parent}` }));
  if (isNotNull(to)) return [];
  const isLocal = becomesLocal({ from, to, has, context });
  return isLocal === inheritanceOf(to).isLocal ? [] : cannot(staysLocal);
}

/** A foreign key of a partition that was merged into its table's is dropped with that. */
function recreatedWithParent(from: CatalogObject, context: RepairContext): readonly string[] | undefined {
  return aboveIn(context.now, from).some((above) => context.isDropped(above)) ? undefined : [];
}

/** A check of a partition that was merged into its table's is dropped with that. */
function isDroppedWithTableCheck(from: CatalogObject, context: RepairContext): boolean {
  const isPartition = tableIn(context.now, parentName(from))?.attributes['partition of'] !== undefined;
  if (!isPartition || !isOnlyInherited(from)) return false;
  return aboveIn(context.now, from).some(
    (above) => context.isDropped(above) && staysBelow(parentName(above), parentName(from), context),
  );
}

function withoutInheritance(object: CatalogObject): CatalogObject {
  return { ...object, attributes: withAttribute(object.attributes, 'inheritance', undefined) };
}

const timing = / DEFERRABLE(?: INITIALLY DEFERRED)?/;

function withoutTiming(definition: string): string {
  return definition.replace(timing, '');
}

function timingOf(definition: string): string {
  const found = timing.exec(definition)?.[0].trim() ?? 'NOT DEFERRABLE';
  return found === 'DEFERRABLE' ? 'DEFERRABLE INITIALLY IMMEDIATE' : found;
}

/** A key that must no longer be attached to its table's can only be recreated together with that. */
function recreatedWith(object: CatalogObject, context: RepairContext): CatalogObject | undefined {
  const partitioned = object.attributes['partition of'];
  if (partitioned === undefined || !hasIndex(object)) return undefined;
  const above = context.now.get(keyOf({ kind: 'constraint', name: String(partitioned) }));
  if (!above || !staysBelow(parentName(above), parentName(object), context)) return undefined;
  return context.wanted.has(keyOf(above)) ? (recreatedWith(above, context) ?? above) : undefined;
}

export const repair: Repair<'constraint'> = {
  kind: 'constraint',
  create,
  drop,
  alter,
  recreatedWith,
  rename: renameConstraint,
};
