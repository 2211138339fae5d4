import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import { changeOwnObjects } from '../../database/own-objects.js';
import { converted, type ApplyContext } from './apply.js';
import { readForeignKeys, type ForeignKey } from './foreign-keys.js';
import { noRefusals, rejectRows, type Reason, type Refusals } from './refusals.js';
import { danglingCode, whereAccepted } from './server-error.js';
import type { Staged } from './staging-tables.js';
import type { Mapped } from './target.js';

/**
 * Leaves out lines that refer to a row that neither exists nor is among the lines of the group, and lines that
 * refer to such a line. The server would report only one of them with each attempt. References that cannot be
 * checked here are checked by the server when the lines are written.
 */
export async function leaveOutDangling(
  context: ApplyContext,
  group: readonly Staged[],
): Promise<ReadonlyMap<Staged, Refusals>> {
  const { session } = context;
  const keys = await readForeignKeys(
    session,
    group.map(({ target }) => target.relation.oid),
  );
  if (keys.length === 0) return new Map();
  const find = async () => {
    await changeOwnObjects(session, EDGES);
    for (const [index, key] of keys.entries()) await addEdges(context, group, { key, index });
    const found = await findDangling(context, group, keys);
    await changeOwnObjects(session, 'DROP TABLE pg_temp.roundtrip_edges');
    return found;
  };
  return (await whereAccepted({ session, name: 'roundtrip_dangling' }, find)) ?? new Map<Staged, Refusals>();
}

/**
 * Line `n` of table `t` refers by `key` to a row that does not exist. Line `to_n` of table `to_t` would insert
 * that row; both are null if no line would.
 */
const EDGES = `CREATE TEMPORARY TABLE roundtrip_edges
  (t pg_catalog.int4, n pg_catalog.int8, key pg_catalog.int4, to_t pg_catalog.int4, to_n pg_catalog.int8)`;

interface Indexed {
  readonly key: ForeignKey;
  readonly index: number;
}

async function addEdges(
  { session }: ApplyContext,
  group: readonly Staged[],
  { key, index }: Indexed,
): Promise<void> {
  const from = group.findIndex(({ target }) => target.relation.oid === key.from);
  const staged = group[from];
  const values =
    staged &&
    valuesOf(
      staged,
      key.columns.map((column) => column.from),
    );
  if (!staged || !values) return;
  const to = group.findIndex(({ target }) => target.relation.oid === key.to);
  const candidates = group[to] && candidateSql(group[to], key);
  await session.query(`
    WITH line AS MATERIALIZED (SELECT f.n, ${values.map((value, at) => `${value} AS v${at}`).join(', ')} ${sourceSql(staged)}
      WHERE f.outcome IN ('insert', 'update')),
    open AS MATERIALIZED (SELECT v.* FROM line AS v WHERE ${isSet(key)} AND NOT EXISTS (
      SELECT FROM ${key.toKind === 'table' ? 'ONLY ' : ''}${quoteQualified(key.toSchema, key.toName)} AS p
      WHERE ${matchSql(key, (at) => `p.${quoteIdentifier(key.columns[at]?.to ?? '')}`)}))    ${candidates ? `, c AS MATERIALIZED (${candidates})` : ''}
    INSERT INTO pg_temp.roundtrip_edges (t, n, key, to_t, to_n)
    SELECT ${from}, v.n, ${index}, ${candidates ? `${to}, c.n` : 'NULL, NULL'} FROM open AS v
    ${candidates ? `LEFT JOIN c ON ${matchSql(key, (at) => `c.k${at}`)}` : ''}`);
}

/**
 * Returns `undefined` where the values are not known: in columns that no line sets, existing rows have values,
 * but new rows get defaults.
 */
function valuesOf({ target }: Staged, names: readonly string[]): readonly string[] | undefined {
  const mapped = target.whole ?? target.values;
  const values = names.map((name) => {
    const found = mapped.find(({ column }) => column.name === name);
    if (found) return converted(found);
    return target.whole ? undefined : `t.${quoteIdentifier(name)}`;
  });
  return values.some((value) => value === undefined) ? undefined : values.map((value) => value ?? '');
}

