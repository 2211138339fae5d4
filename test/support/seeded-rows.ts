import type { SeedSession } from '../../src/seed/seed-session.js';

type Row = Readonly<Record<string, unknown>>;

type SeededTable = 'users' | 'profile_privacy_settings' | 'notification_preferences' | 'profile_audit_log';

/** The rows of the four tables, each in the order of its primary key. */
export type SeededRows = Readonly<Record<SeededTable, readonly Row[]>>;

export async function readSeededRows(session: SeedSession): Promise<SeededRows> {
  const read = async (table: SeededTable) => (await session.query(`SELECT * FROM ${table} ORDER BY id`)).rows;
  return {
    users: await read('users'),
    profile_privacy_settings: await read('profile_privacy_settings'),
    notification_preferences: await read('notification_preferences'),
    profile_audit_log: await read('profile_audit_log'),
  };
}

/** The states of accounts that the seeds must contain for developers: a name, and a test for the state. */
const accountStates: Readonly<Record<string, (user: Row) => boolean>> = {
  active: (user) => !user.deletion_requested_at && !user.deleted_at,
  'deletion requested': (user) => Boolean(user.deletion_requested_at) && !user.deleted_at,
  'deleted after a request': (user) => Boolean(user.deletion_requested_at) && Boolean(user.deleted_at),
  'deleted without a request': (user) => !user.deletion_requested_at && Boolean(user.deleted_at),
  'profile never updated': (user) => user.profile_updated_at === null,
  'complete profile': (user) =>
    [user.bio, user.location, user.website, user.profile_picture_url].every((value) => value !== null),
  'longest texts': (user) => String(user.bio).length === 500 && String(user.full_name).length === 100,
};

/** Counts the users in each state. */
export function countAccountStates({ users }: SeededRows): Readonly<Record<string, number>> {
  const counts = Object.entries(accountStates).map(([name, holds]) => [name, users.filter(holds).length]);
  return Object.fromEntries(counts) as Record<string, number>;
}

/** Lists the combinations of public fields that users with all five settings have: `email+bio`; sorted. */
export function listPrivacyCombinations({
  profile_privacy_settings: settings,
}: SeededRows): readonly string[] {
  const complete = groupByUser(settings).filter((group) => group.length === 5);
  const combinations = complete.map((group) =>
    group.filter(({ is_public }) => is_public).map(({ field_name }) => field_name),
  );
  return [...new Set(combinations.map((fields) => fields.join('+')))].sort();
}

/** Lists `channel/category enabled` for every preference that some user has; sorted. */
export function listPreferenceStates({
  notification_preferences: preferences,
}: SeededRows): readonly string[] {
  const states = preferences.map(
    ({ channel, category, enabled }) => `${String(channel)}/${String(category)} ${String(enabled)}`,
  );
  return [...new Set(states)].sort();
}

/** Lists the actions that have an entry in the log; sorted. */
export function listActions({ profile_audit_log: log }: SeededRows): readonly string[] {
  return [...new Set(log.map(({ action }) => String(action)))].sort();
}

function groupByUser(rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) groups.set(row.user_id, [...(groups.get(row.user_id) ?? []), row]);
  return [...groups.values()];
}
