// A minimal program that queries a database; bench/cli.ts compares commands with it.
import process from 'node:process';
import pg from 'pg';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query('SELECT 1');
await client.end();
