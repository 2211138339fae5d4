import type { ConnectionSettings } from '../config/connection.js';
import { withScratchServer } from '../database/open-database.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import { DatabaseError, RefusedError, assertNever } from '../errors.js';
import { isRoleConflict, missingRole } from './replay-failure.js';
import type { ScratchServer } from './scratch-server.js';

/** The user's choice of a server for the scratch database. */
export type ScratchChoice =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'server'; readonly connection: ConnectionSettings };

export interface ServerChoice {
  /** The live database, and its state. */
  readonly database: Database;
  readonly live: DatabaseState;
  readonly choice: ScratchChoice;
  readonly signal: AbortSignal;
  /** Advice where no server of the same major version is available. */
  readonly advice: string;
}

type Action<T> = (scratch: ScratchServer) => Promise<T>;

/**
 * Runs `action` on the server that the user chose. By default, that is the server of the live database, or
 * the embedded one where the role may not create databases there or where the migrations change objects that
 * all databases of the server share, such as roles.
 *
 * @throws DatabaseError, RefusedError with a remedy where no server of the same major version is available
 */
export function withChosenServer<T>(options: ServerChoice, action: Action<T>): Promise<T> {
  const { choice } = options;
  switch (choice.kind) {
    case 'automatic':
      return automatically(options, action);
    case 'embedded':
      return onEmbedded(options, action);
    case 'server':
      return withScratchServer(choice, options, (server) =>
        on(options, { server, place: 'other server' }, action),
      );
    default:
      return assertNever(choice);
  }
}

async function automatically<T>(options: ServerChoice, action: Action<T>): Promise<T> {
  const { live, database } = options;
  if (!live.role.mayCreateDatabases) return onEmbedded(options, action);
  try {
    return await on(options, { server: database, place: 'live server' }, action);
  } catch (error) {
    if (!(error instanceof RefusedError || isRoleConflict(error))) throw error;
    return onEmbedded(options, action).catch((second: unknown) => {
      throw second instanceof OtherMajor ? error : second;
    });
  }
}

async function on<T>(options: ServerChoice, scratch: ScratchServer, action: Action<T>): Promise<T> {
  assertSameMajor(options, scratch);
  return action(scratch);
}

/** The embedded server has another major version than the live one. */
class OtherMajor extends DatabaseError {}

function assertSameMajor(
  { live, choice, advice }: ServerChoice,
  { server: { server } }: ScratchServer,
): void {
  if (server.major === live.server.major) return;
  const versions = `PostgreSQL ${server.version}, but the database runs ${live.server.version}`;
  if (choice.kind === 'automatic') {
    throw new OtherMajor(
      `role ${live.role.name} has no privilege to create a scratch database here; the embedded server is ${versions}: both must have the same major version`,
      { remedy: advice },
    );
  }
  throw new RefusedError(`the scratch server is ${versions}: both must have the same major version`, {
    remedy: `Give a server of PostgreSQL ${live.server.major} with --scratch-url URL.`,
  });
}

/**
 * Where a migration needs a role that exists on the live server and that no migration creates, the role is
 * created and the action run again on a new server, because the failed attempt may have left objects behind.
 */
async function onEmbedded<T>(
  options: ServerChoice,
  action: Action<T>,
  roles: readonly string[] = [],
): Promise<T> {
  try {
    return await withScratchServer(
      { kind: 'embedded', directory: '', why: 'asked' },
      options,
      async (server) => {
        await createRoles(server, roles);
        return on(options, { server, place: 'embedded' }, action);
      },
    );
  } catch (error) {
    const role = missingRole(error, options.live.catalog);
    if (role === undefined || roles.includes(role)) throw error;
    return onEmbedded(options, action, [...roles, role]);
  }
}

async function createRoles(server: Database, roles: readonly string[]): Promise<void> {
  if (roles.length === 0) return;
  await withSession(server, (session) =>
    session.query(roles.map((role) => `CREATE ROLE ${role}`).join('; ')),
  );
}
