import { mkdir } from 'node:fs/promises';
import { readConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { push } from '../../../src/generate/push.js';
import { openSource } from '../../../src/source/open-source.js';
import type { Project } from '../cli/support/project.js';
import { createScratch } from '../../support/scratch.js';
import { generateIn, useGenerateBench, written } from './support/workshop.js';

const bench = useGenerateBench();

const users = 'CREATE TABLE users (id int PRIMARY KEY, name text);';

/** The header and footer of a dump by pg_dump 18, with the data of another dump in between. */
const dump = `\\restrict abc
SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
SET default_tablespace = '';
CREATE TABLE public.users (
    id integer NOT NULL,
    name text,
    email text
);
COPY public.users (id, name, email) FROM stdin;
1\tit's; $$\t\\N
\\.
CREATE TABLE public.pgmigrations (id integer NOT NULL, name character varying(255) NOT NULL, run_on timestamp without time zone NOT NULL);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
\\unrestrict abc
`;

async function failure(action: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await action.then(
    () => ({ code: 'none', message: '' }),
    (thrown: unknown) => thrown as { code: string; message: string },
  );
  return { code: error.code, message: error.message };
}

describe('the source of generate', () => {
  it('can be the output of pg_dump', async () => {
    const project = await bench.project(users, dump);

    expect(await generateIn(project, { url: bench.url })).toMatchObject({
      verdict: 'generated',
      changes: [{ kind: 'column', name: 'public.users.email', change: 'added' }],
      reordered: [],
    });
  });

  it('can be a folder of SQL files, which run in the order of their names', async () => {
    const project = await bench.project(users, '', {
      'db/1_users.sql': users,
      'db/2_more/a.sql': 'CREATE TABLE a (id int REFERENCES users);',
    });

    expect(await generateIn(project, { url: bench.url, from: 'db', check: true })).toMatchObject({
      verdict: 'differs',
      changes: [{ kind: 'table', name: 'public.a', change: 'added' }],
    });
  });

  it('can be another folder of migrations', async () => {
    const project = await bench.project(users, '', {
      'other/1_all.sql': `-- Up Migration\n${users} CREATE VIEW v AS SELECT 1 AS one;\n-- Down Migration\n`,
    });

    expect(await generateIn(project, { url: bench.url, from: 'other', check: true })).toMatchObject({
      changes: [{ kind: 'view', name: 'public.v', change: 'added' }],
    });
  });

  it('can be another database with any owner', async () => {
    const there = await createScratch();
    await there.session.query(`${users} CREATE SEQUENCE numbers; GRANT SELECT ON users TO PUBLIC`);
    const project = await bench.project(users, '');
    const report = await generateIn(project, { url: bench.url, from: there.url, check: true });
    await there.drop();

    expect(report.changes.map(({ change, kind, name }) => `${change} ${kind} ${name}`)).toEqual([
      'changed table public.users',
      'added sequence public.numbers',
    ]);
  });

  it('can be set in roundtrip.json, with or without a search path', async () => {
    const project = await bench.project(users, users, {
      'roundtrip.json': '{"schema": "./schema.sql"}',
    });

    expect(await generateIn(project, { url: bench.url, from: undefined, check: true })).toMatchObject({
      verdict: 'no-changes',
      source: 'schema.sql',
    });
  });

  it.each([
    [
      'a syntax error',
      'CREATE TABLE a (b int);\n\nCREATE TABEL c ();',
      'schema.sql:3: syntax error at or near "TABEL"',
    ],
    ['a missing end', 'CREATE TABLE a (b int', 'schema.sql:1: syntax error at end of input'],
    [
      'an unknown table',
      `${users}\nCREATE VIEW v AS\n  SELECT * FROM nosuch;`,
      'schema.sql:3: relation "nosuch" does not exist',
    ],
    [
      'an unknown role',
      `${users}\nGRANT SELECT ON users TO nobody_here;`,
      'schema.sql:2: the role nobody_here does not exist',
    ],
    ['a command of psql', '\\i other.sql', "schema.sql:1: psql's command \\i other.sql is not supported"],
    ['no statement', '-- nothing', 'schema.sql contains no statement'],
  ])(
    'is rejected with file and line if it contains %s, and nothing is written',
    async (_what, source, message) => {
      const project = await bench.project(users, source);
      const error = await failure(generateIn(project, { url: bench.url }));

      expect(error).toEqual({ code: 'usage', message: expect.stringContaining(message) as string });
      expect(await written(project)).toEqual({});
    },
  );

  it('is rejected if it does not exist, is empty, or is the database of the project', async () => {
    const project = await bench.project(users, users);
    await mkdir(project.path('empty'));
    const from = (text: string) => failure(generateIn(project, { url: bench.url, from: text }));

    expect(await from('nosuch.sql')).toMatchObject({
      code: 'usage',
      message: 'from nosuch.sql: there is no such file or folder',
    });
    expect(await from('empty')).toMatchObject({ code: 'usage' });
    expect(await from(bench.url)).toMatchObject({
      code: 'refused',
      message: expect.stringContaining("the project's own database") as string,
    });
    expect(await from('postgres://nobody:secret@127.0.0.1:1/x')).toMatchObject({
      code: 'database',
      message: expect.not.stringContaining('secret') as string,
    });
    expect(await from('mysql://x')).toMatchObject({ code: 'usage' });
  });
});

describe('renames', () => {
  const renamed = 'CREATE TABLE users (id int PRIMARY KEY, full_name text);';
  const rename = (project: Project, ...texts: readonly string[]) =>
    generateIn(project, { url: bench.url, rename: texts });

  it('are not guessed: the error lists the candidates as flags', async () => {
    const project = await bench.project(users, renamed);

    expect(await failure(generateIn(project, { url: bench.url }))).toEqual({
      code: 'usage',
      message: 'some objects may have been renamed:\n  --rename column:public.users.name=full_name',
    });
    expect(await written(project)).toEqual({});
  });

  it('keep the rows if a flag confirms them, and lose them if a flag denies them', async () => {
    const given = await bench.project(users, renamed);
    expect(await rename(given, 'column:public.users.name=full_name')).toMatchObject({
      verdict: 'generated',
      changes: [
        { change: 'renamed', kind: 'column', name: 'public.users.full_name', from: 'public.users.name' },
      ],
    });
    expect((await written(given))['next.js']).toContain("pgm.renameColumn('users', 'name', 'full_name');");

    const denied = await bench.project(users, renamed);
    const report = await generateIn(denied, { url: bench.url, otherRenames: 'none' });
    expect(report.hazards).toMatchObject([{ kind: 'data-loss' }, { kind: 'data-loss' }]);
    expect((await written(denied))['next.js']).toContain("pgm.dropColumn('users', 'name');");
  });

  it('of a table include its columns, constraints and sequences', async () => {
    const project = await bench.project(
      'CREATE TABLE users (id serial PRIMARY KEY, name text UNIQUE);',
      'CREATE TABLE accounts (id serial PRIMARY KEY, full_name text UNIQUE);',
    );
    expect(
      await rename(project, 'table:public.users=accounts', 'column:public.accounts.name=full_name'),
    ).toMatchObject({
      verdict: 'generated',
    });
    expect(await generateIn(project, { url: bench.url, check: true })).toMatchObject({
      verdict: 'no-changes',
    });
  });

  it.each([
    ['column:public.users.nosuch=full_name', 'there is no column public.users.nosuch'],
    ['column:public.users.id=full_name', 'column public.users.id stays'],
    ['column:public.users.name=nosuch', 'the source contains no new column nosuch'],
    ['table:public.users.name=full_name', 'there is no table public.users.name'],
    ['nonsense', 'is not a kind of object'],
  ])('are rejected if they are impossible: %s', async (text, message) => {
    const project = await bench.project(users, renamed);

    expect(await failure(rename(project, text))).toEqual({
      code: 'usage',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('push', () => {
  it('applies the difference to the database after confirmation, and then finds none', async () => {
    const there = await createScratch();
    await there.session.query('CREATE TABLE users (id int PRIMARY KEY, name text)');
    const project = await bench.project(users, `${users} CREATE TABLE a (b int);`);
    const config = await readConfig({ flags: { databaseUrl: there.url }, env: {}, cwd: project.directory });
    const source = await openSource({
      text: 'schema.sql',
      origin: 'from',
      directory: project.directory,
      config,
    });
    const confirmed: (readonly string[])[] = [];
    const run = () =>
      push({
        database: there.database,
        source,
        config,
        signal: uninterruptible,
        renames: { requested: [], others: 'refuse' },
        note: () => undefined,
        confirm: ({ statements }) => {
          confirmed.push(statements);
          return Promise.resolve();
        },
      });

    expect(await run()).toMatchObject({ verdict: 'pushed', residual: [] });
    expect(await run()).toMatchObject({ verdict: 'no-changes' });
    expect(confirmed).toEqual([['CREATE TABLE public.a (b integer);']]);
    await there.drop();
  });

  it('is rejected for a database on a server', async () => {
    const project = await bench.project(users, users);

    expect(await project.run('push --from schema.sql --yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('only on the embedded one') as string,
    });
  });
});
