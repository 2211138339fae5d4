import type { StoredColumn } from '../catalog/data/stored-data.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { keptSchema } from '../database/own-schema.js';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { printed } from '../database/text-conversion.js';
import type { Target } from '../rollback/restore/target.js';
import { whereAccepted } from '../rollback/restore/server-error.js';
import { keptName } from './entries.js';
import type { KeptTable } from './kept-entry.js';
import { rowsFrom } from './kept-form.js';
import { keptText } from './row-expressions.js';

export interface SetColumns {
  readonly kept: KeptTable;
  readonly target: Target;
  readonly values: readonly StoredColumn[];
}

export interface SetCounts {
  readonly updated: number;
  /** Rows whose kept values are null, as the new columns already are. */
  readonly unchanged: number;
}

/**
 * From this number of values on, the table is rewritten as a whole instead of row by row, if most rows have one. UPDATE
 * writes each row a second time, and into each index; a rewrite writes the table and builds its indexes once
 * (`npm run bench:keep`).
 */
const fewest = 10_000;

/** Sets the values of new columns. */
export async function setColumns(session: Session, columns: SetColumns): Promise<SetCounts> {
  const facts = await readFacts(session, columns);
  const rewritten =
    facts.plain && facts.filled >= fewest && facts.filled * 2 >= facts.rows
      ? await whereAccepted({ session, name: 'roundtrip_rewrite' }, () => rewrite(session, columns, facts))
      : undefined;
  return rewritten ?? update(session, columns, facts);
}

interface Facts {
  /** Kept rows, and those with a value. */
  readonly rows: number;
  readonly filled: number;
  /** Whether all columns have no default, and the attributes that their types give them. */
  readonly plain: boolean;
}

/** ALTER COLUMN … TYPE gives a column the storage and compression of its type again. */
const PLAIN = `
  SELECT pg_catalog.bool_and(NOT a.atthasdef AND a.attidentity = '' AND a.attstorage = y.typstorage
    AND a.attcompression = '' AND a.attcollation = y.typcollation) AND c.relkind = 'r' AND NOT c.relhassubclass
    AND NOT c.relispartition AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = c.oid) AS plain,
    pg_catalog.bool_or(a.atthasdef OR a.attidentity <> '') AS "hasDefault"
  FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_type AS y ON y.oid = a.atttypid
  WHERE a.attrelid = $1::pg_catalog.oid AND a.attname = ANY ($2) GROUP BY c.oid, c.relkind, c.relhassubclass, c.relispartition`;

async function readFacts(session: Session, { kept, target, values }: SetColumns): Promise<Facts> {
  const names = values.map(({ name }) => name);
  const found = await session.query<{ plain: boolean; hasDefault: boolean }>(PLAIN, [
    ...[target.relation.oid, names],
  ]);
  const [plain] = found.rows;
  // Where a column has a default, a kept null has to be set, too.
  const filled = plain?.hasDefault === false ? hasValue(kept, names) : 'true';
  const { rows } = await session.query<{ rows: string; filled: string }>(
    `SELECT pg_catalog.count(*) AS rows, pg_catalog.count(*) FILTER (WHERE ${filled}) AS filled FROM ${keptName(kept)} AS k`,
  );
  const [counts] = rows;
  return {
    rows: Number(counts?.rows ?? 0),
    filled: Number(counts?.filled ?? 0),
    plain: plain?.plain === true && target.key.every(({ column }) => isValue(kept, column.name)),
  };
}

function isValue({ columns }: KeptTable, name: string): boolean {
  return columns.find((column) => column.name === name)?.form === 'value';
}

function hasValue(kept: KeptTable, names: readonly string[]): string {
  return names.map((name) => `pg_catalog.num_nulls(k.${quoteIdentifier(name)}) = 0`).join(' OR ');
}

async function update(
  session: Session,
  { kept, target, values }: SetColumns,
  { rows, filled }: Facts,
): Promise<SetCounts> {
  const sets = values.map(({ name, base }) => {
    const value = `k.${quoteIdentifier(name)}`;
    return `${quoteIdentifier(name)} = ${isValue(kept, name) ? value : `${value}::${base}`}`;
  });
  const only =
    filled < rows
      ? `AND (${hasValue(
          kept,
          values.map(({ name }) => name),
        )})`
      : '';
  const { rowCount } = await session.query(
    `UPDATE ${rowsFrom(target.relation)} AS t SET ${sets.join(', ')} FROM ${keptName(kept)} AS k
     WHERE ${keyCondition(kept, target)} ${only}`,
  );
  return { updated: rowCount ?? 0, unchanged: rows - filled };
}

function keyCondition(kept: KeptTable, { key }: Target): string {
  return key
    .map(({ column: { name } }) =>
      isValue(kept, name)
        ? `t.${quoteIdentifier(name)} OPERATOR(pg_catalog.=) k.${quoteIdentifier(name)}`
        : `${printed(`t.${quoteIdentifier(name)}`)} = ${keptText(kept, name)}`,
    )
    .join(' AND ');
}

/**
 * Rewrites the table with ALTER COLUMN … TYPE … USING, whose expression may call a function but contain no query. The
 * type stays the same, so the catalog does, too.
 */
async function rewrite(
  session: Session,
  { kept, target, values }: SetColumns,
  { rows, filled }: Facts,
): Promise<SetCounts> {
  const keys = target.key.map(({ column }) => column);
  const index = `CREATE UNIQUE INDEX ON ${keptName(kept)} (${keys.map(({ name }) => quoteIdentifier(name)).join(', ')})`;
  const functions = values.map((column, at) => ({
    column,
    name: quoteQualified(keptSchema, `${kept.relation}_${at}`),
  }));
  const match = keys
    .map(({ name }, at) => `k.${quoteIdentifier(name)} OPERATOR(pg_catalog.=) $${at + 1}`)
    .join(' AND ');
  const types = keys.map(({ base }) => base).join(', ');
  const created = functions.map(({ column, name }) => {
    const value = `k.${quoteIdentifier(column.name)}`;
    const body = `SELECT ${isValue(kept, column.name) ? value : `${value}::${column.base}`} FROM ${keptName(kept)} AS k WHERE ${match}`;
    return `CREATE FUNCTION ${name}(${types}) RETURNS ${column.base} LANGUAGE sql STABLE AS ${quoteLiteral(body)}`;
  });
  await changeOwnObjects(session, [index, ...created].join('; '));
  const list = keys.map(({ name }) => quoteIdentifier(name)).join(', ');
  const actions = functions.map(
    ({ column, name }) => `ALTER ${quoteIdentifier(column.name)} TYPE ${column.type} USING ${name}(${list})`,
  );
  const table = quoteQualified(target.relation.schema, target.relation.name);
  await session.query(`ALTER TABLE ${table} ${actions.join(', ')}`);
  await changeOwnObjects(session, functions.map(({ name }) => `DROP FUNCTION ${name}(${types})`).join('; '));
  const updated = await countFilled(session, table, values);
  return { updated, unchanged: rows - filled };
}

/** The columns were null before, so these are the kept values that found their row. */
async function countFilled(
  session: Session,
  table: string,
  values: readonly StoredColumn[],
): Promise<number> {
  const filled = values
    .map(({ name }) => `pg_catalog.num_nulls(t.${quoteIdentifier(name)}) = 0`)
    .join(' OR ');
  const { rows } = await session.query<{ count: string }>(
    `SELECT pg_catalog.count(*) AS count FROM ONLY ${table} AS t WHERE ${filled}`,
  );
  return Number(rows[0]?.count ?? 0);
}
