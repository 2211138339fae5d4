import { sqlStates } from '../database/sqlstate.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, RefusedError, type RoundtripError } from '../errors.js';
import { StatementError } from '../migrations/statement-error.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import type { ScratchServer } from './scratch-server.js';

/** Text of PostgreSQL's errors about a role (`user.c`, `acl.c`). */
const roleText = /^role "(.+)" (?:already exists|does not exist)$/s;

function causeOf(error: unknown): unknown {
  return error instanceof DatabaseError && error.cause instanceof StatementError ? error.cause : error;
}

function roleOf(error: unknown, sqlState: string): string | undefined {
  const cause = causeOf(error);
  if (!(cause instanceof StatementError) || cause.sqlState !== sqlState) return undefined;
  return roleText.exec(cause.reason)?.[1];
}

/**
 * Whether a migration creates a role that already exists on the server because the migration has run on it
 * before.
 */
export function isRoleConflict(error: unknown): boolean {
  return roleOf(error, sqlStates.duplicateObject) !== undefined;
}

/** Returns the role, quoted where needed, that a migration did not find and that the live server has. */
export function missingRole(error: unknown, live: Snapshot): string | undefined {
  const role = roleOf(error, sqlStates.undefinedObject);
  if (role === undefined) return undefined;
  const names = [role, quoteIdentifier(role)];
  return names.find((name) => live.has(keyOf({ kind: 'role', name })));
}

interface ReplayContext {
  readonly live: DatabaseState;
  readonly scratch: ScratchServer;
}

/** Explains why a migration fails on the scratch database, with a remedy. */
export async function explainReplayFailure(
  error: StatementError,
  { live, scratch }: ReplayContext,
): Promise<RoundtripError> {
  const { place, server } = scratch;
  if (isRoleConflict(error) && place !== 'embedded') {
    return new RefusedError(
      `${replayed(error)}\nIt creates a role, and roles are shared by all databases of a server.`,
      {
        remedy:
          'Replay on a separate server: --scratch-url embedded, or --scratch-url URL of an empty server.',
        cause: error,
      },
    );
  }
  const lacking = place === 'live server' ? [] : await missingExtensions(server, live);
  if (lacking.length > 0) {
    return new DatabaseError(
      `the scratch server lacks extensions that the database has: ${lacking.join(', ')}\n${replayed(error)}`,
      {
        remedy: 'Give a server that has them with --scratch-url URL, or install them there.',
        cause: error,
      },
    );
  }
  return new DatabaseError(replayed(error), { remedy: remedyFor(error, place), cause: error });
}

function replayed({ message }: StatementError): string {
  return `the migrations cannot be replayed on an empty database: ${message}`;
}

const EXTENSIONS = 'SELECT pg_catalog.quote_ident(e.name) AS name FROM pg_catalog.pg_available_extensions e';

async function missingExtensions(server: Database, { catalog }: DatabaseState): Promise<readonly string[]> {
  const { rows } = await withSession(server, (session) => session.query<{ name: string }>(EXTENSIONS));
  const available = new Set(rows.map(({ name }) => name));
  return [...catalog.values()]
    .filter(({ kind, name }) => kind === 'extension' && !available.has(name))
    .map(({ name }) => name);
}

function remedyFor(error: StatementError, place: ScratchServer['place']): string {
  const role = roleOf(error, sqlStates.undefinedObject);
  if (role !== undefined)
    return `No migration creates the role ${role}: create it on the scratch server first.`;
  if (error.sqlState === sqlStates.insufficientPrivilege && place === 'live server')
    return 'The role lacks a privilege. Use --scratch-url embedded, or --scratch-url URL with a role that has it.';
  return 'If it succeeded on the live database, its file has changed since, or it depends on something that no migration creates: rows, roles, or objects created by hand.';
}

/**
 * Returns a function that explains a failure in a feature whose users do not choose the server: the failed
 * operation, and advice.
 */
export function explainFailure(what: string, advice: string): (error: StatementError) => DatabaseError {
  return (cause) =>
    new DatabaseError(`${what}: ${cause.message}`, {
      remedy: `This database was not changed. ${advice}`,
      cause,
    });
}
