import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeMigrations, withMigratedDatabase } from 'pg-roundtrip/testing';

describeMigrations({ describe, test: it });

void describe('a tenant', () => {
  void it('takes its memberships along when it is deleted, and no user', async () => {
    await withMigratedDatabase({ seed: 'development' }, async ({ query }) => {
      const { rows: before } = await query('SELECT count(*)::int AS users FROM users');
      await query('DELETE FROM tenants');

      assert.deepEqual((await query('SELECT FROM tenant_users')).rowCount, 0);
      assert.deepEqual((await query('SELECT count(*)::int AS users FROM users')).rows, before);
    });
  });

  void it('has no members that do not exist', async () => {
    await withMigratedDatabase(async ({ query }) => {
      const { rows } = await query("INSERT INTO tenants (name) VALUES ('Acme') RETURNING id");
      const values = [rows[0]?.id];

      await assert.rejects(
        query('INSERT INTO tenant_users (tenant_id, user_id) VALUES ($1, gen_random_uuid())', values),
        { code: '23503' },
      );
    });
  });
});
