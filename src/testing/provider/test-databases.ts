import type { DatabaseTarget } from '../../config/config.js';
import type { Database } from '../../database/session.js';
import { UsageError } from '../../errors.js';
import { withProject } from '../../library/with-project.js';
import { findByName } from '../../migrations/find-by-name.js';
import { findMigrationFiles, type MigrationFile } from '../../migrations/migration-file.js';
import { migratedDatabaseNames, type MigratedDatabaseOptions, type ProjectRequest } from '../options.js';
import { databaseUrl } from './database-url.js';
import { failureKept } from './shared-builds.js';
import { migrationsKey, seedKey, type TemplateContents } from './template-key.js';
import { TemplateServer, type Keys } from './template-server.js';
import { openTestServer } from './test-server.js';

/** A database that a test uses. */
export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  readonly server: TemplateServer;
}

/** Embedded servers that are kept for other states of the migrations. */
const keptServers = 3;

type Request = ProjectRequest<MigratedDatabaseOptions>;

/** All servers, templates and databases of a provider. */
export class TestDatabases {
  readonly #ending = new AbortController();
  /** Ordered by their last use. */
  readonly #servers = new Map<string, TemplateServer>();
  /** Servers that are replaced, and may still be in use. */
  readonly #retired = new Set<TemplateServer>();

  async acquire(request: Request): Promise<TestDatabase> {
    return withContents(request, async (contents) => {
      const keys = await keysOf(contents);
      return this.#using(contents, keys, async (server) => {
        const database = await (await server.copies(contents, keys)).take();
        const { connection } = await server.server();
        return { database, server, url: databaseUrl(database.name, connection, request.options.databaseUrl) };
      });
    });
  }

  /** Builds the template and a first copy. */
  async prepare(request: Request): Promise<void> {
    await withContents(request, async (contents) => {
      const keys = await keysOf(contents);
      await this.#using(contents, keys, async (server) => {
        (await server.copies(contents, keys)).prepare();
        server.inUse -= 1;
      });
    });
  }

  /** Drops a database for good. */
  async release({ database, server }: TestDatabase): Promise<void> {
    server.inUse -= 1;
    await server.drop(database);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    const servers = [...this.#servers.values(), ...this.#retired];
    await Promise.allSettled(servers.map((server) => server.close()));
  }

  async #using<T>(
    { config }: TemplateContents,
    keys: Keys,
    action: (server: TemplateServer) => Promise<T>,
  ): Promise<T> {
    const name = serverName(config.database, keys);
    const server = this.#servers.get(name) ?? this.#open(config.database);
    this.#servers.delete(name);
    this.#servers.set(name, server);
    server.inUse += 1;
    try {
      return await action(server);
    } catch (error) {
      server.inUse -= 1;
      await this.#replaceLater(name, server);
      throw error;
    }
  }

  /**
   * The failed attempt may have left roles on the server, with which the next one would fail; for a while, that
   * gets the same error. A server that was lost is replaced at once.
   */
  async #replaceLater(name: string, server: TemplateServer): Promise<void> {
    const replace = () => {
      if (this.#servers.get(name) !== server) return;
      this.#servers.delete(name);
      this.#retired.add(server);
      if (server.inUse === 0) void server.close().catch(() => undefined);
    };
    if (await server.isReachable()) setTimeout(replace, failureKept).unref();
    else replace();
  }

  #open(target: DatabaseTarget): TemplateServer {
    const unused = [...this.#servers].filter(([, { inUse }]) => inUse === 0);
    for (const [name, server] of unused.slice(0, -keptServers)) {
      this.#servers.delete(name);
      void server.close().catch(() => undefined);
    }
    return new TemplateServer(openTestServer(target, this.#ending.signal), this.#ending.signal);
  }
}

/**
 * Each state of the migrations has its own embedded server, because migrations may create roles, which all
 * databases of a server share.
 */
function serverName(target: DatabaseTarget, { migrations }: Keys): string {
  return target.kind === 'server' ? JSON.stringify(target.connection) : migrations;
}

async function keysOf(contents: TemplateContents): Promise<Keys> {
  return { migrations: await migrationsKey(contents), seed: await seedKey(contents) };
}

function withContents<T>(
  { options, given }: Request,
  action: (contents: TemplateContents) => Promise<T>,
): Promise<T> {
  const { seed, through } = options;
  const place = { embedded: options.databaseUrl === undefined };
  return withProject({ ...options, ...place }, migratedDatabaseNames, async ({ config }) => {
    const files = await findMigrationFiles(config.migrations);
    if (files.length === 0)
      throw new UsageError('there are no migrations', { remedy: 'Write one: roundtrip new NAME' });
    return action({ config, files: upTo(through, files), seed, env: given });
  });
}

function upTo(through: string | undefined, files: readonly MigrationFile[]): readonly MigrationFile[] {
  if (through === undefined) return files;
  return files.slice(0, files.indexOf(findByName(files, through)) + 1);
}
