import pg from 'pg';
import { clusterUser } from './cluster.js';

export const serverHost = '127.0.0.1';

export interface Login {
  readonly port: number;
  readonly password: string;
}

/** The first row of a query; `undefined` if the connection fails. */
export async function askServer<Row extends object>(login: Login, query: string): Promise<Row | undefined> {
  const client = makeClient(login);
  try {
    await client.connect();
  } catch {
    // Whoever listens on that port, it is not the server that has this password.
    return undefined;
  }
  return runAndClose<Row>(client, query);
}

/** Runs one statement as the superuser. */
export async function commandServer(login: Login, statement: string): Promise<void> {
  const client = makeClient(login);
  await client.connect();
  await runAndClose(client, statement);
}

function makeClient({ port, password }: Login): pg.Client {
  return new pg.Client({
    host: serverHost,
    port,
    password,
    user: clusterUser,
    database: 'postgres',
    application_name: 'roundtrip',
    connectionTimeoutMillis: 10_000,
  });
}

async function runAndClose<Row extends object>(client: pg.Client, query: string): Promise<Row | undefined> {
  try {
    return (await client.query<Row>(query)).rows[0];
  } finally {
    await client.end();
  }
}
