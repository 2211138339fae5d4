import type { CatalogObject } from '../object.js';
import type { AlterChange, Repair, RepairContext } from '../repair.js';
import { dropNotNull, replaceNotNull } from './not-null.js';
import { parentName } from './relation-name.js';

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

const isKey = ({ attributes }: CatalogObject): boolean =>
  /^(?:PRIMARY KEY|UNIQUE)/.test(String(attributes.definition));

/** The parent table's constraint brings it. */
function isInherited(object: CatalogObject): boolean {
  if (object.attributes['partition of'] !== undefined) return !isKey(object);
  return /^inherited(?! and local)/.test(String(object.attributes.inheritance));
}

/**
 * A key of a partitioned table is made for it alone, and those of the partitions are attached by
 * their indexes, so that they keep their names.
 */
function create(object: CatalogObject, context: RepairContext): readonly string[] {
  if (isInherited(object) && !isOfNewPartition(object, context)) return [];
  const { statement, name } = target(object);
  const table = object.parent && context.find(object.parent);
  const only = isKey(object) && table?.attributes['partition by'] !== undefined;
  const alter = only ? statement.replace('ALTER TABLE', 'ALTER TABLE ONLY') : statement;
  return [
    ...replaceNotNull(object, context),
    `${alter} ADD CONSTRAINT ${name} ${String(object.attributes.definition)};`,
  ];
}

/** A partition is made as a table of its own, with the checks that it needs to be attached. */
function isOfNewPartition(
  { parent, attributes }: CatalogObject,
  { find, isCreated }: RepairContext,
): boolean {
  if (!parent || !isCreated(parent) || !String(attributes.definition).startsWith('CHECK')) return false;
  return find(parent)?.attributes['partition of'] !== undefined;
}

function drop(object: CatalogObject, context: RepairContext): readonly string[] {
  if (isInherited(object) || object.attributes['partition of'] !== undefined) return [];
  const { statement, name } = target(object);
  return dropNotNull(object, context) ?? [`${statement} DROP CONSTRAINT ${name};`];
}

/** Whether a check holds, and when a foreign key is checked, can change in place. */
function alter({ from, to, attributes }: AlterChange): readonly string[] | 'impossible' | undefined {
  if (attributes.includes('inheritance')) return alterInheritance({ from, to, attributes });
  if (attributes.some((name) => name !== 'definition')) return undefined;
  const { statement, name } = target(to);
  const was = String(from.attributes.definition);
  const is = String(to.attributes.definition);
  if (was === `${is} NOT VALID`) return [`${statement} VALIDATE CONSTRAINT ${name};`];
  if (is.startsWith('FOREIGN KEY') && withoutTiming(was) === withoutTiming(is)) {
    return [`${statement} ALTER CONSTRAINT ${name} ${timingOf(is)};`];
  }
  return undefined;
}

/** What a table left or joined its parents with follows the table's own repair. */
function alterInheritance({
  from,
  to,
  attributes,
}: Omit<AlterChange, 'context'>): readonly string[] | 'impossible' {
  const follows = from.attributes.inheritance === undefined || to.attributes.inheritance === undefined;
  return follows && attributes.every((name) => name !== 'definition') ? [] : 'impossible';
}

const timing = / DEFERRABLE(?: INITIALLY DEFERRED)?/;

function withoutTiming(definition: string): string {
  return definition.replace(timing, '');
}

function timingOf(definition: string): string {
  const found = timing.exec(definition)?.[0].trim() ?? 'NOT DEFERRABLE';
  return found === 'DEFERRABLE' ? 'DEFERRABLE INITIALLY IMMEDIATE' : found;
}

export const constraint: Repair<'constraint'> = { kind: 'constraint', create, drop, alter };
