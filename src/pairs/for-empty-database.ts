import { quoteLiteral } from '../database/quote.js';
import type { Session } from '../database/session.js';
import type { PlannedDirection } from './plan-pair.js';

interface ExtensionRow {
  /** Quoted where SQL requires it. */
  readonly name: string;
  readonly version: string;
  readonly comment: string | null;
}

const EXTENSIONS = `
  SELECT pg_catalog.quote_ident(e.name) AS name, e.default_version AS version, e.comment
  FROM pg_catalog.pg_available_extensions AS e`;

/** What CREATE EXTENSION does by itself on one server: the version that it installs, and its comment. */
export type ExtensionDefaults = ReadonlyMap<string, ExtensionRow>;

export async function readExtensionDefaults(session: Session): Promise<ExtensionDefaults> {
  const { rows } = await session.query<ExtensionRow>(EXTENSIONS);
  return new Map(rows.map((row) => [row.name, row]));
}

/**
 * Leaves out what has no use in an empty database: the version of an extension where it is the server's default,
 * so that the statements also run where another version is, comments that CREATE EXTENSION sets, and remarks on
 * rows that may not fit.
 */
export function forEmptyDatabase(direction: PlannedDirection, defaults: ExtensionDefaults): PlannedDirection {
  const comments = new Set([...defaults.values()].map(commentStatement));
  const statements = direction.statements.filter(
    (statement) => !comments.has(statement) && !statement.startsWith('-- '),
  );
  return {
    ...direction,
    statements: statements.map((statement) => withoutVersion(statement, defaults)),
    hazards: [],
  };
}

function commentStatement({ name, comment }: ExtensionRow): string {
  return `COMMENT ON EXTENSION ${name} IS ${quoteLiteral(comment ?? '')};`;
}

function withoutVersion(statement: string, defaults: ExtensionDefaults): string {
  const name = /^CREATE EXTENSION ("(?:[^"]|"")+"|\S+) SCHEMA /.exec(statement)?.[1];
  const version = name === undefined ? undefined : defaults.get(name)?.version;
  const clause = ` VERSION ${quoteLiteral(version ?? '')};`;
  return version !== undefined && statement.endsWith(clause)
    ? `${statement.slice(0, -clause.length)};`
    : statement;
}
