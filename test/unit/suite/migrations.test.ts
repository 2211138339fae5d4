import { applySuite, suiteNames } from '../../support/apply-suite.js';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/pg-mem-adapter.js';

/** An in-memory database with all migrations before `name` applied. */
async function createDatabaseBefore(name: string): Promise<MemoryDatabase> {
  const database = createMemoryDatabase();
  const names = suiteNames.slice(0, suiteNames.indexOf(name));
  await applySuite(database, { direction: 'up', names });
  return database;
}

describe.each(suiteNames)('the migration %s', (name) => {
  it('restores the initial state in its down, and the same result in its second up', async () => {
    const database = await createDatabaseBefore(name);
    const before = database.schema();

    await applySuite(database, { direction: 'up', names: [name] });
    const after = database.schema();
    await applySuite(database, { direction: 'down', names: [name] });
    const returned = database.schema();
    await applySuite(database, { direction: 'up', names: [name] });

    expect(after).not.toEqual(before);
    expect(returned).toEqual(before);
    expect(database.schema()).toEqual(after);
  });

  it('changes nothing if its objects exist already', async () => {
    const database = await createDatabaseBefore(name);
    await applySuite(database, { direction: 'up', names: [name] });
    const once = database.schema();

    await applySuite(database, { direction: 'up', names: [name] });

    expect(database.schema()).toEqual(once);
  });
});

describe('the profile suite', () => {
  it('has its migrations in the order of their dependencies', () => {
    expect(suiteNames).toEqual([
      'create-users',
      'extend-users-with-profile',
      'create-profile-privacy-settings',
      'create-notification-preferences',
      'create-profile-audit-log',
      'index-users-deletion',
      'tune-profile-indexes',
    ]);
  });

  it('can be applied, rolled back to an empty database, and applied again', async () => {
    const database = createMemoryDatabase();

    await applySuite(database, { direction: 'up' });
    const after = database.schema();
    await applySuite(database, { direction: 'down' });
    const returned = database.schema();
    await applySuite(database, { direction: 'up' });

    expect(returned).toEqual({});
    expect(database.schema()).toEqual(after);
  });

  it('has a comment with the purpose of every table and column', async () => {
    const database = createMemoryDatabase();

    await applySuite(database, { direction: 'up' });

    const tables = Object.values(database.schema());
    const comments = tables.flatMap(({ comment, columnComments }) => [
      comment,
      ...Object.values(columnComments),
    ]);
    expect(comments).toHaveLength(4 + 13 + 6 + 7 + 7);
    expect(comments).toEqual(comments.map(() => expect.stringMatching(/^\S.*\.$/) as string));
  });
});
