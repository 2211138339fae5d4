import { describeMigrations, withMigratedDatabase } from 'pg-roundtrip/testing';

describeMigrations();

describe('an invitation', () => {
  it('goes with the user who made it, but not with the one who accepted it', async () => {
    await withMigratedDatabase({ seed: 'development' }, async ({ query }) => {
      const count = 'SELECT count(*)::int AS n FROM invitations WHERE inviter_user_id = ANY ($1)';
      const { rows } = await query(
        'SELECT inviter_user_id AS inviter, redeemer_user_id AS redeemer FROM invitations WHERE redeemer_user_id IS NOT NULL LIMIT 1',
      );
      const [{ inviter, redeemer } = {}] = rows;
      await query('DELETE FROM users WHERE id = $1', [redeemer]);
      expect((await query(count, [[inviter]])).rows).not.toEqual([{ n: 0 }]);

      await query('DELETE FROM users WHERE id = $1', [inviter]);
      expect((await query(count, [[inviter]])).rows).toEqual([{ n: 0 }]);
    });
  });

  it('cannot have a short code', async () => {
    await withMigratedDatabase({ seed: 'development' }, async ({ query }) => {
      await expect(query("UPDATE invitations SET invite_code = 'short'")).rejects.toMatchObject({
        constraint: 'invitations_invite_code_check',
      });
    });
  });
});
