import { parseConnectionUrl, type ConnectionSettings } from '../config/connection.js';
import { openServer } from '../database/server/open-server.js';
import type { Database } from '../database/session.js';
import { readDatabaseState } from '../database-state/read-database-state.js';
import { RefusedError } from '../errors.js';
import {
  managesEverything,
  type Source,
  type SourceContext,
  type SourceSchema,
  type SourceRequest,
} from './source.js';

/** A live database as the wanted schema; it is only read. */
export function databaseSource({ text, origin, config: { database: target } }: SourceRequest): Source {
  const connection = parseConnectionUrl(text, origin);
  const { host, port, database = connection.user ?? '' } = connection;
  const label = `${host}:${port}/${database}`;
  if (target.kind === 'server') assertOther(connection, target.connection, label);
  return { kind: 'database', label, read: (context) => read(connection, context) };
}

async function read(connection: ConnectionSettings, context: SourceContext): Promise<SourceSchema> {
  const { config, limits, signal, scratch } = context;
  const database = await openServer({ connection, kind: 'server', signal, pooler: 'allowed' });
  assertSameMajor(database, scratch.server);
  const { catalog, role } = await readDatabaseState(database, { config, limits });
  return { catalog, baseline: new Map(), runner: role.runner, ...managesEverything };
}

/** Compares what is written: two names of one host are found only by the server's own address. */
function assertOther(source: ConnectionSettings, target: ConnectionSettings, label: string): void {
  const isSame =
    hostOf(source) === hostOf(target) && source.port === target.port && nameOf(source) === nameOf(target);
  if (!isSame) return;
  throw new RefusedError(`the source ${label} is the project's own database`, {
    remedy:
      'The source must describe another state: give another database with --from, or another project database with --database-url. To compare a database with its migrations, use roundtrip verify.',
  });
}

function hostOf({ host }: ConnectionSettings): string {
  return ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host) ? 'localhost' : host.toLowerCase();
}

function nameOf({ database, user }: ConnectionSettings): string | undefined {
  return database ?? user;
}

function assertSameMajor({ server: there, label }: Database, { server: here }: Database): void {
  if (there.major === here.major) return;
  throw new RefusedError(
    `the source ${label} is PostgreSQL ${there.version}, but the scratch databases are on ${here.version}: both must have the same major version`,
    {
      remedy: `Give a server of PostgreSQL ${there.major} for the scratch databases with --database-url, or the output of pg_dump --schema-only as the source.`,
    },
  );
}
