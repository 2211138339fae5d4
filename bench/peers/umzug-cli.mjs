// umzug has neither a command nor a table of its own for PostgreSQL; this is the code that a project writes to use it.
// Usage: node umzug-cli.mjs up | down, in a folder with migrations/
import process from 'node:process';
import pg from 'pg';
import { Umzug } from 'umzug';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS umzug (name text PRIMARY KEY)');

const umzug = new Umzug({
  context: client,
  migrations: { glob: 'migrations/*.cjs' },
  logger: undefined,
  storage: {
    executed: async () =>
      (await client.query('SELECT name FROM umzug ORDER BY name')).rows.map(({ name }) => name),
    logMigration: ({ name }) => client.query('INSERT INTO umzug VALUES ($1)', [name]),
    unlogMigration: ({ name }) => client.query('DELETE FROM umzug WHERE name = $1', [name]),
  },
});
if (process.argv[2] === 'up') await umzug.up();
else await umzug.down({ to: 0 });
await client.end();
