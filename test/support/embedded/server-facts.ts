import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { isRunning } from '../../../src/database/embedded/process-table.js';
import type { ChildServer } from './child-process.js';

/** Returns the rows of one statement on a new connection. */
export async function query<Row extends object>(server: ChildServer, text: string): Promise<readonly Row[]> {
  const { host, port, user, password } = server;
  const client = new pg.Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Returns the process ID of the server that uses a data directory. */
export function postmasterPid({ dataDirectory }: Pick<ChildServer, 'dataDirectory'>): number {
  return Number.parseInt(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8'), 10);
}

export async function isServed(server: Pick<ChildServer, 'dataDirectory'>): Promise<boolean> {
  return existsSync(join(server.dataDirectory, 'postmaster.pid')) && isRunning(postmasterPid(server));
}

const folder = process.env.ROUNDTRIP_TEST_BINARIES;

/** Options of startEphemeralServer for the PostgreSQL version of this test run. */
export const testBinaries: { readonly binaries?: string } = folder ? { binaries: folder } : {};
