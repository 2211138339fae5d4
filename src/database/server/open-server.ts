import pg from 'pg';
import type { ConnectionSettings } from '../../config/connection.js';
import { DatabaseError } from '../../errors.js';
import type { Database, ServerInfo, Session, SessionOptions } from '../session.js';
import { connectionError } from './connection-error.js';
import { PgSession } from './pg-session.js';
import { hasPooler, assertNoPooler } from './pooler.js';
import { SilenceMonitor, defaultTimeouts, type Timeouts } from './silence.js';
import { closeClient, socketOf } from './socket-of.js';
import {
  startSession,
  ownSettingsText,
  startStatement,
  type SessionFacts,
  type StartOptions,
} from './start-session.js';

/** Oldest major version that is supported. */
const oldestMajor = 14;

export interface OpenServerOptions {
  readonly connection: ConnectionSettings;
  readonly kind: ServerInfo['kind'];
  readonly signal: AbortSignal;
  /** Seeds do without session state, so they may go through a pooler; migrations may not. */
  readonly pooler: 'refused' | 'allowed';
  /** How long the server may be silent; default: `defaultTimeouts`. */
  readonly timeout?: Timeouts;
}

/**
 * Connects once, to learn which server this is and whether it can be used at all.
 * @throws DatabaseError when it cannot be reached, is too old, or is a pooler in transaction mode
 */
export async function openServer(options: OpenServerOptions): Promise<Database> {
  const connection = await withWorkingTls(options);
  const { client, facts } = await connectClient(connection, { settings: 'discarded' });
  try {
    assertSupportedServer(facts, connection);
    if (options.pooler === 'refused') await assertNoPooler({ client, facts, connection });
  } finally {
    await closeClient(client);
  }
  const server = { version: facts.version, major: facts.major, kind: options.kind };
  const isPooled = hasPooler(client, facts);
  const settings = options.pooler === 'allowed' && isPooled ? 'discarded' : 'kept';
  // Through a pooler a second connection may have to wait for the first one.
  const watch = isPooled ? undefined : new SilenceMonitor(connection, options.timeout ?? defaultTimeouts);
  const { database: name } = facts;
  return new ServerDatabase({ ...options, connection, origin: connection, server, settings, watch, name });
}

/** `sslmode=prefer` and `allow`: TLS where the server offers it, else without. */
async function withWorkingTls({ connection }: OpenServerOptions): Promise<ConnectionSettings> {
  if (connection.sslFallback === 'none') return connection;
  try {
    const { client } = await connectClient(connection, { settings: 'discarded' });
    await closeClient(client);
    return connection;
  } catch (error) {
    if (error instanceof DatabaseError && /does not support SSL/i.test(String(error.cause))) {
      return { ...connection, ssl: false };
    }
    throw error;
  }
}

function assertSupportedServer({ major, version }: SessionFacts, connection: ConnectionSettings): void {
  if (major >= oldestMajor) return;
  throw new DatabaseError(
    `the server of ${connection.source} is PostgreSQL ${version}; the oldest supported version is ${oldestMajor}`,
    {
      remedy: 'Upgrade the server, or use the embedded one with --embedded.',
    },
  );
}

/** Milliseconds for a connection to be made and to answer its first statement. */
const welcome = 15_000;

/** Milliseconds without traffic after which TCP probes the connection (Linux: 10 times, every second). */
const keepAliveAfter = 30_000;

async function connectClient(connection: ConnectionSettings, options: StartOptions) {
  const { host, port, user, password, database, ssl, applicationName } = connection;
  const client = new pg.Client({
    host,
    port,
    ssl,
    user,
    password,
    database,
    application_name: applicationName ?? 'roundtrip',
    ...(connection.options === undefined ? {} : { options: connection.options }),
    connectionTimeoutMillis: welcome,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfter,
    ...(options.pipelining === 'on' ? { pipeline: true } : {}),
  });
  // A connection that breaks while idle would end the process where nobody listens.
  client.on('error', () => undefined);
  const giveUp = (reason: string) => socketOf(client).destroy(new Error(reason));
  const timer = setTimeout(() => giveUp('timeout expired'), welcome);
  const onAbort = () => giveUp('the attempt to connect was aborted');
  options.connecting?.addEventListener('abort', onAbort, { once: true });
  try {
    await client.connect();
    return { client, facts: await startSession(client, startStatement(options)) };
  } catch (cause) {
    await closeClient(client).catch(() => undefined);
    throw connectionError(cause, connection);
  } finally {
    clearTimeout(timer);
    options.connecting?.removeEventListener('abort', onAbort);
  }
}

interface ServerDatabaseOptions {
  readonly connection: ConnectionSettings;
  readonly signal: AbortSignal;
  readonly server: ServerInfo;
  readonly settings: StartOptions['settings'];
  /** Name of the database on the server; a pooler may use another name. */
  readonly name: string;
  /** Connection for cancelling statements. */
  readonly origin: ConnectionSettings;
  readonly watch: SilenceMonitor | undefined;
}

class ServerDatabase implements Database {
  readonly server: ServerInfo;
  readonly name: string;
  readonly #options: ServerDatabaseOptions;

  constructor(options: ServerDatabaseOptions) {
    this.server = options.server;
    this.name = options.name;
    this.#options = options;
  }

  get label(): string {
    const { host, port } = this.#options.connection;
    return `${host}:${port}/${this.name}`;
  }

  async connect({ signal = this.#options.signal, ...options }: SessionOptions = {}): Promise<Session> {
    const { connection, settings, watch } = this.#options;
    watch?.assertNotLost();
    const { client, facts } = await connectClient(connection, { ...options, settings });
    const cancel = (pid: number) => this.#cancel(pid);
    const { pipelining = 'off' } = options;
    const ownSettings = ownSettingsText(options, facts.major);
    const watched = watch?.watch(client, facts.pid);
    return new PgSession({ client, pid: facts.pid, signal, cancel, ownSettings, pipelining, watched });
  }

  sibling(name: string): Database {
    const connection = { ...this.#options.connection, database: name };
    return new ServerDatabase({ ...this.#options, connection, name });
  }

  /** From the database that was opened: a connection to a scratch database would be in the way of dropping it. */
  async #cancel(pid: number): Promise<void> {
    const { client } = await connectClient(this.#options.origin, { settings: 'discarded' });
    try {
      await client.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
    } finally {
      await closeClient(client);
    }
  }
}
