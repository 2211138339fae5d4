import { applySuite } from '../../support/apply-suite.js';
import { failToBuild, useSuiteWithout } from '../../support/suite-without.js';

const ofPreferences = 'notification_preferences_user_id_idx';
const ofSettings = 'profile_privacy_settings_user_id_field_name_idx';
const migration = 'tune-profile-indexes';

const findIndexes = `
SELECT pg_catalog.pg_get_indexdef(x.indexrelid) AS definition, x.indisvalid AS valid
FROM pg_catalog.pg_index AS x
WHERE x.indexrelid IN (pg_catalog.to_regclass('${ofPreferences}'), pg_catalog.to_regclass('${ofSettings}'))
ORDER BY definition`;

const asTheyWere = [
  {
    definition: `CREATE INDEX ${ofPreferences} ON public.notification_preferences USING btree (user_id)`,
    valid: true,
  },
  {
    definition: `CREATE INDEX ${ofSettings} ON public.profile_privacy_settings USING btree (user_id, field_name)`,
    valid: true,
  },
];

describe('the migration tune-profile-indexes', () => {
  const scratch = useSuiteWithout(migration);

  async function readIndexes() {
    return (await scratch().session.query(findIndexes)).rows;
  }

  it('drops the indexes that duplicate that of a UNIQUE constraint, and its down restores them', async () => {
    const before = await readIndexes();

    await applySuite(scratch().session, { direction: 'up', names: [migration] });
    const after = await readIndexes();
    await applySuite(scratch().session, { direction: 'down', names: [migration] });

    expect(before).toEqual(asTheyWere);
    expect(after).toEqual([]);
    expect(await readIndexes()).toEqual(asTheyWere);
  });

  it.each([
    [ofPreferences, 'notification_preferences'],
    [ofSettings, 'profile_privacy_settings'],
  ])('can be rolled back again after the build of %s failed', async (index, table) => {
    const { session } = scratch();
    await session.query(`
      INSERT INTO users (email, full_name, password_hash) VALUES ('a@example.com', 'A', 'x');
      INSERT INTO notification_preferences (user_id, channel, category)
        VALUES (1, 'email', 'marketing'), (1, 'sms', 'marketing');
      INSERT INTO profile_privacy_settings (user_id, field_name) VALUES (1, 'bio'), (1, 'email')`);
    await applySuite(session, { direction: 'up', names: [migration] });
    await failToBuild(session, index, `${table} (user_id)`);
    const left = await readIndexes();

    await applySuite(session, { direction: 'down', names: [migration] });

    expect(left).toMatchObject([{ valid: false }]);
    expect(await readIndexes()).toEqual(asTheyWere);
  });

  it('drops the remaining index if the other one is missing', async () => {
    await scratch().session.query(`DROP INDEX ${ofSettings}`);

    await applySuite(scratch().session, { direction: 'up', names: [migration] });

    expect(await readIndexes()).toEqual([]);
  });
});
