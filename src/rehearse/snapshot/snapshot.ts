import { openServer } from '../../database/server/open-server.js';
import { withSession } from '../../database/with-session.js';
import type { Database } from '../../database/session.js';
import type { SizedSource } from './disk-space.js';
import type { DumpSource } from './dump-environment.js';
import { SnapshotError } from './snapshot-error.js';
import { readSnapshotFile, type SnapshotFile } from './snapshot-file.js';

/** Where the data come from. */
export type SnapshotSource =
  | { readonly kind: 'file'; readonly path: string; readonly label: string }
  | ({ readonly kind: 'database' } & DumpSource);

/** What is known of a snapshot before it is loaded. */
export interface SnapshotFacts {
  /** The file, or `host:port/name`, without secrets. */
  readonly label: string;
  /** ISO 8601. */
  readonly takenAt: string;
  /** Size of the file, or of the database. */
  readonly bytes: number;
  /** Version of the server that it was taken from, where that is known. */
  readonly server: string | undefined;
}

/** A snapshot that was looked at and can be loaded. */
export type OpenedSnapshot = { readonly facts: SnapshotFacts; readonly sized: SizedSource } & (
  | { readonly kind: 'file'; readonly file: SnapshotFile }
  | {
      readonly kind: 'database';
      readonly source: DumpSource;
      readonly database: Database;
      readonly major: number;
    }
);

interface SizeRow {
  readonly bytes: number;
  readonly now: string;
}

const SIZE = `
  SELECT pg_catalog.pg_database_size(pg_catalog.current_database())::pg_catalog.float8 AS bytes,
    pg_catalog.to_char(pg_catalog.now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS now`;

/** Looks at a snapshot, without changing anything. */
export async function openSnapshot(source: SnapshotSource, signal: AbortSignal): Promise<OpenedSnapshot> {
  return source.kind === 'file' ? ofFile(source.path, source.label) : ofDatabase(source, signal);
}

async function ofFile(path: string, label: string): Promise<OpenedSnapshot> {
  const file = await readSnapshotFile(path);
  const { takenAt, bytes, server, form } = file;
  return {
    kind: 'file',
    file,
    facts: { label, takenAt, bytes, server },
    sized: { kind: form, bytes },
  };
}

async function ofDatabase(source: DumpSource, signal: AbortSignal): Promise<OpenedSnapshot> {
  const { connection } = source;
  const database = await openServer({ connection, kind: 'server', signal, pooler: 'refused' });
  const { bytes, now } = await withSession(
    database,
    async (session) => {
      await session.query('BEGIN READ ONLY');
      const { rows } = await session.query<SizeRow>(SIZE);
      await session.query('COMMIT');
      return rows[0] ?? { bytes: 0, now: '' };
    },
    { searchPath: 'none' },
  );
  const { version, major } = database.server;
  return {
    kind: 'database',
    source,
    database,
    major,
    facts: { label: database.label, takenAt: now, bytes, server: version },
    sized: { kind: 'database', bytes },
  };
}

/**
 * A dump of a newer server may use what an older one does not have.
 * @throws SnapshotError
 */
export function assertNotNewer({ label, server }: SnapshotFacts, copy: Database): void {
  const major = Number(/^\d+/.exec(server ?? '')?.[0] ?? 0);
  if (major <= copy.server.major) return;
  throw new SnapshotError(
    `${label} is of PostgreSQL ${server ?? ''}, which is newer than the server of the copy, PostgreSQL ${copy.server.version}`,
    { remedy: `Give a server of PostgreSQL ${major} or later with --scratch-url.` },
  );
}
