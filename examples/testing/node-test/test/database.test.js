import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeMigrations, withMigratedDatabase } from 'pg-roundtrip/testing';

// One test for each migration.
describeMigrations();

describe('a customer', () => {
  it('has an address of its own', async () => {
    await withMigratedDatabase(async ({ query }) => {
      await query('INSERT INTO customers (email) VALUES ($1)', ['ada@example.com']);

      await assert.rejects(
        query('INSERT INTO customers (email) VALUES ($1)', ['ada@example.com']),
        /duplicate key/,
      );
    });
  });
});
