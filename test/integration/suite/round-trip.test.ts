import { applySuite, suiteNames } from '../../support/apply-suite.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { readSuiteCatalog } from '../../support/suite-catalog.js';

describe('the migrations of the profile suite', () => {
  let scratch: Scratch;

  beforeEach(async () => {
    scratch = await createScratch();
  });

  afterEach(() => scratch.drop());

  it.each(suiteNames)('are reversible, with the same schema after the second up: %s', async (name) => {
    const { session } = scratch;
    await applySuite(session, { direction: 'up', names: suiteNames.slice(0, suiteNames.indexOf(name)) });
    const before = await readSuiteCatalog(session);

    await applySuite(session, { direction: 'up', names: [name] });
    const after = await readSuiteCatalog(session);
    await applySuite(session, { direction: 'down', names: [name] });
    const returned = await readSuiteCatalog(session);
    await applySuite(session, { direction: 'up', names: [name] });

    expect(after).not.toEqual(before);
    expect(returned).toEqual(before);
    expect(await readSuiteCatalog(session)).toEqual(after);
  });

  it('can all be applied, rolled back to an empty database, and applied again', async () => {
    const { session } = scratch;
    const empty = await readSuiteCatalog(session);

    await applySuite(session, { direction: 'up' });
    const after = await readSuiteCatalog(session);
    await applySuite(session, { direction: 'down' });
    const returned = await readSuiteCatalog(session);
    await applySuite(session, { direction: 'up' });

    expect(returned).toEqual(empty);
    expect(await readSuiteCatalog(session)).toEqual(after);
  });

  /** These migrations create indexes that tune-profile-indexes drops. */
  const tuned = ['create-profile-privacy-settings', 'create-notification-preferences'];

  it.each(suiteNames.filter((name) => !tuned.includes(name)))(
    'change nothing if they run on their own result, as after a lost record: %s',
    async (name) => {
      const { session } = scratch;
      await applySuite(session, { direction: 'up' });
      const once = await readSuiteCatalog(session);

      await applySuite(session, { direction: 'up', names: [name] });

      expect(await readSuiteCatalog(session)).toEqual(once);
    },
  );

  it.each(tuned)('create only a dropped index again if they run on the final schema: %s', async (name) => {
    const { session } = scratch;
    await applySuite(session, { direction: 'up' });
    const once = await readSuiteCatalog(session);

    await applySuite(session, { direction: 'up', names: [name] });
    const again = await readSuiteCatalog(session);
    await applySuite(session, { direction: 'up', names: ['tune-profile-indexes'] });

    expect(again).not.toEqual(once);
    expect(await readSuiteCatalog(session)).toEqual(once);
  });
});
