import { catalogText } from '../../database/text-conversion.js';
import type { AttributeValue, CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import type { AlterChange, Repair } from '../kind/repair.js';
import { comparedRelations, relationColumns } from './sql/relation-sql.js';
import { sequenceParameters } from './sql/sequence-sql.js';
import { persistence } from './sql/table-sql.js';
import { changeOwnership, createWithOwner, dropWithPrivileges } from './statements/owner-and-privileges.js';

/**
 * The sequence of an identity column (`deptype = 'i'`) is part of that column. The position (`last_value`) is
 * data.
 */
const sequences = `
SELECT ${relationColumns('s')}, 'column' AS parent_kind, own.name AS parent_name,
  own.name AS "owned by",
  CASE WHEN s.seqtypid <> 'pg_catalog.int8'::pg_catalog.regtype
    THEN pg_catalog.format_type(s.seqtypid, NULL) END AS "data type",
  ${sequenceParameters}, ${persistence}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid
  LEFT JOIN LATERAL (
    SELECT ${catalogText('a.attrelid::pg_catalog.regclass')} || '.' || pg_catalog.quote_ident(a.attname) AS name, d.deptype
    FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
  ) AS own ON true
WHERE ${comparedRelations(['S'], 's')} AND own.deptype IS DISTINCT FROM 'i'`;

const reader: Reader<'sequence', ObjectRow> = {
  kind: 'sequence',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_sequence',
  query: (scope) => `${sequences} ${scope}`,
  toObject: objectFrom('sequence'),
};

const held = { acl: 's', alter: 'SEQUENCE' } as const;

/** The words of each parameter: for a value, and for the default. */
const parameters: readonly (readonly [name: string, set: string, reset: string])[] = [
  ['data type', 'AS', 'AS bigint'],
  ['increment', 'INCREMENT BY', 'INCREMENT BY 1'],
  ['minimum', 'MINVALUE', 'NO MINVALUE'],
  ['maximum', 'MAXVALUE', 'NO MAXVALUE'],
  ['cache', 'CACHE', 'CACHE 1'],
];

function words(object: CatalogObject, isWanted: (name: string) => boolean): string {
  const { attributes } = object;
  const listed = parameters
    .filter(([name]) => isWanted(name))
    .map(
      ([name, set, reset]) =>
        ` ${attributes[name] === undefined ? reset : `${set} ${String(attributes[name])}`}`,
    );
  const start = isWanted('start') ? ` START WITH ${startOf(object)}` : '';
  const cycle = isWanted('cycle') ? ` ${attributes.cycle === undefined ? 'NO ' : ''}CYCLE` : '';
  return listed.join('') + start + cycle;
}

/** A sequence starts at its lower bound, or at its upper bound if it is descending. */
function startOf({ attributes: { start, increment, minimum, maximum } }: CatalogObject): string {
  if (start !== undefined) return String(start);
  return String(increment).startsWith('-') ? String(maximum ?? -1) : String(minimum ?? 1);
}

function setOwnedBy(name: string, column: AttributeValue | undefined): string {
  return `ALTER SEQUENCE ${name} OWNED BY ${String(column ?? 'NONE')};`;
}

function alter({ from, to, attributes }: AlterChange): readonly string[] {
  const changed = words(to, (name) => attributes.includes(name));
  const isOwned = to.attributes['owned by'] !== undefined;
  return [
    ...(changed === '' ? [] : [`ALTER SEQUENCE ${to.name}${changed};`]),
    ...(attributes.includes('persistence') ? [setPersistence(to)] : []),
    ...(attributes.includes('owned by') ? [setOwnedBy(to.name, undefined)] : []),
    ...changeOwnership(
      { from: isOwned && !attributes.includes('owned by') ? withOwnerOf(from, to) : from, to },
      held,
    ),
    ...(attributes.includes('owned by') && isOwned ? [setOwnedBy(to.name, to.attributes['owned by'])] : []),
  ];
}

/** The owner of an owned sequence changes with that of the table. */
function withOwnerOf(from: CatalogObject, { attributes: { owner } }: CatalogObject): CatalogObject {
  return owner === undefined ? from : { ...from, attributes: { ...from.attributes, owner } };
}

function setPersistence({ name, attributes }: CatalogObject): string {
  return `ALTER SEQUENCE ${name} SET ${attributes.persistence === undefined ? 'LOGGED' : 'UNLOGGED'};`;
}

const repair: Repair<'sequence'> = {
  kind: 'sequence',
  create: createWithOwner(held, (object) => {
    const unlogged = object.attributes.persistence === undefined ? '' : 'UNLOGGED ';
    const options = words(object, (name) => object.attributes[name] !== undefined);
    return [`CREATE ${unlogged}SEQUENCE ${object.name}${options};`];
  }),
  finish: ({ name, attributes }) =>
    attributes['owned by'] === undefined ? [] : [setOwnedBy(name, attributes['owned by'])],
  drop: dropWithPrivileges(held, ({ name }) => `DROP SEQUENCE ${name};`),
  alter,
};

export const sequence = defineKind({
  kind: 'sequence',
  plural: 'sequences',
  scope: 'database',
  privileges: 's',
  identity: 'own OID',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'relations, after tables',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'kept',
  created: 'before its parent',
  dropped: 'in order',
  lostWith: 'its parent',
  addedLater: 'kept',
  plannedRename: 'given',
  heading: () => ({ head: 'sequence', reported: new Set() }),
  fingerprint: [{ catalog: 'pg_sequence', root: 'pg_class', rootOid: 'm.seqrelid' }],
  tracked: [
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: 'm.oid',
      where: "m.relkind IN ('S')",
      kinds: ['sequence'],
    },
    { catalog: 'pg_sequence', root: 'pg_class', rootOid: 'm.seqrelid', kinds: ['sequence'] },
  ],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    sequence: true;
  }
}
