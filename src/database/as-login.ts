import type { Session } from './session.js';

interface RoleFacts {
  readonly role: string;
  readonly login: string;
  /** The settings, to be put back. */
  readonly setting: string;
  readonly authorization: string;
}

const ROLES = `
  SELECT current_user AS role, session_user AS login, pg_catalog.current_setting('role') AS setting,
         pg_catalog.current_setting('session_authorization') AS authorization`;

/** The role that a new session has. */
export async function readLogin(session: Session): Promise<string> {
  const { rows } = await session.query<RoleFacts>(ROLES);
  return rows[0]?.login ?? '';
}

/**
 * Runs `action` inside the open transaction with the rights of the role that logged in: what ran before
 * may have taken on another one, which gets it back. `action` is told which.
 */
export async function asLogin<T>(
  session: Session,
  login: string,
  action: (role: string) => Promise<T>,
): Promise<T> {
  const { rows } = await session.query<RoleFacts>(ROLES);
  const [facts] = rows;
  if (!facts || (facts.role === login && facts.login === login)) return action(login);
  await session.query('SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE');
  const result = await action(facts.role);
  await session.query(
    `SELECT pg_catalog.set_config('session_authorization', $1, true), pg_catalog.set_config('role', $2, true)`,
    [facts.authorization, facts.setting],
  );
  return result;
}
