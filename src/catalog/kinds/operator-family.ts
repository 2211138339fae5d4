import { catalogText } from '../../database/text-conversion.js';
import { listOf } from '../model/attribute.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { firstUserOid, isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { isLooseMember, membersSql } from './sql/operator-members-sql.js';
import { objectRepair } from './statements/object-repair.js';
import { isForeignPart } from './statements/owner-and-privileges.js';

const family = { catalog: 'pg_opfamily', oid: 'f.oid' } as const;

/** Users add operators of their own types to built-in families; such a family is read for these members. */
const hasMembersOfUsers = `(f.oid < ${firstUserOid} AND (
    EXISTS (SELECT FROM pg_catalog.pg_amop AS ao
      WHERE ao.amopfamily = f.oid AND ${isLooseMember('pg_amop', 'ao.oid')})
    OR EXISTS (SELECT FROM pg_catalog.pg_amproc AS ap
      WHERE ap.amprocfamily = f.oid AND ${isLooseMember('pg_amproc', 'ap.oid')})))`;

/** Members that belong to classes of the family are read with these. */
const families = `
SELECT ${catalogText('f.oid')} AS root,
  pg_catalog.format('%I.%I USING %I', n.nspname, f.opfname, am.amname) AS name,
  CASE WHEN f.oid < ${firstUserOid} THEN 'built in' END AS "part of",
  ${membersSql({ family: 'f.oid', owner: family })} AS members,
  ${roleSql('f.opfowner')} AS owner
FROM pg_catalog.pg_opfamily AS f
  JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = f.opfmethod
WHERE (${isUserObject(family)} OR ${hasMembersOfUsers}) AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'operator family', ObjectRow> = {
  kind: 'operator family',
  root: 'pg_opfamily',
  rootOid: 'f.oid',
  query: (scope) => `${families} ${scope}`,
  toObject: objectFrom('operator family'),
};

/** Classes of the family are objects of their own. */
const own = objectRepair({
  kind: 'operator family',
  sql: 'OPERATOR FAMILY',
  create: (object) => [
    `CREATE OPERATOR FAMILY ${object.name};`,
    ...change(object.name, 'ADD', listOf(object, 'members')),
  ],
  alter: ({ from, to }) => {
    const before = listOf(from, 'members');
    const after = listOf(to, 'members');
    const dropped = before.filter((member) => !after.includes(member)).map(slot);
    const added = after.filter((member) => !before.includes(member));
    return [...change(to.name, 'DROP', dropped), ...change(to.name, 'ADD', added)];
  },
});

/** For a built-in family, only members that users added. */
const repair: Repair<'operator family'> = {
  ...own,
  create: (object, context) =>
    isForeignPart(object)
      ? change(object.name, 'ADD', listOf(object, 'members'))
      : own.create(object, context),
  drop: (object, context) =>
    isForeignPart(object)
      ? change(object.name, 'DROP', listOf(object, 'members').map(slot))
      : own.drop(object, context),
};

function change(family: string, verb: 'ADD' | 'DROP', members: readonly string[]): readonly string[] {
  return members.length === 0 ? [] : [`ALTER OPERATOR FAMILY ${family} ${verb} ${members.join(', ')};`];
}

/** Number and operand types of a member, as in DROP: `OPERATOR 1 (integer, bigint)`. */
function slot(member: string): string {
  const groups =
    /^FUNCTION (?<number>\d+) (?<types>\(.*?\)) /u.exec(member)?.groups ??
    /^OPERATOR (?<number>\d+) [^(]+(?<types>\(.*\))(?: FOR ORDER BY .*)?$/u.exec(member)?.groups;
  return `${member.slice(0, 8)} ${groups?.number ?? ''} ${groups?.types ?? ''}`;
}

export const operatorFamily = defineKind({
  kind: 'operator family',
  plural: 'operator families',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [
    { ...allRows('pg_opfamily'), where: ofUsers('m.oid') },
    { catalog: 'pg_amop', root: 'pg_opfamily', rootOid: 'm.amopfamily', where: ofUsers('m.oid') },
    { catalog: 'pg_amproc', root: 'pg_opfamily', rootOid: 'm.amprocfamily', where: ofUsers('m.oid') },
  ],
  tracked: [],
  parts: [
    { catalog: 'pg_amop', root: 'pg_opfamily', column: 'amopfamily' },
    { catalog: 'pg_amproc', root: 'pg_opfamily', column: 'amprocfamily' },
  ],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    'operator family': true;
  }
}
