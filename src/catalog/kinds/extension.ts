import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import { membersOf, rememberMembers } from '../model/identity.js';
import { mentionedNames } from '../model/mentioned-names.js';
import { type CatalogObject, keyOf } from '../model/object.js';
import { nameInText } from '../model/object-references.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { cannot, type LimitedRepair, type Repair, type RepairContext } from '../kind/repair.js';

/** Includes extensions of the template database (`plpgsql`), because users may drop them. */
const extensions = `
SELECT ${catalogText('e.oid')} AS root, pg_catalog.quote_ident(e.extname) AS name,
  pg_catalog.quote_ident(n.nspname) AS schema, e.extversion AS version,
  NULLIF(ARRAY(SELECT pg_catalog.quote_ident(r.extname) COLLATE "C" FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_extension AS r ON r.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.objid = e.oid
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY 1), '{}') AS requires,
  ${roleSql('e.extowner')} AS owner,
  ARRAY(SELECT pg_catalog.concat(o.type, ' ', o.identity)
    FROM pg_catalog.pg_depend AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS o
    WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid
      AND d.deptype = 'e') AS members
FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
WHERE true`;

interface ExtensionRow extends ObjectRow {
  readonly members: readonly string[];
}

const reader: Reader<'extension', ExtensionRow> = {
  kind: 'extension',
  root: 'pg_extension',
  rootOid: 'e.oid',
  query: (scope) => `${extensions} ${scope}`,
  toObject: ({ members, ...row }) => {
    const object = objectFrom('extension')(row);
    rememberMembers(object, members);
    return object;
  },
};

/** The owner of an extension is the role that creates it, and cannot be changed. */
const repair: Repair<'extension'> = {
  kind: 'extension',
  create: (object, context) =>
    inUse(object, context) ?? [
      `CREATE EXTENSION ${object.name} SCHEMA ${requiredText(object, 'schema')} VERSION ${quoteLiteral(requiredText(object, 'version'))};`,
    ],
  drop: (object, context) =>
    inUse(object, context) ?? [
      ...(context.isCreated(object)
        ? [`-- Fails where anything uses extension ${object.name}: ${onlyMadeAgain}.`]
        : []),
      `DROP EXTENSION ${object.name};`,
    ],
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('owner') || isOlder(to, from)) return undefined;
    const actions = attributes
      .filter((name) => name !== 'requires')
      .map((name) =>
        name === 'schema'
          ? `SET SCHEMA ${requiredText(to, 'schema')}`
          : `UPDATE TO ${quoteLiteral(requiredText(to, 'version'))}`,
      );
    return actions.map((action) => `ALTER EXTENSION ${to.name} ${action};`);
  },
};

const onlyMadeAgain =
  'PostgreSQL can only drop and create an extension to restore an older version or another owner';

/** Why an extension that the plan would drop and create cannot be dropped; `undefined` where it can. */
function inUse(extension: CatalogObject, context: RepairContext): LimitedRepair | undefined {
  const now = context.now.get(keyOf(extension));
  if (!now || !context.isDropped(now) || !context.isCreated(now)) return undefined;
  const [user] = usersOf(now, context);
  return user && cannot(`${user.kind} ${user.name} uses it, and ${onlyMadeAgain}`);
}

/** Remaining objects that depend on a member, according to their definitions. */
function usersOf(extension: CatalogObject, { now, isDropped }: RepairContext): readonly CatalogObject[] {
  const names = [...membersOf(extension)].map((member) => nameInText({ name: identityIn(member) }));
  const wanted = new Set(names.flatMap((name) => [name, `${name}(`]));
  return [...now.values()].filter(
    (object) => !isDropped(object) && [...mentionedNames(object).firm].some((name) => wanted.has(name)),
  );
}

/** Returns `public.citext` for `type public.citext`. */
function identityIn(member: string): string {
  return member.slice(member.indexOf(' ') + 1);
}

/** Extensions have scripts from older to newer versions, and rarely back. */
function isOlder(one: CatalogObject, other: CatalogObject): boolean {
  const order = requiredText(one, 'version').localeCompare(requiredText(other, 'version'), 'en', {
    numeric: true,
  });
  return order < 0;
}

export const extension = defineKind({
  kind: 'extension',
  plural: 'extensions',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['extension'],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  // Another server can have another version.
  isMaintenance: (attribute) => attribute === 'version',
  fingerprint: [
    allRows('pg_extension'),
    {
      // Members of an extension.
      catalog: 'pg_depend',
      root: 'pg_extension',
      rootOid: 'm.refobjid',
      where: "m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND m.deptype IN ('e', 'x')",
      wide: 'any',
    },
  ],
  tracked: [
    {
      // Adding or removing a member changes what is read of it and of the extension.
      catalog: 'pg_depend',
      root: 'pg_extension',
      rootOid: 'm.refobjid',
      kinds: ['extension'],
    },
  ],
  parts: [],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    extension: true;
  }
}
