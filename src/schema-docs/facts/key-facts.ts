import { catalogText } from '../../database/text-conversion.js';
/** The action of a foreign key when the referenced row is deleted or its key is updated. */
export type Action = 'NO ACTION' | 'RESTRICT' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

/** A constraint with its columns, quoted where needed. */
interface ColumnsFact {
  /** As the catalog names it: `orders_user_id_fkey on public.orders`. */
  readonly name: string;
  readonly relation: string;
  /** In the order of the constraint; for a check, in no particular order. */
  readonly columns: readonly string[];
}

export interface ForeignKeyFact extends ColumnsFact {
  readonly type: 'foreign key';
  readonly referenced: string;
  /** The column that each of `columns` refers to, at the same index. */
  readonly referencedColumns: readonly string[];
  /** The index of the referenced table in which keys are looked up. */
  readonly referencedIndex: string | null;
  readonly onDelete: Action;
  readonly onUpdate: Action;
  readonly match: 'simple' | 'full';
}

export interface OtherKeyFact extends ColumnsFact {
  readonly type: 'primary key' | 'unique' | 'exclusion' | 'check' | 'not null';
}

export type KeyFact = ForeignKeyFact | OtherKeyFact;

function names(numbers: string, relation: string): string {
  return `ARRAY(SELECT pg_catalog.quote_ident(a.attname)
    FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS k (attnum, place)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = ${relation} AND a.attnum = k.attnum
    ORDER BY k.place)`;
}

function action(column: string): string {
  return `CASE ${column} WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
    WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END`;
}

/** Without constraint triggers, which are shown as triggers, and constraints of domains, which have no columns. */
export const KEY_FACTS = `
SELECT pg_catalog.quote_ident(con.conname) || ' on ' || ${catalogText('con.conrelid::pg_catalog.regclass')} AS name,
  ${catalogText('con.conrelid::pg_catalog.regclass')} AS relation,
  CASE con.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion'
    WHEN 'c' THEN 'check' WHEN 'n' THEN 'not null' ELSE 'foreign key' END AS type,
  ${names('con.conkey', 'con.conrelid')} AS columns,
  CASE WHEN con.contype = 'f' THEN ${catalogText('con.confrelid::pg_catalog.regclass')} END AS referenced,
  ${names('con.confkey', 'con.confrelid')} AS "referencedColumns",
  CASE WHEN con.contype = 'f' AND con.conindid <> 0
    THEN ${catalogText('con.conindid::pg_catalog.regclass')} END AS "referencedIndex",
  ${action('con.confdeltype')} AS "onDelete", ${action('con.confupdtype')} AS "onUpdate",
  CASE con.confmatchtype WHEN 'f' THEN 'full' ELSE 'simple' END AS match
FROM pg_catalog.pg_constraint AS con
WHERE con.conrelid >= $1 AND con.contype <> 't'`;