function sourceSql({ target: { relation, whole }, lines, outcomes }: Staged): string {
  const only = relation.kind === 'table' ? 'ONLY ' : '';
  const row = `JOIN ${only}${quoteQualified(relation.schema, relation.name)} AS t ON t.ctid = f.place AND t.tableoid = f.part`;
  return `FROM ${outcomes} AS f JOIN ${lines} AS l ON l.n = f.n ${whole ? '' : row}`;
}

/**
 * MATCH SIMPLE requires no referenced row if any column is null; MATCH FULL only if all are (manual, CREATE
 * TABLE).
 */
function isSet({ columns, match }: ForeignKey): string {
  const nulls = columns.map((_, at) => `v.v${at} IS NULL`);
  return match === 'full' ? `NOT (${nulls.join(' AND ')})` : `NOT (${nulls.join(' OR ')})`;
}

/** Compares as the server's own check does: by the operators of the constraint, the referenced side first. */
function matchSql({ columns }: ForeignKey, referenced: (at: number) => string): string {
  return columns
    .map(({ operator, leftType, rightType }, at) => {
      const [left, right] = [cast(referenced(at), leftType), cast(`v.v${at}`, rightType)];
      return `${left} OPERATOR(${operator}) ${right}`;
    })
    .join(' AND ');
}

function cast(value: string, type: string | null): string {
  return type === null ? value : `(${value})::${type}`;
}

/** Selects lines that would insert the referenced row. */
function candidateSql({ target, lines, outcomes }: Staged, { columns }: ForeignKey): string | undefined {
  const mapped = columns.map(({ to }) => target.whole?.find(({ column }) => column.name === to));
  if (mapped.some((one) => one === undefined)) return undefined;
  const keys = mapped.flatMap((one, at) => (one ? [`${converted(one satisfies Mapped)} AS k${at}`] : []));
  return `SELECT f.n, ${keys.join(', ')} FROM ${outcomes} AS f JOIN ${lines} AS l ON l.n = f.n WHERE f.outcome = 'insert'`;
}

const DANGLING = `
  WITH RECURSIVE open AS (
    SELECT e.t, e.n, e.key FROM pg_temp.roundtrip_edges AS e WHERE e.to_n IS NULL
    UNION
    SELECT e.t, e.n, e.key FROM open AS o JOIN pg_temp.roundtrip_edges AS e ON e.to_t = o.t AND e.to_n = o.n)
  SELECT o.t, pg_catalog.min(o.key) AS key, pg_catalog.array_agg(DISTINCT o.n)::pg_catalog.text[] AS lines
  FROM (SELECT o.t, o.n, pg_catalog.min(o.key) AS key FROM open AS o GROUP BY o.t, o.n) AS o GROUP BY o.t, o.key`;

async function findDangling(
  context: ApplyContext,
  group: readonly Staged[],
  keys: readonly ForeignKey[],
): Promise<ReadonlyMap<Staged, Refusals>> {
  const { session } = context;
  await changeOwnObjects(
    session,
    'CREATE INDEX ON pg_temp.roundtrip_edges (to_t, to_n); ANALYZE pg_temp.roundtrip_edges',
  );
  const { rows } = await session.query<{ t: number; key: number; lines: readonly string[] }>(DANGLING);
  const all = new Map<Staged, Map<string, Reason>>();
  for (const { t, key, lines } of rows) {
    const [staged, constraint] = [group[t], keys[key]];
    if (!staged || !constraint) continue;
    const left = await rejectRows(context, staged, {
      where: 'f.n = ANY ($1::pg_catalog.int8[])',
      values: [lines],
    });
    const reasons = all.get(staged) ?? new Map<string, Reason>();
    for (const n of left) reasons.set(n, violation(constraint));
    all.set(staged, reasons);
  }
  return new Map([...all].map(([staged, lines]) => [staged, { ...noRefusals, lines }]));
}

/** The error message of the server. */
function violation({ fromName, name }: ForeignKey): Reason {
  const message = `insert or update on table "${fromName}" violates foreign key constraint "${name}"`;
  return { message, sqlState: danglingCode };
}
