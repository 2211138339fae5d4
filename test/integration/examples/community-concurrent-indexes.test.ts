import { createExample, migrationsOf, type Example } from './support/example.js';

const migration = migrationsOf('community').at(-1);

const findIndexes = `
SELECT index_class.relname AS name, index.indisvalid AS valid, index.indisunique AS unique,
       method.amname AS method
FROM pg_catalog.pg_index AS index
JOIN pg_catalog.pg_class AS index_class ON index_class.oid = index.indexrelid
JOIN pg_catalog.pg_am AS method ON method.oid = index_class.relam
WHERE index_class.relname = ANY ($1)
ORDER BY index_class.relname`;

/**
 * `alike` is a column of the same table with equal values in the seeded rows, so that a unique index fails.
 */
const indexes = [
  { name: 'invitations_expires_at_idx', table: 'invitations', alike: 'status', method: 'btree' },
  { name: 'profiles_learning_tracks_idx', table: 'profiles', alike: 'country_code', method: 'gin' },
  { name: 'users_approved_by_user_id_idx', table: 'users', alike: 'role', method: 'btree' },
];

const good = indexes.map(({ name, method }) => ({ name, valid: true, unique: false, method }));

describe('the indexes of examples/community that are built concurrently', () => {
  let example: Example;

  beforeEach(async () => {
    example = await createExample('community', 'seeded');
  });

  afterEach(() => example.drop());

  async function listIndexes() {
    return (await example.session.query(findIndexes, [indexes.map(({ name }) => name)])).rows;
  }

  async function forgetMigration(): Promise<void> {
    await example.session.query('DELETE FROM pgmigrations WHERE name = $1', [migration]);
  }

  it.each(indexes)('$name is recreated if a failed build left it invalid', async ({ name, table, alike }) => {
    await forgetMigration();
    await example.session.query(`DROP INDEX ${name}`);
    const build = example.session.query(`CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table} (${alike})`);
    await expect(build).rejects.toMatchObject({ code: '23505' });
    const left = await listIndexes();

    await example.up();

    expect(left).toContainEqual({ name, valid: false, unique: true, method: 'btree' });
    expect(await listIndexes()).toEqual(good);
  });

  it.each(indexes)('the migration can be rolled back if $name is missing', async ({ name }) => {
    await example.session.query(`DROP INDEX ${name}`);

    await example.down();

    expect(await listIndexes()).toEqual([]);
  });
});
