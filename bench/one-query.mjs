// The least that a program can do that asks a database; bench/cli.ts measures by it.
import process from 'node:process';
import pg from 'pg';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query('SELECT 1');
await client.end();
