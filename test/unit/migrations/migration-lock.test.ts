import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate';
import { migrationLockKey } from '../../../src/migrations/engine.js';

it('the migration lock is the advisory lock of node-pg-migrate', () => {
  expect(migrationLockKey).toBe(PG_MIGRATE_LOCK_ID);
});
