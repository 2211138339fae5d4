import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import type { CatalogObject } from '../model/object.js';
import { nameOnRelation, parentName } from '../model/relation-name.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import type { Repair, RepairContext } from '../kind/repair.js';
import { dependsOnExtension } from './sql/extension-dependence-sql.js';
import { relationKind, relationName, relationsOfUsers } from './sql/relation-sql.js';
import { enableWords } from './statements/enabled-state.js';
import { changeDependence } from './statements/extension-dependence.js';
import { onlyWord } from './statements/family.js';

/**
 * Names of internal triggers contain OIDs, so these triggers are named by their function and constraint. They
 * are read only where `DISABLE TRIGGER ALL` or the like has changed their state.
 */
const name = `CASE WHEN t.tgisinternal AND con.oid IS NOT NULL
    THEN pg_catalog.concat(p.proname, ' of ', pg_catalog.quote_ident(con.conname), ' of ',
      con.conrelid::pg_catalog.regclass)
    ELSE pg_catalog.quote_ident(t.tgname) END || ' on ' || ${relationName}`;

/**
 * SQL of the partitioned table's trigger that a partition's trigger comes from. Until PostgreSQL 14, triggers
 * of partitions are internal, so only their constraint distinguishes them from those of foreign keys and the
 * like.
 */
const parentTrigger = `(SELECT pg_catalog.quote_ident(p.tgname) || ' on ' || ${catalogText('p.tgrelid::pg_catalog.regclass')}
    FROM pg_catalog.pg_trigger AS p
      LEFT JOIN pg_catalog.pg_constraint AS pc ON pc.oid = p.tgconstraint AND pc.contype <> 't'
    WHERE p.oid = t.tgparentid AND pc.oid IS NULL)`;

const triggers = `
SELECT ${catalogText('t.tgrelid')} AS root, ${name} AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  'trigger' AS owner_kind, ${parentTrigger} AS owner_name,
  CASE WHEN NOT t.tgisinternal OR t.tgparentid <> 0 AND con.oid IS NULL
    THEN pg_catalog.pg_get_triggerdef(t.oid) END AS definition,
  CASE WHEN t.tgisinternal AND con.oid IS NOT NULL
    THEN pg_catalog.quote_ident(con.conname) || ' on ' || ${catalogText('con.conrelid::pg_catalog.regclass')}
    END AS "internal to",
  CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled,
  ${parentTrigger} AS "partition of", ${dependsOnExtension('pg_trigger', 't.oid')}
FROM pg_catalog.pg_trigger AS t
  JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
  LEFT JOIN pg_catalog.pg_constraint AS con ON con.oid = t.tgconstraint AND con.contype <> 't'
WHERE (NOT t.tgisinternal OR t.tgenabled <> 'O' OR (t.tgparentid <> 0 AND con.oid IS NULL))
  AND ${relationsOfUsers(['r', 'p', 'v', 'f', 'm'])}`;

const reader: Reader<'trigger', ObjectRow> = {
  kind: 'trigger',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_trigger',
  query: (scope) => `${triggers} ${scope}`,
  toObject: objectFrom('trigger'),
};

const inNormalState = (trigger: CatalogObject): CatalogObject => ({
  ...trigger,
  attributes: withoutState(trigger),
});

function withoutState({ attributes }: CatalogObject): CatalogObject['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'enabled'));
}

/** Names of internal triggers contain OIDs, so the statement looks them up on the server. */
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

/** Triggers of partitions are created and dropped with those of the partitioned table. */
const isInherited = ({ attributes }: CatalogObject): boolean => attributes['partition of'] !== undefined;

/** The trigger of a partition exists once its table's exists and the partition is attached. */
function finish(trigger: CatalogObject, context: RepairContext): readonly string[] {
  if (!isInherited(trigger)) return [];
  const above = context.find({ kind: 'trigger', name: String(trigger.attributes['partition of']) });
  const isUsual = [trigger, above].every((one) => one?.attributes.enabled === undefined);
  return isUsual ? [] : [enable(trigger, context)];
}

const repair: Repair<'trigger'> = {
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

export const trigger = defineKind({
  kind: 'trigger',
  plural: 'triggers',
  isCreatedLast: isInternal,
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'on table',
  renamed: 'after columns',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'its parent',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  fingerprint: [
    {
      catalog: 'pg_trigger',
      root: 'pg_class',
      rootOid: 'm.tgrelid',
      // Triggers that enforce a foreign key are created and dropped with the referencing tables.
      where: "NOT m.tgisinternal OR m.tgenabled <> 'O' OR (m.tgparentid <> 0 AND m.tgconstraint = 0)",
    },
  ],
  tracked: [
    {
      catalog: 'pg_trigger',
      root: 'pg_class',
      rootOid: 'm.tgrelid',
      where: "(NOT m.tgisinternal OR m.tgenabled <> 'O')",
      kinds: ['trigger'],
    },
  ],
  parts: [{ catalog: 'pg_trigger', root: 'pg_class', column: 'tgrelid' }],
  rowNames: { pg_trigger: ['m.oid', 'm.tgname'] },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    trigger: true;
  }
}
