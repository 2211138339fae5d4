import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { diff, subject } from '../../src/catalog/model/diff.js';
import { keyOf, type Snapshot } from '../../src/catalog/model/object.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import { readConfig } from '../../src/config/config.js';
import { uninterruptible } from '../../src/database/interruption.js';
import { withScratchDatabases } from '../../src/database/scratch.js';
import { planPair } from '../../src/pairs/plan-pair.js';
import { openSource } from '../../src/source/open-source.js';
import type { SourceSchema, WantedSchema } from '../../src/source/source.js';
import { createScratch, openTestServer, type Scratch } from './scratch.js';

export type Files = Readonly<Record<string, string>>;

/** Folder of the packages; set the variable to test another version of Drizzle. */
const packagesFolder = resolve(process.env.ROUNDTRIP_TEST_DRIZZLE ?? 'node_modules');

/** A project folder with a Drizzle schema and access to the packages in `packagesFolder`. */
export class DrizzleProject {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(packages: 'installed' | 'missing' = 'installed'): Promise<DrizzleProject> {
    const directory = await mkdtemp(join(tmpdir(), 'roundtrip-drizzle-'));
    if (packages === 'installed') await symlink(packagesFolder, join(directory, 'node_modules'));
    return new DrizzleProject(directory);
  }

  async write(files: Files): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }

  /** Reads the source on the test server, together with the current catalog. */
  async read(
    from: string,
    present: Snapshot,
    note: (text: string) => void = () => undefined,
  ): Promise<SourceSchema> {
    const { directory } = this;
    const config = await readConfig({ cwd: directory, flags: {}, env: {} });
    const source = await openSource({ text: from, origin: '--from', directory, config });
    const server = await openTestServer();
    return withScratchDatabases(server, (databases) =>
      source.read({
        scratch: { server, place: 'embedded' },
        databases,
        clusterGuard: undefined,
        config: config.migrations,
        limits: {},
        signal: uninterruptible,
        present,
        note,
      }),
    );
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

/** A database with the result of migrations, and a Drizzle schema that describes it. */
export class DrizzleTrial {
  readonly project: DrizzleProject;
  readonly present: Snapshot;
  readonly #scratch: Scratch;

  private constructor(project: DrizzleProject, scratch: Scratch, present: Snapshot) {
    this.project = project;
    this.#scratch = scratch;
    this.present = present;
  }

  static async create(sql: string): Promise<DrizzleTrial> {
    const scratch = await createScratch();
    await scratch.session.query(sql);
    await scratch.session.reset();
    const { objects } = await readCatalog(scratch.session);
    return new DrizzleTrial(await DrizzleProject.create(), scratch, objects);
  }

  /** A database that was created from a Drizzle schema, with rows. */
  static async describe(files: Files, rows: string): Promise<DrizzleTrial> {
    const project = await DrizzleProject.create();
    await project.write(files);
    const { catalog, baseline } = await project.read('schema.ts', new Map());
    const scratch = await createScratch();
    const { major } = scratch.database.server;
    for (const sql of planPair(baseline, catalog, { major }).up.statements) await scratch.session.query(sql);
    await scratch.session.query(rows);
    await scratch.session.reset();
    const { objects } = await readCatalog(scratch.session);
    return new DrizzleTrial(project, scratch, objects);
  }

  async wanted(files: Files, from = 'schema.ts'): Promise<WantedSchema> {
    await this.project.write(files);
    const schema = await this.project.read(from, this.present);
    return schema.withUnmanaged({ present: this.present, described: schema.catalog });
  }

  /** Objects that the wanted schema adds, removes or changes, such as `changed column public.users.age`. */
  changes({ wanted }: WantedSchema): readonly string[] {
    return named(this.present, wanted);
  }

  /**
   * Applies the planned up and then the planned down, in a transaction that is rolled back. Returns the differences
   * from the wanted state after the up, and from the present state after the down.
   */
  async apply({ wanted }: WantedSchema): Promise<readonly string[]> {
    const { session, database } = this.#scratch;
    const { up, down } = planPair(this.present, wanted, { major: database.server.major });
    const readIn = 'open transaction';
    await session.query('BEGIN');
    try {
      for (const sql of up.statements) await session.query(sql);
      const after = named((await readCatalog(session, { readIn })).objects, wanted);
      for (const sql of down.statements) await session.query(sql);
      const back = named((await readCatalog(session, { readIn })).objects, this.present);
      return [...after.map((one) => `up: ${one}`), ...back.map((one) => `down: ${one}`)];
    } finally {
      await session.query('ROLLBACK');
    }
  }

  async drop(): Promise<void> {
    await this.#scratch.drop();
    await this.project.remove();
  }
}

const words = { left: 'added', missing: 'removed', changed: 'changed' } as const;

function named(from: Snapshot, to: Snapshot): readonly string[] {
  return diff(from, to).flatMap((difference) =>
    difference.change === 'reordered' ? [] : `${words[difference.change]} ${keyOf(subject(difference))}`,
  );
}
