import { applySeeds } from '../../support/apply-seeds.js';
import { applySuite } from '../../support/apply-suite.js';
import { bridges, createMemoryDatabase, type BridgeName } from '../../support/pg-mem-adapter.js';

/** Statements that pg-mem cannot run as written; the integration tests check them. */
const leftToPostgres: Readonly<Record<BridgeName, readonly string[]>> = {
  'dollar quotes': [
    'COMMENT ON COLUMN "users"."id"',
    'COMMENT ON COLUMN "users"."email"',
    'COMMENT ON COLUMN "users"."full_name"',
    'COMMENT ON COLUMN "users"."password_hash"',
    'COMMENT ON COLUMN "users"."created_at"',
    'COMMENT ON COLUMN "users"."updated_at"',
    'COMMENT ON TABLE "users"',
    'COMMENT ON COLUMN "users"."bio"',
    'COMMENT ON COLUMN "users"."location"',
    'COMMENT ON COLUMN "users"."website"',
    'COMMENT ON COLUMN "users"."profile_picture_url"',
    'COMMENT ON COLUMN "users"."profile_updated_at"',
    'COMMENT ON COLUMN "users"."deletion_requested_at"',
    'COMMENT ON COLUMN "users"."deleted_at"',
    'COMMENT ON COLUMN "profile_audit_log"."id"',
    'COMMENT ON COLUMN "profile_audit_log"."user_id"',
    'COMMENT ON COLUMN "profile_audit_log"."action"',
    'COMMENT ON COLUMN "profile_audit_log"."changes_json"',
    'COMMENT ON COLUMN "profile_audit_log"."ip_address"',
    'COMMENT ON COLUMN "profile_audit_log"."user_agent"',
    'COMMENT ON COLUMN "profile_audit_log"."created_at"',
    'COMMENT ON TABLE "profile_audit_log"',
  ],
  'invalid indexes': ['SELECT index_class.relname AS name'],
  concurrently: [
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_deleted_at_idx" ON "users"',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_deletion_requested_at_idx" ON "users"',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "notification_preferences_user_id_idx" ON "notification_preferences"',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "profile_privacy_settings_user_id_field_name_idx" ON "profile_privacy_settings"',
  ],
  'table exists': [
    'CREATE TABLE IF NOT EXISTS pgmigrations',
    'CREATE TABLE IF NOT EXISTS "users"',
    'CREATE TABLE IF NOT EXISTS profile_privacy_settings',
    'CREATE TABLE IF NOT EXISTS notification_preferences',
    'CREATE TABLE IF NOT EXISTS "profile_audit_log"',
  ],
  'drop table': [
    'DROP TABLE "profile_audit_log"',
    'DROP TABLE "notification_preferences"',
    'DROP TABLE "profile_privacy_settings"',
    'DROP TABLE "users"',
  ],
};

describe('the pg-mem adapter', () => {
  it('replaces or skips exactly the statements that only the integration tests check', async () => {
    const database = createMemoryDatabase();

    await applySuite(database, { direction: 'up' });
    await applySuite(database, { direction: 'up' });
    await applySeeds(database);
    await applySuite(database, { direction: 'down' });

    const found = Object.keys(bridges).map((name) => {
      const crossings = database.bridged().filter(({ bridge }) => bridge === name);
      return [name, crossings.map(({ statement }) => statement)];
    });
    expect(Object.fromEntries(found)).toEqual(leftToPostgres);
  });
});
