import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate';
import { migrationLockKey } from '../../../src/migrations/engine.js';

it('takes the lock that node-pg-migrate takes', () => {
  expect(migrationLockKey).toBe(PG_MIGRATE_LOCK_ID);
});
