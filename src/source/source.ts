import type { CatalogObject, Snapshot } from '../catalog/model/object.js';
import type { Config, MigrationsConfig } from '../config/config.js';
import type { ScratchDatabases } from '../database/scratch.js';
import type { SessionOptions } from '../database/session.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import type { ScratchServer } from '../scratch-run/scratch-server.js';

/** A source as the user names it. */
export interface SourceRequest {
  /** A path or the URL of a database. */
  readonly text: string;
  /** Where the text comes from, for messages: `--from`. */
  readonly origin: string;
  /** Folder that a relative path starts from. */
  readonly directory: string;
  readonly config: Config;
}

/** A source whose file or folder exists. */
export interface SourcePath {
  /** Absolute. */
  readonly path: string;
  /** For messages: relative to the project. */
  readonly label: string;
  readonly config: Config;
}

/** What describes the wanted schema. */
export interface Source {
  readonly kind: 'drizzle' | 'sql' | 'database' | 'migrations';
  /** For messages: a path relative to the project, or `host:port/name` of a database. */
  readonly label: string;
  /**
   * Reads the wanted schema, where necessary by creating it in a scratch database.
   * @throws UsageError, RefusedError, DatabaseError saying what is wrong with the source
   */
  read(context: SourceContext): Promise<SourceSchema>;
}

/** Where a source creates its schema. */
export interface SourceContext {
  readonly scratch: ScratchServer;
  readonly databases: ScratchDatabases;
  /** Missing on a server of the tool's own. */
  readonly clusterGuard: ClusterGuard | undefined;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  /** Receives remarks about parts of the source that have no effect, in a sentence each. */
  readonly note: (text: string) => void;
}

/** The schema that a source describes. */
export interface SourceSchema {
  /** The catalog of a database with that schema, without the migrations table. */
  readonly catalog: Snapshot;
  /** The catalog of that database before the schema was created; empty for a database that already existed. */
  readonly baseline: Snapshot;
  /** The role that owns whatever the source gives no owner, quoted where SQL requires it. */
  readonly runner: string;
  /** Whether the source has no means to describe an object: what migrations created stays as it is. */
  readonly isUnmanaged: (object: CatalogObject) => boolean;
  /** Names of attributes of an object that the source has no means to describe. */
  readonly unmanagedAttributes: (object: CatalogObject) => readonly string[];
}

/** For sources that can describe everything. */
export const managesEverything = {
  isUnmanaged: () => false,
  unmanagedAttributes: () => [],
} as const satisfies Pick<SourceSchema, 'isUnmanaged' | 'unmanagedAttributes'>;
