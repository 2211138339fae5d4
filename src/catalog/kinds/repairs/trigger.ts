import { quoteLiteral } from '../../../database/quote.js';
import type { CatalogObject } from '../../model/object.js';
import type { Repair, RepairContext } from '../../kind/repair.js';
import { enableWords } from './enabled-state.js';
import { changeDependence } from './extension-dependence.js';
import { onlyWord } from './family.js';
import { nameOnRelation, parentName } from '../../model/relation-name.js';

const inNormalState = (trigger: CatalogObject): CatalogObject => ({
  ...trigger,
  attributes: withoutState(trigger),
});

function withoutState({ attributes }: CatalogObject): CatalogObject['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'enabled'));
}

/** Internal triggers have names with OIDs in them, so the server looks them up. */
function enable(trigger: CatalogObject, context: RepairContext): string {
  const words = enableWords(trigger.attributes.enabled);
  const only = onlyWord(parentName(trigger), context);
  const constraint = trigger.attributes['internal to'];
  if (constraint === undefined) {
    return `ALTER TABLE ${only}${parentName(trigger)} ${words} TRIGGER ${nameOnRelation(trigger)};`;
  }
  return `DO $roundtrip$ BEGIN EXECUTE (
  SELECT pg_catalog.string_agg(pg_catalog.format('ALTER TABLE ${only}%s ${words} TRIGGER %I',
    t.tgrelid::pg_catalog.regclass, t.tgname), ';')
  FROM pg_catalog.pg_trigger AS t
    JOIN pg_catalog.pg_constraint AS con ON con.oid = t.tgconstraint
    JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
  WHERE t.tgrelid = ${quoteLiteral(parentName(trigger))}::pg_catalog.regclass
    AND ${quoteLiteral(trigger.name)} LIKE p.proname || ' of %'
    AND con.conrelid = ${quoteLiteral(relationOf(String(constraint)))}::pg_catalog.regclass
    AND pg_catalog.quote_ident(con.conname) = ${quoteLiteral(constraintOf(String(constraint)))});
END $roundtrip$;`;
}

function constraintOf(constraint: string): string {
  return constraint.slice(0, constraint.lastIndexOf(' on '));
}

function relationOf(constraint: string): string {
  return constraint.slice(constraint.lastIndexOf(' on ') + ' on '.length);
}

const isInternal = ({ attributes }: CatalogObject): boolean => attributes['internal to'] !== undefined;

/** Those of partitions come and go with the partitioned table's. */
const isInherited = ({ attributes }: CatalogObject): boolean => attributes['partition of'] !== undefined;

/** The trigger of a partition is there when its table's is, and the partition is attached. */
function finish(trigger: CatalogObject, context: RepairContext): readonly string[] {
  if (!isInherited(trigger)) return [];
  const above = context.find({ kind: 'trigger', name: String(trigger.attributes['partition of']) });
  const isUsual = [trigger, above].every((one) => one?.attributes.enabled === undefined);
  return isUsual ? [] : [enable(trigger, context)];
}

export const trigger: Repair<'trigger'> = {
  kind: 'trigger',
  create: (object, context) => {
    if (isInherited(object)) return [];
    return [
      ...(isInternal(object) ? [] : [`${String(object.attributes.definition)};`]),
      ...(object.attributes.enabled === undefined ? [] : [enable(object, context)]),
      ...changeDependence(`TRIGGER ${object.name}`, undefined, object),
    ];
  },
  finish,
  drop: (object, context) => {
    if (isInternal(object)) return [enable(inNormalState(object), context)];
    return isInherited(object) ? [] : [`DROP TRIGGER ${object.name};`];
  },
  alter: ({ from, to, attributes, context }) => {
    if (attributes.some((name) => name !== 'enabled' && name !== 'depends on extension')) return undefined;
    return [
      ...(attributes.includes('enabled') ? [enable(to, context)] : []),
      ...changeDependence(`TRIGGER ${to.name}`, from, to),
    ];
  },
};
