import type { Session } from '../database/session.js';
import { catalogText } from '../database/text-conversion.js';

/** An index or owned sequence of a table that is moved, and the SQL that removes the parts that depend on others. */
export interface MovableTable {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly parts: readonly { readonly kind: 'INDEX' | 'SEQUENCE'; readonly name: string }[];
  /** Parts of `ALTER TABLE` and whole statements: each drops something that would otherwise depend on other objects. */
  readonly strip: readonly string[];
}

/** Objects with smaller OIDs are created by initdb (`FirstNormalObjectId`, transam.h) and cannot be dropped. */
const firstUserOid = 16384;

/**
 * Which of the tables can be moved to another schema: permanent ones that are not partitioned, inherited, published or
 * parts of an extension, that belong to this role and have only built-in types, and on which nothing outside of these
 * tables depends. A foreign key of one of the tables to another one is no obstacle, since it is dropped.
 *
 * Defaults, checks and indexes may use built-in functions and the table's own sequences only: others could be dropped
 * later. Foreign keys, triggers, policies, rules, statistics and grants are dropped for the same reason.
 */
const MOVABLE = `
  WITH RECURSIVE candidate AS (
    SELECT c.oid, c.relname, n.nspname, n.oid AS namespace, c.reltype, y.typarray
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype
    WHERE c.oid = ANY ($1::pg_catalog.oid[]) AND c.relkind = 'r' AND c.relpersistence = 'p' AND c.reloftype = 0
      AND c.relam < ${firstUserOid} AND NOT c.relispartition
      AND pg_catalog.pg_get_userbyid(c.relowner) = current_user
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE c.oid IN (i.inhrelid, i.inhparent))
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = n.nspname AND p.tablename = c.relname)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.atttypid >= ${firstUserOid} OR a.attcollation >= ${firstUserOid} OR a.attgenerated <> ''
          OR pg_catalog.format_type(a.atttypid, NULL) ~ '^reg'))),
  family AS (
    SELECT c.oid AS root, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class, c.oid AS object FROM candidate AS c
    UNION ALL SELECT c.oid, 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid FROM candidate AS c
      CROSS JOIN LATERAL (VALUES (c.reltype), (c.typarray)) AS t (oid)
    UNION ALL SELECT c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid
      FROM candidate AS c JOIN pg_catalog.pg_index AS i ON i.indrelid = c.oid
    UNION ALL SELECT c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass, d.objid
      FROM candidate AS c JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.refobjid = c.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind IN ('S', 't')
    UNION ALL SELECT c.oid, 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid
      FROM candidate AS c JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid
    UNION ALL SELECT c.oid, 'pg_catalog.pg_attrdef'::pg_catalog.regclass, a.oid
      FROM candidate AS c JOIN pg_catalog.pg_attrdef AS a ON a.adrelid = c.oid
    UNION ALL SELECT c.oid, 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid
      FROM candidate AS c JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = c.oid
    UNION ALL SELECT c.oid, 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid
      FROM candidate AS c JOIN pg_catalog.pg_policy AS p ON p.polrelid = c.oid
    UNION ALL SELECT c.oid, 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid
      FROM candidate AS c JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = c.oid
    UNION ALL SELECT c.oid, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid
      FROM candidate AS c JOIN pg_catalog.pg_statistic_ext AS s ON s.stxrelid = c.oid),
  stuck AS (
    -- Something outside depends on the table, other than a foreign key.
    SELECT f.root FROM family AS f JOIN pg_catalog.pg_depend AS d ON d.refclassid = f.class AND d.refobjid = f.object
    WHERE NOT EXISTS (SELECT FROM family AS m WHERE m.class = d.classid AND m.object = d.objid)
      AND d.classid <> 'pg_catalog.pg_constraint'::pg_catalog.regclass
      AND NOT (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND EXISTS (
        SELECT FROM pg_catalog.pg_class AS t WHERE t.oid = d.objid AND t.relnamespace = 'pg_toast'::pg_catalog.regnamespace))
      AND NOT (d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND EXISTS (
        SELECT FROM pg_catalog.pg_trigger AS t WHERE t.oid = d.objid AND t.tgisinternal))
      AND NOT (d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND EXISTS (
        SELECT FROM pg_catalog.pg_type AS y JOIN family AS m ON m.class = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND m.object = y.typrelid WHERE y.oid = d.objid))
    UNION
    -- A default, check or index depends on something outside, or the table itself does.
    SELECT f.root FROM family AS f JOIN pg_catalog.pg_depend AS d ON d.classid = f.class AND d.objid = f.object
      LEFT JOIN pg_catalog.pg_constraint AS k ON f.class = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = f.object
    WHERE d.refobjid >= ${firstUserOid} AND d.refclassid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
      AND NOT EXISTS (SELECT FROM family AS m WHERE m.root = f.root AND m.class = d.refclassid AND m.object = d.refobjid)
      AND f.class NOT IN ('pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
        'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
      AND k.contype IS DISTINCT FROM 'f'),
  blocked (root) AS (
    SELECT c.oid FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS c (oid)
      WHERE c.oid NOT IN (SELECT a.oid FROM candidate AS a) OR c.oid IN (SELECT s.root FROM stuck AS s)
    UNION
    -- A table that stays, or that is not among these, refers to it.
    SELECT k.confrelid FROM pg_catalog.pg_constraint AS k JOIN candidate AS c ON c.oid = k.confrelid
      WHERE k.contype = 'f' AND k.conrelid <> ALL ($1::pg_catalog.oid[])
    UNION
    SELECT k.confrelid FROM blocked AS b JOIN pg_catalog.pg_constraint AS k ON k.conrelid = b.root AND k.contype = 'f'
      AND k.confrelid <> k.conrelid)
  SELECT ${catalogText('c.oid')} AS oid, c.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
    (SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('name', p.relname,
        'kind', CASE p.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'INDEX' END) ORDER BY p.relname::pg_catalog.text COLLATE "C"), '[]')
      FROM family AS f JOIN pg_catalog.pg_class AS p ON p.oid = f.object AND p.relkind IN ('i', 'S')
      WHERE f.root = c.oid AND f.class = 'pg_catalog.pg_class'::pg_catalog.regclass) AS parts,
    ARRAY(
      SELECT pg_catalog.format('ALTER TABLE %I.%I DROP CONSTRAINT %I', c.nspname, c.relname, k.conname)
        FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0
      UNION ALL SELECT pg_catalog.format('DROP TRIGGER %I ON %I.%I', t.tgname, c.nspname, c.relname)
        FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
      UNION ALL SELECT pg_catalog.format('DROP POLICY %I ON %I.%I', p.polname, c.nspname, c.relname)
        FROM pg_catalog.pg_policy AS p WHERE p.polrelid = c.oid
      UNION ALL SELECT pg_catalog.format('DROP RULE %I ON %I.%I', r.rulename, c.nspname, c.relname)
        FROM pg_catalog.pg_rewrite AS r WHERE r.ev_class = c.oid
      UNION ALL SELECT pg_catalog.format('DROP STATISTICS %I.%I', n.nspname, s.stxname)
        FROM pg_catalog.pg_statistic_ext AS s JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace WHERE s.stxrelid = c.oid
      UNION ALL SELECT pg_catalog.format('ALTER TABLE %I.%I NO FORCE ROW LEVEL SECURITY', c.nspname, c.relname)
        FROM pg_catalog.pg_class AS r WHERE r.oid = c.oid AND r.relforcerowsecurity
      UNION ALL SELECT DISTINCT pg_catalog.format('REVOKE ALL ON %s %I.%I FROM %s',
          CASE r.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.nspname, r.relname,
          CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END)
        FROM family AS f JOIN pg_catalog.pg_class AS r ON r.oid = f.object AND f.class = 'pg_catalog.pg_class'::pg_catalog.regclass
          CROSS JOIN LATERAL (SELECT e.grantee FROM pg_catalog.aclexplode(r.relacl) AS e
            UNION SELECT e.grantee FROM pg_catalog.pg_attribute AS a, pg_catalog.aclexplode(a.attacl) AS e WHERE a.attrelid = r.oid) AS x
        WHERE f.root = c.oid AND x.grantee <> (SELECT o.relowner FROM pg_catalog.pg_class AS o WHERE o.oid = c.oid)) AS strip
  FROM candidate AS c WHERE c.oid NOT IN (SELECT b.root FROM blocked AS b)
  ORDER BY c.nspname::pg_catalog.text COLLATE "C", c.relname::pg_catalog.text COLLATE "C"`;

/** Reads which of the tables can be moved, and how. */
export async function readMovable(
  session: Session,
  oids: readonly string[],
): Promise<readonly MovableTable[]> {
  if (oids.length === 0) return [];
  return (await session.query<MovableTable>(MOVABLE, [oids])).rows;
}
