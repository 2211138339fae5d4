import type { ClientConfig } from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { UsageError } from '../errors.js';

/** Connection settings for one database, from a URL or from the `PG*` variables. */
export interface ConnectionSettings {
  /** Source of the settings, for messages: `DATABASE_URL`, `--database-url`, `PGHOST`. */
  readonly source: string;
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly ssl: NonNullable<ClientConfig['ssl']>;
  /** `options` of the URL, for the startup packet: settings, a role, the endpoint of a host of many servers. */
  readonly options?: string | undefined;
  readonly applicationName?: string | undefined;
  /** `prefer` and `allow` fall back to a plain connection where the server has no TLS. */
  readonly sslFallback: 'plain' | 'none';
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'no-verify', 'verify-ca', 'verify-full'];

/**
 * Parses a connection URL. `sslmode` works as in PostgreSQL's manual (34.19.1, "Client Verification of Server
 * Certificates"), which differs from the driver.
 * @throws UsageError naming `source`, never the URL, which may hold a password
 */
export function parseConnectionUrl(url: string, source: string): ConnectionSettings {
  if (!/^postgres(ql)?:\/\//.test(url) && !url.startsWith('socket:') && !url.startsWith('/')) {
    throw new UsageError(`${source} is not a PostgreSQL connection URL`, {
      remedy: 'Use the form postgres://user:password@host:5432/database.',
    });
  }
  assertSingleHost(url, source);
  const config = parseUrl(url, source);
  const database = databaseOf(url) ?? config.database;
  return settingsOf({ ...config, ...(database ? { database } : {}) }, source, sslModeOf(url));
}

/** libpq tries one after the other; the driver takes one. */
function assertSingleHost(url: string, source: string): void {
  const hosts = /^postgres(?:ql)?:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(url)?.[1] ?? '';
  if (!hosts.includes(',')) return;
  throw new UsageError(`${source} contains several hosts`, {
    remedy: 'Give only one host: the primary.',
  });
}

/** Every character of a name may be encoded, as libpq has it; the package leaves `;`, `/`, `?` and the like as they are. */
function databaseOf(url: string): string | undefined {
  const path = /^postgres(?:ql)?:\/\/[^/?#]*\/([^?#]*)/.exec(url)?.[1];
  try {
    return path && decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function parseUrl(url: string, source: string): ClientConfig {
  const mode = sslModeOf(url);
  if (mode !== undefined && !sslModes.includes(mode)) {
    throw new UsageError(`${source} has sslmode=${mode}, which is not one of ${sslModes.join(', ')}`);
  }
  try {
    const compatible = mode !== 'no-verify' && !url.includes('uselibpqcompat=');
    return toClientConfig(parse(url, { useLibpqCompat: compatible }));
  } catch (cause) {
    throw new UsageError(`${source} cannot be used: ${reasonOf(cause)}`, {
      remedy:
        'Use the form postgres://user:password@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem.',
    });
  }
}

/** Parser messages may quote the URL; only those about files and certificates are passed on. */
function reasonOf(cause: unknown): string {
  const error = cause as NodeJS.ErrnoException;
  if (error.code === 'ENOENT' || error.code === 'EACCES')
    return `${error.code}, ${error.path ?? 'a certificate file'}`;
  if (error.message.includes('verify-ca'))
    return 'sslmode=verify-ca needs sslrootcert with the path of a CA file';
  return 'it is not a valid URL (special characters in the password must be percent-encoded)';
}

function sslModeOf(url: string): string | undefined {
  return /[?&]sslmode=([^&#]*)/.exec(url)?.[1];
}

function settingsOf(config: ClientConfig, source: string, sslMode: string | undefined): ConnectionSettings {
  return {
    source,
    host: config.host || 'localhost',
    port: config.port ?? 5432,
    user: config.user || undefined,
    password: typeof config.password === 'string' && config.password !== '' ? config.password : undefined,
    database: config.database || undefined,
    ...(config.options ? { options: config.options } : {}),
    ...(applicationNameOf(config) ? { applicationName: applicationNameOf(config) } : {}),
    ssl: sslMode === 'allow' ? { rejectUnauthorized: false } : (config.ssl ?? false),
    sslFallback: sslMode === 'prefer' || sslMode === 'allow' ? 'plain' : 'none',
  };
}

function applicationNameOf({ application_name: name, fallback_application_name: fallback }: ClientConfig) {
  return name || fallback || undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings from libpq's variables, where at least the host or the database is given by them. */
export function connectionFromPgVariables(env: Environment): ConnectionSettings | undefined {
  const source = ['PGHOST', 'PGHOSTADDR', 'PGDATABASE'].find((name) => env[name]);
  if (source === undefined) return undefined;
  const query = new URLSearchParams();
  if (env.PGSSLMODE) query.set('sslmode', env.PGSSLMODE);
  if (env.PGSSLROOTCERT) query.set('sslrootcert', env.PGSSLROOTCERT);
  if (env.PGSSLCERT) query.set('sslcert', env.PGSSLCERT);
  if (env.PGSSLKEY) query.set('sslkey', env.PGSSLKEY);
  const tls = parseConnectionUrl(`postgres://ignored/ignored?${query.toString()}`, source);
  return { ...tls, ...fromVariables(env) };
}

function fromVariables(env: Environment) {
  return {
    host: env.PGHOSTADDR || env.PGHOST || 'localhost',
    port: parsePort(env.PGPORT || '5432'),
    user: env.PGUSER || undefined,
    password: env.PGPASSWORD || undefined,
    database: env.PGDATABASE || undefined,
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`PGPORT ${text} is not a valid port`, { remedy: 'Give a number from 1 to 65535.' });
}
