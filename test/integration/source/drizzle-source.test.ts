import { DrizzleProject, DrizzleTrial, type Files } from '../../support/drizzle-trial.js';

const head = "import { sql } from 'drizzle-orm';\nimport * as p from 'drizzle-orm/pg-core';\n";
const users = "export const users = p.pgTable('users', { id: p.serial('id').primaryKey() });\n";

let project: DrizzleProject;

beforeAll(async () => {
  project = await DrizzleProject.create();
});

afterAll(() => project.remove());

async function read(files: Files, from = 'schema.ts'): Promise<readonly string[]> {
  await project.write(files);
  const { catalog } = await project.read(from, new Map());
  return [...catalog.values()].filter(({ kind }) => kind === 'table').map(({ name }) => name);
}

describe('a Drizzle schema that cannot be read', () => {
  const mistakes: readonly (readonly [title: string, text: string, message: RegExp])[] = [
    [
      'does not parse',
      `${head}export const users = p.pgTable('users', {`,
      /^schema\.ts:3:\d+ cannot be loaded: /,
    ],
    [
      'throws',
      `${head}export const users = p.pgTable('users', { id: p.integer('id').primaryKy() });`,
      /^schema\.ts\S* cannot be loaded: /,
    ],
    ['imports a module that is missing', "import './missing.js';", /^schema\.ts\S* cannot be loaded: /],
    ['exports no table', `${head}const users = p.pgTable('users', {});`, /^schema\.ts exports no table$/],
    [
      'describes a table twice',
      `${head}${users}export const people = p.pgTable('users', { id: p.integer('id') });`,
      /^schema\.ts: table public\.users is described twice: as \w+ in schema\.ts, and as \w+ in schema\.ts$/,
    ],
    [
      'has two indexes of one name',
      `${head}export const a = p.pgTable('a', { id: p.integer('id') }, (t) => [p.index('x').on(t.id)]);
export const b = p.pgTable('b', { id: p.integer('id') }, (t) => [p.index('x').on(t.id)]);`,
      /^schema\.ts: drizzle-kit refuses it: /,
    ],
    [
      'refers to a table that is not exported',
      `${head}const people = p.pgTable('people', { id: p.integer('id').primaryKey() });
export const notes = p.pgTable('notes', { owner: p.integer('owner').references(() => people.id) });`,
      /^schema\.ts: PostgreSQL refuses the schema: relation .*people.* does not exist \(SQLSTATE 42P01\)\n {2}statement: ALTER TABLE/,
    ],
    [
      'uses a type that is not there',
      `${head}const geometry = p.customType<{ data: string }>({ dataType: () => 'geometry(point)' });
export const places = p.pgTable('places', { at: geometry('at') });`,
      /^schema\.ts: PostgreSQL refuses the schema: type "geometry" does not exist \(SQLSTATE 42704\)/,
    ],
  ];

  it.each(mistakes)('is rejected with its file if it %s', async (_title, text, message) => {
    await expect(read({ 'schema.ts': text })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message) as string,
      remedy: expect.stringMatching(/\w/) as string,
    });
  });

  it('is rejected with the command that installs drizzle-kit if it is missing', async () => {
    const bare = await DrizzleProject.create('missing');
    try {
      await bare.write({ 'schema.ts': users });
      await expect(bare.read('schema.ts', new Map())).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('drizzle-kit and drizzle-orm cannot be found from') as string,
        remedy: expect.stringContaining('npm install --save-dev drizzle-kit drizzle-orm') as string,
      });
    } finally {
      await bare.remove();
    }
  });
});

describe('a Drizzle schema of several files', () => {
  it('can re-export tables, import with extensions, and lie in folders', async () => {
    const files = {
      'db/users.ts': `${head}${users}`,
      'db/content/posts.ts': `${head}import { users } from '../users.js';
export const posts = p.pgTable('posts', { owner: p.integer('owner').references(() => users.id) });`,
      'db/index.ts': "export * from './users.js';\nexport * from './content/posts';",
      'db/users.test.ts': 'throw new Error("not part of the schema");',
    };
    expect(await read(files, 'db')).toEqual(['public.posts', 'public.users']);
  });
});

describe('a configuration of drizzle-kit', () => {
  const configuration = (settings: string) =>
    `import { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ ${settings} });`;

  it('contains the names of files as patterns, and the casing of columns', async () => {
    await project.write({
      'a/one.ts': `${head}export const one = p.pgTable('one', { firstName: p.text() });`,
      'a/two.mts': `${head}export const two = p.pgTable('two', { id: p.text() });`,
      'b/three.ts': `${head}export const three = p.pgTable('three', { id: p.text() });`,
      'drizzle.config.ts': configuration(
        "dialect: 'postgresql', schema: ['./a/*.{ts,mts}', './b'], casing: 'snake_case', out: './drizzle'",
      ),
    });
    const { catalog } = await project.read('drizzle.config.ts', new Map());
    const columns = [...catalog.values()].filter(({ kind }) => kind === 'column').map(({ name }) => name);
    expect(columns).toEqual(['public.one.first_name', 'public.three.id', 'public.two.id']);
  });

  it('excludes tables by its filters, to which the schema can still refer', async () => {
    const trial = await DrizzleTrial.create(`
      CREATE SCHEMA auth;
      CREATE TABLE auth.users (id uuid PRIMARY KEY, secret text);
      CREATE TABLE old_reports (id integer);
      CREATE TABLE notes (owner uuid CONSTRAINT notes_owner_fkey REFERENCES auth.users (id));
      CREATE TABLE gone (id integer);`);
    try {
      const wanted = await trial.wanted(
        {
          'schema.ts': `${head}export const users = p.pgSchema('auth').table('users', { id: p.uuid('id').primaryKey() });
export const notes = p.pgTable('notes', { owner: p.uuid('owner') }, (t) => [
  p.foreignKey({ name: 'notes_owner_fkey', columns: [t.owner], foreignColumns: [users.id] })]);`,
          'drizzle.config.ts': configuration(
            "dialect: 'postgresql', schema: './schema.ts', schemaFilter: ['public'], tablesFilter: ['!old_*']",
          ),
        },
        'drizzle.config.ts',
      );
      expect(trial.changes(wanted)).toEqual(['removed table public.gone', 'removed column public.gone.id']);
      expect(wanted.unmanaged.map(({ object: { kind, name } }) => `${kind} ${name}`)).toEqual([
        'schema auth',
        'table auth.users',
        'table public.old_reports',
      ]);
      expect(await trial.apply(wanted)).toEqual([]);
    } finally {
      await trial.drop();
    }
  });

  it.each([
    ["dialect: 'mysql', schema: './schema.ts'", /the dialect is "mysql", not "postgresql"/],
    ["dialect: 'postgresql'", /it names no schema/],
    ["dialect: 'postgresql', schema: './none/*.ts'", /the schema ".\/none\/\*\.ts" matches no /],
  ])('is rejected with { %s }', async (settings, message) => {
    await expect(
      read({ 'drizzle.config.ts': configuration(settings) }, 'drizzle.config.ts'),
    ).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) as string });
  });
});
