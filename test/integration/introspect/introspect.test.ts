import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { baseline } from '../../../src/baseline/baseline.js';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { readConfig, type Config } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { introspect, type IntrospectOptions } from '../../../src/introspect/introspect.js';
import type { IntrospectReport } from '../../../src/introspect/introspect-report.js';
import { findDrizzleProgram } from '../../../src/source/drizzle/drizzle-kit.js';
import { createProject, type Files, type Project } from '../cli/support/project.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { useOwnTestServer } from '../../support/own-test-server.js';

const stopServer = await useOwnTestServer();
afterAll(stopServer);

const everything = readFileSync(new URL('everything.sql', import.meta.url), 'utf8');

let scratch: Scratch;
let project: Project;
let config: Config;

beforeEach(async () => {
  scratch = await createScratch();
  await checkout({});
});

afterEach(async () => {
  await project.remove();
  await scratch.drop();
});

async function checkout(files: Files): Promise<void> {
  project = await createProject(files);
  config = await readConfig({ flags: { databaseUrl: scratch.url }, env: {}, cwd: project.directory });
}

function run(options: Partial<IntrospectOptions> = {}): Promise<IntrospectReport> {
  return introspect({
    database: scratch.database,
    config,
    signal: uninterruptible,
    scratch: { kind: 'automatic' },
    name: 'initial-schema',
    language: 'ts',
    roles: 'presumed',
    mode: 'write',
    now: 1_700_000_000_000,
    ...options,
  });
}

/** The text of all written files of migrations. */
async function written(): Promise<string> {
  const directory = join(project.directory, 'migrations');
  const names = (await readdir(directory)).sort();
  return (await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))).join('\n');
}

