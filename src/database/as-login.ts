import type { Session } from './session.js';

interface RoleFacts {
  readonly role: string;
  readonly login: string;
  /** The settings to restore. */
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
 * Runs `action` inside the open transaction with the privileges of the login role, and then restores the role
 * that the step had set, which is passed to `action`.
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
