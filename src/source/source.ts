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
  /** The catalog that the migrations lead to: a source may use what only migrations can create. */
  readonly present: Snapshot;
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
  /**
   * Adds to the described catalog what migrations made and the source has no words for, so that it stays. Both
   * catalogs have to be comparable.
   */
  readonly withUnmanaged: (states: SchemaStates) => WantedSchema;
}

export interface SchemaStates {
  /** The catalog that the migrations lead to, perhaps with renamed objects. */
  readonly present: Snapshot;
  /** The catalog that the source describes. */
  readonly described: Snapshot;
}

export interface WantedSchema {
  readonly wanted: Snapshot;
  readonly unmanaged: readonly Unmanaged[];
}

/** An object that stays as migrations made it, because the source has no words for it. */
export interface Unmanaged {
  readonly object: CatalogObject;
  /** The source has no words for these attributes; `undefined` where that is so for the whole object. */
  readonly attributes?: readonly string[];
}

/** For sources that can describe everything. */
export const managesEverything: Pick<SourceSchema, 'withUnmanaged'> = {
  withUnmanaged: ({ described }) => ({ wanted: described, unmanaged: [] }),
};
