import type { Database } from '../../database/session.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import { loadSeedSet } from '../../seed/seed-files.js';
import type { Held } from './hold.js';
import { SharedBuilds } from './shared-builds.js';
import { copyTemplate, migrateTemplate, seedTemplate, type BuildOptions, type Template } from './template.js';
import { TemplateCopies } from './template-copies.js';
import type { TemplateContents } from './template-key.js';
import type { TestServer } from './test-server.js';

export interface Keys {
  readonly migrations: string;
  readonly seed: string;
}

/** Creates test databases on one server. */
export class TemplateServer {
  readonly #held: Promise<Held<TestServer>>;
  readonly #signal: AbortSignal;
  readonly #migrated = new SharedBuilds<Template>();
  readonly #copies = new SharedBuilds<TemplateCopies>();
  /** Number of databases that tests use. */
  inUse = 0;

  constructor(held: Promise<Held<TestServer>>, signal: AbortSignal) {
    this.#held = held;
    this.#signal = signal;
    held.catch(() => undefined);
  }

  async server(): Promise<TestServer> {
    return (await this.#held).value;
  }

  /** Returns the copies of a template, which is built if no other call has built it. */
  copies(contents: TemplateContents, keys: Keys): Promise<TemplateCopies> {
    return this.#copies.get(`${keys.migrations} ${keys.seed}`, async () => {
      const options = await this.#optionsOf(contents);
      const migrated = await this.#migrated.get(keys.migrations, () => migrate(contents, options));
      const template = await seeded(migrated, contents, options);
      return new TemplateCopies(() => copyTemplate(template, options));
    });
  }

  async #optionsOf({ config }: TemplateContents): Promise<BuildOptions> {
    return { server: await this.server(), config, signal: this.#signal };
  }

  async isReachable(): Promise<boolean> {
    try {
      await (await this.server()).session.query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }

  /** Number of sessions of clients on a database. */
  async countSessions({ name }: Database): Promise<number> {
    const { session } = await this.server();
    const { rows } = await session.query<{ open: number }>(SESSIONS, [name]);
    return rows[0]?.open ?? 0;
  }

  async drop(database: Database): Promise<void> {
    await (await this.server()).scratch.drop(database);
  }

  /** Drops all databases; stops the server if it is an embedded one. */
  async close(): Promise<void> {
    const held = await this.#held.catch(() => undefined);
    await held?.release();
  }
}

const SESSIONS = `
  SELECT pg_catalog.count(*)::int AS open FROM pg_catalog.pg_stat_activity a
  WHERE a.datname = $1 AND a.backend_type = 'client backend'`;

async function migrate({ files, config }: TemplateContents, options: BuildOptions): Promise<Template> {
  return migrateTemplate(await loadMigrations(files, config.migrations), options);
}

async function seeded(template: Template, { seed, config }: TemplateContents, options: BuildOptions) {
  if (seed === undefined) return template;
  const files = await loadSeedSet({ directory: config.seedsDirectory, set: seed });
  return seedTemplate(template, files, options);
}