describe('introspect', () => {
  it('writes one migration that creates a schema with many kinds of objects, and becomes its baseline', async () => {
    await scratch.session.query(everything);
    const report = await run();

    expect(report).toMatchObject({
      verdict: 'written',
      files: [{ name: '1700000000000_initial-schema' }],
      roles: { names: [], are: 'presumed' },
      residual: [],
      limits: [],
    });
    expect(
      await baseline('initial-schema', {
        database: scratch.database,
        config,
        signal: uninterruptible,
        scratch: { kind: 'automatic' },
        mode: 'record',
      }),
    ).toMatchObject({ verdict: 'taken-over', traces: [], notes: [] });
  });

  it('divides a large schema by namespace, in an order in which every file can run', async () => {
    await scratch.session.query(everything);
    const report = await run({ divideFrom: 10 });

    expect(report).toMatchObject({ verdict: 'written', residual: [] });
    expect(report.files.map(({ name }) => name)).toEqual([
      '1700000000000_initial-schema-Odd-Name',
      '1700000000001_initial-schema-public',
      '1700000000002_initial-schema-billing',
      '1700000000003_initial-schema-rest',
    ]);
  });

  it('divides a large schema of one namespace by topic', async () => {
    await scratch.session.query(
      `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);
       ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE VIEW v AS SELECT * FROM a;
       CREATE FUNCTION f(v) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';
       CREATE TABLE late (id int DEFAULT g())`,
    );
    const report = await run({ divideFrom: 2, mode: 'dry run' });

    expect(report).toMatchObject({ verdict: 'planned', residual: [] });
    expect(report.files.map(({ name }) => name.slice('1700000000000_initial-schema-'.length))).toEqual([
      'tables',
      'constraints',
      'routines',
      'views',
    ]);
    await expect(readdir(join(project.directory, 'migrations'))).rejects.toThrow('ENOENT');
  });

  it('writes the same text each time', async () => {
    await scratch.session.query(everything);
    const texts = async () => (await run({ mode: 'dry run', divideFrom: 10 })).files.map(({ text }) => text);

    expect(await texts()).toEqual(await texts());
  });

  it('writes SQL that is equally exact', async () => {
    await scratch.session.query(everything);

    expect(await run({ language: 'sql' })).toMatchObject({ verdict: 'written', residual: [] });
    expect(await written()).toMatch(/^-- Up Migration\n[^]*\n-- Down Migration\n/);
  });

  it('omits the tables of other migration tools, and lists them', async () => {
    await scratch.session.query(
      `CREATE TABLE mine (id int);
       CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
       CREATE TABLE _prisma_migrations (id text PRIMARY KEY);
       CREATE TABLE schema_migrations (version text);
       CREATE TABLE migrations (id serial, timestamp bigint, name text);
       CREATE TABLE "SequelizeMeta" (name text PRIMARY KEY);
       CREATE SCHEMA app; CREATE TABLE app.migrations (id serial, country text)`,
    );
    const { toolTables } = await run();

    expect(toolTables.map(({ table }) => table)).toEqual([
      'drizzle.__drizzle_migrations',
      'public."SequelizeMeta"',
      'public._prisma_migrations',
      'public.migrations',
      'public.schema_migrations',
    ]);
    const text = await written();
    expect(text).toContain('CREATE TABLE app.migrations');
    expect(text).not.toMatch(/drizzle|prisma|schema_migrations|public\.migrations|Sequelize/);
  });

  it('writes extensions without the version and the comment that the server sets', async () => {
    await scratch.session.query(
      `CREATE SCHEMA ext; CREATE EXTENSION pg_trgm SCHEMA ext; CREATE EXTENSION citext; CREATE EXTENSION hstore;
       COMMENT ON EXTENSION hstore IS 'mine';
       CREATE TABLE t (name citext NOT NULL, tags hstore);
       CREATE INDEX ON t USING gin ((name::text) ext.gin_trgm_ops)`,
    );

    expect(await run()).toMatchObject({ verdict: 'written', residual: [] });
    const text = await written();
    expect(text).toContain('CREATE EXTENSION pg_trgm SCHEMA ext;');
    expect(text.match(/COMMENT ON EXTENSION.*/g)).toEqual(["COMMENT ON EXTENSION hstore IS 'mine';`);"]);
  });

  it('requires the roles that objects refer to, or creates them if a flag requests it', async () => {
    await scratch.session.query(
      `CREATE ROLE introspected_owner; CREATE ROLE introspected_reader LOGIN PASSWORD 'secret';
       GRANT introspected_reader TO introspected_owner;
       CREATE TABLE t (id int); ALTER TABLE t OWNER TO introspected_owner; GRANT SELECT ON t TO introspected_reader`,
    );
    const presumed = await run({ mode: 'dry run' });
    const created = await run({ mode: 'dry run', roles: 'created' });
    await scratch.session.query(
      'DROP OWNED BY introspected_owner, introspected_reader; DROP ROLE introspected_owner, introspected_reader',
    );

    const names = ['introspected_owner', 'introspected_reader'];
    expect(presumed).toMatchObject({ verdict: 'planned', roles: { names, are: 'presumed' } });
    expect(presumed.files[0]?.text).not.toContain('CREATE ROLE');
    expect(created).toMatchObject({ verdict: 'planned', roles: { names, are: 'created' } });
    expect(created.files[0]?.text).toContain('CREATE ROLE introspected_reader LOGIN;');
    expect(created.files[0]?.text).toContain('GRANT introspected_reader TO introspected_owner');
  });

  it('includes settings of the database, and lists its other properties and large objects', async () => {
    await scratch.session.query(
      `ALTER DATABASE ${scratch.database.name} SET work_mem = '8MB';
       ALTER DATABASE ${scratch.database.name} CONNECTION LIMIT 50; SELECT lo_create(4242); CREATE TABLE t ()`,
    );
    const report = await run();

    expect(report).toMatchObject({
      verdict: 'written',
      leftOut: ['large object 4242', 'connection limit of the database'],
    });
    expect(await written()).toContain("SET work_mem TO ''8MB''");
  });

  it('is rejected if the project has migrations, or the database has recorded ones', async () => {
    await scratch.session.query('CREATE TABLE t ()');
    await checkout({ 'migrations/1_a.sql': 'SELECT 1;' });
    await expect(run()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('already contains a migration: 1_a') as unknown,
    });
    await checkout({});
    await scratch.session.query(
      "CREATE TABLE pgmigrations (id serial, name text, run_on timestamp); INSERT INTO pgmigrations (name) VALUES ('1_b')",
    );
    await expect(run()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('a migration is recorded in pgmigrations') as unknown,
    });
  });

  it('also writes a Drizzle schema, and lists types that drizzle-kit does not support', async () => {
    await scratch.session.query(
      `CREATE EXTENSION citext; CREATE TABLE users (id int PRIMARY KEY, name citext);
       CREATE TABLE _prisma_migrations (id text PRIMARY KEY)`,
    );
    const path = join(project.directory, 'db/schema.ts');
    const connection = parseConnectionUrl(scratch.url, 'the test server');
    const drizzle = { path, connection, program: findDrizzleProgram([process.cwd()]) };
    const report = await run({ drizzle });

    expect(report).toMatchObject({ verdict: 'written', drizzle: { unknownTypes: ['citext'] } });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('export const users = pgTable("users", {');
    expect(text).not.toContain('prisma');
    await checkout({ 'db/schema.ts': 'mine' });
    const other = join(project.directory, 'db/schema.ts');
    await expect(run({ drizzle: { ...drizzle, path: other } })).rejects.toMatchObject({ code: 'usage' });
  });

  it('writes nothing for an empty database', async () => {
    expect(await run()).toMatchObject({ verdict: 'empty', files: [] });
  });
});
