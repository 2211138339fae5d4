import { createReadStream } from 'node:fs';
import type { ConnectionSettings } from '../../config/connection.js';
import { ownSchema } from '../../database/own-schema.js';
import { uninterruptible } from '../../database/interruption.js';
import { changeOwnObjects } from '../../database/own-objects.js';
import { withScratchServer } from '../../database/open-database.js';
import { withScratchDatabases, type ScratchDatabases } from '../../database/scratch.js';
import { quoteIdentifier } from '../../database/quote.js';
import type { Database, Session } from '../../database/session.js';
import { isPermissionDenied, sqlStateOf, sqlStates } from '../../database/sqlstate.js';
import { withSession } from '../../database/with-session.js';
import { withoutSecrets } from '../../database/without-secrets.js';
import { UsageError, messageOf } from '../../errors.js';
import { asScratchServer, type ScratchServer } from '../../scratch-run/scratch-server.js';
import { assertSpace } from './disk-space.js';
import { diskFull, ScriptLoader, type Loaded, type LoadOptions } from './load-script.js';
import { openDump, openFile } from './snapshot-script.js';
import { assertNotNewer, openSnapshot, type OpenedSnapshot, type SnapshotSource } from './snapshot.js';
import { ScriptCutOff, ScriptReader } from './script-reader.js';
import { damaged } from './snapshot-file.js';
import type { SnapshotFacts } from './snapshot.js';

/** What is being done to make the copy. */
export type CopyProgress =
  | { readonly doing: 'loading'; readonly bytes: number; readonly total: number | undefined }
  | { readonly doing: 'cloning' | 'anonymising' | 'analysing' };

export interface CopyOptions {
  readonly source: SnapshotSource;
  /** The embedded server, unless a server is given. */
  readonly on: ConnectionSettings | undefined;
  readonly extensions: LoadOptions['extensions'];
  /** A file of SQL that runs on the copy first. */
  readonly anonymise: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly progress: (progress: CopyProgress) => void;
}

/** A database with the data of a snapshot. */
export interface Copy {
  readonly database: Database;
  readonly scratch: ScratchServer;
  readonly snapshot: SnapshotFacts;
  readonly loaded: Loaded;
  readonly how: 'dump' | 'template';
}

/**
 * Settings of the embedded server: those of a new PostgreSQL, since what is measured is to be that of a server on
 * which data are safe.
 */
const durable = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  jit: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
} as const;

/**
 * Runs `action` on a copy of a snapshot, and removes the copy afterwards.
 * @throws SnapshotError, RefusedError, DatabaseError with what to do instead
 */
export async function withCopy<T>(options: CopyOptions, action: (copy: Copy) => Promise<T>): Promise<T> {
  const { source, on, signal } = options;
  const opened = await openSnapshot(source, signal);
  const target = on
    ? ({ kind: 'server', connection: on } as const)
    : ({ kind: 'embedded', directory: '', why: 'asked' } as const);
  const ephemeral = { files: 'disk', settings: durable } as const;
  return withScratchServer(target, { signal, ephemeral }, async (server) => {
    assertNotNewer(opened.facts, server);
    if (!on) await assertSpace(await dataFolder(server), opened.sized);
    const roles: string[] = [];
    try {
      return await withScratchDatabases(server, async (scratch) => {
        const made = await make(options, opened, { server, scratch, roles });
        return action({ ...made, scratch: asScratchServer(server), snapshot: opened.facts });
      });
    } finally {
      // On a server of others, nothing is left behind.
      if (on) await dropRoles(server, roles);
    }
  });
}

async function dataFolder(server: Database): Promise<string> {
  const { rows } = await withSession(server, (session) =>
    session.query<{ data_directory: string }>('SHOW data_directory'),
  );
  return rows[0]?.data_directory ?? '/';
}

async function dropRoles(server: Database, roles: readonly string[]): Promise<void> {
  if (roles.length === 0) return;
  await withSession(
    server,
    async (session) => {
      for (const role of roles) await session.query(`DROP ROLE IF EXISTS ${quoteIdentifier(role)}`);
    },
    { signal: uninterruptible },
  );
}

interface Place {
  readonly server: Database;
  readonly scratch: ScratchDatabases;
  /** Receives the roles that are created, even if loading fails later. */
  readonly roles: string[];
}

type Made = Pick<Copy, 'database' | 'loaded' | 'how'>;

