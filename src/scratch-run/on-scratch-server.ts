import { withScratchServer } from '../database/open-database.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, RefusedError, assertNever } from '../errors.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import { isRoleConflict, missingRole } from './replay-failure.js';
import type { Scratch } from './replayed.js';
import type { ScratchChoice } from './scratch-choice.js';

export interface ScratchPlan {
  /** The database that migrations ran in, and what was read of it. */
  readonly database: Database;
  readonly live: DatabaseState;
  readonly choice: ScratchChoice;
  readonly signal: AbortSignal;
  /**
   * Where the migrations change what all databases of the live server share, such as roles: they are run on an
   * embedded server instead, if the live one is the project's own, or in any case.
   */
  readonly fallback: 'of own server' | 'of any server';
  /** What to do where there is no server of the same major version. */
  readonly advice: string;
}

/**
 * Runs `action` on the live database's server where its role may create databases, else on the embedded
 * server, or where the user says.
 * @throws DatabaseError, RefusedError with what to do where there is no server of the same major version
 */
export function onScratchServer<T>(plan: ScratchPlan, action: (scratch: Scratch) => Promise<T>): Promise<T> {
  const { choice } = plan;
  switch (choice.kind) {
    case 'automatic':
      return automatically(plan, action);
    case 'embedded':
      return onEmbedded(plan, action);
    case 'server':
      return withScratchServer(choice, plan, (server) => on(plan, { server, place: 'other server' }, action));
    default:
      return assertNever(choice);
  }
}

type Action<T> = (scratch: Scratch) => Promise<T>;

async function automatically<T>(plan: ScratchPlan, action: Action<T>): Promise<T> {
  const { live, database, fallback } = plan;
  if (!live.role.mayCreateDatabases) return onEmbedded(plan, action);
  try {
    return await on(plan, { server: database, place: 'live server' }, action);
  } catch (error) {
    const mayFallBack = fallback === 'of any server' || live.server.kind === 'embedded';
    if (!mayFallBack || !isClusterTrouble(error)) throw error;
    return onEmbedded(plan, action).catch((second: unknown) => {
      throw second instanceof OtherMajor ? error : second;
    });
  }
}

function isClusterTrouble(error: unknown): boolean {
  return error instanceof RefusedError || isRoleConflict(error);
}

async function on<T>(plan: ScratchPlan, scratch: Scratch, action: Action<T>): Promise<T> {
  assertSameMajor(plan, scratch);
  return action(scratch);
}

/** The embedded server cannot stand in for the live one. */
class OtherMajor extends DatabaseError {}

function assertSameMajor({ live, choice, advice }: ScratchPlan, { server: { server } }: Scratch): void {
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
 * On a server of our own, roles that the live server has and no migration makes are made when one
 * is missed, which takes a new server: what the attempt left behind would be in the way.
 */
async function onEmbedded<T>(
  plan: ScratchPlan,
  action: Action<T>,
  roles: readonly string[] = [],
): Promise<T> {
  try {
    return await withScratchServer(
      { kind: 'embedded', directory: '', why: 'asked' },
      plan,
      async (server) => {
        await createRoles(server, roles);
        return on(plan, { server, place: 'embedded' }, action);
      },
    );
  } catch (error) {
    const role = missingRole(error, plan.live.catalog);
    if (role === undefined || roles.includes(role)) throw error;
    return onEmbedded(plan, action, [...roles, role]);
  }
}

async function createRoles(server: Database, roles: readonly string[]): Promise<void> {
  if (roles.length === 0) return;
  await withSession(server, (session) =>
    session.query(roles.map((role) => `CREATE ROLE ${role}`).join('; ')),
  );
}
