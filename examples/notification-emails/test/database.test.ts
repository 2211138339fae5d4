import { describeMigrations, withMigratedDatabase } from 'pg-roundtrip/testing';
import { describe, expect, it } from 'vitest';

describeMigrations();

describe('a user', () => {
  it('cannot be deleted after a notification was sent', async () => {
    await withMigratedDatabase({ seed: 'development' }, async ({ query }) => {
      await expect(query('DELETE FROM users')).rejects.toMatchObject({ code: '23503' });

      await query('DELETE FROM notification_emails_sent');
      await query('DELETE FROM users');
      expect((await query('SELECT FROM user_privacy_settings')).rowCount).toBe(0);
    });
  });
});

describe('the migration that tracks e-mails', () => {
  it('is applied to existing users without losing them', async () => {
    await withMigratedDatabase({ through: 'create-users-and-privacy-settings' }, async ({ query }) => {
      expect((await query("SELECT to_regclass('notification_emails_sent') AS found")).rows).toEqual([
        { found: null },
      ]);
    });
  });
});
