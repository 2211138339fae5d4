import { fileURLToPath } from 'node:url';
import type { ConnectionSettings } from '../../config/connection.js';

/** libpq's variables for the parameters of a connection URL that concern TLS (manual, 34.15 Environment Variables). */
const tlsVariables = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslcrl: 'PGSSLCRL',
  channel_binding: 'PGCHANNELBINDING',
  gssencmode: 'PGGSSENCMODE',
} as const;

/** A database to copy, and the URL that it was given with. */
export interface DumpSource {
  readonly connection: ConnectionSettings;
  readonly url: string;
}

/**
 * The environment with which pg_dump reads a database: a password on its command line could be read by everybody on
 * the machine. It can write nothing: every transaction is read-only.
 */
export function dumpEnvironment({ connection, url }: DumpSource, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { host, port, user, password, database, options } = connection;
  const others = Object.entries(env).filter(([name]) => !name.startsWith('PG') || name === 'PGPASSFILE');
  const readOnly = '-c default_transaction_read_only=on';
  return {
    ...Object.fromEntries(others),
    LC_ALL: 'C',
    PGHOST: host,
    PGPORT: String(port),
    PGAPPNAME: 'roundtrip rehearse',
    PGCONNECT_TIMEOUT: '15',
    PGOPTIONS: options === undefined ? readOnly : `${options} ${readOnly}`,
    ...(user === undefined ? {} : { PGUSER: user }),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    ...(database === undefined ? {} : { PGDATABASE: database }),
    ...tlsOf(url),
  };
}

function tlsOf(url: string): NodeJS.ProcessEnv {
  const query = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '');
  return Object.fromEntries(
    Object.entries(tlsVariables).flatMap(([name, variable]) => {
      const value = query.get(name);
      if (value === null) return [];
      return [[variable, value.startsWith('file:') ? fileURLToPath(value) : modeOf(name, value)]];
    }),
  );
}

/** `no-verify` is the driver's own word. */
function modeOf(name: string, value: string): string {
  return name === 'sslmode' && value === 'no-verify' ? 'require' : value;
}
