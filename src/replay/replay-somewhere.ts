import { withScratchServer } from '../database/open-database.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, RefusedError, assertNever } from '../errors.js';
import { StatementError } from '../migrations/statement-error.js';
import { explainFailure, isRoleConflict, missingRole } from './replay-failure.js';
import { replayOnScratch, type Replay, type Scratch } from './replay-on-scratch.js';
import type { Replayed } from './replayed.js';
import type { ScratchChoice } from './scratch-choice.js';
import type { Side } from './read-side.js';

export interface ReplayPlan extends Replay {
  /** The database that is compared, and what was read of it. */
  readonly database: Database;
  readonly live: Side;
  readonly choice: ScratchChoice;
}

/**
 * Replays on the live database's server where its role may create databases, else on the embedded
 * server, or where the user says.
 * @throws DatabaseError, RefusedError with what to do where there is no server of the same major version
 */
export function replaySomewhere(plan: ReplayPlan): Promise<Replayed> {
  const { choice } = plan;
  switch (choice.kind) {
    case 'automatic':
      return replayAutomatically(plan);
    case 'embedded':
      return replayEmbedded(plan);
    case 'server':
      return withScratchServer(choice, plan, (server) => replayOn(plan, { server, place: 'other server' }));
    default:
      return assertNever(choice);
  }
}

async function replayAutomatically(plan: ReplayPlan): Promise<Replayed> {
  const { live, database } = plan;
  if (!live.role.mayCreateDatabases) return replayEmbedded(plan);
  try {
    return await replayOn(plan, { server: database, place: 'live server' });
  } catch (error) {
    // On the embedded server of the project, roles are in nobody's way but the replay's.
    if (live.server.kind === 'embedded' && isClusterTrouble(error)) return replayEmbedded(plan);
    throw error;
  }
}

function isClusterTrouble(error: unknown): boolean {
  return error instanceof RefusedError || isRoleConflict(error);
}

async function replayOn(plan: ReplayPlan, scratch: Scratch): Promise<Replayed> {
  refuseOtherMajor(plan, scratch);
  try {
    return await replayOnScratch(plan, scratch);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw await explainFailure(error, { live: plan.live, scratch });
  }
}

function refuseOtherMajor({ live, choice }: ReplayPlan, { server: { server } }: Scratch): void {
  if (server.major === live.server.major) return;
  const versions = `PostgreSQL ${server.version}, and the database ${live.server.version}`;
  if (choice.kind === 'automatic') {
    throw new DatabaseError(
      `role ${live.role.name} may not create a scratch database here; the embedded server is ${versions}: only the same major version can be compared`,
      {
        remedy: `Name a server of PostgreSQL ${live.server.major} with --scratch-url URL, where the role may create databases; or ALTER ROLE … CREATEDB.`,
      },
    );
  }
  throw new RefusedError(`the scratch server is ${versions}: only the same major version can be compared`, {
    remedy: `Name a server of PostgreSQL ${live.server.major} with --scratch-url URL.`,
  });
}

/**
 * On a server of our own, roles that the live server has and no migration makes are made when one
 * is missed, which takes a new server: what the attempt left behind would be in the way.
 */
async function replayEmbedded(plan: ReplayPlan, roles: readonly string[] = []): Promise<Replayed> {
  try {
    return await withScratchServer({ kind: 'embedded', directory: '' }, plan, async (server) => {
      await createRoles(server, roles);
      return replayOn(plan, { server, place: 'embedded' });
    });
  } catch (error) {
    const role = missingRole(error, plan.live.catalog);
    if (role === undefined || roles.includes(role)) throw error;
    return replayEmbedded(plan, [...roles, role]);
  }
}

async function createRoles(server: Database, roles: readonly string[]): Promise<void> {
  if (roles.length === 0) return;
  await withSession(server, (session) =>
    session.query(roles.map((role) => `CREATE ROLE ${role}`).join('; ')),
  );
}
