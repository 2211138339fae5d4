import { quoteLiteral } from '../../database/quote.js';
import type { CatalogObject } from '../object.js';
import type { Repair } from '../repair.js';
import { enableWords } from './enabled-state.js';
import { nameOnRelation, parentName } from './relation-name.js';

const inNormalState = (trigger: CatalogObject): CatalogObject => ({
  ...trigger,
  attributes: withoutState(trigger),
});

function withoutState({ attributes }: CatalogObject): CatalogObject['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'enabled'));
}

/** Internal triggers have names with OIDs in them, so the server looks them up. */
function enable(trigger: CatalogObject): string {
  const words = enableWords(trigger.attributes.enabled);
  const constraint = trigger.attributes['internal to'];
  if (constraint === undefined) {
    return `ALTER TABLE ${parentName(trigger)} ${words} TRIGGER ${nameOnRelation(trigger)};`;
  }
  return `DO $roundtrip$ BEGIN EXECUTE (
  SELECT pg_catalog.string_agg(pg_catalog.format('ALTER TABLE %s ${words} TRIGGER %I',
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

export const trigger: Repair<'trigger'> = {
  kind: 'trigger',
  create: (object) => [
    ...(isInternal(object) || isInherited(object) ? [] : [`${String(object.attributes.definition)};`]),
    ...(object.attributes.enabled === undefined ? [] : [enable(object)]),
  ],
  drop: (object) => {
    if (isInternal(object)) return [enable(inNormalState(object))];
    return isInherited(object) ? [] : [`DROP TRIGGER ${object.name};`];
  },
  alter: ({ to, attributes }) => (attributes.every((name) => name === 'enabled') ? [enable(to)] : undefined),
};
