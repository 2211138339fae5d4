import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';

/** A foreign key of a table that is restored. */
export interface ForeignKey {
  readonly name: string;
  /** OIDs of the tables. */
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toSchema: string;
  readonly toName: string;
  readonly toKind: 'table' | 'partitioned table';
  readonly match: 'simple' | 'full';
  readonly columns: readonly KeyColumn[];
}

export interface KeyColumn {
  readonly from: string;
  readonly to: string;
  /** Qualified: `pg_catalog.=`. */
  readonly operator: string;
  /** Operand type of the operator; `null` where it accepts any type. */
  readonly leftType: string | null;
  readonly rightType: string | null;
}

/**
 * Excludes the constraints that exist once for each partition of the referenced table, those that are not
 * enforced (PostgreSQL 18), and those of periods, which compare differently.
 */
const FOREIGN_KEYS = `
  SELECT c.conname::pg_catalog.text AS name, ${catalogText('c.conrelid')} AS "from", ${catalogText('c.confrelid')} AS "to",
    f.relname::pg_catalog.text AS "fromName", n.nspname::pg_catalog.text AS "toSchema", t.relname::pg_catalog.text AS "toName",
    CASE t.relkind WHEN 'p' THEN 'partitioned table' ELSE 'table' END AS "toKind",
    CASE c.confmatchtype WHEN 'f' THEN 'full' ELSE 'simple' END AS match,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
        'from', fa.attname, 'to', ta.attname,
        'operator', pg_catalog.quote_ident(on_.nspname) || '.' || o.oprname,
        'leftType', CASE WHEN lt.typtype <> 'p' THEN pg_catalog.format_type(lt.oid, -1) END,
        'rightType', CASE WHEN rt.typtype <> 'p' THEN pg_catalog.format_type(rt.oid, -1) END) ORDER BY k.at)
      FROM ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey), pg_catalog.unnest(c.conpfeqop))
        WITH ORDINALITY AS k (fn, tn, op, at)
        JOIN pg_catalog.pg_attribute AS fa ON fa.attrelid = c.conrelid AND fa.attnum = k.fn
        JOIN pg_catalog.pg_attribute AS ta ON ta.attrelid = c.confrelid AND ta.attnum = k.tn
        JOIN pg_catalog.pg_operator AS o ON o.oid = k.op
        JOIN pg_catalog.pg_namespace AS on_ ON on_.oid = o.oprnamespace
        JOIN pg_catalog.pg_type AS lt ON lt.oid = o.oprleft
        JOIN pg_catalog.pg_type AS rt ON rt.oid = o.oprright) AS columns
  FROM pg_catalog.pg_constraint AS c
    JOIN pg_catalog.pg_class AS f ON f.oid = c.conrelid
    JOIN pg_catalog.pg_class AS t ON t.oid = c.confrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
  WHERE c.contype = 'f' AND c.conrelid = ANY ($1::pg_catalog.oid[])
    AND coalesce(pg_catalog.to_jsonb(c) ->> 'conenforced', 'true') = 'true'
    AND coalesce(pg_catalog.to_jsonb(c) ->> 'conperiod', 'false') = 'false'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid)
  ORDER BY c.oid`;

export async function readForeignKeys(
  session: Session,
  oids: readonly string[],
): Promise<readonly ForeignKey[]> {
  return (await session.query<ForeignKey>(FOREIGN_KEYS, [oids])).rows;
}
