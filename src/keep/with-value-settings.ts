import type { Session } from '../database/session.js';
import { valueSettings } from '../rollback/backup/value-settings.js';

const names = [...valueSettings.matchAll(/SET LOCAL (\w+)/g)].flatMap(([, name]) => name ?? []);

const READ = `
  SELECT s.name, pg_catalog.current_setting(s.name) AS value FROM pg_catalog.unnest($1::pg_catalog.text[]) AS s (name)`;

const SET_BACK = `
  SELECT pg_catalog.set_config(s.name, s.value, true)
  FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS s (name, value)`;

/**
 * Runs `action` in the open transaction with the settings that fix how values are printed and read, and then restores
 * the settings of the step. When the action throws, the transaction or savepoint that it fails restores them.
 */
export async function withValueSettings<T>(session: Session, action: () => Promise<T>): Promise<T> {
  const { rows } = await session.query<{ name: string; value: string }>(READ, [names]);
  await session.query(valueSettings);
  const result = await action();
  await session.query(SET_BACK, [rows.map(({ name }) => name), rows.map(({ value }) => value)]);
  return result;
}
