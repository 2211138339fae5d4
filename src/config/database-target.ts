import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { FileSettings } from './config-file.js';
import type { ConfigInput, Flags } from './flags.js';
import { connectionFromPgVariables, parseConnectionUrl, type ConnectionSettings } from './connection.js';

/** Database of a command. */
export type DatabaseTarget =
  | { readonly kind: 'server'; readonly connection: ConnectionSettings }
  | {
      readonly kind: 'embedded';
      readonly directory: string;
      /** Asked for with --embedded, or taken since nothing names a server. */
      readonly why: 'asked' | 'nothing named';
    };

type Embedded = Extract<DatabaseTarget, { kind: 'embedded' }>;

export function embedded(cwd: string, why: Embedded['why']): DatabaseTarget {
  return { kind: 'embedded', directory: join(cwd, '.roundtrip'), why };
}

/** @throws UsageError where what names the database cannot be used */
export function databaseTarget(
  { flags, env, cwd }: ConfigInput,
  file: FileSettings,
  use: 'direct' | 'pooled',
): DatabaseTarget {
  if (flags.embedded) return embedded(cwd, 'asked');
  const connection = connectionSettings(flags, env, { file, use });
  return connection ? { kind: 'server', connection } : embedded(cwd, 'nothing named');
}

function connectionSettings(
  flags: Flags,
  env: ConfigInput['env'],
  { file, use }: { readonly file: FileSettings; readonly use: 'direct' | 'pooled' },
): ConnectionSettings | undefined {
  if (flags.databaseUrl !== undefined) return parseConnectionUrl(flags.databaseUrl, '--database-url');
  const pooled = file['database-url-var'] ?? 'DATABASE_URL';
  const names = use === 'direct' ? ['DATABASE_URL_UNPOOLED', pooled] : [pooled, 'DATABASE_URL_UNPOOLED'];
  for (const name of names) {
    const url = env[name]?.trim();
    if (url) return parseConnectionUrl(url, name);
  }
  if (file.url) return parseConnectionUrl(file.url, 'url in the configuration file');
  const connection = connectionFromFile(file);
  if (!connection) assertNotEmpty(names, env);
  return connection ?? connectionFromPgVariables(env);
}

/** An empty variable is an error: a missing secret must not select another database. */
function assertNotEmpty(names: readonly string[], env: ConfigInput['env']): void {
  const empty = names.find((name) => env[name] !== undefined);
  if (empty === undefined) return;
  throw new UsageError(`${empty} is set to an empty string`, {
    remedy: 'Set it to a URL, or unset it and use --embedded.',
  });
}

function connectionFromFile(file: FileSettings): ConnectionSettings | undefined {
  const database = file.database ?? file.name;
  if (file.host === undefined && database === undefined) return undefined;
  return {
    source: 'the configuration file',
    host: file.host ?? 'localhost',
    port: Number(file.port ?? 5432),
    user: file.user,
    password: file.password,
    database,
    ssl: file.ssl ?? false,
    sslFallback: 'none',
  };
}