async function make(options: CopyOptions, opened: OpenedSnapshot, place: Place): Promise<Made> {
  const { progress, anonymise } = options;
  const made = (await cloned(options, opened, place)) ?? (await restored(options, opened, place));
  await withSession(made.database, async (session) => {
    await changeOwnObjects(session, `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(ownSchema)}`);
    if (anonymise !== undefined) {
      progress({ doing: 'anonymising' });
      await runAnonymisation(session, anonymise);
    }
    progress({ doing: 'analysing' });
    await unlessFull(() => session.query('ANALYZE'));
    // What loading left to write would be measured otherwise; only some roles may ask for it.
    await session.query('CHECKPOINT').catch((error: unknown) => {
      if (!isPermissionDenied(error)) throw error;
    });
  });
  return made;
}

const nothingLoaded: Loaded = { createdRoles: [], skippedExtensions: [], skippedStatements: [] };

/** `CREATE DATABASE … TEMPLATE` copies files, which is the fastest; the source must have no connections meanwhile. */
async function cloned(
  { on, progress }: CopyOptions,
  opened: OpenedSnapshot,
  { scratch }: Place,
): Promise<Made | undefined> {
  if (opened.kind !== 'database' || !on) return undefined;
  const { connection } = opened.source;
  if (connection.host !== on.host || connection.port !== on.port) return undefined;
  progress({ doing: 'cloning' });
  try {
    const database = await scratch.create({ template: opened.database });
    return { database, loaded: nothingLoaded, how: 'template' };
  } catch (error) {
    if (sqlStateOf(error) === sqlStates.objectInUse || isPermissionDenied(error)) return undefined;
    throw error;
  }
}

async function restored(
  options: CopyOptions,
  opened: OpenedSnapshot,
  { scratch, roles }: Place,
): Promise<Made> {
  const { label } = opened.facts;
  const chunks = await openScript(options, opened);
  const database = await scratch.create();
  const loaded = await withSession(database, async (session) => {
    // Whether the load is safe does not matter: it is not what is measured.
    await session.query("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'");
    const loader = new ScriptLoader({ session, label, extensions: options.extensions, createdRoles: roles });
    return load(options, opened, { loader, chunks });
  });
  return { database, loaded, how: 'dump' };
}

function openScript({ env, signal }: CopyOptions, opened: OpenedSnapshot): Promise<AsyncIterable<Buffer>> {
  if (opened.kind === 'file') return openFile(opened.file, { env, signal });
  const { source, major, facts } = opened;
  return openDump({ ...source, major, label: facts.label }, { env, signal });
}

interface Loading {
  readonly loader: ScriptLoader;
  readonly chunks: AsyncIterable<Buffer>;
}

async function load(
  { progress }: CopyOptions,
  opened: OpenedSnapshot,
  { loader, chunks }: Loading,
): Promise<Loaded> {
  let bytes = 0;
  const isPlain = opened.kind === 'file' && opened.file.form === 'SQL';
  const reader = new ScriptReader(chunks, (more) => {
    bytes += more;
    progress({ doing: 'loading', bytes, total: isPlain ? opened.facts.bytes : undefined });
  });
  try {
    const loaded = await unlessFull(() => loader.load(reader));
    if (opened.kind === 'file' && reader.isDump && !reader.isComplete)
      throw new ScriptCutOff('its last line is missing');
    return loaded;
  } catch (error) {
    throw error instanceof ScriptCutOff ? damaged(opened.facts.label, error.message) : error;
  }
}

/** @throws UsageError naming the statement that failed */
async function runAnonymisation(session: Session, path: string): Promise<void> {
  const reader = new ScriptReader(createReadStream(path));
  try {
    for await (const item of reader.items()) {
      if (item.kind === 'statement') await session.query(item.sql);
      else throw new UsageError(`--anonymise ${path} contains a command of psql or COPY FROM stdin`);
    }
    await session.query('RESET ALL');
  } catch (error) {
    const state = sqlStateOf(error);
    if (state === undefined || !/^[0-9A-Z]{5}$/.test(state)) throw asUsage(path, error);
    if (state === sqlStates.diskFull) throw diskFull(error);
    throw new UsageError(
      `--anonymise ${path} failed: ${withoutSecrets(messageOf(error))} (SQLSTATE ${state})`,
      {
        remedy: 'Nothing was rehearsed. Correct the file, and try it on a copy of your own.',
        cause: error,
      },
    );
  }
}

function asUsage(path: string, error: unknown): unknown {
  const isMissing = error instanceof Error && 'syscall' in error;
  return isMissing ? new UsageError(`--anonymise ${path} cannot be read: ${error.message}`) : error;
}

async function unlessFull<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw sqlStateOf(error) === sqlStates.diskFull ? diskFull(error) : error;
  }
}
