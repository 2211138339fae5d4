import { quoteLiteral } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { catalogText } from '../database/text-conversion.js';

/** What a sequence or materialized view contains, as text by the name of the object. */
export type Contents = ReadonlyMap<string, string>;

interface NamedRow {
  readonly name: string;
}

/** Sequences without those of the migrations table; members of extensions keep what their scripts set. */
const SEQUENCES = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, ${catalogText('s.seqstart')} AS start
  FROM pg_catalog.pg_sequence AS s JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't' AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS d
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
      AND (d.deptype = 'e' OR (d.refclassid = d.classid AND d.refobjid = pg_catalog.to_regclass($1))))
  ORDER BY 1`;

/** Positions of the sequences that are not where they start: arguments of `setval`. */
export async function readSequencePositions(session: Session, migrationsTable: string): Promise<Contents> {
  const { rows } = await session.query<NamedRow & { start: string }>(SEQUENCES, [migrationsTable]);
  const positions = new Map<string, string>();
  for (const { name, start } of rows) {
    const [position] = (
      await session.query<{ value: string; called: boolean }>(
        `SELECT ${catalogText('s.last_value')} AS value, s.is_called AS called FROM ${name} AS s`,
      )
    ).rows;
    if (position && (position.called || position.value !== start))
      positions.set(name, `${position.value}, ${position.called}`);
  }
  return positions;
}

export function setPositions(positions: Contents): readonly string[] {
  return [...positions].map(
    ([name, position]) => `SELECT pg_catalog.setval(${quoteLiteral(name)}, ${position});`,
  );
}

const VIEWS = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind = 'm' AND c.relispopulated
  ORDER BY 1`;

/** Hashes of the rows of the materialized views that are populated and not empty. */
export async function readMaterializedViews(session: Session): Promise<Contents> {
  const { rows } = await session.query<NamedRow>(VIEWS);
  const contents = new Map<string, string>();
  for (const { name } of rows) {
    const found = await session.query<{ content: string | null }>(
      `SELECT ${catalogText(`pg_catalog.sum(pg_catalog.hashtextextended(pg_catalog.concat(ROW(v.*)) COLLATE "C", 0))`)} AS content
       FROM ${name} AS v`,
    );
    const content = found.rows[0]?.content;
    if (content) contents.set(name, content);
  }
  return contents;
}
