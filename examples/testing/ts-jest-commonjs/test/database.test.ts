import { describeMigrations, withMigratedDatabase } from 'pg-roundtrip/testing';

// One test for each migration.
describeMigrations();

describe('a customer', () => {
  it('has an address of its own', async () => {
    await withMigratedDatabase(async ({ query }) => {
      await query('INSERT INTO customers (email) VALUES ($1)', ['ada@example.com']);

      await expect(query('INSERT INTO customers (email) VALUES ($1)', ['ada@example.com'])).rejects.toThrow(
        'duplicate key',
      );
    });
  });

  it('keeps its data when moods are added', async () => {
    await withMigratedDatabase({ through: 'create-customers' }, async ({ query }) => {
      await query('INSERT INTO customers (email) VALUES ($1)', ['ada@example.com']);
      const { rows } = await query('SELECT email FROM customers');

      expect(rows).toEqual([{ email: 'ada@example.com' }]);
    });
  });
});
